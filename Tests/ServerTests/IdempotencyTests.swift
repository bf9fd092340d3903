import TestSupport
import Testing

@Suite("Idempotency keys")
struct IdempotencyTests {
    @Test("A repeated creation gets the first answer again, and makes no second contact")
    func repeated() async throws {
        let house = try await House.shared()
        let (key, email) = (uniqueWord(), uniqueEmail())
        let first = try await create(house, key, ["message": "m", "email": .string(email)])
        #expect(first.status == 201)
        let id = try first.json().id
        _ = try await house.patch(id, ["subject": "changed meanwhile"])
        let again = try await create(house, key, ["message": "m", "email": .string(email)])
        #expect(again.status == 201)
        #expect(try again.json() == first.json())
        #expect(again.header("Location") == first.header("Location"))
        #expect(try await house.ids(["email": email]) == [id])
    }

    @Test("The same fields in another order, or as a form, are the same request")
    func sameFields() async throws {
        let house = try await House.shared()
        let (key, email) = (uniqueWord(), uniqueEmail())
        let first = try await create(house, key, ["message": "m", "email": .string(email)])
        let reordered = try await create(house, key, ["email": .string(email), "message": "m"])
        let form = try await house.server.send(
            "POST", "/api/contacts", type: "application/x-www-form-urlencoded",
            text: "message=m&email=\(percentEncoded(email))", headers: [("Idempotency-Key", key)])
        for answer in [reordered, form] {
            #expect(answer.status == 201)
            #expect(try answer.json() == first.json())
        }
    }

    @Test("The same key with other fields is 422")
    func otherFields() async throws {
        let house = try await House.shared()
        let (key, email) = (uniqueWord(), uniqueEmail())
        _ = try await create(house, key, ["message": "m", "email": .string(email)])
        let answer = try await create(house, key, ["message": "another", "email": .string(email)])
        try expectProblem(answer, 422, "idempotency-key-reused")
        #expect(try await house.ids(["email": email]).count == 1)
    }

    @Test("A refused creation is not remembered")
    func refusedFirst() async throws {
        let house = try await House.shared()
        let key = uniqueWord()
        #expect(try await create(house, key, ["message": "m"]).status == 400)
        #expect(try await create(house, key, ["message": "m", "email": "a@example.com"]).status == 201)
    }

    @Test("Without a key, or with another, a repeated creation makes a second contact")
    func otherKeys() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let fields: JSON = ["message": "m", "email": .string(email)]
        for _ in 0..<2 { _ = try await house.contact(fields) }
        for _ in 0..<2 { #expect(try await create(house, uniqueWord(), fields).status == 201) }
        #expect(try await house.ids(["email": email]).count == 4)
    }

    @Test("Repeats at the same time make one contact")
    func atTheSameTime() async throws {
        let house = try await House.shared()
        let (key, email) = (uniqueWord(), uniqueEmail())
        let answers = try await concurrently(8) { _ in
            try await create(house, key, ["message": "m", "email": .string(email)])
        }
        #expect(answers.allSatisfy { $0.status == 201 })
        #expect(try Set(answers.map { try $0.json().id }).count == 1)
        #expect(try await house.ids(["email": email]).count == 1)
    }

    @Test("A key of 1 to 255 visible ASCII characters is taken", arguments: ["x", "~!\"#{}", String(repeating: "k", count: 235)])
    func goodKey(start: String) async throws {
        let house = try await House.shared()
        let key = start.count < 10 ? start + uniqueWord() : start + uniqueWord() + "full"
        #expect(try await create(house, key, ["message": "m", "email": "a@example.com"]).status == 201)
    }

    @Test("Another key is 400", arguments: ["", String(repeating: "k", count: 256), "two words", "clé"])
    func badKey(key: String) async throws {
        let answer = try await create(House.shared(), key, ["message": "m", "email": "a@example.com"])
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.mediaType == "application/problem+json")
    }
}

private func create(_ house: House, _ key: String, _ fields: JSON) async throws -> HTTPAnswer {
    try await house.server.send("POST", "/api/contacts", json: fields, headers: [("Idempotency-Key", key)])
}
