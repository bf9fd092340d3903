package import Database

/// The product's tables: one numbered list of changes, for every engine.
package enum Schema {
    package static let migrator = Migrator([
        Migration(1, "contacts", contacts),
        Migration(2, "staff and keys", staffAndKeys),
        Migration(3, "history and idempotency", historyAndIdempotency),
    ])

    /// Marks a SQLite file as this program's: the letters `LtBx`.
    package static let applicationID: Int32 = 0x4C74_4278

    private static func contacts(_ connection: any Connection) throws {
        try connection.define(
            """
            CREATE TABLE contacts (
                id {id},
                state TEXT NOT NULL DEFAULT 'inbox',
                first_name TEXT NOT NULL,
                last_name TEXT NOT NULL,
                email TEXT NOT NULL,
                mobile_number TEXT NOT NULL,
                subject TEXT NOT NULL,
                message TEXT NOT NULL,
                viewed_at {time},
                created_at {time} NOT NULL,
                updated_at {time} NOT NULL,
                viewed_order {time} NOT NULL,
                email_key TEXT NOT NULL,
                mobile_digits TEXT NOT NULL,
                search_text TEXT NOT NULL
            )
            """)
        // Each order of the list has an index that leads with the state, so that a page costs the same everywhere in
        // it; viewed_order is viewed_at with the beginning of time for nobody, since nulls have no place in a row value.
        try connection.define("CREATE INDEX contacts_by_id ON contacts (state, id)")
        try connection.define("CREATE INDEX contacts_by_created_at ON contacts (state, created_at, id)")
        try connection.define("CREATE INDEX contacts_by_updated_at ON contacts (state, updated_at, id)")
        try connection.define("CREATE INDEX contacts_by_viewed_at ON contacts (state, viewed_order, id)")
        try connection.define(
            "CREATE INDEX contacts_not_viewed ON contacts (state, created_at, id) WHERE viewed_at IS NULL")
        try connection.define("CREATE INDEX contacts_by_email ON contacts (email_key) WHERE email_key <> ''")
        try connection.define("CREATE INDEX contacts_by_mobile ON contacts (mobile_digits) WHERE mobile_digits <> ''")
        try connection.search.createIndex(ContactFilter.searchIndex)
        try connection.define("CREATE TABLE heartbeat (beat_at {time} NOT NULL)")
        try connection.execute("INSERT INTO heartbeat (beat_at) VALUES (\(Timestamp.now()))")
    }

    private static func staffAndKeys(_ connection: any Connection) throws {
        try connection.define(
            """
            CREATE TABLE staff (
                id {id},
                email TEXT NOT NULL,
                email_key TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                admin {boolean} NOT NULL,
                active {boolean} NOT NULL,
                permissions TEXT NOT NULL,
                password_hash TEXT,
                created_at {time} NOT NULL,
                updated_at {time} NOT NULL
            )
            """)
        try connection.define(
            """
            CREATE TABLE api_keys (
                id {id},
                staff_id BIGINT NOT NULL REFERENCES staff (id),
                name TEXT NOT NULL,
                hint TEXT NOT NULL,
                hash {bytes} NOT NULL UNIQUE,
                permissions TEXT,
                expires_at {time},
                last_used_at {time},
                revoked_at {time},
                created_at {time} NOT NULL
            )
            """)
        try connection.define("CREATE INDEX api_keys_by_staff ON api_keys (staff_id, id)")
        try connection.define(
            """
            CREATE TABLE one_time_links (
                hash {bytes} PRIMARY KEY,
                purpose TEXT NOT NULL,
                expires_at {time} NOT NULL
            )
            """)
    }

    private static func historyAndIdempotency(_ connection: any Connection) throws {
        try connection.define(
            """
            CREATE TABLE contact_changes (
                id {id},
                contact_id BIGINT NOT NULL REFERENCES contacts (id),
                field TEXT NOT NULL,
                before_text TEXT NOT NULL,
                after_text TEXT NOT NULL,
                changed_at {time} NOT NULL,
                staff_id BIGINT REFERENCES staff (id),
                key_id BIGINT REFERENCES api_keys (id)
            )
            """)
        try connection.define("CREATE INDEX contact_changes_by_contact ON contact_changes (contact_id, id)")
        try connection.define(
            """
            CREATE TABLE idempotency_keys (
                key TEXT PRIMARY KEY,
                fingerprint {bytes} NOT NULL,
                contact_id BIGINT NOT NULL REFERENCES contacts (id),
                created_at {time} NOT NULL
            )
            """)
        try connection.define("CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)")
    }
}
