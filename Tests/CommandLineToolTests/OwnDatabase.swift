import Foundation
import TestSupport

/// A database in a directory of its own, for commands that need no server.
struct OwnDatabase {
    let directory: TemporaryDirectory
    let path: String

    init(at path: String? = nil) throws {
        directory = try TemporaryDirectory()
        self.path = path ?? directory.file("letterbox.db")
    }

    /// One that is there already, and empty.
    static func migrated() async throws -> OwnDatabase {
        let database = try OwnDatabase()
        try await database.run("migrate").succeeded()
        return database
    }

    /// As `--database` takes it.
    var url: String { "sqlite:\(path)" }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    var bytes: Data? { FileManager.default.contents(atPath: path) }

    /// Runs `letterbox` on this database.
    func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:], seconds: Double = 60
    ) async throws -> Command {
        try await Command.run(
            arguments + ["--database", url], input: input, environment: environment, directory: directory.path, seconds: seconds)
    }

    /// Every contact that is not in the trash, newest first.
    func contacts() async throws -> [JSON] {
        try await run("contacts", "export", "--format", "ndjson").succeeded().objects()
    }

    /// Makes a member of staff, and gives their email.
    func createStaff(_ email: String = "mina@example.com", permissions: String = "4000") async throws -> String {
        try await run("staff", "create", email, "--name", "Mina", "--permissions", permissions).succeeded()
        return email
    }
}

extension Command {
    /// The lines of standard error that say something.
    var errorLines: [String] { stderr.split(separator: "\n").map(String.init) }

    /// The lines of standard output that say something.
    var lines: [String] { stdout.split(separator: "\n").map(String.init) }

    /// Standard output as JSON.
    func json() throws -> JSON { try JSON(parsing: stdout) }

    /// The objects on standard output: a list, a page, or one object a line.
    func objects() throws -> [JSON] {
        if let whole = try? json() { return whole["results"]?.array ?? whole.array ?? [whole] }
        return try lines.map { try JSON(parsing: $0) }
    }
}

/// What the `sqlite3` command answers to `sql` on a file; it is no part of the program under test.
@discardableResult
func sqlite(_ path: String, _ sql: String) async throws -> String {
    try await Command.run([path, sql], program: "sqlite3").succeeded().line
}

extension RunningServer {
    /// Creates a contact as a visitor does.
    func createContact(message: String, email: String = "visitor@example.com", subject: String = "") async throws -> JSON {
        let answer = try await send(
            "POST", "/api/contacts", json: ["message": .string(message), "email": .string(email), "subject": .string(subject)])
        guard answer.status == 201 else { throw TestSupportError("No contact was made: \(answer.status) \(answer.text)") }
        return try answer.json()
    }

    /// A key with which everything is allowed but the calls of admins.
    func createFullKey() async throws -> String {
        try await createKey(for: createStaff(permissions: "4000"))
    }
}
