import Database
import Testing

@testable import Letterbox

@Suite("Each operation asks for its permission first")
struct OperationPermissionTests {
    /// One operation, on an identifier that does not exist, and the code that it needs; nil for admins only.
    struct Operation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let permission: Permission?
        let run: @Sendable (Office, Caller) async throws -> Void

        init(_ name: String, _ permission: Permission?, _ run: @escaping @Sendable (Office, Caller) async throws -> Void) {
            testDescription = name
            self.permission = permission
            self.run = run
        }
    }

    private static let missing: Int64 = 999_999
    private static let invalid = ContactChanges(["email": "not an address", "colour": "red"])
    private static let staleCondition = VersionCondition.oneOf([])

    private static let contactOperations = [
        Operation("list", .listContacts) { _ = try await $0.contacts.list(ContactFilter(), page: PageRequest(), by: $1) },
        Operation("read", .readContacts) { _ = try await $0.contacts.read(missing, by: $1) },
        Operation("peek", .readContacts) { _ = try await $0.contacts.read(missing, peeking: true, by: $1) },
        Operation("mark viewed", .readContacts) { _ = try await $0.contacts.mark(missing, viewed: true, by: $1) },
        Operation("mark not viewed", .readContacts) { _ = try await $0.contacts.mark(missing, viewed: false, by: $1) },
        Operation("history", .readContacts) { _ = try await $0.contacts.history(of: missing, page: PageRequest(), by: $1) },
        Operation("update", .updateContacts) { _ = try await $0.contacts.update(missing, with: invalid, if: staleCondition, by: $1) },
        Operation("delete", .deleteContacts) { try await $0.contacts.delete(missing, if: staleCondition, by: $1) },
        Operation("restore", .deleteContacts) { _ = try await $0.contacts.restore(missing, by: $1) },
        Operation("export", .exportContacts) { _ = try $0.contacts.export(ContactFilter(), as: .csv, by: $1) },
    ]

    private static let adminOperations = [
        Operation("import", nil) { _ = try await $0.contacts.import(ContactImport([], as: .csv), by: $1) },
        Operation("create staff", nil) { _ = try await $0.accounts.create(StaffChanges(), by: $1) },
        Operation("list staff", nil) { _ = try await $0.accounts.list(page: PageRequest(), by: $1) },
        Operation("read staff", nil) { _ = try await $0.accounts.read(missing, by: $1) },
        Operation("find staff", nil) { _ = try await $0.accounts.find(email: "nobody@example.com", by: $1) },
        Operation("update staff", nil) { _ = try await $0.accounts.update(missing, with: StaffChanges(), by: $1) },
        Operation("deactivate staff", nil) { try await $0.accounts.deactivate(missing, by: $1) },
        Operation("grant", nil) { _ = try await $0.accounts.grant(.all, to: missing, by: $1) },
        Operation("revoke", nil) { _ = try await $0.accounts.revoke(.all, from: missing, by: $1) },
        Operation("set a password", nil) { try await $0.accounts.setPassword(PasswordHash(text: "x"), of: missing, by: $1) },
        Operation("make another's key", nil) { office, caller in
            var new = APIKeys.NewKey()
            new.staffID = missing
            _ = try await office.keys.create(new, by: caller)
        },
    ]

    @Test("Who lacks the code is refused with it, whatever else is wrong", arguments: contactOperations + adminOperations)
    func refused(operation: Operation) async throws {
        let office = try await Office()
        let others = Permission.allCases.filter { $0 != operation.permission && $0 != .contacts }
        let callers = [
            try await office.caller([]), try await office.caller(operation.permission == nil ? Permission.allCases : others),
            try await office.caller(.contacts, narrowedTo: operation.permission == nil ? nil : others),
            try await office.caller(admin: true, narrowedTo: operation.permission == nil ? [.contacts] : others),
        ]
        for caller in callers {
            let failure = await failing { try await operation.run(office, caller) }
            #expect(failure?.isForbidden(missing: operation.permission) == true, "\(String(describing: failure))")
        }
        #expect(try await office.count(of: "contact_changes") == 0)
    }

    @Test("Who holds it is not: they learn what else is wrong", arguments: contactOperations + adminOperations)
    func admitted(operation: Operation) async throws {
        let office = try await Office()
        var callers = [Caller.operator, try await office.caller(admin: true)]
        if let permission = operation.permission {
            callers.append(try await office.caller(permission))
            callers.append(try await office.caller(.contacts))
            callers.append(try await office.caller(.contacts, narrowedTo: [permission]))
            callers.append(try await office.caller(admin: true, narrowedTo: [permission]))
        }
        for caller in callers {
            if case .forbidden = await failing({ try await operation.run(office, caller) }) { Issue.record("\(caller) was refused") }
        }
    }

    @Test(
        "What is not there is told to those who may know",
        arguments: contactOperations.filter { $0.testDescription != "list" && $0.testDescription != "export" })
    func notFound(operation: Operation) async throws {
        let office = try await Office()
        let failure = await failing { try await operation.run(office, .operator) }
        #expect(failure?.isNotFound == true, "\(String(describing: failure))")
    }

    @Test("Every code is needed by some operation")
    func allCodes() {
        #expect(Set(Self.contactOperations.compactMap(\.permission)) == Set(Permission.allCases).subtracting([.contacts]))
    }
}
