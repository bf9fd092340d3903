import TestSupport
import Testing

@Suite("A contact's history")
struct HistoryTests {
    @Test("Each change is recorded: who, when, which field, the value before and after")
    func eachChange() async throws {
        let house = try await House.shared()
        let me = try await house.send("GET", "/api/me").json()
        let contact = try await house.contact(["subject": "before"])
        let updated = try await house.patch(contact.id, ["subject": "after"]).json()
        let entries = try await house.history(contact.id)
        #expect(entries.count == 1)
        let entry = try #require(entries.first)
        #expect(entry.keys == ["id", "field", "before", "after", "changed_at", "changed_by"])
        #expect(entry["field"] == "subject")
        #expect(entry["before"] == "before")
        #expect(entry["after"] == "after")
        expectTime(entry["changed_at"])
        #expect(entry["changed_at"] == updated["updated_at"])
        let person: JSON = ["id": me["id"] ?? .null, "name": me["name"] ?? .null, "email": me["email"] ?? .null]
        #expect(entry["changed_by"] == person)
    }

    @Test("A changed field has an entry of its own, newest first; one that keeps its value has none")
    func newestFirst() async throws {
        let house = try await House.shared()
        let contact = try await house.contact(["subject": "one", "first_name": "same"])
        _ = try await house.patch(contact.id, ["subject": "two", "last_name": "new", "first_name": "same"])
        _ = try await house.patch(contact.id, ["subject": "three"])
        let entries = try await house.history(contact.id)
        #expect(entries.first?["field"] == "subject")
        #expect(entries.first?["before"] == "two")
        #expect(entries.first?["after"] == "three")
        #expect(Set(entries.dropFirst().compactMap { $0["field"]?.string }) == ["subject", "last_name"])
        #expect(entries.count == 3)
        let ids = try entries.map { try $0.id }
        #expect(ids == ids.sorted(by: >))
    }

    @Test("Values stand in the history as they are stored", arguments: ["می‌روم", "a\nb", "x\"y\\z", "😀"])
    func storedValues(value: String) async throws {
        let house = try await House.shared()
        let contact = try await house.contact(["message": "was"])
        _ = try await house.patch(contact.id, ["message": .string("  \(value) ")])
        let entry = try #require(try await house.history(contact.id).first)
        #expect(try Array(entry.text("after").utf8) == Array(value.utf8))
    }

    @Test("Trash and restore are recorded as changes of the state")
    func trashAndRestore() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        _ = try await house.send("DELETE", "/api/contacts/\(id)")
        _ = try await house.send("POST", "/api/contacts/\(id)/restore")
        let entries = try await house.history(id)
        #expect(entries.map { $0["field"] } == ["state", "state"])
        #expect(entries.map { $0["before"] } == ["trash", "inbox"])
        #expect(entries.map { $0["after"] } == ["inbox", "trash"])
    }

    @Test("Creation and viewing are not recorded")
    func notRecorded() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        _ = try await house.send("GET", "/api/contacts/\(id)")
        _ = try await house.send("DELETE", "/api/contacts/\(id)/viewed")
        let page = try await house.send("GET", "/api/contacts/\(id)/history").json()
        #expect(page == ["count": 0, "next": .null, "previous": .null, "results": []])
    }

    @Test("Each entry names the one who made the change")
    func twoPeople() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        let other = try await house.newKey(permissions: [4003])
        _ = try await house.patch(id, ["subject": "one"])
        _ = try await house.server.send("PATCH", "/api/contacts/\(id)", key: other, json: ["subject": "two"])
        let otherID = try await house.server.send("GET", "/api/me", key: other).json()["id"]
        let entries = try await house.history(id)
        #expect(entries.first?["changed_by"]?["id"] == otherID)
        #expect(entries.last?["changed_by"]?["id"] != otherID)
    }

    @Test("A contact that is not there, or in the trash, has no history to read")
    func notThere() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        _ = try await house.send("DELETE", "/api/contacts/\(id)")
        for path in ["/api/contacts/\(id)/history", "/api/contacts/999999999/history"] {
            try expectProblem(try await house.send("GET", path), 404, "not-found", detail: "Not found.")
        }
    }
}
