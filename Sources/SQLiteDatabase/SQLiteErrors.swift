import Database
import GRDB

extension SeamError {
    /// SQLite's result code in the words that all engines share.
    init(_ error: any Error) {
        switch error {
        case let error as SeamError: self = error
        case let error as GRDB.DatabaseError: self.init(sqlite: error)
        default: self.init(.failed, String(describing: type(of: error)))
        }
    }

    private init(sqlite error: GRDB.DatabaseError) {
        // The message names tables and columns, never a value.
        let kind = Self.kind(of: error)
        let message = error.message.flatMap { $0 == "not an error" ? nil : $0 }
        self.init(kind, kind == .full ? "the disk is full" : message ?? "SQLite error \(error.extendedResultCode.rawValue)")
    }

    private static func kind(of error: GRDB.DatabaseError) -> Kind {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: return .uniqueViolation
        case .SQLITE_CONSTRAINT_FOREIGNKEY: return .foreignKeyViolation
        case .SQLITE_BUSY_SNAPSHOT: return .conflict
        // The file of shared memory could not grow: there is no room for it.
        case .SQLITE_IOERR_SHMSIZE: return .full
        default: break
        }
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: return .constraintViolation
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy
        case .SQLITE_FULL: return .full
        case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly
        case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_NOMEM: return .unavailable
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: return .notADatabase
        default: return .failed
        }
    }
}

/// Runs `body` and gives whatever it throws in the shared words.
func mappingErrors<Result>(_ body: () throws -> Result) throws(SeamError) -> Result {
    do {
        return try body()
    } catch {
        throw SeamError(error)
    }
}
