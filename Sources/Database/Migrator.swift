/// One numbered step of a schema.
package struct Migration: Sendable {
    /// From 1 up, without gaps; never changed once released.
    package let number: Int
    package let name: String
    package let body: @Sendable (any Connection) throws -> Void

    package init(_ number: Int, _ name: String, _ body: @escaping @Sendable (any Connection) throws -> Void) {
        self.number = number
        self.name = name
        self.body = body
    }
}

/// Brings a database to the newest schema.
package struct Migrator: Sendable {
    /// All that there ever were, in order.
    package let migrations: [Migration]

    package init(_ migrations: [Migration]) {
        self.migrations = migrations
    }

    /// Applies what is missing, all of it or nothing. Several processes may do so at once.
    /// - Returns: what was applied now.
    /// - Throws: `DatabaseError` of kind `newerSchema` where the database knows a migration that this program does not.
    @discardableResult
    package func migrate(_ database: any Database) async throws -> [Migration] {
        // A look first: most starts find nothing to do, and need no write then.
        if try await pending(database).isEmpty { return [] }
        return try await database.write { connection in
            try connection.lockSchema()
            try connection.define(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    applied_at {time} NOT NULL
                )
                """)
            let pending = try self.pending(connection)
            for migration in pending {
                try migration.body(connection)
                try connection.execute(
                    """
                    INSERT INTO schema_migrations (number, name, applied_at)
                    VALUES (\(migration.number), \(migration.name), \(Timestamp.now()))
                    """)
            }
            return pending
        }
    }

    /// What `migrate` would apply; changes nothing.
    /// - Throws: `DatabaseError` of kind `newerSchema`, as `migrate`.
    package func pending(_ database: any Database) async throws -> [Migration] {
        try await database.read { connection in try self.pending(connection) }
    }

    /// Sees that the database is of no newer schema than this program knows.
    /// - Throws: `DatabaseError` of kind `newerSchema`.
    package func check(_ connection: any Connection) throws(DatabaseError) {
        _ = try pending(connection)
    }

    /// As the other, inside a transaction.
    package func pending(_ connection: any Connection) throws(DatabaseError) -> [Migration] {
        guard try connection.hasTable("schema_migrations") else { return migrations }
        let row = try connection.onlyRow("SELECT COALESCE(MAX(number), 0) AS number FROM schema_migrations")
        let applied = try row.integer("number")
        let newest = migrations.last?.number ?? 0
        guard applied <= newest else {
            throw DatabaseError(
                .newerSchema,
                "the database has schema \(applied), this program knows schemas up to \(newest): use a newer version of the program")
        }
        return migrations.filter { $0.number > applied }
    }
}
