package import Database

/// What is in a database, for whoever copies one.
package struct DatabaseSummary: Sendable, CustomStringConvertible {
    private let contacts: Int64
    private let trashed: Int64
    private let staff: Int64
    private let keys: Int64
    private let newest: Timestamp?

    package init(_ connection: any Connection) throws {
        let counts = try connection.onlyRow(
            """
            SELECT (SELECT COUNT(*) FROM contacts WHERE state = 'inbox') AS contacts,
                   (SELECT COUNT(*) FROM contacts WHERE state = 'trash') AS trashed,
                   (SELECT COUNT(*) FROM staff) AS staff,
                   (SELECT COUNT(*) FROM api_keys WHERE revoked_at IS NULL) AS keys,
                   (SELECT MAX(created_at) FROM contacts) AS newest
            """)
        contacts = try counts.integer("contacts")
        trashed = try counts.integer("trashed")
        staff = try counts.integer("staff")
        keys = try counts.integer("keys")
        newest = try counts.timestampOrNil("newest")
    }

    /// `300 contacts (2 in the trash, the newest of 2026-11-24T10:00:00.000000Z), 3 members of staff, 4 keys`
    package var description: String {
        let age = newest.map { ", the newest of \($0)" } ?? ""
        return "\(contacts + trashed) contacts (\(trashed) in the trash\(age)), \(staff) members of staff, \(keys) keys"
    }
}
