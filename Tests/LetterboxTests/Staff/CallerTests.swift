import Testing

@testable import Letterbox

@Suite("A caller")
struct CallerTests {
    private func forbidden(_ caller: Caller) -> [Permission] {
        Permission.allCases.filter { permission in (try? caller.require(permission)) == nil }
    }

    private func isAdmin(_ caller: Caller) -> Bool { (try? caller.requireAdmin()) != nil }

    @Test("The operator may do everything")
    func operators() {
        #expect(forbidden(.operator) == [] && isAdmin(.operator))
        #expect(Caller.operator.staffID == nil)
    }

    @Test("Staff may do what their codes say, and are no admins")
    func staff() async throws {
        let office = try await Office()
        let all = Permission.allCases
        #expect(forbidden(try await office.caller()) == all)
        #expect(forbidden(try await office.caller(.contacts)) == [])
        let one = try await office.caller(.updateContacts)
        #expect(forbidden(one) == all.filter { $0 != .updateContacts })
        #expect(!isAdmin(one))
        #expect(!isAdmin(try await office.caller(.contacts)))
    }

    @Test("A narrowed key may do what it and its owner both hold")
    func narrowed() async throws {
        let office = try await Office()
        let all = Permission.allCases
        let caller = try await office.caller(.contacts, narrowedTo: [.listContacts, .readContacts])
        #expect(forbidden(caller) == all.filter { $0 != .listContacts && $0 != .readContacts })
        #expect(forbidden(try await office.caller(.contacts, narrowedTo: [])) == all)
    }

    @Test("An admin may do everything without a code, but for a narrowed key")
    func admin() async throws {
        let office = try await Office()
        let admin = try await office.caller(admin: true)
        #expect(forbidden(admin) == [] && isAdmin(admin))
        let narrowed = try await office.caller(admin: true, narrowedTo: [.listContacts])
        #expect(forbidden(narrowed) == Permission.allCases.filter { $0 != .listContacts })
        #expect(!isAdmin(narrowed))
        #expect(!isAdmin(try await office.caller(admin: true, narrowedTo: [.contacts])))
    }

    @Test("A key holds no more than its owner still does")
    func ownerLostCode() async throws {
        let office = try await Office()
        guard case .staff(var staff, let key) = try await office.caller(.contacts, narrowedTo: [.listContacts, .updateContacts]) else {
            return
        }
        staff.permissions = PermissionSet([.updateContacts, .deleteContacts])
        #expect(Caller.staff(staff, key: key).permissions.sorted == [.updateContacts])
    }
}
