import TestSupport
import Testing

@Suite("Security headers")
struct SecurityHeaderTests {
    @Test(
        "They are on every answer",
        arguments: [
            "/api/contacts", "/api/me", "/api/nothing", "/nothing", "/healthz", "/metrics", "/openapi.json", "/docs", "/", "/setup/x",
        ])
    func onEveryAnswer(path: String) async throws {
        let house = try await House.shared()
        for method in ["GET", "PUT", "HEAD", "OPTIONS"] {
            let answer = try await house.server.send(method, path)
            #expect(answer.header("X-Content-Type-Options") == "nosniff", "\(method)")
            #expect(answer.header("Referrer-Policy") != nil, "\(method)")
            let policy = answer.header("Content-Security-Policy") ?? ""
            #expect(policy.contains("frame-ancestors 'none'") || answer.header("X-Frame-Options") == "DENY", "\(method)")
        }
    }

    @Test(
        "Nothing under /api is stored by a cache",
        arguments: ["/api/contacts", "/api/me", "/api/contacts/1", "/api/nothing", "/api/contacts/export?email=x@example.com"])
    func noStore(path: String) async throws {
        let house = try await House.shared()
        for answer in [try await house.server.send("GET", path), try await house.send("GET", path)] {
            #expect(answer.header("Cache-Control")?.contains("no-store") == true, "\(answer.status)")
        }
    }

    @Test("A page allows nothing from elsewhere")
    func policyOfPages() async throws {
        let answer = try await House.shared().server.send("GET", "/docs")
        let policy = try #require(answer.header("Content-Security-Policy"))
        #expect(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"), "\(policy)")
        #expect(!policy.contains("unsafe-eval"))
        #expect(!policy.contains("*"))
    }

    @Test("No answer names a language, a framework or a version")
    func noServerVersion() async throws {
        let house = try await House.shared()
        for path in ["/api/me", "/healthz", "/nothing"] {
            let answer = try await house.server.send("GET", path)
            #expect(answer.header("X-Powered-By") == nil)
            #expect(answer.header("Server")?.contains { $0.isNumber } != true)
        }
    }
}
