import Foundation
import TestSupport
import Testing

@Suite("Authentication")
struct AuthenticationTests {
    @Test("Without a key: 401, and how to give one")
    func noKey() async throws {
        let answer = try await House.shared().server.send("GET", "/api/me")
        try expectProblem(
            answer, 401, "not-authenticated", detail: "Authentication credentials were not provided.")
        #expect(answer.header("WWW-Authenticate")?.hasPrefix("Token") == true)
    }

    @Test("The scheme's case does not matter, and Bearer is understood", arguments: ["Token", "token", "TOKEN", "Bearer", "bearer"])
    func schemes(scheme: String) async throws {
        let house = try await House.shared()
        let answer = try await house.server.send("GET", "/api/me", headers: [("Authorization", "\(scheme) \(house.staff)")])
        #expect(answer.status == 200)
    }

    @Test("The header's name is read in any case")
    func headerName() async throws {
        let house = try await House.shared()
        let answer = try await house.server.send("GET", "/api/me", headers: [("aUTHORIZATION", "Token \(house.staff)")])
        #expect(answer.status == 200)
    }

    @Test(
        "A malformed key is an invalid token",
        arguments: [
            "Token", "Token ", "Token x", "Token a b", "Token lbx_", "Token lbx_\(String(repeating: "a", count: 38))", "Token é", "Bearer",
            "Token \(String(repeating: "a", count: 5000))",
        ])
    func malformed(value: String) async throws {
        let answer = try await House.shared().server.send("GET", "/api/me", headers: [("Authorization", value)])
        try expectProblem(answer, 401, "invalid-token", detail: "Invalid token.")
        #expect(answer.header("WWW-Authenticate")?.hasPrefix("Token") == true)
    }

    @Test("Another scheme is no key")
    func otherScheme() async throws {
        let answer = try await House.shared().server.send("GET", "/api/me", headers: [("Authorization", "Basic eDp5")])
        #expect(answer.status == 401)
        #expect(answer.header("WWW-Authenticate")?.hasPrefix("Token") == true)
    }

    @Test("A key with one wrong character is refused, whichever it is", arguments: [4, 12, 35, 36, 41])
    func mistyped(place: Int) async throws {
        let house = try await House.shared()
        var characters = Array(house.staff)
        try #require(characters.count == 42)
        characters[place] = characters[place] == "a" ? "b" : "a"
        let answer = try await house.server.send("GET", "/api/me", key: String(characters))
        try expectProblem(answer, 401, "invalid-token", detail: "Invalid token.")
    }

    @Test("Malformed, unknown, expired, revoked, inactive: the answers are the same but for the request id")
    func allTheSame() async throws {
        let house = try await House.shared()
        let keys = [
            "malformed", try await unknownKey(), try await expiredKey(house), try await revokedKey(house),
            try await inactiveKey(house),
        ]
        var answers: [HTTPAnswer] = []
        for key in keys { answers.append(try await house.server.send("GET", "/api/me", key: key)) }
        let first = try #require(answers.first)
        for answer in answers {
            try expectProblem(answer, 401, "invalid-token", detail: "Invalid token.")
            #expect(try answer.json().without("request_id") == first.json().without("request_id"))
            #expect(comparable(answer) == comparable(first))
        }
    }

    @Test("A key of staff who are active again works again")
    func activeAgain() async throws {
        let house = try await House.shared()
        let key = try await house.newKey()
        let id = try await house.server.send("GET", "/api/me", key: key).json().id
        _ = try await house.server.send("DELETE", "/api/staff/\(id)", key: house.admin)
        #expect(try await house.server.send("GET", "/api/me", key: key).status == 401)
        _ = try await house.server.send("PATCH", "/api/staff/\(id)", key: house.admin, json: ["active": true])
        #expect(try await house.server.send("GET", "/api/me", key: key).status == 200)
    }

    @Test("A key is not read from the query")
    func notFromTheQuery() async throws {
        let house = try await House.shared()
        #expect(try await house.server.send("GET", "/api/contacts?token=\(house.staff)").status == 401)
    }

    /// Well-formed, with a right checksum, from another database.
    private func unknownKey() async throws -> String {
        let other = try await RunningServer.start()
        let key = try await other.createKey(for: other.createStaff(permissions: "4000"))
        try await other.stop()
        return key
    }

    private func expiredKey(_ house: House) async throws -> String {
        let owner = try await house.newKey(permissions: [4000])
        let answer = try await house.server.send(
            "POST", "/api/keys", key: owner, json: ["expires_at": .string(moment(in: 10))])
        let key = try answer.json().text("key")
        let expired = try await eventually(within: 40) {
            try await house.server.send("GET", "/api/me", key: key).status == 401
        }
        #expect(expired)
        return key
    }

    private func revokedKey(_ house: House) async throws -> String {
        let key = try await house.newKey(permissions: [4000])
        let id = try #require(try await house.server.send("GET", "/api/me", key: key).json()["key"]).id
        #expect(try await house.server.send("DELETE", "/api/keys/\(id)", key: key).status == 204)
        return key
    }

    private func inactiveKey(_ house: House) async throws -> String {
        let key = try await house.newKey(permissions: [4000])
        let id = try await house.server.send("GET", "/api/me", key: key).json().id
        #expect(try await house.server.send("DELETE", "/api/staff/\(id)", key: house.admin).status == 204)
        return key
    }

    /// The headers that must not tell one refusal from another.
    private func comparable(_ answer: HTTPAnswer) -> [String] {
        answer.headers
            .filter { !["date", "x-request-id"].contains($0.name.lowercased()) }
            .map { "\($0.name): \($0.value)" }
    }
}
