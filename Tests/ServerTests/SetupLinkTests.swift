import Foundation
import TestSupport
import Testing

@Suite("The one-time link")
struct SetupLinkTests {
    @Test("It makes the first admin, shows a key once, and is no good a second time")
    func makesTheFirstAdmin() async throws {
        let server = try await RunningServer.start()
        let link = try await server.setupLink()
        #expect(link.hasPrefix(server.url + "/setup/"))
        let path = String(link.dropFirst(server.url.count))

        // Looking at it, as a mail program's preview does, does not use it up.
        for _ in 0..<2 {
            let page = try await server.send("GET", path)
            #expect(page.status == 200)
            #expect(page.mediaType == "text/html")
            for name in ["email", "name", "password"] { #expect(page.text.contains("name=\"\(name)\"")) }
        }

        let refused = try await submit(path, on: server, email: "not an email", password: "long enough")
        #expect((400..<500).contains(refused.status))
        let tooShort = try await submit(path, on: server, email: "first@example.com", password: "short")
        #expect((400..<500).contains(tooShort.status))
        #expect(!tooShort.text.contains("lbx_"))

        let done = try await submit(path, on: server, email: "first@example.com", password: "long enough")
        #expect([200, 201].contains(done.status), "\(done.text)")
        #expect(done.mediaType == "text/html")
        let key = try #require(done.text.firstMatch(of: /lbx_[0-9A-Za-z]{38}/)).0
        let me = try await server.send("GET", "/api/me", key: String(key)).json()
        #expect(me["email"] == "first@example.com")
        #expect(me["name"] == "Ada")
        #expect(me["admin"] == true)

        for again in [
            try await submit(path, on: server, email: "second@example.com", password: "long enough"),
            try await server.send("GET", path),
        ] {
            #expect((400..<500).contains(again.status))
            #expect(!again.text.contains("lbx_"))
        }
        let staff = try await server.send("GET", "/api/staff", key: String(key)).json()
        #expect(staff["count"] == 1)
        try await server.stop()
    }

    @Test("Of two who use it at once, one becomes the admin")
    func usedAtOnce() async throws {
        let server = try await RunningServer.start()
        let path = String(try await server.setupLink().dropFirst(server.url.count))
        let answers = try await concurrently(3) { number in
            try await submit(path, on: server, email: "number\(number)@example.com", password: "long enough")
        }
        #expect(answers.filter { $0.text.contains("lbx_") }.count == 1)
        try await server.stop()
    }

    @Test("Another token opens nothing", arguments: ["x", "../healthz", "%00", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])
    func otherToken(token: String) async throws {
        let server = try await House.shared().server
        for method in ["GET", "POST"] {
            let answer = try await server.send(
                method, "/setup/\(token)", type: "application/x-www-form-urlencoded",
                text: "email=x%40example.com&name=x&password=long+enough")
            #expect((400..<500).contains(answer.status))
        }
    }

    @Test("A database with staff has no such link, and one made meanwhile makes it void")
    func notWithStaff() async throws {
        let server = try await RunningServer.start()
        let path = String(try await server.setupLink().dropFirst(server.url.count))
        _ = try await server.createStaff(admin: true)
        let late = try await submit(path, on: server, email: "late@example.com", password: "long enough")
        #expect((400..<500).contains(late.status))
        #expect(!late.text.contains("lbx_"))
        try await server.stop()
        let before = server.directory.read("stdout").components(separatedBy: "/setup/").count
        let again = try await RunningServer.start(directory: server.directory)
        _ = try await again.send("GET", "/healthz")
        #expect(again.directory.read("stdout").components(separatedBy: "/setup/").count == before)
        try await again.stop()
    }
}

/// Fills in the form as a browser does, with whatever hidden fields it has.
private func submit(
    _ path: String, on server: RunningServer, email: String, password: String
) async throws -> HTTPAnswer {
    let page = try await server.send("GET", path)
    let hidden = page.text.matches(of: /<input[^>]*type="hidden"[^>]*>/).compactMap { input -> String? in
        guard let name = input.0.firstMatch(of: /name="([^"]*)"/)?.1,
            let value = input.0.firstMatch(of: /value="([^"]*)"/)?.1
        else { return nil }
        return "&\(name)=\(percentEncoded(String(value)))"
    }
    let text = "email=\(percentEncoded(email))&name=Ada&password=\(percentEncoded(password))" + hidden.joined()
    return try await server.send(
        "POST", path, type: "application/x-www-form-urlencoded", text: text, headers: [("Origin", server.url)])
}
