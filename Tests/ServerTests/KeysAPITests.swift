import Foundation
import TestSupport
import Testing

@Suite("API keys")
struct KeysAPITests {
    private let fields = ["id", "staff", "name", "hint", "permissions", "expires_at", "last_used_at", "created_at"]

    @Test("A key is shown once, when it is made")
    func shownOnce() async throws {
        let house = try await House.shared()
        let own = try await house.newKey(permissions: [4001])
        let answer = try await house.server.send("POST", "/api/keys", key: own, json: ["name": "Laptop"])
        #expect(answer.status == 201)
        let made = try answer.json()
        let text = try made.text("key")
        #expect(text.wholeMatch(of: /lbx_[0-9A-Za-z]{38}/) != nil)
        #expect(made.without("key").keys == fields)
        #expect(made["name"] == "Laptop")
        #expect(try await made["staff"] == house.server.me(own)["id"])
        #expect(try text.hasPrefix(made.text("hint")))
        #expect(try made.text("hint").count <= 12)
        #expect(made["permissions"] == .null)
        #expect(made["expires_at"] == .null)
        #expect(made["last_used_at"] == .null)
        expectTime(made["created_at"])
        #expect(try answer.header("Location")?.hasSuffix("/api/keys/\(made.id)") == true)
        let read = try await house.server.send("GET", "/api/keys/\(made.id)", key: own)
        #expect(try read.json() == made.without("key"))
        let list = try await house.server.send("GET", "/api/keys", key: own)
        #expect(!list.text.contains(text))
        #expect(try await house.server.send("GET", "/api/contacts?limit=1", key: text).status == 200)
    }

    @Test("Keys are all different")
    func allDifferent() async throws {
        let house = try await House.shared()
        let own = try await house.newKey()
        let keys = try await concurrently(20) { _ in
            try await house.server.send("POST", "/api/keys", key: own, json: [:]).json().text("key")
        }
        #expect(Set(keys.map { $0.prefix(20) }).count == 20)
    }

    @Test("The use of a key is noted")
    func lastUse() async throws {
        let house = try await House.shared()
        let own = try await house.newKey()
        let id = try #require(try await house.server.me(own)["key"]).id
        let isNoted = try await eventually(within: 10) {
            let key = try await house.server.send("GET", "/api/keys/\(id)", key: own).json()
            return key["last_used_at"]?.string != nil
        }
        #expect(isNoted)
        let noted = try await house.server.send("GET", "/api/keys/\(id)", key: own).json()
        #expect(try await house.server.send("GET", "/api/keys/\(id)", key: own).json() == noted, "At most once a minute")
    }

    @Test("The database holds no key, only what tells that it is the right one")
    func notStored() async throws {
        let house = try await House.shared()
        let key = try await house.newKey(permissions: [4001])
        for name in ["letterbox.db", "letterbox.db-wal"] {
            let bytes = FileManager.default.contents(atPath: house.server.directory.file(name)) ?? Data()
            #expect(bytes.range(of: Data(key.utf8)) == nil)
            #expect(bytes.range(of: Data(key.dropFirst(10).utf8)) == nil)
        }
    }

    @Test("A member of staff sees their own keys; an admin sees all, or those of one")
    func whoSeesWhich() async throws {
        let house = try await House.shared()
        let (mine, other) = (try await house.newKey(), try await house.newKey())
        let (me, them) = (try await house.server.me(mine), try await house.server.me(other))
        let myKey = try #require(me["key"]).id
        let theirKey = try #require(them["key"]).id
        #expect(try await house.server.send("GET", "/api/keys", key: mine).json().resultIDs == [myKey])
        for method in ["GET", "DELETE"] {
            let answer = try await house.server.send(method, "/api/keys/\(theirKey)", key: mine)
            try expectProblem(answer, 404, "not-found")
        }
        #expect(try await house.server.send("GET", "/api/keys/\(theirKey)", key: house.admin).status == 200)
        let filtered = try await house.server.send("GET", "/api/keys?staff=\(them.id)", key: house.admin)
        #expect(try filtered.json().resultIDs == [theirKey])
        try expectInvalidParameters(
            try await house.server.send("GET", "/api/keys?staff=x", key: house.admin), ["staff"])
    }

    @Test("A revoked key is refused at once, and gone from the lists")
    func revoke() async throws {
        let house = try await House.shared()
        let own = try await house.newKey()
        let made = try await house.server.send("POST", "/api/keys", key: own, json: [:]).json()
        let path = "/api/keys/\(try made.id)"
        let answer = try await house.server.send("DELETE", path, key: own)
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(try await house.server.send("GET", "/api/me", key: made.text("key")).status == 401)
        #expect(try await house.server.send("GET", path, key: own).status == 404)
        #expect(try await house.server.send("DELETE", path, key: own).status == 404)
        #expect(try await !house.server.send("GET", "/api/keys", key: own).json().resultIDs.contains(made.id))
    }

    @Test("Only an admin makes a key for somebody else")
    func forSomebodyElse() async throws {
        let house = try await House.shared()
        let staff = try await house.newStaff(permissions: [4002])
        let fields: JSON = ["staff": .integer(Int64(try staff.id))]
        let made = try await house.server.send("POST", "/api/keys", key: house.admin, json: fields)
        #expect(try await house.server.me(made.json().text("key"))["id"] == staff["id"])
        for key in [house.staff, try await house.newKey(admin: true, narrowedTo: [4001])] {
            let refused = try await house.server.send("POST", "/api/keys", key: key, json: fields)
            let problem = try expectProblem(refused, 403, "forbidden")
            #expect(problem["permission"] == "admin")
        }
        let nobody = try await house.server.send("POST", "/api/keys", key: house.admin, json: ["staff": 999_999_999])
        #expect(try expectProblem(nobody, 400, "invalid-fields")["errors"]?.keys == ["staff"])
    }

    @Test("A key has its owner's codes or fewer")
    func noMoreThanTheOwner() async throws {
        let house = try await House.shared()
        let own = try await house.newKey(permissions: [4001, 4002])
        for codes: JSON in [[4003], [4000], [4001, 4003], [1], ["x"]] {
            let answer = try await house.server.send("POST", "/api/keys", key: own, json: ["permissions": codes])
            #expect(try expectProblem(answer, 400, "invalid-fields")["errors"]?.keys == ["permissions"], "\(codes)")
        }
        let narrowed = try await house.server.send("POST", "/api/keys", key: own, json: ["permissions": [4002]]).json()
        #expect(narrowed["permissions"] == [4002])
        #expect(try await house.server.me(narrowed.text("key"))["permissions"] == [4002])
    }

    @Test("A code that the owner loses is lost to their narrowed keys")
    func ownerLosesACode() async throws {
        let house = try await House.shared()
        let key = try await house.newKey(permissions: [4001, 4002], narrowedTo: [4001])
        let id = try await house.server.me(key).id
        _ = try await house.server.send("DELETE", "/api/staff/\(id)/permissions/4001", key: house.admin)
        #expect(try await house.server.send("GET", "/api/contacts?limit=1", key: key).status == 403)
        #expect(try await house.server.me(key)["permissions"] == [])
    }

    @Test("A narrowed key makes only keys as narrow")
    func narrowedMakesNarrowed() async throws {
        let house = try await House.shared()
        let key = try await house.newKey(permissions: [4000], narrowedTo: [4001, 4002])
        let wider = try await house.server.send("POST", "/api/keys", key: key, json: ["permissions": [4003]])
        #expect(try expectProblem(wider, 400, "invalid-fields")["errors"]?.keys == ["permissions"])
        let same = try await house.server.send("POST", "/api/keys", key: key, json: [:]).json()
        #expect(same["permissions"] == [4001, 4002])
        let fewer = try await house.server.send("POST", "/api/keys", key: key, json: ["permissions": [4001]]).json()
        #expect(fewer["permissions"] == [4001])
    }

    @Test("A key that expires makes only keys that expire no later")
    func expiringMakesExpiring() async throws {
        let house = try await House.shared()
        let own = try await house.newKey(permissions: [4001])
        let (soon, later) = ("2099-01-01T00:00:00Z", "2099-06-01T00:00:00Z")
        let made = try await house.server.send("POST", "/api/keys", key: own, json: ["expires_at": .string(soon)]).json()
        #expect(made["expires_at"] == "2099-01-01T00:00:00.000000Z")
        let expiring = try made.text("key")
        let tooLate = try await house.server.send("POST", "/api/keys", key: expiring, json: ["expires_at": .string(later)])
        #expect(try expectProblem(tooLate, 400, "invalid-fields")["errors"]?.keys == ["expires_at"])
        let same = try await house.server.send("POST", "/api/keys", key: expiring, json: [:]).json()
        #expect(same["expires_at"] == made["expires_at"])
    }

    @Test(
        "A bad field is refused by name",
        arguments: [
            (["expires_at": "tomorrow"], "expires_at"), (["expires_at": 5], "expires_at"), (["name": 5], "name"),
            (["staff": "x"], "staff"), (["permissions": 4001], "permissions"), (["colour": "red"], "colour"),
        ] as [(JSON, String)])
    func badField(fields: JSON, name: String) async throws {
        let house = try await House.shared()
        let answer = try await house.server.send("POST", "/api/keys", key: house.admin, json: fields)
        #expect(try expectProblem(answer, 400, "invalid-fields")["errors"]?.keys == [name])
    }

    @Test("Keys that the command line makes and revokes are in force at once")
    func commandLine() async throws {
        let house = try await House.shared()
        let email = try await house.server.createStaff(permissions: "4002,4003")
        let key = try await house.server.createKey(for: email, permissions: "4002", expires: "1d")
        let me = try await house.server.me(key)
        #expect(me["permissions"] == [4002])
        expectTime(me["key"]?["expires_at"])
        let id = try #require(me["key"]).id
        try await house.server.command("keys", "revoke", String(id))
        #expect(try await house.server.send("GET", "/api/me", key: key).status == 401)
    }
}

extension RunningServer {
    /// Whom a key belongs to.
    fileprivate func me(_ key: String) async throws -> JSON {
        let answer = try await send("GET", "/api/me", key: key)
        return try #require(answer.status == 200 ? answer.json() : nil, "\(answer.text)")
    }
}
