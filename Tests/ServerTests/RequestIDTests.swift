import TestSupport
import Testing

@Suite("Request ids")
struct RequestIDTests {
    @Test(
        "Every answer has a request id",
        arguments: [
            "/api/contacts", "/api/me", "/api/nothing", "/nothing", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/",
        ])
    func everyAnswer(path: String) async throws {
        let house = try await House.shared()
        var ids: Set<String> = []
        for method in ["GET", "HEAD", "PUT", "OPTIONS"] {
            let answer = try await house.server.send(method, path)
            let id = try #require(answer.header("X-Request-Id"), "\(method) \(path)")
            #expect(answer.values(of: "X-Request-Id").count == 1)
            #expect(id.wholeMatch(of: /[A-Za-z0-9._:-]{8,128}/) != nil, "\(id)")
            ids.insert(id)
        }
        #expect(ids.count == 4)
    }

    @Test("A sane one from the client is kept", arguments: ["x", "abc-123_DEF.4:5", String(repeating: "r", count: 128)])
    func kept(id: String) async throws {
        let house = try await House.shared()
        for path in ["/api/me", "/api/nothing", "/healthz"] {
            let answer = try await house.server.send("GET", path, headers: [("X-Request-Id", id)])
            #expect(answer.header("X-Request-Id") == id)
            if answer.status == 401 { #expect(try answer.json()["request_id"] == .string(id)) }
        }
    }

    @Test("Another is replaced", arguments: ["", String(repeating: "r", count: 129), "two words", "a/b", "<script>", "é", "a\"b", "a=b"])
    func replaced(id: String) async throws {
        let answer = try await House.shared().server.send("GET", "/api/me", headers: [("X-Request-Id", id)])
        let given = try #require(answer.header("X-Request-Id"))
        #expect(given != id)
        #expect(given.wholeMatch(of: /[A-Za-z0-9._:-]{8,128}/) != nil, "\(given)")
        #expect(try answer.json()["request_id"] == .string(given))
    }
}
