import Crypto
package import Database
import Foundation

/// What is stored of an API key: all but the key itself, of which only the SHA-256 is kept.
package struct APIKey: Sendable, Equatable {
    package typealias ID = Int64

    package let id: ID
    package let staffID: Staff.ID
    package let name: String
    /// The first characters, by which a person tells keys apart.
    package let hint: String
    /// The codes that it carries at most; nil for all of its owner's.
    package let permissions: PermissionSet?
    package let expiresAt: Timestamp?
    /// To the minute.
    package let lastUsedAt: Timestamp?
    package let createdAt: Timestamp
}

extension APIKey {
    init(_ row: Row) throws {
        self.init(
            id: try row.integer("key_id"), staffID: try row.integer("staff_id"), name: try row.text("key_name"),
            hint: try row.text("hint"), permissions: try row.textOrNil("key_permissions").flatMap(PermissionSet.init(parsing:)),
            expiresAt: try row.timestampOrNil("expires_at"), lastUsedAt: try row.timestampOrNil("last_used_at"),
            createdAt: try row.timestamp("key_created_at"))
    }

    /// - Parameter secret: shown once, when the key is made.
    package func write(to writer: inout JSONWriter, secret: KeySecret? = nil) {
        writer.object { writer in
            writer.name("id")
            writer.integer(id)
            writer.name("staff")
            writer.integer(staffID)
            writer.name("name")
            writer.text(name)
            writer.name("hint")
            writer.text(hint)
            writer.name("permissions")
            if let permissions { permissions.write(to: &writer) } else { writer.null() }
            writer.name("expires_at")
            writer.timestamp(expiresAt)
            writer.name("last_used_at")
            writer.timestamp(lastUsedAt)
            writer.name("created_at")
            writer.timestamp(createdAt)
            if let secret {
                writer.name("key")
                writer.text(secret.text)
            }
        }
    }
}

/// The key itself: `lbx_`, 32 random characters of 0-9A-Za-z (190 bits), and 6 characters of checksum, the first
/// 32 bits of the SHA-256 of what stands before. The prefix lets a leaked key be found; the checksum lets a mistyped
/// one be refused, and a scanner be sure, without asking the database.
package struct KeySecret: Sendable {
    package let text: String

    private static let prefix = "lbx_"
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let randomLength = 32
    private static let checksumLength = 6

    /// A new one, from the system's secure random numbers.
    package static func random() -> KeySecret {
        var generator = SystemRandomNumberGenerator()
        let random = (0..<randomLength).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        let body = prefix + String(decoding: random, as: UTF8.self)
        return KeySecret(text: body + checksum(of: body))
    }

    private init(text: String) {
        self.text = text
    }

    /// - Returns: nil for what cannot be a key.
    package init?(parsing text: some StringProtocol) {
        let length = Self.prefix.utf8.count + Self.randomLength + Self.checksumLength
        guard text.utf8.count == length, text.hasPrefix(Self.prefix),
            text.utf8.dropFirst(Self.prefix.utf8.count).allSatisfy(Self.alphabet.contains),
            text.hasSuffix(Self.checksum(of: String(text.dropLast(Self.checksumLength))))
        else { return nil }
        self.text = String(text)
    }

    package var hint: String { String(text.prefix(Self.prefix.count + 4)) }

    /// What is stored instead of the key. A plain hash is enough: 190 random bits cannot be guessed.
    var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    private static func checksum(of body: String) -> String {
        var value = SHA256.hash(data: Data(body.utf8)).prefix(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var characters: [UInt8] = []
        for _ in 0..<checksumLength {
            characters.append(alphabet[Int(value % UInt64(alphabet.count))])
            value /= UInt64(alphabet.count)
        }
        return String(decoding: characters.reversed(), as: UTF8.self)
    }
}
