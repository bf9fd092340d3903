import Foundation
import TestSupport
import Testing

@Suite("Serve", .serialized) struct ServeTests {
    @Test("On an empty database the first line says where it is ready, the second makes the first admin")
    func firstAdmin() async throws {
        let server = try await RunningServer.start()
        let link = try await server.setupLink()
        let lines = server.directory.read("stdout").split(separator: "\n")

        #expect(lines.first == "Letterbox is ready at \(server.url)")
        #expect(lines.dropFirst() == ["Make the first admin (link good for one hour): \(link)"])
        #expect(link.hasPrefix("\(server.url)/setup/"))
    }

    @Test("The link makes one admin with a key, once")
    func setup() async throws {
        let server = try await RunningServer.start()
        let path = try await server.setupLink().replacingOccurrences(of: server.url, with: "")
        let form = "email=boss%40example.com&name=Boss&password=correct+horse+battery"
        func fillIn() async throws -> HTTPAnswer {
            try await server.send("POST", path, type: "application/x-www-form-urlencoded", text: form)
        }

        let page = try await server.send("GET", path)
        #expect(page.status == 200)
        #expect(page.mediaType == "text/html")
        #expect(page.text.contains("<form"))

        let made = try await fillIn()
        #expect(made.status < 300)
        let key = try #require(made.text.firstMatch(of: /lbx_[0-9A-Za-z]{38}/)).0
        let me = try await server.send("GET", "/api/me", key: String(key)).json()
        #expect(me["email"] == "boss@example.com")
        #expect(me["admin"] == true)

        let again = try await fillIn()
        #expect((400..<500).contains(again.status))
        #expect(again.text.firstMatch(of: /lbx_[0-9A-Za-z]{38}/) == nil)
        #expect((400..<500).contains(try await server.send("GET", path).status))
    }

    @Test("A wrong link makes nobody")
    func wrongLink() async throws {
        let server = try await RunningServer.start()
        _ = try await server.setupLink()

        #expect((400..<500).contains(try await server.send("GET", "/setup/guessed").status))
        let answer = try await server.send(
            "POST", "/setup/guessed", type: "application/x-www-form-urlencoded", text: "email=a%40example.com&name=A&password=long+enough+x"
        )
        #expect((400..<500).contains(answer.status))
        #expect(try await server.command("staff", "list", "--json").objects().isEmpty)
    }

    @Test("On a database with staff there is no link")
    func noLink() async throws {
        let directory = try TemporaryDirectory()
        let database = try OwnDatabase(at: directory.file("letterbox.db"))
        _ = try await database.createStaff()

        let server = try await RunningServer.start(directory: directory)
        await Task.yield()
        #expect(try await server.send("GET", "/healthz").status == 200)
        _ = try await server.stop()

        #expect(directory.read("stdout") == "Letterbox is ready at \(server.url)\n")
    }

    @Test("Nothing but these lines is on standard output; the log is on standard error")
    func outputs() async throws {
        let server = try await RunningServer.start()
        _ = try await server.setupLink()
        _ = try await server.createContact(message: "hello")
        _ = try await server.send("GET", "/nowhere", headers: [("X-Request-Id", "find-me-in-the-log")])
        _ = try await server.stop()

        #expect(server.directory.read("stdout").split(separator: "\n").count == 2)
        #expect(server.log.contains("find-me-in-the-log"))
    }

    @Test("Port 0 is a free port, another one for each server")
    func freePort() async throws {
        let one = try await RunningServer.start()
        let two = try await RunningServer.start()

        #expect(one.port != 0 && one.port != two.port)
        #expect(try await two.send("GET", "/healthz").json() == ["status": "ok"])
        #expect(try await two.send("GET", "/readyz").json() == ["status": "ready"])
    }

    @Test("A port that is taken is told in one line")
    func busyPort() async throws {
        let server = try await RunningServer.start()
        let database = try OwnDatabase()

        let second = try await database.run("serve", "--port", String(server.port), seconds: 20)

        #expect(second.status != 0)
        #expect(second.stdout.isEmpty)
        #expect(second.errorLines.count == 1, "\(second.stderr)")
        #expect(second.stderr.contains(String(server.port)))
        #expect(try await server.send("GET", "/healthz").status == 200)
    }

    @Test("An address that is not of this machine is told in one line")
    func foreignAddress() async throws {
        let database = try OwnDatabase()

        let result = try await database.run("serve", "--port", "0", "--host", "192.0.2.1", seconds: 20)

        #expect(result.status != 0)
        #expect(result.errorLines.count == 1, "\(result.stderr)")
        #expect(result.stderr.contains("192.0.2.1"))
    }

    @Test("SIGTERM and SIGINT end it with exit code 0", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async throws {
        let server = try await RunningServer.start()
        let idle = try await server.connect()
        _ = try await server.createContact(message: "hello")

        server.process.signal(signal)

        #expect(try await server.process.wait(seconds: 15) == 0)
        idle.close()
        await #expect(throws: TestSupportError.self) { try await server.connect() }
    }

    @Test("A request in flight is answered before the end, and new connections are not")
    func inFlight() async throws {
        let server = try await RunningServer.start()
        let key = try await server.createFullKey()
        let request = server.request("POST", "/api/contacts", json: ["message": "in flight", "email": "a@example.com"])
        let connection = try await server.connect()
        connection.write(Array(request.dropLast(5)))
        try await Task.sleep(for: .milliseconds(300))

        server.process.signal(SIGTERM)
        let isClosed = try await eventually(within: 5) { (try? await server.send("GET", "/healthz")) == nil }
        connection.write(Array(request.suffix(5)))
        let answer = try await onOwnThread { try connection.readAnswer() }

        #expect(isClosed)
        #expect(answer.status == 201)
        #expect(try await server.process.wait(seconds: 15) == 0)
        let again = try await RunningServer.start(directory: server.directory)
        #expect(try await again.send("GET", "/api/contacts?q=flight", key: key).json()["count"] == 1)
    }

    @Test("A request that never ends does not keep it from ending")
    func endlessRequest() async throws {
        let server = try await RunningServer.start()
        let connection = try await server.connect()
        connection.write("POST /api/contacts HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\nContent-Type: application/json\r\n\r\n{")
        try await Task.sleep(for: .milliseconds(200))

        server.process.signal(SIGTERM)

        #expect(try await server.process.wait(seconds: 20) == 0)
        connection.close()
    }
}
