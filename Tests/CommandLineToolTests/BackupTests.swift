import Foundation
import TestSupport
import Testing

@Suite("Backup and restore", .serialized) struct BackupTests {
    /// A backup of a database with three contacts, two members of staff and a key.
    private func makeBackup(of database: OwnDatabase) async throws -> (file: String, key: String) {
        let rows = ["one", "دو", "three"].map { #"{"message": "\#($0)", "email": "a@example.com"}"# }
        let file = try database.directory.write(rows.joined(separator: "\n"), to: "rows.ndjson")
        try await database.run("contacts", "import", file).succeeded()
        _ = try await database.createStaff("omid@example.com")
        let key = try await database.run("keys", "create", database.createStaff()).succeeded().line
        let backup = database.directory.file("backup.db")
        try await database.run("backup", backup).succeeded()
        return (backup, key)
    }

    @Test("A backup during a load of writes is whole, and holds what was answered before it began")
    func underLoad() async throws {
        let server = try await RunningServer.start()
        let key = try await server.createFullKey()
        let load = Load()
        async let running: Void = load.run(on: server, key: key)
        let isUnderLoad = try await eventually(within: 20) { load.soFar.answeredWrites > 200 }

        var backups: [(file: String, before: Load.Ledger)] = []
        for number in 1...3 {
            let before = load.soFar
            let file = server.directory.file("backup-\(number).db")
            try await server.command("backup", file)
            backups.append((file, before))
        }
        let after = load.soFar
        load.stop()
        try await running

        #expect(isUnderLoad)
        #expect(after.answeredWrites > (backups.last?.before.answeredWrites ?? 0), "The server went on to write during the last backup")
        for (file, before) in backups {
            #expect(try await sqlite(file, "PRAGMA integrity_check") == "ok")
            let contacts = try await OwnDatabase(at: file).contacts()
            var known = before
            for (id, update) in load.soFar.updates { known.updates[id]?.sent = update.sent }
            #expect(known.missing(in: contacts).isEmpty)
            #expect(load.soFar.invented(in: contacts).isEmpty)
        }
    }

    @Test("A restored backup serves what was backed up, with the same keys")
    func restore() async throws {
        let database = try OwnDatabase()
        let (backup, key) = try await makeBackup(of: database)
        let target = try OwnDatabase()

        let restored = try await target.run("restore", backup).succeeded()

        #expect(restored.stdout.contains(/\b3\b.*contacts/), "It says what it brought back: \(restored.stdout)")
        #expect(restored.stdout.contains(/\b2\b.*staff/), "It says what it brought back: \(restored.stdout)")
        #expect(try await target.contacts() == database.contacts())
        let server = try await RunningServer.start(directory: target.directory, database: target.url)
        #expect(try await server.send("GET", "/api/contacts", key: key).json()["count"] == 3)
    }

    @Test("A backup does not overwrite a file")
    func backupOverNothing() async throws {
        let database = try OwnDatabase()
        try await database.run("migrate").succeeded()
        let file = try database.directory.write("precious", to: "backup.db")

        let result = try await database.run("backup", file)

        expectRefusal(result)
        #expect(database.directory.read("backup.db") == "precious")
    }

    @Test("A backup of a database that is not there makes no file, and no database")
    func backupOfNothing() async throws {
        let database = try OwnDatabase()
        let file = database.directory.file("backup.db")

        let result = try await database.run("backup", file)

        #expect(result.status != 0)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(!database.exists)
    }

    @Test("A backup into a directory that is not there fails with one line")
    func backupToNowhere() async throws {
        let database = try OwnDatabase()
        try await database.run("migrate").succeeded()

        let result = try await database.run("backup", database.directory.file("nowhere/backup.db"))

        #expect(result.status != 0)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
    }

    @Test("A restore does not overwrite a database")
    func restoreOverNothing() async throws {
        let database = try OwnDatabase()
        let (backup, _) = try await makeBackup(of: database)
        let target = try OwnDatabase()
        try await target.run("migrate").succeeded()
        let bytes = target.bytes

        let result = try await target.run("restore", backup)

        expectRefusal(result)
        #expect(target.bytes == bytes)
    }

    @Test("A restore takes no file that is missing, damaged, foreign or no database, and leaves nothing behind")
    func badBackups() async throws {
        let database = try OwnDatabase()
        let (backup, _) = try await makeBackup(of: database)
        let whole = try #require(FileManager.default.contents(atPath: backup))
        let directory = database.directory
        func write(_ bytes: Data, to name: String) throws { try bytes.write(to: URL(fileURLWithPath: directory.file(name))) }

        try write(whole.prefix(whole.count / 2), to: "cut.db")
        let middle = whole.count / 4..<whole.count * 3 / 4
        try write(
            whole.prefix(middle.lowerBound) + Data(repeating: 0xA5, count: middle.count) + whole.suffix(from: middle.upperBound),
            to: "scribbled.db")
        try write(Data(), to: "empty.db")
        try write(Data("This is a letter, and no database at all.\n".utf8), to: "letter.db")
        try await sqlite(directory.file("foreign.db"), "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Mastam')")

        for name in ["missing.db", "cut.db", "scribbled.db", "empty.db", "letter.db", "foreign.db"] {
            let target = try OwnDatabase()
            let result = try await target.run("restore", directory.file(name))

            #expect([1, 78].contains(result.status), "\(name)")
            #expect(result.stdout.isEmpty, "\(name)")
            #expect(result.errorLines.count == 1, "\(name): \(result.stderr)")
            #expect(result.stderr.contains(name), "\(name): \(result.stderr)")
            let left = try FileManager.default.contentsOfDirectory(atPath: target.directory.path)
            #expect(left.isEmpty, "\(name)")
        }
    }

    private func expectRefusal(_ result: Command) {
        #expect(result.status == 1)
        #expect(result.stdout.isEmpty)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
    }
}
