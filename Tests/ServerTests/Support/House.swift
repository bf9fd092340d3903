import Foundation
import TestSupport
import Testing

/// What a story begins with: a server, an admin, and a member of staff who holds 4000.
struct House: Sendable {
    let server: RunningServer
    /// The key of an admin.
    let admin: String
    /// The key of a member of staff who holds the whole group 4000.
    let staff: String

    /// The house that most stories share. A story here tells its own contacts by their email.
    static func shared() async throws -> House { try await sharedHouse.value }

    private static let sharedHouse = Task { try await House.open() }

    /// A house of the story's own, for what would disturb others.
    static func open(
        environment: [String: String] = [:], directory: TemporaryDirectory? = nil
    ) async throws -> House {
        let server = try await RunningServer.start(environment: environment, directory: directory)
        let admin = try await server.createKey(for: server.createStaff(admin: true))
        let staff = try await newKey(on: server, by: admin, permissions: [4000])
        return House(server: server, admin: admin, staff: staff)
    }

    /// Makes a member of staff, and a key for them, narrowed or not.
    func newKey(permissions: [Int] = [], admin isAdmin: Bool = false, narrowedTo codes: [Int]? = nil) async throws -> String {
        try await Self.newKey(on: server, by: admin, permissions: permissions, admin: isAdmin, narrowedTo: codes)
    }

    /// Makes a member of staff through the API.
    func newStaff(permissions: [Int] = [], admin isAdmin: Bool = false) async throws -> JSON {
        try await Self.newStaff(on: server, by: admin, permissions: permissions, admin: isAdmin)
    }

    private static func newStaff(
        on server: RunningServer, by admin: String, permissions: [Int], admin isAdmin: Bool
    ) async throws -> JSON {
        let answer = try await server.send(
            "POST", "/api/staff", key: admin,
            json: ["email": .string(uniqueEmail()), "name": "Pat", "admin": .bool(isAdmin), "permissions": codes(permissions)])
        return try #require(answer.status == 201 ? answer.json() : nil, "\(answer.status) \(answer.text)")
    }

    private static func newKey(
        on server: RunningServer, by admin: String, permissions: [Int], admin isAdmin: Bool = false, narrowedTo: [Int]? = nil
    ) async throws -> String {
        let owner = try await newStaff(on: server, by: admin, permissions: permissions, admin: isAdmin)
        var fields: JSON = ["staff": .integer(Int64(try owner.id))]
        if let narrowedTo { fields = fields.with("permissions", codes(narrowedTo)) }
        let answer = try await server.send("POST", "/api/keys", key: admin, json: fields)
        return try #require(answer.json()["key"]?.string, "\(answer.status) \(answer.text)")
    }
}

extension House {
    /// Sends a request with the key of the member of staff.
    func send(
        _ method: String, _ path: String, json: JSON? = nil, headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        try await server.send(method, path, key: staff, json: json, headers: headers)
    }

    /// A new contact, with a message and an email of its own where none are given.
    func contact(_ fields: JSON = [:]) async throws -> JSON {
        var all = fields
        if all["message"] == nil { all = all.with("message", "Hello") }
        if all["email"] == nil { all = all.with("email", .string(uniqueEmail())) }
        let answer = try await server.send("POST", "/api/contacts", json: all)
        return try #require(answer.status == 201 ? answer.json() : nil, "\(answer.status) \(answer.text)")
    }

    /// New contacts, one after the other, that share an email.
    func contacts(_ count: Int, email: String) async throws -> [JSON] {
        var made: [JSON] = []
        for number in 1...count {
            made.append(try await contact(["email": .string(email), "subject": "Number \(number)"]))
        }
        return made
    }

    func patch(_ id: Int, _ fields: JSON, headers: [(String, String)] = []) async throws -> HTTPAnswer {
        try await send("PATCH", "/api/contacts/\(id)", json: fields, headers: headers)
    }

    /// The contact as it is, not marked viewed by the look.
    func peek(_ id: Int) async throws -> JSON {
        let answer = try await send("GET", "/api/contacts/\(id)?peek=true")
        return try #require(answer.status == 200 ? answer.json() : nil, "\(answer.status) \(answer.text)")
    }

    /// A page of contacts.
    func list(_ parameters: KeyValuePairs<String, String>) async throws -> JSON {
        let answer = try await send("GET", "/api/contacts" + query(parameters))
        return try #require(answer.status == 200 ? answer.json() : nil, "\(answer.status) \(answer.text)")
    }

    /// The results of a list.
    func ids(_ parameters: KeyValuePairs<String, String>) async throws -> [Int] {
        try await list(parameters).resultIDs
    }

    func history(_ id: Int) async throws -> [JSON] {
        try #require(try await send("GET", "/api/contacts/\(id)/history").json()["results"]?.array)
    }
}
