package import Database
import Foundation
import GRDB
import Synchronization

/// A SQLite file: WAL, `synchronous=FULL`, foreign keys, a pool of readers, one writer whose waiting writes share a commit.
package final class SQLiteDatabase: SeamDatabase {
    private let pool: DatabasePool
    private let writer: SharedCommitWriter
    private let isClosed = Mutex(false)

    /// Opens the file, or makes it where there is none.
    /// - Parameters:
    ///   - applicationID: SQLite's `application_id` for databases of this program; others are refused untouched.
    ///   - mayCreate: whether a missing file is made; its folder must exist.
    ///   - inspect: looks at an existing database before anything of it is changed, and throws to refuse it.
    /// - Throws: `DatabaseError` with one line for the operator.
    package init(
        path: String, applicationID: Int32, mayCreate: Bool,
        inspect: @escaping @Sendable (any Connection) throws -> Void
    ) throws(SeamError) {
        let file = SQLiteFile(path: path, applicationID: applicationID)
        do throws(SeamError) {
            pool = try mappingErrors {
                try file.prepare(mayCreate: mayCreate, inspect: inspect)
                return try Self.open(file)
            }
        } catch {
            throw file.explained(error)
        }
        writer = SharedCommitWriter(pool: pool, file: file)
    }

    private static func open(_ file: SQLiteFile) throws -> DatabasePool {
        let pool = try DatabasePool(path: file.path, configuration: SQLiteFile.configuration)
        try pool.writeWithoutTransaction { database in
            // GRDB turns to NORMAL when it turns WAL on; NORMAL may lose the last commits in a power cut.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            if try Int32.fetchOne(database, sql: "PRAGMA application_id") != file.applicationID {
                try database.execute(sql: "PRAGMA application_id = \(file.applicationID)")
            }
        }
        return pool
    }

    package var writeFailure: SeamError? { writer.failure }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        guard !isClosed.withLock({ $0 }) else { throw SeamError(.closed, "the database is closing") }
        do {
            return try await pool.read { try body(SQLiteConnection(database: $0)) }
        } catch let error as GRDB.DatabaseError {
            throw SeamError(error)
        }
    }

    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await writer.write(body)
    }

    package func close() async throws {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        if wasClosed { return }
        await writer.close()
        let pool = pool
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            // Closing waits for the reads in flight, which must not hold up the tasks' own threads.
            DispatchQueue.global().async {
                continuation.resume(with: Swift.Result { try mappingErrors { try pool.close() } })
            }
        }
        SQLiteFile.tidy(pool.path)
    }
}

extension SQLiteDatabase {
    /// Reads an existing database as it is, without opening it for work.
    /// - Returns: nil where there is no file.
    /// - Throws: `DatabaseError` where the file is no database of this program.
    package static func inspect<Result>(
        path: String, applicationID: Int32, _ body: (any Connection) throws -> Result
    ) throws(SeamError) -> Result? {
        try mappingErrors {
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            var result: Result?
            try SQLiteFile(path: path, applicationID: applicationID).check { result = try body($0) }
            return result
        }
    }

    /// What SQLite's own check of the whole file finds; empty where all is well.
    package func damage() async throws -> [String] {
        let report = try await read { connection in
            try connection.rows("PRAGMA integrity_check").map { try $0.text("integrity_check") }
        }
        return report == ["ok"] ? [] : report
    }
}
