import TestSupport
import Testing

@Suite("Who a key belongs to")
struct MeTests {
    @Test("A member of staff reads who they are, and their codes")
    func staff() async throws {
        let house = try await House.shared()
        let staff = try await house.newStaff(permissions: [4003, 4001])
        let made = try await house.server.send(
            "POST", "/api/keys", key: house.admin, json: ["staff": .integer(Int64(staff.id)), "name": "Laptop"]
        ).json()
        let me = try await house.server.send("GET", "/api/me", key: made.text("key")).json()
        #expect(me.keys == ["id", "email", "name", "admin", "permissions", "key"])
        for field in ["id", "email", "name"] { #expect(me[field] == staff[field]) }
        #expect(me["admin"] == false)
        #expect(me["permissions"] == [4001, 4003])
        #expect(me["key"]?.keys == ["id", "name", "permissions", "expires_at"])
        #expect(me["key"]?["id"] == made["id"])
        #expect(me["key"]?["name"] == "Laptop")
        #expect(me["key"]?["permissions"] == .null)
        #expect(me["key"]?["expires_at"] == .null)
    }

    @Test("An admin's whole key holds 4000 and is an admin's; narrowed, it is neither")
    func admin() async throws {
        let house = try await House.shared()
        let whole = try await house.server.send("GET", "/api/me", key: house.admin).json()
        #expect(whole["admin"] == true)
        #expect(whole["permissions"] == [4000])
        let narrowed = try await house.newKey(admin: true, narrowedTo: [4002])
        let me = try await house.server.send("GET", "/api/me", key: narrowed).json()
        #expect(me["admin"] == false)
        #expect(me["permissions"] == [4002])
        #expect(me["key"]?["permissions"] == [4002])
    }

    @Test("The codes are those in force for this key")
    func narrowed() async throws {
        let house = try await House.shared()
        let narrowed = try await house.newKey(permissions: [4000], narrowedTo: [4001, 4003])
        #expect(try await house.server.send("GET", "/api/me", key: narrowed).json()["permissions"] == [4001, 4003])
        let none = try await house.newKey()
        #expect(try await house.server.send("GET", "/api/me", key: none).json()["permissions"] == [])
        let whole = try await house.server.send("GET", "/api/me", key: house.staff).json()
        #expect(whole["permissions"] == [4000])
    }

    @Test("The codes and what each allows are listed for any member of staff")
    func permissions() async throws {
        let house = try await House.shared()
        let page = try await house.server.send("GET", "/api/permissions", key: house.newKey()).json()
        expectPage(page)
        let results = try #require(page["results"]?.array)
        #expect(results.map { $0["code"] } == [4000, 4001, 4002, 4003, 4004, 4005])
        for permission in results {
            #expect(permission.keys == ["code", "name", "allows"])
            #expect(permission["name"]?.string?.isEmpty == false)
            #expect(permission["allows"]?.string?.isEmpty == false)
        }
    }
}
