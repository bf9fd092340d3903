import Database
import Foundation
import GRDB
import GRDBSQLite

/// A connection to SQLite, inside a transaction.
struct SQLiteConnection: Connection {
    let database: GRDB.Database

    @discardableResult
    func execute(_ statement: SeamStatement) throws(SeamError) -> Int {
        try statement.checkTexts()
        return try mappingErrors {
            try database.cachedStatement(sql: statement.sqliteText).execute(arguments: statement.sqliteArguments)
            return database.changesCount
        }
    }

    func rows(_ statement: SeamStatement) throws(SeamError) -> [SeamRow] {
        try statement.checkTexts()
        return try mappingErrors {
            let prepared = try database.cachedStatement(sql: statement.sqliteText)
            let columns = prepared.columnNames
            let cursor = try Row.fetchCursor(prepared, arguments: statement.sqliteArguments)
            var rows: [SeamRow] = []
            while try cursor.next() != nil {
                rows.append(SeamRow(columns: columns, values: columns.indices.map { prepared.value(at: Int32($0)) }))
            }
            return rows
        }
    }

    func define(_ definition: StaticString) throws(SeamError) {
        let types = ["{id}": "INTEGER PRIMARY KEY AUTOINCREMENT", "{time}": "INTEGER", "{bytes}": "BLOB", "{boolean}": "INTEGER"]
        let sql = types.reduce(definition.description) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        try mappingErrors { try database.execute(sql: sql) }
    }

    func hasTable(_ name: String) throws(SeamError) -> Bool {
        // GRDB's own look-up remembers what was not there, and does not hear of tables that another connection makes.
        try !rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name = \(name)").isEmpty
    }

    /// A transaction that writes is the only one that does; there is nothing more to lock.
    func lockSchema() {}

    var search: any TextSearch { SQLiteTextSearch(database: database) }
}

extension SeamStatement {
    /// SQLite's interface ends a text at a NUL; none may be cut off unnoticed.
    func checkTexts() throws(SeamError) {
        for case .text(let text) in values where text.utf8.contains(0) {
            throw SeamError(.constraintViolation, "a text with a NUL cannot be bound")
        }
    }

    var sqliteText: String { sql { _ in "?" } }

    var sqliteArguments: StatementArguments {
        StatementArguments(
            values.map { value -> DatabaseValue in
                switch value {
                case .null: .null
                case .integer(let integer): integer.databaseValue
                case .real(let real): real.databaseValue
                case .text(let text): text.databaseValue
                case .bytes(let bytes): Data(bytes).databaseValue
                case .boolean(let boolean): boolean.databaseValue
                case .timestamp(let timestamp): timestamp.microseconds.databaseValue
                }
            })
    }
}

extension GRDB.Statement {
    /// The value of a column in the row that the statement stands on.
    fileprivate func value(at column: Int32) -> Value {
        switch sqlite3_column_type(sqliteStatement, column) {
        case SQLITE_INTEGER:
            return .integer(sqlite3_column_int64(sqliteStatement, column))
        case SQLITE_FLOAT:
            return .real(sqlite3_column_double(sqliteStatement, column))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(sqliteStatement, column) else { return .null }
            let count = Int(sqlite3_column_bytes(sqliteStatement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let start = sqlite3_column_blob(sqliteStatement, column) else { return .bytes([]) }
            let count = Int(sqlite3_column_bytes(sqliteStatement, column))
            return .bytes([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default:
            return .null
        }
    }
}
