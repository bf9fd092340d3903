import Foundation
import TestSupport
import Testing

@Suite("Stopping", .serialized)
struct GracefulStopTests {
    @Test("A request in flight ends, new ones are not taken, and the exit status is 0", arguments: [SIGTERM, SIGINT])
    func inFlight(signal: Int32) async throws {
        let house = try await House.open()
        let server = house.server
        let body = Array(#"{"message": "just in time", "email": "a@example.com"}"#.utf8)
        let request = server.request("POST", "/api/contacts", body: body, headers: [("Content-Type", "application/json")])
        let connection = try await server.connect()
        try await onOwnThread { _ = connection.write(Array(request.dropLast(20))) }
        // The server shall have read the first part.
        _ = try await server.send("GET", "/healthz")
        try await Task.sleep(for: .milliseconds(300))
        server.process.signal(signal)
        let isClosedToNewOnes = try await eventually(within: 5) {
            (try? await server.send("GET", "/healthz"))?.status != 200
        }
        #expect(isClosedToNewOnes)
        #expect(server.process.isRunning)
        let answer = try await onOwnThread {
            connection.write(Array(request.suffix(20)))
            return try connection.readAnswer()
        }
        #expect(answer.status == 201)
        #expect(try await server.process.wait(seconds: 15) == 0)

        let again = try await RunningServer.start(directory: server.directory)
        let contact = try await again.send("GET", "/api/contacts/\(answer.json().id)?peek=true", key: house.staff)
        #expect(try contact.json() == answer.json())
        try await again.stop()
    }

    @Test("Connections on which nothing happens do not hold it up")
    func idleConnections() async throws {
        let server = try await RunningServer.start()
        let connections = try await concurrently(5) { _ in try await server.connect() }
        let statuses = try await onOwnThread {
            try connections.prefix(3).map { connection in
                connection.write(server.request("GET", "/healthz"))
                return try connection.readAnswer().status
            }
        }
        #expect(statuses == [200, 200, 200])
        let start = ContinuousClock.now
        #expect(try await server.stop() == 0)
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test("A request that never ends is waited for no longer than 10 seconds")
    func neverEnding() async throws {
        let server = try await RunningServer.start()
        let connection = try await server.connect()
        let head = server.request(
            "POST", "/api/contacts", headers: [("Content-Type", "application/json"), ("Content-Length", "100")])
        try await onOwnThread { _ = connection.write(head) }
        _ = try await server.send("GET", "/healthz")
        let start = ContinuousClock.now
        #expect(try await server.stop() == 0)
        #expect(ContinuousClock.now - start < .seconds(16))
    }
}
