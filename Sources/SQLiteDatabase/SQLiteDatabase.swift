package import Database
import Foundation
import GRDB
import Synchronization

/// A SQLite file: WAL, `synchronous=FULL`, foreign keys, some readers, one writer whose waiting writes share a commit.
package final class SQLiteDatabase: SeamDatabase {
    private let connection: DatabaseQueue
    private let readers: SQLiteReaders
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
            connection = try mappingErrors {
                try file.prepare(mayCreate: mayCreate, inspect: inspect)
                return try Self.open(file)
            }
        } catch {
            throw file.explained(error)
        }
        readers = SQLiteReaders(path: path)
        writer = SharedCommitWriter(connection: connection, file: file)
    }

    private static func open(_ file: SQLiteFile) throws -> DatabaseQueue {
        let connection = try DatabaseQueue(path: file.path, configuration: SQLiteFile.writerConfiguration)
        try connection.writeWithoutTransaction { database in
            if try Int32.fetchOne(database, sql: "PRAGMA application_id") != file.applicationID {
                try database.execute(sql: "PRAGMA application_id = \(file.applicationID)")
            }
        }
        return connection
    }

    package var writeFailure: SeamError? { writer.failure }

    package func read<Result: Sendable>(
        _ length: ReadLength,
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        do {
            switch length {
            // A look-up by key takes less time than handing it to another thread and its answer back.
            case .brief: return try readers.readBriefly(body)
            case .long: return try await readers.readAtLength(body)
            }
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
        readers.refuse()
        await writer.close()
        let (readers, connection) = (readers, connection)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            // Closing waits for the reads in flight, which must not hold up the tasks' own threads.
            DispatchQueue.global().async {
                continuation.resume(
                    with: Swift.Result {
                        try mappingErrors {
                            try readers.close()
                            // The last to close brings the log into the file, which a connection that only reads cannot.
                            try connection.close()
                        }
                    })
            }
        }
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
        let report = try await read(.long) { connection in
            try connection.rows("PRAGMA integrity_check").map { try $0.text("integrity_check") }
        }
        return report == ["ok"] ? [] : report
    }
}
