import TestSupport
import Testing

@Suite("Forms as bodies")
struct FormBodyTests {
    private let form = "application/x-www-form-urlencoded"
    private let multipart = "multipart/form-data; boundary=--x42"

    @Test("A form is percent-decoded, and a plus is a space")
    func decoded() async throws {
        let answer = try await patch(form, "subject=a+b%20c%2B%26%3D&first_name=%D9%81%D8%B1%D8%B4%DB%8C%D8%AF&last_name=")
        #expect(answer.status == 200, "\(answer.text)")
        let contact = try answer.json()
        #expect(contact["subject"] == "a b c+&=")
        #expect(contact["first_name"] == "فرشید")
        #expect(contact["last_name"] == "")
    }

    @Test("A form keeps to the same rules as JSON")
    func sameRules() async throws {
        let answer = try await patch(form, "email=bad&colour=red&message=+")
        try expectProblem(
            answer, 400, "invalid-fields", detail: "3 fields are invalid.",
            errors: [
                "email": ["Enter a valid email address."], "colour": [.string(unknownField)],
                "message": ["This field may not be blank."],
            ])
        #expect(try await patch(form, "id=7&viewed=true").status == 200)
        #expect(try await patch(form, "").status == 200)
    }

    @Test("Multipart fields are taken as they stand")
    func multipartFields() async throws {
        let answer = try await patch(
            multipart, parts(("subject", "سلام & more"), ("message", "one\r\ntwo"), ("subject", "last counts")))
        #expect(answer.status == 200, "\(answer.text)")
        let contact = try answer.json()
        #expect(contact["subject"] == "last counts")
        #expect(contact["message"]?.string?.unicodeScalars.first == "o")
        #expect(contact["message"]?.string?.contains("two") == true)
    }

    @Test("The boundary may be quoted, and the name bare")
    func quotedBoundary() async throws {
        let body = parts(("subject", "quoted")).replacing("name=\"subject\"", with: "name=subject")
        let answer = try await patch("multipart/form-data; boundary=\"--x42\"", body)
        #expect(try answer.json()["subject"] == "quoted")
    }

    @Test("A file is no string")
    func file() async throws {
        let body = """
            ----x42\r
            Content-Disposition: form-data; name="subject"; filename="a.txt"\r
            Content-Type: text/plain\r
            \r
            text\r
            ----x42--\r

            """
        try expectInvalid(try await patch(multipart, body), "subject", "Not a valid string.")
    }

    @Test("Multipart keeps to the same rules as JSON")
    func multipartRules() async throws {
        let answer = try await patch(multipart, parts(("email", "bad"), ("colour", "red")))
        try expectProblem(
            answer, 400, "invalid-fields",
            errors: ["email": ["Enter a valid email address."], "colour": [.string(unknownField)]])
        let invalid = Array("----x42\r\nContent-Disposition: form-data; name=\"subject\"\r\n\r\na".utf8) + [0xFF]
        let answerToInvalid = try await patch(multipart, invalid + Array("\r\n----x42--\r\n".utf8))
        try expectInvalid(answerToInvalid, "subject", "This text is not valid UTF-8.")
    }

    @Test("Multipart that is cut off, or has no boundary, is 400")
    func brokenMultipart() async throws {
        let whole = parts(("subject", "x"))
        for (type, body) in [
            (multipart, String(whole.dropLast(12))), ("multipart/form-data", whole), (multipart, "nothing of the kind"),
            ("multipart/form-data; boundary=", whole),
        ] {
            let answer = try await patch(type, body)
            #expect(answer.status == 400, "\(type) \(answer.text)")
            #expect(answer.mediaType == "application/problem+json")
        }
    }

    private func parts(_ fields: (String, String)...) -> String {
        fields.map { "----x42\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n" }.joined() + "----x42--\r\n"
    }
}
