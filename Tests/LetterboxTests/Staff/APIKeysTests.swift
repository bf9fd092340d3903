import Database
import Testing

@testable import Letterbox

@Suite("API keys")
struct APIKeysTests {
    private func newKey(_ permissions: [Permission]? = nil, expiresIn seconds: Int64? = nil) -> APIKeys.NewKey {
        var new = APIKeys.NewKey()
        new.permissions = permissions.map { PermissionSet($0) }
        new.expiresAt = seconds.map { Timestamp.now().adding(seconds: $0) }
        return new
    }

    @Test("Only the SHA-256 of a key is stored")
    func stored() async throws {
        let office = try await Office()
        let (key, secret) = try await office.keys.create(newKey(), by: office.caller())
        let row = try await office.database.read { try $0.onlyRow("SELECT hint, hash FROM api_keys WHERE id = \(key.id)") }
        #expect(try row.bytes("hash") == secret.hash)
        #expect(try row.text("hint") == String(secret.text.prefix(8)))
    }

    @Test("A narrowed key makes only keys as narrow")
    func narrowed() async throws {
        let office = try await Office()
        let caller = try await office.caller(.contacts, narrowedTo: [.listContacts, .readContacts])
        #expect(try await office.keys.create(newKey(), by: caller).key.permissions?.sorted == [.listContacts, .readContacts])
        #expect(try await office.keys.create(newKey([.listContacts]), by: caller).key.permissions?.sorted == [.listContacts])
        for more in [[Permission.updateContacts], [.listContacts, .exportContacts], [.contacts]] {
            await expectInvalid(["permissions": ["The key that you use does not carry all of these."]]) {
                _ = try await office.keys.create(newKey(more), by: caller)
            }
        }
    }

    @Test("A key that expires makes only keys that expire no later")
    func expiring() async throws {
        let office = try await Office()
        guard case .staff(let staff, _) = try await office.caller(.contacts) else { return }
        var new = newKey(expiresIn: 3600)
        new.staffID = staff.id
        let asking = try await office.keys.create(new, by: .operator).key
        let caller = Caller.staff(staff, key: asking)
        #expect(try await office.keys.create(newKey(), by: caller).key.expiresAt == asking.expiresAt)
        let sooner = newKey(expiresIn: 60)
        #expect(try await office.keys.create(sooner, by: caller).key.expiresAt == sooner.expiresAt)
        let bound = try #require(asking.expiresAt)
        await expectInvalid(["expires_at": ["The key that you use expires earlier, at \(bound)."]]) {
            _ = try await office.keys.create(newKey(expiresIn: 7200), by: caller)
        }
    }

    @Test("A key carries no code that its owner lacks")
    func beyondOwner() async throws {
        let office = try await Office()
        var new = newKey([.listContacts, .exportContacts, .updateContacts])
        new.staffID = try await office.member([.updateContacts]).id
        await expectInvalid(["permissions": ["The owner does not hold 4001, 4005."]]) {
            _ = try await office.keys.create(new, by: .operator)
        }
        #expect(try await office.count(of: "api_keys") == 0)
    }

    @Test("Each sees and revokes their own keys, an admin all")
    func ownKeys() async throws {
        let office = try await Office()
        let (mina, omid, admin) = (try await office.caller(), try await office.caller(), try await office.caller(admin: true))
        let minas = try await office.keys.create(newKey(), by: mina).key
        #expect(try await office.keys.list(page: PageRequest(), by: mina).count == 2)
        #expect(try await office.keys.list(page: PageRequest(), by: omid).count == 1)
        #expect(try await office.keys.list(page: PageRequest(), by: admin).count == 4)
        #expect(try await office.keys.list(of: mina.staffID, page: PageRequest(), by: admin).count == 2)
        #expect(try await office.keys.list(of: mina.staffID, page: PageRequest(), by: omid).count == 0)
        #expect(await failing { _ = try await office.keys.read(minas.id, by: omid) }?.isNotFound == true)
        #expect(await failing { try await office.keys.revoke(minas.id, by: omid) }?.isNotFound == true)
        try await office.keys.revoke(minas.id, by: mina)
        #expect(await failing { try await office.keys.revoke(minas.id, by: mina) }?.isNotFound == true)
        #expect(await failing { _ = try await office.keys.read(minas.id, by: admin) }?.isNotFound == true)
        #expect(try await office.keys.list(page: PageRequest(), by: mina).count == 1)
    }

    @Test("The operator must say whose a key is, and the owner must exist")
    func owner() async throws {
        let office = try await Office()
        await expectInvalid(["staff": ["This field is required."]]) { _ = try await office.keys.create(newKey(), by: .operator) }
        var new = newKey()
        new.staffID = 99
        await expectInvalid(["staff": ["Invalid pk \"99\" - object does not exist."]]) {
            _ = try await office.keys.create(new, by: .operator)
        }
    }
}
