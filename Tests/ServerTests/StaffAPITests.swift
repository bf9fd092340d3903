import TestSupport
import Testing

@Suite("Staff")
struct StaffAPITests {
    private let fields = ["id", "email", "name", "admin", "active", "permissions", "created_at", "updated_at"]

    @Test("An admin makes a member of staff: 201, where they are, and their fields in order")
    func create() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let answer = try await call(
            house, "POST", "", ["email": .string(email), "name": "Zoë", "permissions": [4003, 4001]])
        #expect(answer.status == 201)
        let staff = try answer.json()
        #expect(staff.keys == fields)
        #expect(staff["email"] == .string(email))
        #expect(staff["name"] == "Zoë")
        #expect(staff["admin"] == false)
        #expect(staff["active"] == true)
        #expect(staff["permissions"] == [4001, 4003])
        expectTime(staff["created_at"])
        expectTime(staff["updated_at"])
        #expect(try answer.header("Location")?.hasSuffix("/api/staff/\(staff.id)") == true)
        #expect(try await call(house, "GET", "/\(staff.id)").json() == staff)
    }

    @Test("An email is enough")
    func leastFields() async throws {
        let staff = try await call(House.shared(), "POST", "", ["email": .string(uniqueEmail())]).json()
        #expect(staff["name"] == "")
        #expect(staff["admin"] == false)
        #expect(staff["permissions"] == [])
    }

    @Test("The list is a page, oldest first, all or by being active")
    func list() async throws {
        let house = try await House.shared()
        let (gone, here) = (try await house.newStaff().id, try await house.newStaff().id)
        _ = try await call(house, "DELETE", "/\(gone)")
        let all = try await everyID(house, "")
        #expect(all == all.sorted())
        #expect(all.contains(gone) && all.contains(here))
        let active = try await everyID(house, "&active=true")
        #expect(active.contains(here) && !active.contains(gone))
        let inactive = try await everyID(house, "&active=false")
        #expect(inactive.contains(gone) && !inactive.contains(here))
        try expectInvalidParameters(try await call(house, "GET", "?active=maybe&limit=0"), ["active", "limit"])
    }

    @Test("An update changes what it names; id and times are ignored")
    func update() async throws {
        let house = try await House.shared()
        let staff = try await house.newStaff(permissions: [4001])
        let email = uniqueEmail()
        let answer = try await call(
            house, "PATCH", "/\(staff.id)",
            ["email": .string(email), "name": "New", "permissions": [4002, 4005], "id": 1, "created_at": "x", "updated_at": .null])
        #expect(answer.status == 200)
        let updated = try answer.json()
        #expect(updated.keys == fields)
        for field in ["id", "admin", "active", "created_at"] { #expect(updated[field] == staff[field]) }
        #expect(updated["email"] == .string(email))
        #expect(updated["name"] == "New")
        #expect(updated["permissions"] == [4002, 4005])
        #expect(try updated.text("updated_at") > staff.text("updated_at"))
        let promoted = try await call(house, "PATCH", "/\(staff.id)", ["admin": true]).json()
        #expect(promoted["admin"] == true)
        #expect(promoted["permissions"] == [4002, 4005])
    }

    @Test(
        "A bad field is refused by name",
        arguments: [
            (["email": "bad"], "email", "Enter a valid email address."), (["email": ""], "email", ""), (["email": .null], "email", ""),
            (["email": 5], "email", ""), (["name": 5], "name", "Not a valid string."), (["name": "a\u{7}"], "name", ""),
            (["admin": "maybe"], "admin", ""), (["permissions": [4006]], "permissions", ""),
            (["permissions": [1]], "permissions", ""), (["permissions": ["x"]], "permissions", ""),
            (["permissions": 4001], "permissions", ""),
            (["permissions": .null], "permissions", ""), (["colour": "red"], "colour", ""),
        ] as [(JSON, String, String)])
    func badField(fields: JSON, name: String, message: String) async throws {
        let house = try await House.shared()
        let staff = try await house.newStaff(permissions: [4001])
        let whole = fields["email"] == nil ? fields.with("email", .string(uniqueEmail())) : fields
        for answer in [
            try await call(house, "POST", "", whole), try await call(house, "PATCH", "/\(staff.id)", fields),
        ] {
            let problem = try expectProblem(answer, 400, "invalid-fields")
            #expect(problem["errors"]?.keys == [name], "\(problem)")
            if !message.isEmpty { #expect(problem["errors"]?[name] == [.string(message)]) }
        }
        #expect(try await call(house, "GET", "/\(staff.id)").json() == staff)
    }

    @Test("An email is required, and used once, in whatever case")
    func uniqueEmails() async throws {
        let house = try await House.shared()
        try expectInvalid(try await call(house, "POST", "", ["name": "x"]), "email", "This field is required.")
        let first = try await house.newStaff()
        let taken: JSON = ["email": .string(try first.text("email").uppercased())]
        try expectInvalid(try await call(house, "POST", "", taken), "email", "This field must be unique.")
        let second = try await house.newStaff()
        try expectInvalid(try await call(house, "PATCH", "/\(second.id)", taken), "email", "This field must be unique.")
        #expect(try await call(house, "PATCH", "/\(first.id)", taken).status == 200)
    }

    @Test("Codes are granted and revoked one by one, and are in force at once")
    func codesOneByOne() async throws {
        let house = try await House.shared()
        let key = try await house.newKey(permissions: [4002])
        let id = try await house.server.send("GET", "/api/me", key: key).json().id
        func mayList() async throws -> Bool {
            try await house.server.send("GET", "/api/contacts?limit=1", key: key).status == 200
        }
        #expect(try await !mayList())
        for _ in 0..<2 {
            let granted = try await call(house, "PUT", "/\(id)/permissions/4001")
            #expect(granted.status == 200)
            #expect(try granted.json()["permissions"] == [4001, 4002])
        }
        #expect(try await mayList())
        for _ in 0..<2 {
            let revoked = try await call(house, "DELETE", "/\(id)/permissions/4001")
            #expect(revoked.status == 200)
            #expect(try revoked.json()["permissions"] == [4002])
        }
        #expect(try await !mayList())
        for code in ["4006", "1", "abc"] {
            for method in ["PUT", "DELETE"] {
                try expectProblem(try await call(house, method, "/\(id)/permissions/\(code)"), 404, "not-found")
            }
        }
    }

    @Test("Deactivating keeps the member of staff, refuses their keys at once, and may be repeated")
    func deactivate() async throws {
        let house = try await House.shared()
        let key = try await house.newKey(permissions: [4000])
        let id = try await house.server.send("GET", "/api/me", key: key).json().id
        for _ in 0..<2 { #expect(try await call(house, "DELETE", "/\(id)").status == 204) }
        #expect(try await house.server.send("GET", "/api/me", key: key).status == 401)
        let staff = try await call(house, "GET", "/\(id)").json()
        #expect(staff["active"] == false)
        #expect(staff["permissions"] == [4000])
    }

    @Test("The last active admin can be neither deactivated nor demoted")
    func lastAdmin() async throws {
        let house = try await House.open()
        let id = try await house.server.send("GET", "/api/me", key: house.admin).json().id
        let attempts = [
            try await call(house, "DELETE", "/\(id)"), try await call(house, "PATCH", "/\(id)", ["admin": false]),
            try await call(house, "PATCH", "/\(id)", ["active": false]),
        ]
        for answer in attempts { try expectProblem(answer, 409, "conflict") }
        #expect(try await call(house, "PATCH", "/\(id)", ["name": "Still admin"]).status == 200)
        _ = try await house.newStaff(admin: true)
        #expect(try await call(house, "PATCH", "/\(id)", ["admin": false]).status == 200)
        #expect(try await call(house, "GET", "").status == 403)
        try await house.server.stop()
    }

    @Test("A member of staff who is not there is 404", arguments: ["GET", "PATCH", "DELETE"])
    func notThere(method: String) async throws {
        let json: JSON? = method == "PATCH" ? ["name": "x"] : nil
        let answer = try await call(House.shared(), method, "/999999999", json)
        try expectProblem(answer, 404, "not-found", detail: "Not found.")
    }

    private func call(_ house: House, _ method: String, _ path: String, _ json: JSON? = nil) async throws -> HTTPAnswer {
        try await house.server.send(method, "/api/staff" + path, key: house.admin, json: json)
    }

    private func everyID(_ house: House, _ parameters: String) async throws -> [Int] {
        var page = try await call(house, "GET", "?limit=200" + parameters).json()
        var ids = try page.resultIDs
        while let next = page["next"]?.string {
            page = try await house.server.send("GET", String(next.dropFirst(house.server.url.count)), key: house.admin).json()
            ids += try page.resultIDs
        }
        return ids
    }
}
