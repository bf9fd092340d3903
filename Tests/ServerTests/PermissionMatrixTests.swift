import TestSupport
import Testing

@Suite("Who may do what")
struct PermissionMatrixTests {
    @Test("Each route lets in whom it should, and nobody else", arguments: APIRoute.all, Caller.allCases)
    func matrix(route: APIRoute, caller: Caller) async throws {
        let house = try await House.shared()
        let key = try await caller.makeKey(for: route, in: house)
        let path = try await preparedPath(route, key, house)
        let answer = try await house.server.send(route.method, path, key: key, json: body(route))
        try expect(answer, route, caller)
    }

    @Test(
        "Permission is checked before existence: whoever lacks it learns nothing about an id",
        arguments: APIRoute.all.filter(\.hasID), Caller.allCases)
    func beforeExistence(route: APIRoute, caller: Caller) async throws {
        let house = try await House.shared()
        let key = try await caller.makeKey(for: route, in: house)
        let path = fill(route.path, with: "999999999")
        let answer = try await house.server.send(route.method, path, key: key, json: body(route))
        if caller.refusal(by: route) == nil {
            #expect(answer.status == 404)
        } else {
            try expect(answer, route, caller)
        }
    }

    @Test("Permission is checked before the body is read", arguments: APIRoute.all.filter { $0.body != nil })
    func beforeTheBody(route: APIRoute) async throws {
        let caller = Caller.withNoCodes
        guard caller.refusal(by: route) != nil else { return }
        let house = try await House.shared()
        let answer = try await house.server.send(
            route.method, fill(route.path, with: "1"), key: house.newKey(), type: "text/plain", text: "{")
        try expect(answer, route, caller)
    }

    private func expect(_ answer: HTTPAnswer, _ route: APIRoute, _ caller: Caller) throws {
        guard let refusal = caller.refusal(by: route) else {
            #expect(answer.status == route.success, "\(answer.text)")
            return
        }
        #expect(answer.status == refusal, "\(answer.text)")
        if route.method == "HEAD" { return }
        if refusal == 401 {
            let name = caller == .withoutKey ? "not-authenticated" : "invalid-token"
            try expectProblem(answer, 401, name)
            return
        }
        let problem = try expectProblem(
            answer, 403, "forbidden", detail: "You do not have permission to perform this action.")
        let missing: JSON = if case .code(let code) = route.needs { .integer(Int64(code)) } else { "admin" }
        #expect(problem["permission"] == missing)
    }

    private func body(_ route: APIRoute) -> JSON? {
        // Each creation of staff needs an email of its own.
        route.method == "POST" && route.path == "/api/staff" ? route.body?.with("email", .string(uniqueEmail())) : route.body
    }

    /// The route's path on something that is there for this call alone.
    private func preparedPath(_ route: APIRoute, _ key: String?, _ house: House) async throws -> String {
        if route.path.contains("{contact}") {
            return fill(route.path, with: String(try await house.contact().id))
        }
        if route.path.contains("{trashed}") {
            let id = try await house.contact().id
            _ = try await house.send("DELETE", "/api/contacts/\(id)")
            return fill(route.path, with: String(id))
        }
        if route.path.contains("{staff}") {
            return fill(route.path, with: String(try await house.newStaff().id))
        }
        if route.path.contains("{key}") {
            // A key of the caller's own, made with the very key that calls.
            let made = try await house.server.send("POST", "/api/keys", key: key ?? house.staff, json: [:])
            return fill(route.path, with: made.status == 201 ? String(try made.json().id) : "1")
        }
        return route.path
    }

    private func fill(_ path: String, with id: String) -> String {
        ["{contact}", "{trashed}", "{staff}", "{key}"].reduce(path.replacing("{code}", with: "4002")) {
            $0.replacing($1, with: id)
        }
    }
}
