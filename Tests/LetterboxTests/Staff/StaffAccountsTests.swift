import Database
import Testing

@testable import Letterbox

@Suite("Members of staff")
struct StaffAccountsTests {
    private func changes(_ body: (inout StaffChanges) -> Void) -> StaffChanges {
        var changes = StaffChanges()
        body(&changes)
        return changes
    }

    @Test("An email is used once, whatever its case")
    func uniqueEmail() async throws {
        let office = try await Office()
        let mina = try await office.accounts.create(changes { $0.email = "Mina@Example.com" }, by: .operator)
        let unique = ["This field must be unique."]
        await expectInvalid(["email": unique]) {
            _ = try await office.accounts.create(changes { $0.email = "mina@example.COM" }, by: .operator)
        }
        let omid = try await office.member()
        await expectInvalid(["email": unique]) {
            _ = try await office.accounts.update(omid.id, with: changes { $0.email = "MINA@example.com" }, by: .operator)
        }
        #expect(try await office.accounts.find(email: " mina@EXAMPLE.com ", by: .operator) == mina)
        #expect(
            try await office.accounts.update(mina.id, with: changes { $0.email = "mina@example.com" }, by: .operator).email
                == "mina@example.com")
    }

    @Test("The last active admin stays one, also where two go at once")
    func lastAdmin() async throws {
        let office = try await Office()
        let admins = [try await office.member(admin: true), try await office.member(admin: true)]
        let tasks = admins.map { admin in Task { try await office.accounts.deactivate(admin.id, by: .operator) } }
        var refused = 0
        for task in tasks {
            if case .failure(let error) = await task.result {
                #expect((error as? Failure)?.isConflict == true)
                refused += 1
            }
        }
        #expect(refused == 1)
        let left = try await office.accounts.list(active: true, page: PageRequest(), by: .operator).elements
        #expect(left.count == 1)
        let id = left[0].id
        for change in [changes { $0.isAdmin = false }, changes { $0.isActive = false }] {
            #expect(await failing { _ = try await office.accounts.update(id, with: change, by: .operator) }?.isConflict == true)
        }
        #expect(try await office.accounts.update(id, with: changes { $0.name = "Boss" }, by: .operator).name == "Boss")
    }

    @Test("A change sets updated_at later than it was; none leaves it alone")
    func updatedAt() async throws {
        let office = try await Office()
        let member = try await office.member([.listContacts])
        #expect(try await office.accounts.grant(PermissionSet([.listContacts]), to: member.id, by: .operator) == member)
        var last = member.updatedAt
        for number in 0..<20 {
            let now = try await office.accounts.update(member.id, with: changes { $0.name = "n\(number)" }, by: .operator).updatedAt
            #expect(now > last)
            last = now
        }
    }

    @Test("Codes are granted and taken away one by one")
    func grants() async throws {
        let office = try await Office()
        let id = try await office.member().id
        #expect(try await office.accounts.grant(PermissionSet([.contacts]), to: id, by: .operator).permissions == .all)
        let left = try await office.accounts.revoke(PermissionSet([.updateContacts, .exportContacts]), from: id, by: .operator)
        #expect(left.permissions.text == "4001,4002,4004")
        #expect(try await office.accounts.read(id, by: .operator) == left)
    }
}
