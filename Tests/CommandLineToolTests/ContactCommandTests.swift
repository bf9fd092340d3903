import Foundation
import TestSupport
import Testing

@Suite("The contacts commands", .serialized) struct ContactCommandTests {
    let database: OwnDatabase

    init() async throws { database = try await OwnDatabase.migrated() }

    /// Makes contacts with these messages, the first one first.
    private func importMessages(_ messages: [String]) async throws {
        let lines = messages.map { message in
            let contact: JSON = ["message": .string(message), "first_name": "فرشید", "email": "farshid@example.com"]
            return contact.description + "\n"
        }
        let file = try database.directory.write(lines.joined(), to: "messages.ndjson")
        try await database.run("contacts", "import", file).succeeded()
    }

    @Test("List shows contacts newest first, for a person and for a program")
    func list() async throws {
        try await importMessages(["the first", "the second"])

        let text = try await database.run("contacts", "list").succeeded()
        #expect(text.stdout.contains("farshid@example.com") || text.stdout.contains("فرشید"))
        let objects = try await database.run("contacts", "list", "--json").succeeded().objects()
        #expect(objects.compactMap { $0["message"]?.string } == ["the second", "the first"])
    }

    @Test("Show prints one contact with the fields of the API in their order")
    func show() async throws {
        try await importMessages(["the first"])
        let id = try #require(try await database.contacts().first?["id"]?.int)

        let text = try await database.run("contacts", "show", String(id)).succeeded()
        #expect(text.stdout.contains("the first") && text.stdout.contains("فرشید"))
        let object = try await database.run("contacts", "show", String(id), "--json").succeeded().json()
        #expect(
            object.keys == [
                "id", "first_name", "last_name", "email", "mobile_number", "subject", "message", "viewed", "viewed_at", "created_at",
                "updated_at",
            ])
    }

    @Test("Show of an unknown ID fails with one line")
    func showUnknown() async throws {
        let result = try await database.run("contacts", "show", "17")

        #expect(result.status == 1)
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1)
    }

    @Test("Export filters as the API does")
    func filters() async throws {
        try await importMessages(["about the invoice", "درباره‌ی كتاب"])
        func messages(_ filters: String...) async throws -> [String] {
            let arguments = ["contacts", "export", "--format", "ndjson", "--database", database.url] + filters
            return try await Command.run(arguments).succeeded().objects().compactMap { $0["message"]?.string }
        }

        #expect(try await messages("--q", "INVOICE") == ["about the invoice"])
        #expect(try await messages("--q", "کتاب") == ["درباره‌ی كتاب"])
        #expect(try await messages("--state", "trash").isEmpty)
        #expect(try await messages("--state", "inbox").count == 2)
    }

    @Test("A wrong filter is told, and exports nothing")
    func wrongFilter() async throws {
        let result = try await database.run("contacts", "export", "--state", "nowhere")

        #expect([1, 64].contains(result.status))
        #expect(result.stdout.isEmpty)
        #expect(result.stderr.contains("state"))
    }

    @Test("CSV begins with a byte order mark and ends its lines as RFC 4180 has it")
    func csv() async throws {
        try await importMessages(["=1+1", "a \"quote\", a comma"])

        let export = try await database.run("contacts", "export").succeeded()

        let header = "\u{FEFF}id,first_name,last_name,email,mobile_number,subject,message,viewed,viewed_at,created_at,updated_at\r\n"
        #expect(export.stdout.unicodeScalars.starts(with: header.unicodeScalars))
        #expect(export.stdout.contains("\"a \"\"quote\"\", a comma\""))
        #expect(export.stdout.contains(",'=1+1,"))
        #expect(export.stdout.unicodeScalars.suffix(2).elementsEqual("\r\n".unicodeScalars))
    }
}
