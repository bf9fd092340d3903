import TestSupport
import Testing

@Suite("Documentation")
struct DocsTests {
    @Test("/docs is a page for a person, with nothing from another host")
    func page() async throws {
        let answer = try await House.shared().server.send("GET", "/docs")
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type")?.lowercased() == "text/html; charset=utf-8")
        let html = answer.text
        let elsewhere = html.matches(of: /(?:src|srcset|action|data)\s*=\s*["']?(?:https?:)?\/\/[^"'\s>]*/).map { String($0.0) }
        #expect(elsewhere.isEmpty, "\(elsewhere)")
        #expect(html.firstMatch(of: /<link[^>]*href\s*=\s*["']?(?:https?:)?\/\//) == nil)
        #expect(html.firstMatch(of: /url\(\s*["']?(?:https?:)?\/\//) == nil)
        #expect(html.firstMatch(of: /@import/) == nil)
        for path in ["/api/contacts", "/api/staff", "/api/keys", "/api/me", "/api/permissions"] {
            #expect(html.contains(path), "\(path)")
        }
    }

    @Test("What the page needs is here")
    func parts() async throws {
        let server = try await House.shared().server
        let html = try await server.send("GET", "/docs").text
        for match in html.matches(of: /(?:src|href)="(\/[^"#]*)"/) {
            let status = try await server.send("GET", String(match.1)).status
            #expect([200, 302].contains(status), "\(match.1)")
        }
    }

    @Test("Each kind of problem is explained", arguments: problemNames)
    func problems(name: String) async throws {
        let html = try await House.shared().server.send("GET", "/docs").text
        #expect(html.contains("id=\"problem-\(name)\""))
    }

    @Test("The OpenAPI document is JSON, 3.1, and open to anybody")
    func openAPI() async throws {
        let answer = try await House.shared().server.send("GET", "/openapi.json")
        #expect(answer.status == 200)
        #expect(answer.mediaType == "application/json")
        let document = try answer.json()
        #expect(try document.text("openapi").hasPrefix("3.1."))
        #expect(document["info"]?["title"]?.string != nil)
    }

    @Test(
        "Every call is in the OpenAPI document, with its success and its refusals", arguments: APIRoute.all.filter { $0.method != "HEAD" })
    func everyCall(route: APIRoute) async throws {
        let document = try await House.shared().server.send("GET", "/openapi.json").json()
        let paths = try #require(document["paths"])
        let path = try #require(paths.keys.first { matches($0, route.template) }, "\(paths.keys)")
        let operation = try #require(paths[path]?[route.method.lowercased()], "\(route.method) \(path)")
        let statuses = operation["responses"]?.keys ?? []
        #expect(statuses.contains(String(route.success)))
        if route.needs != .nothing { #expect(statuses.contains("401")) }
        if ![.nothing, .anyStaff].contains(route.needs) { #expect(statuses.contains("403")) }
        if route.hasID { #expect(statuses.contains("404")) }
        if route.body != nil { #expect(operation["requestBody"] != nil && statuses.contains("400")) }
    }

    @Test("The front door leads to the documentation")
    func frontDoor() async throws {
        let answer = try await House.shared().server.send("GET", "/")
        #expect(answer.status == 302)
        #expect(answer.header("Location")?.hasSuffix("/docs") == true)
    }

    /// Whether two templates are the same but for the names of their parameters.
    private func matches(_ one: String, _ other: String) -> Bool {
        let parts = [one, other].map { $0.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) } }
        return parts[0] == parts[1]
    }
}
