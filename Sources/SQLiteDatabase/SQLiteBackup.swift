package import Database
import Foundation
import GRDB

/// Exact copies of a database file, there and back.
package struct SQLiteBackup: Sendable {
    private let applicationID: Int32
    private let inspect: @Sendable (any Connection) throws -> Void

    /// - Parameters: as of `SQLiteDatabase`.
    package init(applicationID: Int32, inspect: @escaping @Sendable (any Connection) throws -> Void) {
        self.applicationID = applicationID
        self.inspect = inspect
    }

    /// Copies the database at `source`, which may be in use, to the new file `target`: one consistent state, checked
    /// and on disk before the file gets its name.
    /// - Returns: what `summary` finds in the copy.
    /// - Throws: `DatabaseError`; nothing is left at `target` then, and an existing file there is not touched.
    package func copy<Summary>(
        from source: String, to target: String, summary: (any Connection) throws -> Summary
    ) throws(SeamError) -> Summary {
        do throws(SeamError) {
            return try checkedCopy(from: source, to: target, summary: summary)
        } catch {
            // What fills up is where the copy goes; all else is told of what is copied.
            throw SQLiteFile(path: error.kind == .full ? target : source, applicationID: applicationID).explained(error)
        }
    }

    private func checkedCopy<Summary>(
        from source: String, to target: String, summary: (any Connection) throws -> Summary
    ) throws(SeamError) -> Summary {
        try mappingErrors {
            guard access(source, F_OK) == 0 else { throw SeamError(.unavailable, "there is no file \(source)") }
            for suffix in ["", "-wal", "-shm"] where access(target + suffix, F_OK) == 0 {
                throw SeamError(.unavailable, "\(target + suffix) exists already, and is not overwritten")
            }
            try SQLiteFile(path: source, applicationID: applicationID).check(inspect: inspect)
            let partial = "\(target).partial-\(getpid())"
            defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial + suffix) } }
            let result = try fill(partial, from: source, summary: summary)
            try publish(partial, as: target)
            return result
        }
    }

    private func fill<Summary>(
        _ partial: String, from source: String, summary: (any Connection) throws -> Summary
    ) throws -> Summary {
        let descriptor = open(partial, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SeamError(.unavailable, "\(partial) cannot be made: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        // A connection that may write takes away what SQLite made beside the file, when it is the last to close.
        configuration.readonly = access(source, W_OK) != 0
        let file = SQLiteFile(path: source, applicationID: applicationID)
        let original = try DatabaseQueue(path: configuration.readonly ? file.quietPath : source, configuration: configuration)
        let copy = try DatabaseQueue(path: partial)
        // All pages in one step: writers go on meanwhile, and the copy is the state at its beginning.
        try original.backup(to: copy)
        try original.close()
        let result = try copy.read { database in
            let report = try String.fetchAll(database, sql: "PRAGMA integrity_check")
            guard report == ["ok"] else {
                throw SeamError(.notADatabase, "the copy is damaged: \(report.first ?? "no report")")
            }
            return try summary(SQLiteConnection(database: database))
        }
        try copy.close()
        return result
    }

    private func publish(_ partial: String, as target: String) throws {
        try synchronize(partial)
        // link, not rename: it refuses where somebody else made the file meanwhile.
        guard link(partial, target) == 0 else {
            throw SeamError(.unavailable, "\(target) cannot be made: \(String(cString: strerror(errno)))")
        }
        let folder = (target as NSString).deletingLastPathComponent
        try synchronize(folder.isEmpty ? "." : folder)
    }

    private func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SeamError(.unavailable, "\(path) cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw SeamError(.unavailable, "\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }
}
