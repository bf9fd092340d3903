import Database
import Foundation
import GRDB

/// The file behind a SQLite database, before it is opened for work.
struct SQLiteFile {
    let path: String
    let applicationID: Int32

    /// For the one connection that writes.
    static var writerConfiguration: Configuration {
        var configuration = configuration
        configuration.prepareDatabase { database in
            // FULL, since NORMAL may lose the last commits in a power cut.
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
        }
        return configuration
    }

    static var readerConfiguration: Configuration {
        var configuration = configuration
        configuration.readonly = true
        return configuration
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "letterbox"
        // Another process (the command line, a backup) may hold the file for a moment.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Sees that the file can be opened for work and is ours, without changing an existing one; makes a missing one.
    func prepare(mayCreate: Bool, inspect: (any Connection) throws -> Void) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw problem(.unavailable, "cannot be opened: \(String(cString: strerror(errno)))") }
            try create(mayCreate: mayCreate)
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw problem(.notADatabase, "is not a file") }
        // Root may write to anything; a file without a write bit was still meant to stay as it is.
        guard status.st_mode & 0o222 != 0 else {
            throw problem(.readOnly, "cannot be written: its mode is \(String(status.st_mode & 0o777, radix: 8)); make it writable")
        }
        guard access(path, W_OK) == 0 else { throw problem(.readOnly, "cannot be written: \(String(cString: strerror(errno)))") }
        guard access(folder, W_OK) == 0 else { throw problem(.readOnly, "stands in a folder that cannot be written: \(folder)") }
        if status.st_size > 0 { try check(inspect: inspect) }
    }

    /// Reads an existing file as it is and refuses what is no database of this program.
    func check(inspect: (any Connection) throws -> Void) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw problem(.unavailable, "cannot be read") }
        let start = try handle.read(upToCount: 16) ?? Data()
        try handle.close()
        guard start == Data("SQLite format 3\0".utf8) else { throw problem(.notADatabase, "is not a SQLite database") }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: quietPath, configuration: configuration)
        defer { try? queue.close() }
        try queue.read { database in
            let found = try Int32.fetchOne(database, sql: "PRAGMA application_id")
            let tables = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master") ?? 0
            guard found == applicationID || tables == 0 else {
                throw problem(.notADatabase, "is a SQLite database of another program")
            }
            try inspect(SQLiteConnection(database: database))
        }
    }

    /// The error with the file's name, and told as a full disk where that is behind it, which SQLite does not always know.
    func explained(_ error: SeamError) -> SeamError {
        var error = error
        var status = statvfs()
        if error.kind == .unavailable, statvfs(folder, &status) == 0, status.f_bavail * UInt(status.f_frsize) < 65_536 {
            error = SeamError(.full, "the disk is full")
        }
        return error.message.contains(path) ? error : SeamError(error.kind, "the database \(path): \(error.message)")
    }

    /// The file for a look that leaves nothing behind. SQLite makes files beside a database in WAL mode even for a reader,
    /// unless it is told that nobody else has it open, which no log beside it shows.
    var quietPath: String {
        let isInUse = ["-wal", "-journal"].contains { access(path + $0, F_OK) == 0 }
        guard !isInUse, let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else { return path }
        return "file:\(escaped)?immutable=1"
    }

    private var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private func create(mayCreate: Bool) throws {
        guard mayCreate else {
            throw problem(.unavailable, "does not exist: `letterbox serve` or `letterbox migrate` makes it")
        }
        guard access(folder, F_OK) == 0 else { throw problem(.unavailable, "cannot be made: there is no folder \(folder)") }
        // Messages are nobody else's business: the file, and with it SQLite's own beside it, is its owner's alone.
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let kind: SeamError.Kind = errno == ENOSPC ? .full : .unavailable
            throw problem(kind, "cannot be made: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
    }

    private func problem(_ kind: SeamError.Kind, _ what: String) -> SeamError {
        SeamError(kind, "the database \(path) \(what)")
    }
}
