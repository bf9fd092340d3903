import Database
import Testing

@testable import Letterbox

@Suite("Export and import")
struct ImportExportTests {
    private func export(_ office: Office, _ format: ExportFormat) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in try office.contacts.export(
            ContactFilter(), orderedBy: ContactOrdering(.id, isDescending: false), as: format, by: .operator)
        {
            bytes += part
        }
        return bytes
    }

    private func all(_ office: Office) async throws -> [Contact] {
        let ordering = ContactOrdering(.id, isDescending: false)
        return try await office.contacts.list(ContactFilter(), orderedBy: ordering, page: PageRequest(limit: 200), by: .operator).elements
    }

    @Test("What was exported is the same after it was imported elsewhere", arguments: ExportFormat.allCases)
    func roundTrip(format: ExportFormat) async throws {
        let office = try await Office()
        try await office.contact(["first_name": "فرشید", "mobile_number": "09228504384", "message": "two\nlines, \"quoted\"; tab\there"])
        try await office.contact(["subject": "=1+1", "last_name": "@x", "mobile_number": "+98 922", "message": "-"])
        try await office.contact(["subject": "'single'", "message": "\u{FEFF}x"])
        _ = try await office.contacts.read(2, by: .operator)
        try await office.update(1, ["subject": "Re: hello"])
        let file = ContactImport(try await export(office, format), as: format)
        #expect(file.problems.isEmpty && file.count == 3)
        let other = try await Office()
        #expect(try await other.contacts.import(file, keepingIDs: true, by: .operator) == 3)
        #expect(try await all(other) == all(office))
    }

    @Test("All contacts are exported once, also where they fill many parts")
    func manyParts() async throws {
        let office = try await Office()
        let lines = (1...450).map { #"{"message": "m\#($0)", "email": "a@b"}"# }
        _ = try await office.contacts.import(ContactImport(Array(lines.joined(separator: "\n").utf8), as: .ndjson), by: .operator)
        let file = ContactImport(try await export(office, .csv), as: .csv)
        #expect(file.rows.map(\.row.text.message) == (1...450).map { "m\($0)" })
    }

    @Test("An empty export is a header, or nothing")
    func empty() async throws {
        let office = try await Office()
        let header = "\u{FEFF}id,first_name,last_name,email,mobile_number,subject,message,viewed,viewed_at,created_at,updated_at\r\n"
        #expect(try await export(office, .csv) == Array(header.utf8))
        #expect(try await export(office, .ndjson) == [])
    }

    @Test("Each bad row is named with its line")
    func badRows() {
        let file = ContactImport(Array("message,email\nfine,a@b\n,a@b\n\"two\nlines\",nobody\nshort\n".utf8), as: .csv)
        #expect(file.count == 1)
        #expect(
            file.problems.map { "\($0.line) \($0.message)" } == [
                "3 message: This field may not be blank.", "4 email: Enter a valid email address.", "6 1 cells, where the header has 2.",
            ])
        let lines = "{\"message\": \"m\", \"email\": \"a@b\"}\n\n[]\n{\"message\" 1}\n{\"email\": \"a@b\", \"created_at\": \"soon\"}\n"
        #expect(ContactImport(Array(lines.utf8), as: .ndjson).problems.map(\.line) == [3, 4, 5])
    }

    @Test("A file is taken in whole or not at all")
    func allOrNothing() async throws {
        let office = try await Office()
        try await office.contact()
        let file = ContactImport(Array("id,message,email\n7,m,a@b\n1,m,a@b\n".utf8), as: .csv)
        #expect(await failing({ _ = try await office.contacts.import(file, keepingIDs: true, by: .operator) })?.isConflict == true)
        #expect(try await office.count(of: "contacts") == 1)
        #expect(try await office.contacts.import(file, by: .operator) == 2)
        #expect(try await all(office).map(\.id) == [1, 2, 3])
    }

    @Test(
        "Takes no time before 1970, and none that is still to come",
        arguments: ["created_at", "updated_at", "viewed_at"], ["1969-12-31T23:59:59Z", "2999-01-01T00:00:00Z"])
    func impossibleTimes(field: String, time: String) {
        let line = #"{"message": "m", "email": "a@example.com", "\#(field)": "\#(time)"}"#
        let file = ContactImport(Array(line.utf8), as: .ndjson)
        #expect(file.problems.map(\.message) == ["\(field): Give a time since 1970 that is not still to come."])
    }
}
