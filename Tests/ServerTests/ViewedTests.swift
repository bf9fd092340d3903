import TestSupport
import Testing

@Suite("Viewing a contact")
struct ViewedTests {
    @Test("The first read by a member of staff marks the contact viewed, and later ones keep the time")
    func firstRead() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let first = try await house.send("GET", "/api/contacts/\(id)")
        #expect(first.status == 200)
        let contact = try first.json()
        expectContact(contact)
        #expect(contact["viewed"] == true)
        #expect(try contact.text("viewed_at") >= contact.text("created_at"))
        #expect(try await house.send("GET", "/api/contacts/\(id)").json() == contact)
        #expect(try await house.peek(id) == contact)
    }

    @Test("A look with peek, a HEAD, a list, an export and an update mark nothing viewed")
    func looks() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        let id = try contact.id
        let email = try contact.text("email")
        #expect(try await house.peek(id)["viewed"] == false)
        #expect(try await house.send("HEAD", "/api/contacts/\(id)").status == 200)
        _ = try await house.list(["email": email])
        _ = try await house.send("GET", "/api/contacts/export" + query(["email": email]))
        #expect(try await house.patch(id, ["subject": "changed"]).json()["viewed"] == false)
        #expect(try await house.peek(id)["viewed"] == false)
        #expect(try await house.send("GET", "/api/contacts/\(id)?peek=false").json()["viewed"] == true)
    }

    @Test("A contact is marked viewed, which keeps the first time, and not viewed again")
    func markedByHand() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let path = "/api/contacts/\(id)/viewed"
        let marked = try await house.send("PUT", path)
        #expect(marked.status == 200)
        let contact = try marked.json()
        expectContact(contact)
        #expect(contact["viewed"] == true)
        #expect(try await house.send("PUT", path).json() == contact)

        let unmarked = try await house.send("DELETE", path)
        #expect(unmarked.status == 200)
        expectContact(try unmarked.json())
        #expect(try unmarked.json()["viewed"] == false)
        #expect(try unmarked.json()["viewed_at"] == .null)
        #expect(try await house.send("DELETE", path).status == 200)
        let again = try await house.send("PUT", path).json()
        #expect(try again.text("viewed_at") > contact.text("viewed_at"))
    }

    @Test("Viewing is no update: updated_at and the history stay")
    func viewingIsNoUpdate() async throws {
        let house = try await House.shared()
        let contact = try await house.contact()
        let id = try contact.id
        let read = try await house.send("GET", "/api/contacts/\(id)").json()
        let unmarked = try await house.send("DELETE", "/api/contacts/\(id)/viewed").json()
        let marked = try await house.send("PUT", "/api/contacts/\(id)/viewed").json()
        for later in [read, unmarked, marked] { #expect(later["updated_at"] == contact["updated_at"]) }
        #expect(try await house.history(id).isEmpty)
    }

    @Test("Many first reads at once agree on the time")
    func firstReadsAtOnce() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let times = try await concurrently(10) { _ in
            try await house.send("GET", "/api/contacts/\(id)").json().text("viewed_at")
        }
        #expect(Set(times).count == 1)
    }

    @Test("peek is true or false", arguments: ["maybe", ""])
    func badPeek(value: String) async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        try expectInvalidParameters(try await house.send("GET", "/api/contacts/\(id)?peek=\(value)"), ["peek"])
        #expect(try await house.peek(id)["viewed"] == false)
    }

    @Test("A contact that is not there cannot be marked", arguments: ["PUT", "DELETE"])
    func notThere(method: String) async throws {
        let house = try await House.shared()
        let answer = try await house.send(method, "/api/contacts/999999999/viewed")
        try expectProblem(answer, 404, "not-found", detail: "Not found.")
    }
}
