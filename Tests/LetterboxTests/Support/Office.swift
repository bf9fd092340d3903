import Database
import SQLiteDatabase
import Synchronization
import TestSupport
import Testing

@testable import Letterbox

/// What a story begins with: the product's operations on a fresh SQLite database.
final class Office: Sendable {
    let database: any Database
    let store: Store
    private let directory: TemporaryDirectory
    private let newcomers = Mutex(0)

    init() async throws {
        directory = try TemporaryDirectory()
        database = try SQLiteDatabase(
            path: directory.file("letterbox.db"), applicationID: Schema.applicationID, mayCreate: true,
            inspect: { try Schema.migrator.check($0) })
        try await Schema.migrator.migrate(database)
        store = Store(database)
    }

    var contacts: Contacts { Contacts(store: store) }
    var accounts: StaffAccounts { StaffAccounts(store: store) }
    var keys: APIKeys { APIKeys(store: store) }

    /// A member of staff with these codes, through a key that carries all of them, or fewer.
    func caller(_ permissions: Permission..., admin isAdmin: Bool = false, narrowedTo narrowed: [Permission]? = nil) async throws -> Caller
    {
        try await caller(permissions, admin: isAdmin, narrowedTo: narrowed)
    }

    func caller(_ permissions: [Permission], admin isAdmin: Bool = false, narrowedTo narrowed: [Permission]? = nil) async throws -> Caller {
        let staff = try await member(permissions, admin: isAdmin)
        var new = APIKeys.NewKey()
        new.staffID = staff.id
        new.permissions = narrowed.map { PermissionSet($0) }
        return .staff(staff, key: try await keys.create(new, by: .operator).key)
    }

    func member(_ permissions: [Permission] = [], admin isAdmin: Bool = false) async throws -> Staff {
        var changes = StaffChanges()
        let number = newcomers.withLock { number in
            number += 1
            return number
        }
        changes.email = "member\(number)@example.com"
        changes.name = "Member \(number)"
        changes.isAdmin = isAdmin
        changes.permissions = PermissionSet(permissions)
        return try await accounts.create(changes, by: .operator)
    }

    /// A contact as a visitor would write it, with other fields where they are given.
    @discardableResult
    func contact(_ fields: KeyValuePairs<String, String> = [:]) async throws -> Contact {
        let usual = [JSONMember("message", .text("Hello")), JSONMember("email", .text("visitor@example.com"))]
        return try await contacts.create(ContactChanges(usual + fields.map { JSONMember($0.key, .text($0.value)) }))
    }

    @discardableResult
    func update(_ id: Contact.ID, _ fields: KeyValuePairs<String, String>, by caller: Caller = .operator) async throws -> Contact {
        try await contacts.update(id, with: ContactChanges(fields), by: caller)
    }

    /// How many rows a table has.
    func count(of table: StaticString) async throws -> Int64 {
        try await database.read { try $0.onlyRow("SELECT COUNT(*) AS count FROM \(name: table)").integer("count") }
    }
}

extension ContactChanges {
    init(_ fields: KeyValuePairs<String, String>) {
        self.init(fields.map { JSONMember($0.key, .text($0.value)) })
    }
}
