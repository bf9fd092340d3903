import Foundation
import TestSupport
import Testing

@Suite("The limit on public posts")
struct RateLimitTests {
    @Test("The 21st post of an address in a minute is 429, and says when to come back; reads go on")
    func twentyAMinute() async throws {
        let house = try await House.open(environment: ["LETTERBOX_INTAKE_RATE": "20/m"])
        let clock = ContinuousClock()
        let start = clock.now
        var answers: [HTTPAnswer] = []
        for number in 0..<24 {
            // What a stranger says of himself makes no other address of him.
            answers.append(try await post(house.server, forwardedFor: "203.0.113.\(number)"))
        }
        let refilled = Int((clock.now - start).components.seconds / 3) + 1
        #expect(answers.prefix(20).allSatisfy { $0.status == 201 })
        let refused = answers.filter { $0.status == 429 }
        #expect(refused.count >= 4 - refilled)
        let last = try #require(refused.last, "No post was refused")
        let problem = try expectProblem(last, 429, "too-many-requests")
        let seconds = try #require(last.header("Retry-After").flatMap { Int($0) })
        #expect((1...60).contains(seconds))
        let words = "Request was throttled. Expected available in \(seconds) second\(seconds == 1 ? "" : "s")."
        #expect(problem["detail"]?.string == words)

        #expect(try await house.send("GET", "/api/contacts").status == 200)
        #expect(try await house.patch(try answers[0].json().id, ["subject": "x"]).status == 200)
        #expect(try await house.server.send("GET", "/healthz").status == 200)
        try await house.server.stop()
    }

    @Test("Behind a trusted proxy each client has a limit of its own")
    func behindAProxy() async throws {
        let server = try await RunningServer.start(
            environment: ["LETTERBOX_INTAKE_RATE": "2/h", "LETTERBOX_TRUSTED_PROXIES": "127.0.0.0/8"])
        for client in ["203.0.113.1", "203.0.113.2", "2001:db8::1"] {
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await post(server, forwardedFor: client).status) }
            #expect(statuses == [201, 201, 429], "\(client)")
        }
        let spoofed = try await post(server, forwardedFor: "198.51.100.7, 203.0.113.1")
        #expect(spoofed.status == 429, "The last address is the one that the proxy saw")
        try await server.stop()
    }

    @Test("Behind a trusted proxy, links are what the client sees")
    func linksBehindAProxy() async throws {
        let house = try await House.open(environment: ["LETTERBOX_TRUSTED_PROXIES": "127.0.0.1"])
        for _ in 0..<2 { _ = try await house.contact() }
        let answer = try await house.send(
            "GET", "/api/contacts?limit=1", headers: [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "contacts.example")])
        #expect(try answer.json().text("next").hasPrefix("https://contacts.example/api/contacts?"))
        try await house.server.stop()
    }

    @Test("A public URL is the base of every link")
    func publicURL() async throws {
        let house = try await House.open(environment: ["LETTERBOX_PUBLIC_URL": "https://box.example"])
        for _ in 0..<2 { _ = try await house.contact() }
        let page = try await house.send("GET", "/api/contacts?limit=1").json()
        #expect(try page.text("next").hasPrefix("https://box.example/api/contacts?"))
        try await house.server.stop()
    }

    private func post(_ server: RunningServer, forwardedFor address: String) async throws -> HTTPAnswer {
        try await server.send(
            "POST", "/api/contacts", json: ["message": "m", "email": "a@example.com"], headers: [("X-Forwarded-For", address)])
    }
}
