import Foundation
import TestSupport
import Testing

@Suite("Import", .serialized) struct ImportTests {
    let database: OwnDatabase

    init() async throws { database = try await OwnDatabase.migrated() }

    /// Texts that a careless format loses.
    static let texts = [
        "=1+1", "+98 912", "-2", "@cmd", "＝1", "a,b;c\td", "\"quoted\" and \"\"twice\"\"", "'single'", "first\nsecond\n\nfourth",
        "می‌خواهم\u{200F} با ۱۲۳ تماس بگیرم", "emoji 👩‍👩‍👧 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "back\\slash \\n", "null", "007", "two  spaces",
        "a line\u{2028}separator",
    ]

    private func fill(_ database: OwnDatabase) async throws {
        let lines = Self.texts.enumerated().map { number, text in
            let contact: JSON = [
                "first_name": "فرشید", "last_name": .string("نام \(number)"), "email": "Osbaldo_Daniel@yahoo.com",
                "mobile_number": "09228504384", "subject": "=HYPERLINK(1)", "message": .string(text),
            ]
            return contact.description + "\n"
        }
        let file = try database.directory.write(lines.joined(), to: "texts.ndjson")
        try await database.run("contacts", "import", file).succeeded()
    }

    @Test("An export that is imported into a new database is the same again", arguments: ["csv", "ndjson"])
    func roundTrip(format: String) async throws {
        try await fill(database)
        let exported = try await database.run("contacts", "export", "--format", format).succeeded().stdout
        let file = try database.directory.write(exported, to: "contacts.\(format)")
        let copy = try OwnDatabase()

        try await copy.run("contacts", "import", file, "--keep-ids").succeeded()

        #expect(try await copy.contacts() == database.contacts())
        #expect(try await copy.run("contacts", "export", "--format", format).stdout == exported)
        #expect(Set(try await copy.contacts().compactMap { $0["message"]?.string }) == Set(Self.texts))
    }

    @Test("What was viewed and when it came survive the round trip")
    func viewed() async throws {
        let row =
            #"{"id": 17, "first_name": "فرشید", "last_name": "سلطانی", "email": "Osbaldo_Daniel@yahoo.com", "#
            + #""mobile_number": "09228504384", "subject": "Regional", "message": "nobis", "viewed": true, "#
            + #""viewed_at": "2025-12-28T13:48:53.666969Z", "created_at": "2025-12-28T13:47:13.666977Z", "#
            + #""updated_at": "2025-12-28T13:50:19.076017Z"}"#
        let file = try database.directory.write(row + "\n", to: "one.ndjson")

        try await database.run("contacts", "import", file, "--keep-ids").succeeded()

        #expect(try await database.run("contacts", "show", "17", "--json").succeeded().json() == JSON(parsing: row))
    }

    @Test("Without --keep-ids the contacts get new IDs, beside those that are there")
    func newIDs() async throws {
        try await fill(database)
        let exported = try await database.run("contacts", "export", "--format", "ndjson").succeeded().stdout
        let file = try database.directory.write(exported, to: "again.ndjson")

        try await database.run("contacts", "import", file).succeeded()

        let contacts = try await database.contacts()
        #expect(contacts.count == 2 * Self.texts.count)
        #expect(Set(contacts.compactMap { $0["id"]?.int }).count == contacts.count)
    }

    @Test("An ID that is taken refuses the whole file")
    func takenID() async throws {
        try await fill(database)
        let before = try await database.contacts()
        let id = try #require(before.last?["id"]?.int)
        let rows = [
            #"{"id": 9000, "message": "new", "email": "a@example.com"}"#, #"{"id": \#(id), "message": "taken", "email": "a@example.com"}"#,
        ]
        let file = try database.directory.write(rows.joined(separator: "\n") + "\n", to: "taken.ndjson")

        let result = try await database.run("contacts", "import", file, "--keep-ids")

        #expect(result.status == 1)
        #expect(result.stderr.contains(/[Ll]ine 2\b/), "\(result.stderr)")
        #expect(try await database.contacts() == before)
    }

    @Test("One bad row imports nothing, and every bad row is named with its line")
    func badRows() async throws {
        let csv = """
            first_name,last_name,email,mobile_number,subject,message
            Ada,L,ada@example.com,,One,fine
            Bob,M,not an email,,Two,bad email
            Cem,N,cem@example.com,,Three,fine
            Dua,O,,,Four,nobody could answer
            """
        let rows = [
            #"{"message": "fine", "email": "a@example.com"}"#, #"{"message": "   ", "email": "a@example.com"}"#, "{broken",
            #"{"message": "fine", "email": "a@example.com"}"#, #"{"message": "colour", "email": "a@example.com", "colour": "red"}"#,
        ]
        let files = [
            (try database.directory.write(csv, to: "bad.csv"), bad: [3, 5], good: [2, 4]),
            (try database.directory.write(rows.joined(separator: "\n"), to: "bad.ndjson"), bad: [2, 3, 5], good: [1, 4]),
        ]

        for (file, bad, good) in files {
            let result = try await database.run("contacts", "import", file)

            #expect(result.status == 1)
            #expect(result.stdout.isEmpty)
            for line in bad { #expect(result.stderr.contains(try Regex("(?i)line \(line)\\b")), "\(line): \(result.stderr)") }
            for line in good { #expect(!result.stderr.contains(try Regex("(?i)line \(line)\\b")), "\(line): \(result.stderr)") }
            #expect(try await database.contacts().isEmpty)
        }
    }

    @Test("A spreadsheet's own CSV is understood: no byte order mark, its line ends, its order of columns")
    func foreignCSV() async throws {
        let csv = "message,email\n\"two\nlines\",a@example.com\n'=1+1,b@example.com\n"
        let file = try database.directory.write(csv, to: "sheet.csv")

        try await database.run("contacts", "import", file).succeeded()

        #expect(Set(try await database.contacts().compactMap { $0["message"]?.string }) == ["two\nlines", "=1+1"])
    }

    @Test("The format goes by the file's extension, or as --format says")
    func format() async throws {
        let row = #"{"message": "fine", "email": "a@example.com"}"# + "\n"
        let file = try database.directory.write(row, to: "contacts.txt")

        let unknown = try await database.run("contacts", "import", file)
        #expect(unknown.status == 64)
        #expect(unknown.stderr.contains("--format"))
        try await database.run("contacts", "import", file, "--format", "ndjson").succeeded()
        #expect(try await database.contacts().count == 1)
    }

    @Test("A file that is not there, or not text, fails with one line and imports nothing")
    func noFile() async throws {
        let binary = database.directory.file("binary.csv")
        try Data([0xFF, 0xFE, 0x00, 0x41]).write(to: URL(fileURLWithPath: binary))

        for file in [database.directory.file("nowhere.csv"), binary] {
            let result = try await database.run("contacts", "import", file)
            #expect(result.status == 1)
            #expect(result.stdout.isEmpty)
            #expect(result.errorLines.count == 1, "\(result.stderr)")
        }
        #expect(try await database.contacts().isEmpty)
    }
}
