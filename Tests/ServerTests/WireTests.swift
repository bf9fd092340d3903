import TestSupport
import Testing

@Suite("HTTP on the wire")
struct WireTests {
    @Test("A connection is used again, and requests in a row are answered in their order")
    func pipelined() async throws {
        let house = try await House.shared()
        let server = house.server
        let connection = try await server.connect()
        let ids = ["first", "second", "third", "fourth"]
        let answers = try await onOwnThread {
            connection.write(ids.flatMap { server.request("GET", "/api/me", key: house.staff, headers: [("X-Request-Id", $0)]) })
            return try ids.map { _ in try connection.readAnswer() }
        }
        #expect(answers.map { $0.header("X-Request-Id") } == ids)
        #expect(answers.allSatisfy { $0.status == 200 })
    }

    @Test("A refused body does not spoil the next request on the connection")
    func afterARefusal() async throws {
        let house = try await House.shared()
        let server = house.server
        let connection = try await server.connect()
        let answers = try await onOwnThread {
            connection.write(server.request("PATCH", "/api/contacts/1", json: ["subject": "no key"]))
            let refused = try connection.readAnswer()
            guard refused.header("Connection")?.lowercased() != "close" else { return [refused] }
            connection.write(server.request("GET", "/healthz"))
            return [refused, try connection.readAnswer()]
        }
        #expect(answers.first?.status == 401)
        #expect(answers.dropFirst().allSatisfy { $0.status == 200 })
    }

    @Test("HTTP/1.0 is answered, and the connection closed")
    func http10() async throws {
        let connection = try await House.shared().server.connect(timeout: 10)
        let (answer, isClosed) = try await onOwnThread {
            connection.write("GET /healthz HTTP/1.0\r\n\r\n")
            return (try connection.readAnswer(), connection.isClosedByPeer())
        }
        #expect(answer.status == 200)
        #expect(isClosed)
    }

    @Test("A request of HTTP/1.1 names one host", arguments: ["", "Host: a\r\nHost: b\r\n"])
    func host(lines: String) async throws {
        let connection = try await House.shared().server.connect()
        let answer = try await onOwnThread {
            connection.write("GET /healthz HTTP/1.1\r\n\(lines)\r\n")
            return try connection.readAnswer()
        }
        try expectProblem(answer, 400, "bad-request")
    }

    @Test("A client that waits for leave to send its body gets it, and then its answer")
    func expectContinue() async throws {
        let connection = try await House.shared().server.connect()
        let body = #"{"message": "waited", "email": "a@example.com"}"#
        let head = "POST /api/contacts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
        let (leave, answer) = try await onOwnThread {
            connection.write(head + "Content-Length: \(body.utf8.count)\r\n\r\n")
            let leave = try connection.readHead()
            connection.write(body)
            return (leave, try connection.readAnswer())
        }
        #expect(leave.status == 100)
        #expect(answer.status == 201)
    }

    @Test("A client that waits with too large a body is refused before it sends it")
    func expectTooMuch() async throws {
        let connection = try await House.shared().server.connect()
        let head = "POST /api/contacts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
        let answer = try await onOwnThread {
            connection.write(head + "Content-Length: 300000\r\n\r\n")
            return try connection.readAnswer()
        }
        try expectProblem(answer, 413, "body-too-large")
    }

    @Test("More than 32 KiB of headers is 431", arguments: [1, 40])
    func tooManyHeaders(count: Int) async throws {
        let size = 33 * 1024 / count
        let headers = (1...count).map { ("X-Filler-\($0)", String(repeating: "x", count: size)) }
        let answer = try await House.shared().server.send("GET", "/api/me", headers: headers)
        try expectProblem(answer, 431, "headers-too-large")
    }

    @Test("Headers of 30 KiB are read")
    func manyHeaders() async throws {
        let house = try await House.shared()
        let headers = (1...30).map { ("X-Filler-\($0)", String(repeating: "x", count: 1000)) }
        #expect(try await house.send("GET", "/api/me", headers: headers).status == 200)
    }

    @Test(
        "What is not HTTP is 400",
        arguments: ["nonsense\r\n\r\n", "GET /api/me\r\n\r\n", "GET /api/me HTTP/1.1\r\nno colon\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n"])
    func notHTTP(text: String) async throws {
        let connection = try await House.shared().server.connect(timeout: 20)
        let answer = try await onOwnThread {
            connection.write(text)
            return try connection.readAnswer()
        }
        try expectProblem(answer, 400, "bad-request")
    }
}
