import TestSupport
import Testing

@Suite("Updating a contact")
struct UpdateTests {
    @Test("An update answers 200 with exactly the documented fields, in their order")
    func documentedAnswer() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let answer = try await house.patch(
            id,
            [
                "subject": "New Subject", "message": "Updated message content.", "first_name": "John",
                "last_name": "Doe", "email": "john.doe@example.com", "mobile_number": "123-456-7890",
            ])
        #expect(answer.status == 200)
        #expect(answer.mediaType == "application/json")
        let contact = try answer.json()
        expectContact(contact)
        #expect(try contact.id == id)
        #expect(contact["subject"] == "New Subject")
        #expect(contact["message"] == "Updated message content.")
        #expect(contact["first_name"] == "John")
        #expect(contact["last_name"] == "Doe")
        #expect(contact["email"] == "john.doe@example.com")
        #expect(contact["mobile_number"] == "123-456-7890")
    }

    @Test("The values of the given example come back to the byte")
    func exampleToTheByte() async throws {
        let house = try await House.shared()
        let example: JSON = [
            "first_name": "فرشید", "last_name": "سلطانی", "email": "Osbaldo_Daniel@yahoo.com",
            "mobile_number": "09228504384", "subject": "Regional", "message": "nobis",
        ]
        let id = try await house.contact().id
        for contact in [try await house.patch(id, example).json(), try await house.peek(id)] {
            for key in example.keys {
                #expect(try Array(contact.text(key).utf8) == Array(example.text(key).utf8), "\(key)")
            }
        }
    }

    @Test("A field left out keeps its value", arguments: writableFields)
    func leftOut(field: String) async throws {
        let house = try await House.shared()
        let before = try await house.contact([
            "subject": "s", "message": "m", "first_name": "f", "last_name": "l", "mobile_number": "12345",
        ])
        let value: JSON = field == "email" ? "new@example.com" : field == "mobile_number" ? "67890" : "new"
        let after = try await house.patch(before.id, JSON.object([]).with(field, value)).json()
        for other in writableFields {
            #expect(after[other] == (other == field ? value : before[other]), "\(other)")
        }
    }

    @Test("A client may send back an object that it read")
    func sentBack() async throws {
        let house = try await House.shared()
        let contact = try await house.contact(["subject": "As it was"])
        let answer = try await house.patch(contact.id, contact)
        #expect(answer.status == 200)
        #expect(try answer.json() == contact)
    }

    @Test("Id, viewed and the times in a body are ignored, whatever they are")
    func readOnlyFieldsAreIgnored() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        let answer = try await house.patch(
            contact.id,
            ["id": "another", "viewed": 5, "viewed_at": "yesterday", "created_at": [], "updated_at": .null])
        #expect(answer.status == 200)
        #expect(try answer.json() == contact)
    }

    @Test("An unknown key is an error that names it and the allowed ones")
    func unknownKey() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        let answer = try await house.patch(contact.id, ["colour": "red", "subject": "New"])
        try expectInvalid(answer, "colour", unknownField)
        #expect(try await house.peek(contact.id) == contact)
    }

    @Test("Each update sets a later updated_at, and leaves created_at and viewed alone")
    func updatedAtGrows() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        var last = try contact.text("updated_at")
        for number in 1...20 {
            let updated = try await house.patch(contact.id, ["subject": "Number \(number)"]).json()
            #expect(try updated.text("updated_at") > last)
            #expect(updated["created_at"] == contact["created_at"])
            #expect(updated["viewed"] == false)
            last = try updated.text("updated_at")
        }
    }

    @Test(
        "An update that changes nothing leaves updated_at and the history alone",
        arguments: [[:], ["subject": "Same"], ["subject": "  Same "], ["first_name": "", "subject": "Same"]] as [JSON])
    func nothingChanges(fields: JSON) async throws {
        let house = try await House.shared()
        let contact = try await house.contact(["subject": "Same"])
        let answer = try await house.patch(contact.id, fields)
        #expect(answer.status == 200)
        #expect(try answer.json() == contact)
        #expect(try await house.history(contact.id).isEmpty)
    }

    @Test("An update with invalid fields writes nothing, and lists every one of them")
    func allOrNothing() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        let answer = try await house.patch(
            contact.id, ["subject": "Fine", "email": "not an email", "message": " "])
        try expectProblem(
            answer, 400, "invalid-fields", detail: "2 fields are invalid.",
            errors: ["email": ["Enter a valid email address."], "message": ["This field may not be blank."]])
        #expect(try await house.peek(contact.id) == contact)
        #expect(try await house.history(contact.id).isEmpty)
    }

    @Test("At least one of email and mobile number remains")
    func oneWayToAnswerRemains() async throws {
        let house = try await House.shared()
        let id = try await house.contact(["mobile_number": "12345"]).id
        #expect(try await house.patch(id, ["mobile_number": ""]).status == 200)
        let refused = try await house.patch(id, ["email": ""])
        try expectProblem(
            refused, 400, "invalid-fields",
            errors: ["email": [.string(noAnswerPossible)], "mobile_number": [.string(noAnswerPossible)]])
        let exchanged = try await house.patch(id, ["email": "", "mobile_number": "67890"])
        #expect(exchanged.status == 200)
        #expect(try exchanged.json()["email"] == "")
    }

    @Test("An update is there for every later read")
    func isThereAfterwards() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let updated = try await house.patch(id, ["last_name": "Ngũgĩ"]).json()
        #expect(try await house.peek(id) == updated)
    }

    @Test("An id that is not there is 404", arguments: ["999999999", "abc", "0", "-1", "1.5", "99999999999999999999"])
    func notThere(id: String) async throws {
        let house = try await House.shared()
        let answer = try await house.send("PATCH", "/api/contacts/\(id)", json: ["subject": "x"])
        try expectProblem(answer, 404, "not-found", detail: "Not found.")
    }
}
