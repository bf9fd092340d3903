import Database
import Foundation
import SQLiteDatabase
import TestSupport
import Testing

@Suite("A SQLite file")
struct SQLiteFileTests {
    // The suite keeps the file's directory for as long as the test runs.
    private let fixture: SQLiteFixture

    init() throws {
        fixture = try SQLiteFixture()
    }

    @Test("Is written with WAL, FULL and foreign keys")
    func settings() async throws {
        let database = try fixture.open()
        #expect(try await database.pragma("PRAGMA synchronous", "synchronous") == .integer(2))
        #expect(try await database.pragma("PRAGMA journal_mode", "journal_mode") == .text("wal"))
        #expect(try await database.pragma("PRAGMA foreign_keys", "foreign_keys") == .integer(1))
        #expect(try await database.pragma("PRAGMA application_id", "application_id") == .integer(0x5445_5354))
    }

    @Test("Keeps its settings when it is opened again")
    func settingsAgain() async throws {
        try await fixture.notes().close()
        let database = try fixture.open(mayCreate: false)
        #expect(try await database.pragma("PRAGMA synchronous", "synchronous") == .integer(2))
        #expect(try await database.pragma("PRAGMA journal_mode", "journal_mode") == .text("wal"))
        #expect(try await database.pragma("PRAGMA foreign_keys", "foreign_keys") == .integer(1))
        try await database.close()
    }

    @Test("Is its owner's alone, and so are the files beside it")
    func mode() async throws {
        let database = try await fixture.notes()
        #expect(fixture.directory.files.contains("test.db-wal"))
        for file in fixture.directory.files { #expect(try fixture.mode(file) == 0o600, "\(file)") }
        try await database.close()
        #expect(try fixture.mode() == 0o600)
    }

    @Test("Is the only one left after a close, with all that was written, and marked as ours")
    func oneFile() async throws {
        let database = try await fixture.notes()
        for number in 0..<50 { try await database.insert(note: "n\(number)") }
        for length in [ReadLength.brief, .long] { _ = try await database.read(length) { try $0.names() } }
        try await database.close()
        #expect(fixture.directory.files == ["test.db"])
        let id = try #require(fixture.bytes())[68..<72].reduce(0) { $0 << 8 | Int32($1) }
        #expect(id == SQLiteFixture.applicationID)
        let reopened = try fixture.open(mayCreate: false)
        #expect(try await reopened.names().count == 50)
        #expect(try await reopened.damage() == [])
        try await reopened.close()
        #expect(fixture.directory.files == ["test.db"])
    }

    @Test("Holds a write in the files at the moment when it is answered")
    func durable() async throws {
        let database = try await fixture.notes()
        for number in 0..<5 {
            try await database.insert(note: "n\(number)")
            // What a crash would leave: the files as they are, without the memory that they share.
            let copy = try SQLiteFixture()
            for name in ["test.db", "test.db-wal"] {
                try #require(fixture.bytes(name)).write(to: URL(fileURLWithPath: copy.directory.file(name)))
            }
            let recovered = try copy.open(mayCreate: false)
            #expect(try await recovered.names() == (0...number).map { "n\($0)" })
            try await recovered.close()
        }
        try await database.close()
    }

    @Test("An empty file becomes a database")
    func emptyFile() async throws {
        try fixture.write(Data())
        let database = try await fixture.notes()
        #expect(try await database.names() == [])
        try await database.close()
    }

    @Test("That is none, or another program's, or of a newer program, is refused and left as it is")
    func refusedUntouched() async throws {
        for text in ["id,name\n1,x\n", "SQLite format 2\0", String(repeating: "x", count: 10_000)] {
            try fixture.write(Data(text.utf8))
            await expect(.notADatabase) { _ = try fixture.open() }
            #expect(fixture.bytes() == Data(text.utf8))
            #expect(fixture.directory.files == ["test.db"])
        }
        try FileManager.default.removeItem(atPath: fixture.path)
        try await fixture.notes().close()
        let bytes = fixture.bytes()
        await expect(.notADatabase) { _ = try fixture.open(applicationID: 1) }
        await expect(.newerSchema) { _ = try fixture.open(inspect: { _ in throw DatabaseError(.newerSchema, "too new") }) }
        #expect(fixture.bytes() == bytes)
    }

    @Test("Errors of opening name the file")
    func openingErrors() async throws {
        await expect(.unavailable) { _ = try fixture.open(mayCreate: false) }
        #expect(fixture.directory.files == [])
        let missing = fixture.directory.file("no/where.db")
        await expect(.unavailable) { _ = try fixture.open(missing) }
        await expect(.notADatabase) { _ = try fixture.open(fixture.directory.path) }
        let error = #expect(throws: DatabaseError.self) { _ = try fixture.open(missing) }
        #expect(error?.message.contains(missing) == true)
    }

    @Test("That may not be written is refused, and not written", arguments: [0o444, 0o400])
    func readOnly(mode: Int) async throws {
        try await fixture.notes().close()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: fixture.path)
        let bytes = fixture.bytes()
        await expect(.readOnly) { _ = try fixture.open() }
        #expect(fixture.bytes() == bytes)
        #expect(try fixture.mode() == mode)
    }

    @Test("Can be inspected without being opened for work")
    func inspection() async throws {
        let missing = try SQLiteDatabase.inspect(path: fixture.path, applicationID: SQLiteFixture.applicationID) { _ in 1 }
        #expect(missing == nil)
        #expect(fixture.directory.files == [])
        try await fixture.notes().close()
        let bytes = fixture.bytes()
        let names = try SQLiteDatabase.inspect(path: fixture.path, applicationID: SQLiteFixture.applicationID) { try $0.names() }
        #expect(names == [])
        #expect(throws: DatabaseError.self) {
            try SQLiteDatabase.inspect(path: fixture.path, applicationID: SQLiteFixture.applicationID) { try $0.insert(note: "x") }
        }
        #expect(fixture.bytes() == bytes)
    }

    @Test("That is damaged says so")
    func damage() async throws {
        let database = try await fixture.notes()
        try await database.write { connection in
            for number in 0..<2000 { try connection.insert(note: "note number \(number)") }
        }
        try await database.close()
        var bytes = try #require(fixture.bytes())
        for page in 2..<(bytes.count / 4096) {
            bytes.replaceSubrange((page * 4096)..<(page * 4096 + 500), with: Data(repeating: 0x55, count: 500))
        }
        try fixture.write(bytes)
        let damaged = try fixture.open()
        await expect(.notADatabase) { _ = try await damaged.names() }
        // SQLite's check lists what it finds, or gives up with an error of this kind where it cannot go on.
        do {
            #expect(try await !damaged.damage().isEmpty)
        } catch let error as DatabaseError {
            #expect(error.kind == .notADatabase)
        }
        try await damaged.close()
    }
}
