import Crypto
import Database
import Foundation

/// The one-time link by which a new server gets its first admin.
package struct FirstAdmin: Sendable {
    private let store: Store

    /// How long a link is good, in seconds.
    package static let lifetime: Int64 = 3600
    private static let purpose = "first-admin"

    package init(store: Store) {
        self.store = store
    }

    /// Makes a link's token where there is no staff yet; tokens made before are good no more.
    /// - Returns: nil where there is staff.
    package func makeToken() async throws(Failure) -> String? {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let token = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return try await store.write { connection in
            if try connection.hasStaff() { return nil }
            try connection.execute("DELETE FROM one_time_links WHERE purpose = \(Self.purpose)")
            try connection.execute(
                """
                INSERT INTO one_time_links (hash, purpose, expires_at)
                VALUES (\(Self.hash(token)), \(Self.purpose), \(Timestamp.now().adding(seconds: Self.lifetime)))
                """)
            return token
        }
    }

    /// - Throws: `Failure.notFound` where the token is unknown, used or too old, or there is staff already.
    package func check(_ token: String) async throws(Failure) {
        try await store.read { try Self.check(token, on: $0) }
    }

    /// Uses the token up and makes the admin, with a key to begin with.
    /// - Throws: as `check`; `Failure.invalid` with every invalid field.
    package func create(
        token: String, email: String, name: String, password: String
    ) async throws(Failure) -> (staff: Staff, secret: KeySecret) {
        try await check(token)
        let members = [JSONMember("email", .text(email)), JSONMember("name", .text(name)), JSONMember("admin", .boolean(true))]
        let (changes, hash) = try await Self.checked(members, password: password)
        let secret = KeySecret.random()
        return try await store.write { connection in
            try Self.check(token, on: connection)
            try connection.execute("DELETE FROM one_time_links WHERE purpose = \(Self.purpose)")
            let staff = try connection.insertStaff(changes, password: hash)
            var key = APIKeys.NewKey()
            key.name = "first key"
            _ = try connection.insertKey(key, of: staff.id, secret: secret)
            return (staff, secret)
        }
    }

    private static func checked(_ members: [JSONMember], password: String) async throws(Failure) -> (StaffChanges, PasswordHash) {
        var errors = FieldErrors()
        var changes: StaffChanges?
        var hash: PasswordHash?
        do { changes = try StaffChanges(creating: members) } catch { try error.collect(into: &errors) }
        do { hash = try await PasswordHash.make(password) } catch { try error.collect(into: &errors) }
        guard let changes, let hash else { throw .invalid(errors) }
        return (changes, hash)
    }

    private static func check(_ token: String, on connection: any Connection) throws {
        let row = try connection.row(
            """
            SELECT expires_at FROM one_time_links WHERE hash = \(hash(token)) AND purpose = \(purpose)
            """)
        guard let row, try row.timestamp("expires_at") > .now(), try !connection.hasStaff() else { throw Failure.notFound }
    }

    private static func hash(_ token: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(token.utf8)))
    }
}

extension Failure {
    /// Adds the fields of `invalid`; throws any other failure on.
    fileprivate func collect(into errors: inout FieldErrors) throws(Failure) {
        guard case .invalid(let more) = self else { throw self }
        errors.add(more)
    }
}
