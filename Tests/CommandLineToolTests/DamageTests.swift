import Foundation
import TestSupport
import Testing

/// Commands that open the database: one that serves, one that reads, one that writes, one that migrates.
private let openers = [["serve", "--port", "0"], ["staff", "list"], ["staff", "create", "mina@example.com"], ["migrate"]]

@Suite("Databases that cannot be used", .serialized) struct DamageTests {
    let database: OwnDatabase

    init() throws { database = try OwnDatabase() }

    @Test("A file that nobody may write is refused", arguments: [["serve", "--port", "0"], ["staff", "create", "mina@example.com"]])
    func readOnly(command: [String]) async throws {
        try await database.run("migrate").succeeded()
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: database.path)

        try await expectRefusal(of: command, status: 69)

        let permissions = try FileManager.default.attributesOfItem(atPath: database.path)[.posixPermissions] as? Int
        #expect(permissions == 0o444)
    }

    @Test("A directory that does not exist is not made", arguments: openers)
    func missingDirectory(command: [String]) async throws {
        let elsewhere = try OwnDatabase(at: database.directory.file("nowhere/letterbox.db"))

        let result = try await Command.run(command + ["--database", elsewhere.url], seconds: 20)

        expectOneLine(result, status: 69, naming: "nowhere")
        #expect(!FileManager.default.fileExists(atPath: database.directory.file("nowhere")))
    }

    @Test("A directory is no database", arguments: openers)
    func directory(command: [String]) async throws {
        let result = try await Command.run(command + ["--database", "sqlite:\(database.directory.path)"], seconds: 20)

        #expect([69, 78].contains(result.status))
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
    }

    @Test("A file that is no database is refused", arguments: openers)
    func noDatabase(command: [String]) async throws {
        let letter = String(repeating: "This is a letter, and no database at all.\n", count: 300)
        try database.directory.write(letter, to: "letterbox.db")

        try await expectRefusal(of: command, status: 78)
    }

    @Test("The database of another program is refused", arguments: openers)
    func foreign(command: [String]) async throws {
        try await sqlite(database.path, "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Mastam')")

        try await expectRefusal(of: command, status: 78)
    }

    @Test("A database of a newer version is refused, and stays as it is", arguments: openers + [["migrate", "--dry-run"]])
    func newer(command: [String]) async throws {
        try await database.run("migrate").succeeded()
        try await sqlite(
            database.path, "INSERT INTO schema_migrations (number, name, applied_at) VALUES (9999, 'of the future', 4070908800000000)")

        try await expectRefusal(of: command, status: 78, naming: "newer")
    }

    @Test("A database whose pages are scribbled over is not served as if it were whole")
    func scribbled() async throws {
        try await database.run("demo").succeeded()
        try await sqlite(database.path, "PRAGMA wal_checkpoint(TRUNCATE)")
        var bytes = try #require(database.bytes)
        bytes.replaceSubrange(4096..<bytes.count, with: Data(repeating: 0xA5, count: bytes.count - 4096))
        try bytes.write(to: URL(fileURLWithPath: database.path))

        let result = try await database.run("serve", "--port", "0", seconds: 20)

        #expect([69, 78].contains(result.status))
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        #expect(database.bytes == bytes)
    }

    @Test("A database that another program keeps locked is busy, and nothing is written")
    func busy() async throws {
        try await database.run("migrate").succeeded()
        let script = """
            import sqlite3, sys, time
            lock = sqlite3.connect(sys.argv[1], isolation_level=None)
            lock.execute("BEGIN IMMEDIATE")
            print("held", flush=True)
            time.sleep(120)
            """
        let holder = try ChildProcess(
            program: "python3", arguments: ["-c", script, database.path], output: database.directory.file("held"))
        defer { holder.signal(SIGKILL) }
        #expect(try await eventually(within: 10) { database.directory.read("held") == "held\n" })

        let result = try await database.run("staff", "create", "mina@example.com", seconds: 60)

        #expect(result.status == 75)
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        holder.signal(SIGKILL)
        try await holder.wait()
        #expect(try await database.run("staff", "list", "--json").succeeded().objects().isEmpty)
    }

    /// The command fails with one line, leaves the file as it is, and puts nothing beside it but SQLite's own log.
    private func expectRefusal(of command: [String], status: Int32, naming word: String = "letterbox.db") async throws {
        let before = database.bytes
        let files = try neighbours()

        let result = try await Command.run(command + ["--database", database.url], seconds: 20)

        expectOneLine(result, status: status, naming: word)
        #expect(database.bytes == before)
        #expect(try neighbours() == files)
    }

    private func neighbours() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: database.directory.path)
            .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
    }

    private func expectOneLine(_ result: Command, status: Int32, naming word: String) {
        #expect(result.status == status, "\(result.stderr)")
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        #expect(result.stderr.contains(word), "\(result.stderr)")
    }
}
