import Database
import Foundation
import SQLiteDatabase
import TestSupport
import Testing

/// A database engine that keeps what `Database` promises. A new one joins the suites by a line in `all`.
struct Engine: Sendable, CustomTestStringConvertible {
    static let all = [sqlite]

    let name: String
    /// Makes an empty place for a database and gives the way to open it, as often as wanted.
    fileprivate let place: @Sendable (TemporaryDirectory) throws -> @Sendable () throws -> any Database

    var testDescription: String { name }

    /// A fresh, empty database.
    func database() throws -> TestDatabase {
        let directory = try TemporaryDirectory()
        return try TestDatabase(directory: directory, open: place(directory))
    }

    private static let sqlite = Engine(name: "SQLite") { directory in
        let path = directory.file("test.db")
        return { try SQLiteDatabase(path: path, applicationID: 0x5445_5354, mayCreate: true, inspect: { _ in }) }
    }
}

/// A database of a test's own. What it keeps goes with the last reference.
final class TestDatabase: Sendable {
    let database: any Database
    private let directory: TemporaryDirectory
    private let open: @Sendable () throws -> any Database

    fileprivate init(directory: TemporaryDirectory, open: @escaping @Sendable () throws -> any Database) throws {
        self.directory = directory
        self.open = open
        database = try open()
    }

    /// The same database, opened once more, as by another process.
    func openAgain() throws -> any Database { try open() }

    @discardableResult
    func write<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        try await database.write(body)
    }

    func read<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        try await database.read(body)
    }
}

extension Engine {
    /// A database with the table `notes` (a unique name and a size that may not be negative) and `replies` to them.
    func notes() async throws -> TestDatabase {
        let test = try database()
        try await test.write { connection in
            try connection.define(
                """
                CREATE TABLE notes (
                    id {id},
                    name TEXT NOT NULL UNIQUE,
                    size INTEGER NOT NULL DEFAULT 0 CHECK (size >= 0)
                )
                """)
            try connection.define(
                """
                CREATE TABLE replies (
                    id {id},
                    note_id BIGINT NOT NULL REFERENCES notes (id)
                )
                """)
        }
        return test
    }
}

extension Connection {
    func insert(note name: String, size: Int = 0) throws {
        try execute("INSERT INTO notes (name, size) VALUES (\(name), \(size))")
    }

    func names() throws -> [String] {
        try rows("SELECT name FROM notes ORDER BY name").map { try $0.text("name") }
    }

    func count() throws -> Int64 {
        try onlyRow("SELECT COUNT(*) AS count FROM notes").integer("count")
    }
}

extension Database {
    func names() async throws -> [String] {
        try await read { try $0.names() }
    }

    func insert(note name: String, size: Int = 0) async throws {
        try await write { try $0.insert(note: name, size: size) }
    }
}
