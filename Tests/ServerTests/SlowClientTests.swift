import TestSupport
import Testing

@Suite("Slow clients")
struct SlowClientTests {
    @Test("100 clients that send a header byte a second keep no other client from its answer, and are turned away")
    func slowHeaders() async throws {
        let house = try await House.open()
        let slow = try await concurrently(100) { _ in try await house.server.connect(timeout: 30) }
        let start = ContinuousClock.now
        let dripping = Task {
            for byte in Array("GET /healthz HTTP/1.1\r\nX-Slow: \(String(repeating: "x", count: 100))".utf8) {
                for connection in slow { connection.write([byte]) }
                try await Task.sleep(for: .seconds(1))
            }
        }
        var waits: [Duration] = []
        for _ in 0..<5 {
            let asked = ContinuousClock.now
            #expect(try await house.send("GET", "/api/contacts").status == 200)
            waits.append(ContinuousClock.now - asked)
            try await Task.sleep(for: .seconds(1))
        }
        // The middle one, since the other tests keep the machine busy too.
        #expect(waits.sorted()[2] < .seconds(2), "\(waits)")

        // 15 seconds are allowed for a head: then the server says so, or closes.
        for connection in slow.prefix(5) {
            try await onOwnThread {
                if let answer = try? connection.readAnswer() { #expect(answer.status == 408 || answer.status == 400) }
            }
        }
        let waited = ContinuousClock.now - start
        #expect(waited > .seconds(10) && waited < .seconds(27), "\(waited)")
        dripping.cancel()
        try await house.server.stop()
    }

    @Test("A body that does not come within 30 seconds is given up, and the server goes on")
    func slowBody() async throws {
        let house = try await House.open()
        let connection = try await house.server.connect(timeout: 45)
        let request = house.server.request(
            "POST", "/api/contacts", headers: [("Content-Type", "application/json"), ("Content-Length", "100")])
        let start = ContinuousClock.now
        let status = try await onOwnThread {
            connection.write(request)
            connection.write("{")
            return try? connection.readAnswer().status
        }
        let waited = ContinuousClock.now - start
        #expect(waited > .seconds(20) && waited < .seconds(42), "\(waited)")
        #expect(status == nil || (400..<500).contains(status ?? 0))
        #expect(try await house.server.send("GET", "/healthz").status == 200)
        try await house.server.stop()
    }
}
