import Foundation
import TestSupport
import Testing

@Suite("The staff commands", .serialized) struct StaffCommandTests {
    let database: OwnDatabase

    init() async throws { database = try await OwnDatabase.migrated() }

    /// What `staff show` knows of somebody.
    private func show(_ email: String) async throws -> JSON {
        try await database.run("staff", "show", email, "--json").succeeded().json()
    }

    @Test("Create prints one line that names the person")
    func create() async throws {
        let created = try await database.run("staff", "create", "mina@example.com", "--name", "مینا", "--permissions", "4001,4003")
            .succeeded()

        #expect(created.lines.count == 1)
        #expect(created.line.contains("mina@example.com"))
        let mina = try await show("mina@example.com")
        #expect(mina["name"] == "مینا")
        #expect(mina["permissions"] == [4001, 4003])
        #expect(mina["admin"] == false)
        #expect(mina["active"] == true)
    }

    @Test("With --json the answer is the object of the API")
    func createJSON() async throws {
        let created = try await database.run("staff", "create", "boss@example.com", "--admin", "--json").succeeded()

        #expect(try created.json().keys == ["id", "email", "name", "admin", "active", "permissions", "created_at", "updated_at"])
        #expect(try created.json()["admin"] == true)
        #expect(try created.json() == (try await show("boss@example.com")))
    }

    @Test("List shows everybody, for a person and for a program")
    func list() async throws {
        try await database.run("staff", "create", "one@example.com").succeeded()
        try await database.run("staff", "create", "two@example.com", "--admin").succeeded()

        let text = try await database.run("staff", "list").succeeded()
        #expect(text.stdout.contains("one@example.com") && text.stdout.contains("two@example.com"))
        let objects = try await database.run("staff", "list", "--json").succeeded().objects()
        #expect(objects.compactMap { $0["email"]?.string } == ["one@example.com", "two@example.com"])
    }

    @Test("Grant and revoke change the codes")
    func codes() async throws {
        let mina = try await database.createStaff(permissions: "4001")

        try await database.run("staff", "grant", mina, "4003,4002").succeeded()
        #expect(try await show(mina)["permissions"] == [4001, 4002, 4003])
        try await database.run("staff", "revoke", mina, "4001").succeeded()
        #expect(try await show(mina)["permissions"] == [4002, 4003])
        try await database.run("staff", "revoke", mina, "4001").succeeded()
    }

    @Test("An email is taken once, whatever its case")
    func taken() async throws {
        try await database.run("staff", "create", "mina@example.com").succeeded()

        expectFailure(try await database.run("staff", "create", "Mina@Example.com"), naming: "unique")
        #expect(try await database.run("staff", "list", "--json").objects().count == 1)
    }

    @Test(
        "What is wrong makes nobody",
        arguments: [["no-email"], ["a@example.com", "--permissions", "4999"], ["a@example.com", "--permissions", "all"]])
    func invalid(arguments: [String]) async throws {
        let result = try await Command.run(["staff", "create"] + arguments + ["--database", database.url])

        #expect([1, 64].contains(result.status))
        #expect(result.stdout.isEmpty)
        #expect(!result.errorLines.isEmpty)
        #expect(try await database.run("staff", "list", "--json").objects().isEmpty)
    }

    @Test(
        "Nobody is known by an unknown email",
        arguments: [["show"], ["grant", "4001"], ["revoke", "4001"], ["deactivate"], ["activate"], ["password"]])
    func unknown(words: [String]) async throws {
        let arguments = ["staff", words[0], "nobody@example.com"] + words.dropFirst()

        let result = try await Command.run(arguments + ["--database", database.url], input: "a long password\n")

        expectFailure(result, naming: "nobody@example.com")
    }

    @Test("The last active admin stays one")
    func lastAdmin() async throws {
        try await database.run("staff", "create", "boss@example.com", "--admin").succeeded()

        expectFailure(try await database.run("staff", "deactivate", "boss@example.com"), naming: "admin")
        #expect(try await show("boss@example.com")["active"] == true)
    }

    @Test("A password comes from standard input and shows nowhere")
    func password() async throws {
        let created = try await database.run("staff", "create", "mina@example.com", "--password-stdin", input: "correct horse\n")
            .succeeded()
        let changed = try await database.run("staff", "password", "mina@example.com", input: "battery staple\n").succeeded()

        for result in [created, changed] {
            #expect(!(result.stdout + result.stderr).contains("horse"))
            #expect(!(result.stdout + result.stderr).contains("staple"))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: database.directory.path) {
            let bytes = try #require(FileManager.default.contents(atPath: database.directory.file(name)))
            #expect(bytes.range(of: Data("battery staple".utf8)) == nil, "\(name)")
        }
    }

    @Test("A password is 8 to 1024 characters long", arguments: [0, 7, 1025])
    func passwordLength(count: Int) async throws {
        let password = String(repeating: "x", count: count) + "\n"

        let result = try await database.run("staff", "create", "mina@example.com", "--password-stdin", input: password)

        #expect([1, 64].contains(result.status))
        #expect(result.errorLines.count == 1)
        #expect(try await database.run("staff", "list", "--json").objects().isEmpty)
    }

    private func expectFailure(_ result: Command, naming word: String) {
        #expect(result.status == 1)
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        #expect(result.stderr.contains(word), "\(result.stderr)")
    }
}
