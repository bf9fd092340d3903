import TestSupport
import Testing

/// Commands on the database of a server that runs: what they write is in force with the next request.
@Suite("Commands beside a running server", .serialized) struct RunningServerCommandTests {
    @Test("A new member of staff, their codes and their activity are in force at once")
    func staff() async throws {
        let server = try await RunningServer.start()
        let mina = try await server.createStaff(permissions: "4001")
        let key = try await server.createKey(for: mina)
        func status() async throws -> Int { try await server.send("GET", "/api/contacts", key: key).status }

        #expect(try await status() == 200)
        try await server.command("staff", "revoke", mina, "4001")
        #expect(try await status() == 403)
        try await server.command("staff", "grant", mina, "4001")
        #expect(try await status() == 200)
        try await server.command("staff", "deactivate", mina)
        #expect(try await status() == 401)
        try await server.command("staff", "activate", mina)
        #expect(try await status() == 200)
    }

    @Test("A revoked key is refused at once")
    func revokedKey() async throws {
        let server = try await RunningServer.start()
        let mina = try await server.createStaff(permissions: "4001")
        let key = try await server.createKey(for: mina)
        let other = try await server.createKey(for: mina)
        let id = try #require(try await server.send("GET", "/api/me", key: key).json()["key"]?["id"]?.int)

        try await server.command("keys", "revoke", String(id))

        #expect(try await server.send("GET", "/api/me", key: key).status == 401)
        #expect(try await server.send("GET", "/api/me", key: other).status == 200)
    }

    @Test("A narrowed and an expiring key are what they say")
    func narrowedKey() async throws {
        let server = try await RunningServer.start()
        let key = try await server.createKey(for: server.createStaff(permissions: "4000"), permissions: "4001", expires: "1h")

        #expect(try await server.send("GET", "/api/contacts", key: key).status == 200)
        #expect(try await server.send("GET", "/api/contacts/export", key: key).json()["permission"] == 4005)
        let me = try await server.send("GET", "/api/me", key: key).json()
        #expect(me["permissions"] == [4001])
        #expect(me["key"]?["expires_at"]?.string != nil)
    }

    @Test("Imported contacts are in the next list")
    func importing() async throws {
        let server = try await RunningServer.start()
        let key = try await server.createFullKey()
        let file = try server.directory.write(#"{"message": "از فایل", "email": "a@example.com"}"# + "\n", to: "new.ndjson")

        try await server.command("contacts", "import", file)

        let page = try await server.send("GET", "/api/contacts", key: key).json()
        #expect(page["results"]?[0]?["message"] == "از فایل")
    }

    @Test("The export of the command is the export of the API", arguments: ["csv", "ndjson"])
    func export(format: String) async throws {
        let server = try await RunningServer.start()
        let key = try await server.createFullKey()
        for message in ["=SUM(A1)", "سلام،\n\"خوبید؟\"", "plain"] { _ = try await server.createContact(message: message) }

        let command = try await server.command("contacts", "export", "--format", format)
        let answer = try await server.send("GET", "/api/contacts/export?format=\(format)", key: key)

        #expect(command.stdout == answer.text)
        #expect(command.stdout.contains("plain"))
    }

    @Test("An operator sees what the API shows, and marks nothing viewed")
    func show() async throws {
        let server = try await RunningServer.start()
        let key = try await server.createFullKey()
        let contact = try await server.createContact(message: "سلام")
        let id = try #require(contact["id"]?.int)

        let shown = try await server.command("contacts", "show", String(id), "--json")

        #expect(try shown.json() == contact)
        #expect(try await server.send("GET", "/api/contacts/\(id)?peek=true", key: key).json()["viewed"] == false)
    }
}
