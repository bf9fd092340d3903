import Database
import Foundation
import SQLiteDatabase
import TestSupport

/// A place for a SQLite file, for what is SQLite's own.
struct SQLiteFixture {
    static let applicationID: Int32 = 0x5445_5354

    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("test.db")
    }

    func open(
        _ path: String? = nil, applicationID: Int32 = applicationID, mayCreate: Bool = true,
        inspect: @escaping @Sendable (any Connection) throws -> Void = { _ in }
    ) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path ?? self.path, applicationID: applicationID, mayCreate: mayCreate, inspect: inspect)
    }

    /// One with the table `notes`.
    func notes() async throws -> SQLiteDatabase {
        let database = try open()
        try await database.write { try $0.define("CREATE TABLE notes (id {id}, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL)") }
        return database
    }

    func bytes(_ name: String = "test.db") -> Data? { FileManager.default.contents(atPath: directory.file(name)) }

    func mode(_ name: String = "test.db") throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.file(name))
        return attributes[.posixPermissions] as? Int ?? -1
    }

    func write(_ bytes: Data) throws {
        try bytes.write(to: URL(fileURLWithPath: path))
    }
}

extension Database {
    /// What a pragma says on the connection that writes.
    func pragma(_ statement: Statement, _ column: String) async throws -> Value {
        try await write { try $0.onlyRow(statement).value(column) }
    }
}
