import Foundation
import TestSupport
import Testing

@Suite("The keys commands", .serialized) struct KeyCommandTests {
    let database: OwnDatabase

    init() async throws { database = try await OwnDatabase.migrated() }

    private func keys(of email: String? = nil) async throws -> [JSON] {
        let arguments = ["keys", "list"] + (email.map { [$0] } ?? []) + ["--json", "--database", database.url]
        return try await Command.run(arguments).succeeded().objects()
    }

    @Test("Create prints the key alone on standard output")
    func create() async throws {
        let mina = try await database.createStaff()

        let created = try await database.run("keys", "create", mina, "--name", "Website").succeeded()

        #expect(created.stdout.wholeMatch(of: /lbx_[0-9A-Za-z]{38}\n/) != nil)
        #expect(!created.stderr.contains(created.line))
        let key = try #require(try await keys().first)
        #expect(key["name"] == "Website")
        #expect(created.line.hasPrefix(try #require(key["hint"]?.string)))
        #expect(key["permissions"] == .some(.null))
        #expect(key["expires_at"] == .some(.null))
    }

    @Test("No list shows a key, and no file holds it")
    func secret() async throws {
        let mina = try await database.createStaff()
        let key = try await database.run("keys", "create", mina).succeeded().line

        let text = try await database.run("keys", "list").succeeded()
        let objects = try await database.run("keys", "list", "--json").succeeded()

        #expect(text.stdout.contains(key.prefix(8)))
        #expect(!text.stdout.contains(key) && !objects.stdout.contains(key))
        for name in try FileManager.default.contentsOfDirectory(atPath: database.directory.path) {
            let bytes = try #require(FileManager.default.contents(atPath: database.directory.file(name)))
            #expect(bytes.range(of: Data(key.utf8)) == nil, "\(name)")
        }
    }

    @Test("The list of one person holds their keys only")
    func listOfOne() async throws {
        let mina = try await database.createStaff()
        let omid = try await database.createStaff("omid@example.com")
        try await database.run("keys", "create", mina, "--name", "hers").succeeded()
        try await database.run("keys", "create", omid, "--name", "his").succeeded()

        #expect(try await keys(of: mina).compactMap { $0["name"]?.string } == ["hers"])
        #expect(try await keys().count == 2)
    }

    @Test("A key may have fewer codes than its owner, never more")
    func narrowed() async throws {
        let mina = try await database.createStaff(permissions: "4001,4002")

        try await database.run("keys", "create", mina, "--permissions", "4001").succeeded()
        let more = try await database.run("keys", "create", mina, "--permissions", "4001,4003")

        #expect(more.status == 1)
        #expect(more.stdout.isEmpty)
        #expect(more.errorLines.count == 1)
        #expect(try await keys().map { $0["permissions"] } == [[4001]])
    }

    @Test("A key expires after days, hours or weeks", arguments: ["90d": 90 * 24, "36h": 36, "2w": 14 * 24])
    func expiresAfter(duration: String, hours: Double) async throws {
        let mina = try await database.createStaff()

        try await database.run("keys", "create", mina, "--expires", duration).succeeded()

        let expiry = try await expiryOfOnlyKey()
        #expect(abs(expiry.timeIntervalSinceNow - hours * 3600) < 60)
    }

    @Test(
        "A key expires on a date or at a time",
        arguments: ["2099-01-01": "2099-01-01T00:00:00Z", "2099-01-01T12:30:00Z": "2099-01-01T12:30:00Z"])
    func expiresAt(given: String, expected: String) async throws {
        let mina = try await database.createStaff()

        try await database.run("keys", "create", mina, "--expires", given).succeeded()

        #expect(try await expiryOfOnlyKey() == ISO8601DateFormatter().date(from: expected))
    }

    private func expiryOfOnlyKey() async throws -> Date {
        let text = try #require(try await keys().first?["expires_at"]?.string)
        let wholeSeconds = text.replacing(/\.[0-9]+/, with: "")
        return try #require(ISO8601DateFormatter().date(from: wholeSeconds))
    }

    @Test("What is no time is no expiry", arguments: ["soon", "90", "-3d", "2099-13-01", "0d"])
    func wrongExpiry(given: String) async throws {
        let mina = try await database.createStaff()

        let result = try await database.run("keys", "create", mina, "--expires=\(given)")

        #expect([1, 64].contains(result.status))
        #expect(result.stdout.isEmpty)
        #expect(result.stderr.contains(given))
        #expect(try await keys().isEmpty)
    }

    @Test("A key is revoked by its ID, and an unknown one is told")
    func revoke() async throws {
        let mina = try await database.createStaff()
        try await database.run("keys", "create", mina).succeeded()
        let id = try #require(try await keys().first?["id"]?.int)

        try await database.run("keys", "revoke", String(id)).succeeded()
        #expect(try await keys().isEmpty)

        let again = try await database.run("keys", "revoke", String(id))
        #expect(again.status == 1)
        #expect(again.errorLines.count == 1)
    }

    @Test("Nobody gets a key by an unknown email")
    func unknownOwner() async throws {
        let result = try await database.run("keys", "create", "nobody@example.com")

        #expect(result.status == 1)
        #expect(result.stdout.isEmpty)
        #expect(result.stderr.contains("nobody@example.com"))
    }
}
