import Database
import Letterbox
import SQLiteDatabase

/// The database that the settings name, at the newest schema. This is the only place that knows one engine from another.
struct OpenDatabase: Sendable {
    let store: Store
    private let database: SQLiteDatabase
    /// What was applied to bring it there.
    let migrations: [Migration]

    /// - Parameter mayCreate: whether a missing database is made
    /// - Throws: `DatabaseError` with one line for the operator.
    init(_ settings: Settings, mayCreate: Bool = false) async throws {
        switch settings.database {
        case .sqlite(let path):
            database = try SQLiteDatabase(
                path: path, applicationID: Schema.applicationID, mayCreate: mayCreate, inspect: { try Schema.migrator.check($0) })
        }
        do {
            migrations = try await Schema.migrator.migrate(database)
        } catch {
            try? await database.close()
            throw error
        }
        store = Store(database)
    }

    /// What `init` would apply, without changing anything.
    static func pendingMigrations(_ settings: Settings) async throws -> [Migration] {
        switch settings.database {
        case .sqlite(let path):
            try SQLiteDatabase.inspect(path: path, applicationID: Schema.applicationID) { try Schema.migrator.pending($0) }
                ?? Schema.migrator.migrations
        }
    }

    /// What the engine finds wrong with its own files, in its words; empty where all is well.
    func damage() async throws -> [String] {
        try await database.damage()
    }

    func close() async throws {
        try await database.close()
    }

    /// Opens the database, runs `body`, and closes it, whatever happens.
    static func using<Result>(
        _ settings: Settings, mayCreate: Bool = false, _ body: (OpenDatabase) async throws -> Result
    ) async throws -> Result {
        let open = try await OpenDatabase(settings, mayCreate: mayCreate)
        let result: Result
        do {
            result = try await body(open)
        } catch {
            try? await open.close()
            throw error
        }
        try await open.close()
        return result
    }
}
