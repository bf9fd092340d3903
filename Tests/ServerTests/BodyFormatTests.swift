import TestSupport
import Testing

@Suite("Bodies")
struct BodyFormatTests {
    @Test(
        "JSON is taken under its names, with or without its charset, in any case",
        arguments: [
            "application/json", "application/merge-patch+json", "application/json; charset=utf-8",
            "application/json;charset=UTF-8", "application/json; charset=\"utf-8\"", "Application/JSON",
        ])
    func jsonTypes(type: String) async throws {
        let answer = try await patch(type, #"{"subject": "سلام \u0627 \/"}"#)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.json()["subject"] == "سلام ا /")
    }

    @Test("Another charset than UTF-8 is refused, not misread")
    func otherCharset() async throws {
        let body = Array("{\"subject\": \"caf".utf8) + [0xE9] + Array("\"}".utf8)
        let answer = try await patch("application/json; charset=iso-8859-1", body)
        #expect([400, 415].contains(answer.status), "\(answer.status)")
    }

    @Test("Another type is 415", arguments: ["text/plain", "application/xml", "application/octet-stream", "text/html; charset=utf-8"])
    func otherTypes(type: String) async throws {
        let answer = try await patch(type, "{}")
        let name = type.split(separator: ";")[0]
        let problem = try expectProblem(answer, 415, "unsupported-media-type")
        #expect(problem["detail"]?.string?.hasPrefix("Unsupported media type \"\(name)") == true, "\(problem)")
        #expect(problem["detail"]?.string?.hasSuffix("\" in request.") == true, "\(problem)")
    }

    @Test("A body of no type is 415")
    func noType() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let answer = try await house.server.send("PATCH", "/api/contacts/\(id)", key: house.staff, body: Array("{}".utf8))
        try expectProblem(answer, 415, "unsupported-media-type")
    }

    @Test(
        "Malformed JSON is 400 with line and column",
        arguments: [
            (#"{"subject": x}"#, 1, 13), (#"{"subject" "x"}"#, 1, 12), ("{\n  \"subject\": \"a\",\n  x\n}", 3, 3),
            ("{\r\n\"subject\": 01}", 2, 13), (#"{"subject": "a",}"#, 1, 17), (#"{} x"#, 1, 4), (#"{'a': 1}"#, 1, 2),
            (#"{"subject": NaN}"#, 1, 13), (#"// no"#, 1, 1), (#"{"a": 1]"#, 1, 8), ("x", 1, 1),
        ])
    func malformed(text: String, line: Int, column: Int) async throws {
        let answer = try await patch("application/json", text)
        let problem = try expectProblem(answer, 400, "malformed-json")
        #expect(problem["line"]?.int == line, "\(problem)")
        let found = try #require(problem["column"]?.int)
        // The second digit of 01 is the first that is wrong; a parser may also point at the first.
        #expect(found == column || (text.contains("01") && found == column - 1), "\(problem)")
        let detail = try problem.text("detail")
        #expect(detail.hasPrefix("JSON parse error"))
        #expect(detail.hasSuffix(" at line \(line), column \(found)."))
    }

    @Test(
        "JSON that ends too early, or has what JSON has not, is 400 with a place",
        arguments: [
            " ", "{", "{\"a\"", "{\"a\": \"b", "{\"a\": \"\u{1}\"}", "{\"a\": \"\\x\"}", "{\"a\": \"\\u12\"}", "{\"a\": tru}",
            "{\"a\": 1.}", "{\"a\": +1}", "[1,]",
        ])
    func malformedElsewhere(text: String) async throws {
        let problem = try expectProblem(try await patch("application/json", text), 400, "malformed-json")
        #expect(problem["line"]?.int == 1)
        #expect((problem["column"]?.int).map { $0 >= 1 && $0 <= text.count + 1 } == true, "\(problem)")
    }

    @Test(
        "An empty body changes nothing",
        arguments: ["application/json", "application/merge-patch+json", "application/x-www-form-urlencoded"])
    func empty(type: String) async throws {
        #expect(try await patch(type, "").status == 200)
    }

    @Test(
        "A body that is no object is 400",
        arguments: [("[]", "list"), ("[{}]", "list"), ("\"x\"", ""), ("5", ""), ("null", ""), ("true", "")])
    func noObject(text: String, kind: String) async throws {
        let problem = try expectProblem(try await patch("application/json", text), 400, "invalid-body")
        let detail = try problem.text("detail")
        #expect(detail.hasPrefix("Invalid data. Expected a dictionary, but got \(kind)"), "\(detail)")
        if !kind.isEmpty { #expect(detail == "Invalid data. Expected a dictionary, but got \(kind).") }
    }

    @Test("Of a key that stands twice the last counts")
    func twice() async throws {
        let answer = try await patch("application/json", #"{"subject": "first", "subject": "last"}"#)
        #expect(try answer.json()["subject"] == "last")
        let form = try await patch("application/x-www-form-urlencoded", "subject=first&subject=last")
        #expect(try form.json()["subject"] == "last")
    }

    @Test(
        "Invalid UTF-8 is refused at its field",
        arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xE2, 0x82]] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) async throws {
        let message = "This text is not valid UTF-8."
        let body = Array("{\"subject\": \"a".utf8) + bytes + Array("\"}".utf8)
        try expectInvalid(try await patch("application/json", body), "subject", message)
        let encoded = bytes.map { "%" + String($0, radix: 16) }.joined()
        try expectInvalid(try await patch("application/x-www-form-urlencoded", "subject=a\(encoded)"), "subject", message)
    }

    @Test("Deep nesting is refused, and harms nobody", arguments: ["[", "{\"a\":"])
    func deepNesting(opening: String) async throws {
        let depth = 40_000
        let closing = opening == "[" ? "]" : "}"
        let value = String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
        let answer = try await patch("application/json", "{\"subject\": \(value.prefix(200_000))")
        #expect(answer.status == 400)
        #expect(answer.mediaType == "application/problem+json")
        #expect(try await patch("application/json", "{\"subject\": [[[[[[1]]]]]]}").status == 400)
    }

    @Test("A number of any size is not a string", arguments: ["1e999", "-0", "123456789012345678901234567890", "1E-5"])
    func numbers(text: String) async throws {
        try expectInvalid(try await patch("application/json", "{\"subject\": \(text)}"), "subject", "Not a valid string.")
    }
}

/// Updates a new contact with such a body.
func patch(_ type: String, _ body: [UInt8], headers: [(String, String)] = []) async throws -> HTTPAnswer {
    let house = try await House.shared()
    let id = try await house.contact(["mobile_number": "12345"]).id
    return try await house.server.send(
        "PATCH", "/api/contacts/\(id)", key: house.staff, body: body, headers: [("Content-Type", type)] + headers)
}

func patch(_ type: String, _ text: String) async throws -> HTTPAnswer {
    try await patch(type, Array(text.utf8))
}
