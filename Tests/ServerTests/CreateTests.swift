import TestSupport
import Testing

@Suite("Creating a contact")
struct CreateTests {
    @Test("Anybody creates a contact: 201, where it is, and the contact")
    func anybodyCreates() async throws {
        let house = try await House.shared()
        let fields: JSON = [
            "first_name": "فرشید", "last_name": "سلطانی", "email": .string(uniqueEmail()), "mobile_number": "09228504384",
            "subject": "Regional", "message": "nobis",
        ]
        let answer = try await house.server.send("POST", "/api/contacts", json: fields)
        #expect(answer.status == 201)
        let contact = try answer.json()
        expectContact(contact)
        for key in fields.keys { #expect(contact[key] == fields[key]) }
        #expect(contact["viewed"] == false)
        #expect(try contact.text("updated_at") >= contact.text("created_at"))
        let location = try #require(answer.header("Location"))
        #expect(try location.hasSuffix("/api/contacts/\(contact.id)"))
        #expect(try await house.peek(contact.id) == contact)
    }

    @Test("A message and an email are enough, and so are a message and a mobile number")
    func leastFields() async throws {
        let house = try await House.shared()
        for way in ["email", "mobile_number"] {
            let value: JSON = way == "email" ? "a@example.com" : "12345"
            let answer = try await house.server.send(
                "POST", "/api/contacts", json: JSON.object([]).with(way, value).with("message", "m"))
            #expect(answer.status == 201)
            let contact = try answer.json()
            for field in writableFields where ![way, "message"].contains(field) { #expect(contact[field] == "") }
        }
    }

    @Test("Without a message, and without a way to answer, nothing is created")
    func whatIsRequired() async throws {
        let house = try await House.shared()
        let noMessage = try await house.server.send("POST", "/api/contacts", json: ["email": "a@example.com"])
        try expectInvalid(noMessage, "message", "This field is required.")
        let noWay: JSON = ["email": [.string(noAnswerPossible)], "mobile_number": [.string(noAnswerPossible)]]
        for fields: JSON in [["message": "m"], ["message": "m", "email": "", "mobile_number": " "]] {
            let answer = try await house.server.send("POST", "/api/contacts", json: fields)
            try expectProblem(answer, 400, "invalid-fields", errors: noWay)
        }
    }

    @Test("A body without anything is told everything that is missing")
    func nothingGiven() async throws {
        let house = try await House.shared()
        let answer = try await house.server.send("POST", "/api/contacts", json: [:])
        let problem = try expectProblem(answer, 400, "invalid-fields")
        #expect(problem["errors"]?["message"] == ["This field is required."])
        #expect(problem["errors"]?["email"] == [.string(noAnswerPossible)])
    }

    @Test("An unknown field is refused")
    func unknownFieldIsRefused() async throws {
        let house = try await House.shared()
        let answer = try await house.server.send(
            "POST", "/api/contacts", json: ["message": "m", "email": "a@example.com", "colour": "red"])
        try expectInvalid(answer, "colour", unknownField)
    }

    @Test("An Authorization header is ignored, even one that is no good", arguments: ["Token nonsense", "Basic eDp5", "?"])
    func authorizationIsIgnored(value: String) async throws {
        let house = try await House.shared()
        let answer = try await house.server.send(
            "POST", "/api/contacts", json: ["message": "m", "email": "a@example.com"], headers: [("Authorization", value)])
        #expect(answer.status == 201)
    }

    @Test("A browser's form creates a contact too")
    func formCreates() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let answer = try await house.server.send(
            "POST", "/api/contacts", type: "application/x-www-form-urlencoded",
            text: "message=Hello+you%0D%0Athere&email=\(percentEncoded(email))&first_name=%D9%81%D8%B1%D8%B4%DB%8C%D8%AF")
        #expect(answer.status == 201)
        let contact = try answer.json()
        #expect(contact["email"] == .string(email))
        #expect(contact["first_name"] == "فرشید")
        #expect(contact["message"]?.string?.hasPrefix("Hello you") == true)
    }

    @Test("Contacts that are created at the same time are all there, each with an id of its own")
    func createdAtOnce() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await concurrently(20) { number in
            try await house.contact(["email": .string(email), "subject": "\(number)"]).id
        }
        #expect(Set(ids).count == 20)
        #expect(try await Set(house.ids(["email": email])) == Set(ids))
    }
}
