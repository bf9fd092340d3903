import Foundation
import TestSupport
import Testing

@Suite("Migrate, check and demo", .serialized) struct MigrateTests {
    let database: OwnDatabase

    init() throws { database = try OwnDatabase() }

    @Test("A dry run says what it would do, and does nothing")
    func dryRun() async throws {
        let result = try await database.run("migrate", "--dry-run").succeeded()

        #expect(!result.stdout.isEmpty)
        #expect(!database.exists)
    }

    @Test("Migrate makes the database, and a second time finds nothing to do")
    func twice() async throws {
        let first = try await database.run("migrate").succeeded()
        let number = try await sqlite(database.path, "SELECT max(number) FROM schema_migrations")
        let schema = try await sqlite(database.path, ".schema")

        let second = try await database.run("migrate").succeeded()
        let dry = try await database.run("migrate", "--dry-run").succeeded()

        #expect(!first.stdout.isEmpty && first.stdout != second.stdout)
        #expect(try #require(Int(number)) >= 1)
        #expect(second.stdout == dry.stdout)
        #expect(try await sqlite(database.path, ".schema") == schema)
    }

    @Test("Check says that all is well")
    func check() async throws {
        try await database.run("migrate").succeeded()

        let text = try await database.run("check").succeeded()
        let object = try await database.run("check", "--json").succeeded().json()

        #expect(text.stdout.contains("database"))
        #expect(object.array != nil || !object.keys.isEmpty)
    }

    @Test("Check says what is wrong, and fails")
    func checkFails() async throws {
        try database.directory.write("This is a letter, and no database at all.\n", to: "letterbox.db")

        let result = try await database.run("check")

        #expect(result.status == 78)
        #expect((result.stdout + result.stderr).contains("letterbox.db"))
    }

    @Test("Check names a wrong setting")
    func checkSettings() async throws {
        let result = try await database.run("check", environment: ["LETTERBOX_LOG_LEVEL": "loud"])

        #expect(result.status == 78)
        #expect((result.stdout + result.stderr).contains("LETTERBOX_LOG_LEVEL"))
    }

    @Test("Demo makes some hundred contacts, Persian ones too, and a key that works")
    func demo() async throws {
        let demo = try await database.run("demo").succeeded()
        let key = demo.line
        #expect(demo.stdout.wholeMatch(of: /lbx_[0-9A-Za-z]{38}\n/) != nil)
        #expect(!demo.stderr.contains(key))

        let contacts = try await database.contacts()
        #expect(contacts.count == 300)
        #expect(contacts.count { $0["message"]?.string?.contains(/[\u{0600}-\u{06FF}]{3}/) == true } > 20)
        #expect(contacts.count { $0["message"]?.string?.contains(/[A-Za-z]{4}/) == true } > 20)
        #expect(Set(contacts.compactMap { $0["email"]?.string }).count > 100)

        let server = try await RunningServer.start(directory: database.directory, database: database.url)
        let me = try await server.send("GET", "/api/me", key: key).json()
        #expect(me["email"] == "demo@example.com")
        #expect(me["permissions"] == [4000])
        #expect(try await server.send("GET", "/api/contacts?limit=1", key: key).json()["count"] == 300)
    }
}
