import Crypto
import Database
import Foundation
package import Logging
import Synchronization

/// Finds out whose key somebody showed.
package struct Authentication: Sendable {
    private let store: Store
    private let logger: Logger
    private let notedUses = NotedUses()

    /// The last use of a key is noted this often at most, in seconds.
    private static let noteInterval: Int64 = 60

    package init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// - Throws: `Failure.invalidKey`, the same for a malformed, unknown, expired or revoked key and for one of an
    ///   inactive member of staff.
    package func caller(withKey text: some StringProtocol) async throws(Failure) -> Caller {
        guard let secret = KeySecret(parsing: text) else { throw .invalidKey }
        let hash = secret.hash
        let row = try await store.read { connection in
            try connection.row(
                """
                SELECT staff.id, staff.email, staff.name, staff.admin, staff.active, staff.permissions,
                       staff.created_at, staff.updated_at,
                       api_keys.id AS key_id, api_keys.staff_id, api_keys.name AS key_name, api_keys.hint, api_keys.hash,
                       api_keys.permissions AS key_permissions, api_keys.expires_at, api_keys.last_used_at,
                       api_keys.created_at AS key_created_at, api_keys.revoked_at
                FROM api_keys
                JOIN staff ON staff.id = api_keys.staff_id
                WHERE api_keys.hash = \(hash)
                """)
        }
        let now = Timestamp.now()
        guard let row, let (staff, key) = try Self.holder(row, hash: hash, at: now) else { throw .invalidKey }
        noteUse(of: key, at: now)
        return .staff(staff, key: key)
    }

    private static func holder(_ row: Row, hash: [UInt8], at now: Timestamp) throws(Failure) -> (Staff, APIKey)? {
        do {
            let (staff, key) = (try Staff(row), try APIKey(row))
            let isRevoked = try !row.isNull("revoked_at")
            let isExpired = key.expiresAt.map { $0 <= now } ?? false
            let isSame = isEqual(try row.bytes("hash"), hash)
            return isSame && staff.isActive && !isRevoked && !isExpired ? (staff, key) : nil
        } catch {
            throw Failure(error)
        }
    }

    /// Compares in a time that does not depend on where the two differ.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Notes the use beside the request, which need not wait for it and does not fail with it.
    private func noteUse(of key: APIKey, at now: Timestamp) {
        let edge = now.adding(seconds: -Self.noteInterval)
        if let lastUsedAt = key.lastUsedAt, lastUsedAt > edge { return }
        guard notedUses.begin(key.id, at: now, since: edge) else { return }
        let (store, logger) = (store, logger)
        Task {
            do throws(Failure) {
                try await store.write { connection in
                    try connection.execute(
                        """
                        UPDATE api_keys SET last_used_at = \(now)
                        WHERE id = \(key.id) AND (last_used_at IS NULL OR last_used_at <= \(edge))
                        """)
                }
            } catch {
                logger.warning("the use of a key could not be noted", metadata: ["key": "\(key.id)", "reason": "\(error)"])
            }
        }
    }
}

/// Which keys' uses this process noted lately, so that a busy key is not written for each of its requests.
private final class NotedUses: Sendable {
    private let times = Mutex<[APIKey.ID: Timestamp]>([:])

    /// - Returns: whether the use is to be noted by the one who asks.
    func begin(_ id: APIKey.ID, at now: Timestamp, since edge: Timestamp) -> Bool {
        times.withLock { times in
            if let noted = times[id], noted > edge { return false }
            if times.count > 10_000 { times = times.filter { $0.value > edge } }
            times[id] = now
            return true
        }
    }
}
