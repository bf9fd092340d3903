import TestSupport
import Testing

@Suite("Validation")
struct ValidationTests {
    @Test("A value that no field may have is refused with its own message", arguments: writableFields, notStrings)
    func notAString(field: String, bad: BadValue) async throws {
        try await expectRefused(field, bad)
    }

    @Test("A bad value is refused with its own message, and nothing is written", arguments: badValues)
    func badValue(bad: BadValue) async throws {
        try await expectRefused(bad.field, bad)
    }

    @Test("A bad value is refused on creation with the same message", arguments: badValues)
    func badOnCreation(bad: BadValue) async throws {
        let house = try await House.shared()
        let fields: JSON = ["message": "m", "email": .string(uniqueEmail()), "mobile_number": "12345"]
        let answer = try await house.server.send("POST", "/api/contacts", json: fields.with(bad.field, bad.value))
        try expectMessage(answer, bad.field, bad.message)
    }

    @Test("A good value is taken, and stored trimmed and in NFC", arguments: goodValues)
    func goodValue(good: GoodValue) async throws {
        let house = try await House.shared()
        let id = try await house.contact(["mobile_number": "12345"]).id
        let answer = try await house.patch(id, JSON.object([]).with(good.field, .string(good.given)))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try Array(answer.json().text(good.field).utf8) == Array((good.stored ?? good.given).utf8))
        #expect(try await Array(house.peek(id).text(good.field).utf8) == Array((good.stored ?? good.given).utf8))
    }

    @Test("Every field but the message may be empty", arguments: writableFields.filter { $0 != "message" })
    func mayBeEmpty(field: String) async throws {
        let house = try await House.shared()
        let id = try await house.contact(["mobile_number": "12345", "first_name": "f", "subject": "s"]).id
        let answer = try await house.patch(id, JSON.object([]).with(field, " "))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.json()[field] == "")
    }

    @Test("Every invalid field is listed")
    func allAreListed() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let answer = try await house.patch(
            id,
            [
                "subject": 1, "message": "", "first_name": .null, "last_name": "\u{0}", "email": "@",
                "mobile_number": .string(String(repeating: "1", count: 33)), "colour": "red",
            ])
        try expectProblem(
            answer, 400, "invalid-fields", detail: "7 fields are invalid.",
            errors: [
                "subject": ["Not a valid string."], "message": ["This field may not be blank."],
                "first_name": ["This field may not be null."], "last_name": ["Null characters are not allowed."],
                "email": ["Enter a valid email address."],
                "mobile_number": ["Ensure this field has no more than 32 characters."],
                "colour": [.string(unknownField)],
            ])
    }

    @Test("Half of a surrogate pair is refused by its name", arguments: [#"\ud800"#, #"a\udc00b"#, #"\udbff\u0041"#])
    func unpairedSurrogate(escaped: String) async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let answer = try await house.server.send(
            "PATCH", "/api/contacts/\(id)", key: house.staff, type: "application/json", text: "{\"subject\":\"\(escaped)\"}")
        let code = try #require(escaped.firstMatch(of: /\\u(d[8-f]..)/)).1.uppercased()
        try expectInvalid(answer, "subject", "Surrogate characters are not allowed: U+\(code).")
    }

    @Test("A whole surrogate pair is the character that it stands for")
    func wholeSurrogatePair() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let answer = try await house.server.send(
            "PATCH", "/api/contacts/\(id)", key: house.staff, type: "application/json", text: #"{"subject":"\ud83d\ude00"}"#)
        #expect(try answer.json()["subject"] == "😀")
    }

    private func expectRefused(_ field: String, _ bad: BadValue) async throws {
        let house = try await House.shared()
        let contact = try await house.contact(["mobile_number": "12345"])
        let answer = try await house.patch(contact.id, JSON.object([]).with(field, bad.value))
        try expectMessage(answer, field, bad.message)
        #expect(try await house.peek(contact.id) == contact)
    }

    /// A message that ends in `…` may go on.
    private func expectMessage(_ answer: HTTPAnswer, _ field: String, _ message: String) throws {
        guard message.hasSuffix("…") else { return try expectInvalid(answer, field, message) }
        let problem = try expectProblem(answer, 400, "invalid-fields")
        #expect(problem["errors"]?.keys == [field])
        #expect(problem["errors"]?[field]?[0]?.string?.hasPrefix(message.dropLast()) == true, "\(problem)")
    }
}
