import Crypto
import Database
import Foundation

/// A client's name for one creation, under which a repeated request gets the first answer again.
package struct IdempotencyKey: Sendable {
    private let text: String

    /// How long keys are remembered, in seconds.
    private static let lifetime: Int64 = 24 * 3600

    /// - Returns: nil unless it is 1 to 255 visible ASCII characters.
    package init?(_ text: String) {
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self.text = text
    }

    /// The contact as it was answered the first time. It is told from the request, which must be the same, and from what
    /// never changes, so that no message stands in a second place.
    /// - Throws: `Failure.idempotencyKeyReused` where the first request was another.
    func earlierAnswer(_ request: ContactText, at now: Timestamp, on connection: any Connection) throws -> Contact? {
        try connection.execute("DELETE FROM idempotency_keys WHERE created_at < \(now.adding(seconds: -Self.lifetime))")
        let row = try connection.row(
            """
            SELECT idempotency_keys.fingerprint, idempotency_keys.contact_id, contacts.created_at
            FROM idempotency_keys
            JOIN contacts ON contacts.id = idempotency_keys.contact_id
            WHERE idempotency_keys.key = \(text)
            """)
        guard let row else { return nil }
        guard try row.bytes("fingerprint") == Self.fingerprint(request) else { throw Failure.idempotencyKeyReused }
        let createdAt = try row.timestamp("created_at")
        return Contact(
            id: try row.integer("contact_id"), text: request, viewedAt: nil, createdAt: createdAt, updatedAt: createdAt)
    }

    func remember(_ contact: Contact, at now: Timestamp, on connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO idempotency_keys (key, fingerprint, contact_id, created_at)
            VALUES (\(text), \(Self.fingerprint(contact.text)), \(contact.id), \(now))
            """)
    }

    private static func fingerprint(_ text: ContactText) -> [UInt8] {
        var hash = SHA256()
        for (_, path) in ContactText.fields {
            hash.update(data: Data(text[keyPath: path].utf8))
            hash.update(data: [0])  // no field holds a NUL, so it parts them
        }
        return Array(hash.finalize())
    }
}
