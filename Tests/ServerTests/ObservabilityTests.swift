import Foundation
import TestSupport
import Testing

@Suite("Watching the server")
struct ObservabilityTests {
    @Test("A request has one line in the log, with its id, method and status")
    func oneLine() async throws {
        let house = try await House.shared()
        let id = uniqueWord()
        let contact = try await house.contact().id
        _ = try await house.patch(contact, ["subject": "x"], headers: [("X-Request-Id", id)])
        let lines = try await logLines(house, with: id)
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        _ = try JSON(parsing: line)
        #expect(line.contains("\"PATCH\""))
        #expect(line.contains("200"))
    }

    @Test("The log says nothing of what people wrote, who they are, or which key they have")
    func saysNothing() async throws {
        let house = try await House.shared()
        let id = uniqueWord()
        let secrets = (0..<7).map { _ in uniqueWord() }
        let contact = try await house.contact([
            "message": .string(secrets[0]), "email": .string("\(secrets[1])@example.com"), "first_name": .string(secrets[2]),
        ]).id
        let sent: [(String, String, JSON?)] = [
            ("PATCH", "/api/contacts/\(contact)", ["subject": .string(secrets[3])]),
            ("PATCH", "/api/contacts/\(contact)", ["email": .string("\(secrets[4]) is bad")]),
            ("PATCH", "/api/contacts/\(contact)", [secrets[4]: "unknown"]),
            ("GET", "/api/contacts?q=\(secrets[5])&email=\(secrets[6])@example.com", nil),
            ("GET", "/api/contacts?nonsense=\(secrets[6])", nil),
        ]
        for (method, path, json) in sent {
            _ = try await house.send(method, path, json: json, headers: [("X-Request-Id", id)])
        }
        _ = try await house.server.send(
            "PATCH", "/api/contacts/\(contact)", key: house.staff, type: "application/json",
            text: "{\"subject\": \(secrets[0])", headers: [("X-Request-Id", id)])
        let lines = try await logLines(house, with: id, count: sent.count + 1)
        #expect(lines.count == sent.count + 1)
        for line in lines { #expect(!line.contains("127.0.0.1"), "\(line)") }
        let log = house.server.log
        for secret in secrets + [house.staff, house.admin] { #expect(!log.contains(secret)) }
    }

    @Test("Every line of the JSON log is JSON")
    func everyLine() async throws {
        let house = try await House.shared()
        _ = try await house.contact()
        for line in house.server.log.split(separator: "\n").dropLast() {
            #expect(throws: Never.self) { try JSON(parsing: String(line)) }
        }
    }

    @Test("The text log has the request id as well")
    func textLog() async throws {
        let server = try await RunningServer.start(environment: ["LETTERBOX_LOG_FORMAT": "text"])
        let id = uniqueWord()
        _ = try await server.send("GET", "/api/me", headers: [("X-Request-Id", id)])
        #expect(try await eventually { server.log.contains(id) })
        let line = try #require(server.log.split(separator: "\n").first { $0.contains(id) })
        #expect(!line.hasPrefix("{"))
        #expect(line.contains("GET"))
        #expect(line.contains("401"))
        try await server.stop()
    }

    @Test("The metrics are Prometheus text, and count requests")
    func metrics() async throws {
        let house = try await House.shared()
        let contact = try await house.contact().id
        _ = try await house.send("GET", "/api/contacts/\(contact)")
        let answer = try await house.server.send("GET", "/metrics")
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
        let before = try PrometheusText(answer.text)
        #expect(!before.samples.isEmpty)
        #expect(!answer.text.contains("/\(contact)\""), "An id is no label")
        for _ in 0..<5 { _ = try await house.send("GET", "/api/me") }
        let after = try PrometheusText(try await house.server.send("GET", "/metrics").text)
        let grown = after.samples.filter { name, value in value >= (before.samples[name] ?? 0) + 5 }
        #expect(grown.keys.contains { $0.contains("request") }, "\(grown.keys)")
    }

    @Test("The server says that it lives and is ready, to anybody")
    func health() async throws {
        let server = try await House.shared().server
        for (path, status) in [("/healthz", "ok"), ("/readyz", "ready")] {
            let answer = try await server.send("GET", path)
            #expect(answer.status == 200)
            #expect(answer.mediaType == "application/json")
            #expect(try answer.json() == ["status": .string(status)])
            #expect(try await server.send("HEAD", path).status == 200)
            #expect(try await server.send("POST", path).status == 405)
        }
    }

    private func logLines(_ house: House, with id: String, count: Int = 1) async throws -> [String] {
        func lines() -> [String] { house.server.log.split(separator: "\n").map(String.init).filter { $0.contains(id) } }
        try await eventually(within: 5) { lines().count >= count }
        return lines()
    }
}
