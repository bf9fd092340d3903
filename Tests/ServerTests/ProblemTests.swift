import TestSupport
import Testing

@Suite("Problems")
struct ProblemTests {
    @Test(
        "An unknown route is 404, with or without a key",
        arguments: ["/api/nothing", "/api", "/api/contacts/1/nothing", "/api/contacts/1/2/3", "/api/staff/1/permissions", "/api/Contacts"])
    func unknownRoute(path: String) async throws {
        let house = try await House.shared()
        for method in ["GET", "POST", "DELETE"] {
            try expectProblem(try await house.server.send(method, path), 404, "not-found", detail: "Not found.")
            try expectProblem(try await house.send(method, path), 404, "not-found", detail: "Not found.")
        }
    }

    @Test(
        "A method that a route lacks is 405 with Allow, with or without a key",
        arguments: [
            ("PUT", "/api/contacts", "GET HEAD OPTIONS POST"), ("DELETE", "/api/contacts", "GET HEAD OPTIONS POST"),
            ("PUT", "/api/contacts/1", "DELETE GET HEAD OPTIONS PATCH"),
            ("POST", "/api/contacts/1", "DELETE GET HEAD OPTIONS PATCH"), ("GET", "/api/contacts/1/restore", "OPTIONS POST"),
            ("GET", "/api/contacts/1/viewed", "DELETE OPTIONS PUT"), ("POST", "/api/contacts/1/history", "GET HEAD OPTIONS"),
            ("POST", "/api/contacts/export", "GET HEAD OPTIONS"), ("DELETE", "/api/contacts/export", "GET HEAD OPTIONS"),
            ("POST", "/api/me", "GET HEAD OPTIONS"), ("POST", "/api/permissions", "GET HEAD OPTIONS"),
            ("PUT", "/api/staff", "GET HEAD OPTIONS POST"), ("PUT", "/api/staff/1", "DELETE GET HEAD OPTIONS PATCH"),
            ("GET", "/api/staff/1/permissions/4001", "DELETE OPTIONS PUT"), ("PATCH", "/api/keys", "GET HEAD OPTIONS POST"),
            ("PATCH", "/api/keys/1", "DELETE GET HEAD OPTIONS"), ("PROPFIND", "/api/me", "GET HEAD OPTIONS"),
        ])
    func methodNotAllowed(method: String, path: String, allowed: String) async throws {
        let house = try await House.shared()
        for answer in [try await house.server.send(method, path), try await house.send(method, path)] {
            try expectProblem(answer, 405, "method-not-allowed", detail: "Method \"\(method)\" not allowed.")
            #expect(methods(answer) == allowed)
        }
    }

    @Test("OPTIONS answers 204 with Allow", arguments: [("/api/contacts", "GET HEAD OPTIONS POST"), ("/api/me", "GET HEAD OPTIONS")])
    func options(path: String, allowed: String) async throws {
        let answer = try await House.shared().server.send("OPTIONS", path)
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(methods(answer) == allowed)
    }

    @Test(
        "HEAD answers as GET does, without the body",
        arguments: [
            "/api/contacts", "/api/contacts/{id}?peek=true", "/api/contacts/{id}/history", "/api/me", "/api/permissions", "/api/keys",
            "/api/contacts/export?email=nobody@example.com",
        ])
    func head(template: String) async throws {
        let house = try await House.shared()
        let path = template.replacing("{id}", with: String(try await house.contact().id))
        let get = try await house.send("GET", path)
        let head = try await house.send("HEAD", path)
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        #expect(head.header("Content-Type") == get.header("Content-Type"))
        #expect(head.header("ETag") == get.header("ETag"))
    }

    @Test("HEAD of what is not there is 404 without a body, and the connection goes on")
    func headOfNothing() async throws {
        let house = try await House.shared()
        let server = house.server
        let connection = try await server.connect()
        let answers = try await onOwnThread {
            connection.write(server.request("HEAD", "/api/contacts/999999999", key: house.staff))
            let head = try connection.readAnswer(toHead: true)
            connection.write(server.request("GET", "/healthz"))
            return [head, try connection.readAnswer()]
        }
        #expect(answers.map(\.status) == [404, 200])
    }

    @Test(
        "An id that is not an integer, or not there, is 404",
        arguments: ["abc", "1.5", "-1", "0", "1e3", "0x1", "%D9%A1", "9223372036854775808", "999999999", "1%20", "null"])
    func badID(id: String) async throws {
        let house = try await House.shared()
        for path in ["/api/contacts/\(id)?peek=true", "/api/contacts/\(id)/history", "/api/keys/\(id)"] {
            try expectProblem(try await house.send("GET", path), 404, "not-found", detail: "Not found.")
        }
        let staff = try await house.server.send("GET", "/api/staff/\(id)", key: house.admin)
        try expectProblem(staff, 404, "not-found", detail: "Not found.")
    }

    @Test("What comes first: route, method, key, permission, resource, media type, body")
    func orderOfChecks() async throws {
        let house = try await House.shared()
        let without = try await house.newKey(permissions: [4001])
        func status(_ path: String, key: String?, type: String, text: String) async throws -> Int {
            try await house.server.send("PATCH", path, key: key, type: type, text: text).status
        }
        let there = "/api/contacts/\(try await house.contact().id)"
        let missing = "/api/contacts/999999999"
        #expect(try await status("/api/nothing", key: nil, type: "text/plain", text: "{") == 404)
        #expect(try await status("/api/me", key: nil, type: "text/plain", text: "{") == 405)
        #expect(try await status(missing, key: nil, type: "text/plain", text: "{") == 401)
        #expect(try await status(missing, key: without, type: "text/plain", text: "{") == 403)
        #expect(try await status(missing, key: house.staff, type: "text/plain", text: "{") == 404)
        #expect(try await status(there, key: house.staff, type: "text/plain", text: "{") == 415)
        #expect(try await status(there, key: house.staff, type: "application/json", text: "{") == 400)
    }

    @Test("Each kind of problem has a page for a person", arguments: problemNames)
    func problemPages(name: String) async throws {
        let answer = try await House.shared().server.send("GET", "/problems/\(name)")
        #expect(answer.status == 302)
        #expect(answer.header("Location")?.hasSuffix("/docs#problem-\(name)") == true)
    }

    @Test("A kind of problem that there is not has no page")
    func noSuchProblem() async throws {
        #expect(try await House.shared().server.send("GET", "/problems/nonsense").status == 404)
    }

    private func methods(_ answer: HTTPAnswer) -> String {
        let names = answer.values(of: "Allow").joined(separator: ",").split { ", ".contains($0) }
        return names.sorted().joined(separator: " ")
    }
}

let problemNames = [
    "invalid-fields", "invalid-parameters", "malformed-json", "invalid-body", "not-authenticated", "invalid-token",
    "forbidden", "not-found", "method-not-allowed", "conflict", "precondition-failed", "body-too-large",
    "unsupported-media-type", "idempotency-key-reused", "too-many-requests", "headers-too-large", "bad-request",
    "internal", "unavailable",
]
