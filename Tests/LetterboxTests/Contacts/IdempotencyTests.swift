import Database
import Testing

@testable import Letterbox

@Suite("Idempotency keys")
struct IdempotencyTests {
    private let key = IdempotencyKey("order-17")

    private func create(_ office: Office, _ message: String = "Hello", key: IdempotencyKey?) async throws -> Contact {
        try await office.contacts.create(ContactChanges(["message": message, "email": "a@example.com"]), idempotencyKey: key)
    }

    /// As if so many seconds had passed since every key was used.
    private func age(_ office: Office, by seconds: Int64) async throws {
        _ = try await office.database.write { connection in
            try connection.execute("UPDATE idempotency_keys SET created_at = \(Timestamp.now().adding(seconds: -seconds))")
        }
    }

    @Test("A repeated request gets the first answer, and makes no second contact")
    func repeated() async throws {
        let office = try await Office()
        let first = try await create(office, key: key)
        #expect(try await create(office, " Hello ", key: key) == first)
        #expect(try await office.count(of: "contacts") == 1)
    }

    @Test("The first answer stays the same when the contact was viewed, changed, or thrown away since")
    func changedSince() async throws {
        let office = try await Office()
        let first = try await create(office, key: key)
        _ = try await office.contacts.read(first.id, by: .operator)
        try await office.update(first.id, ["message": "Changed"])
        #expect(try await create(office, key: key) == first)
        try await office.contacts.delete(first.id, by: .operator)
        #expect(try await create(office, key: key) == first)
    }

    @Test("Another request with the same key is refused")
    func reused() async throws {
        let office = try await Office()
        _ = try await create(office, key: key)
        #expect(await failing { _ = try await create(office, "Other", key: key) }?.isReusedKey == true)
        #expect(try await office.count(of: "contacts") == 1)
    }

    @Test("The same text in other fields is another request")
    func otherFields() async throws {
        let office = try await Office()
        _ = try await office.contacts.create(ContactChanges(["message": "m", "email": "a@b", "first_name": "ab"]), idempotencyKey: key)
        let other = ContactChanges(["message": "m", "email": "a@b", "first_name": "a", "last_name": "b"])
        #expect(await failing { _ = try await office.contacts.create(other, idempotencyKey: key) }?.isReusedKey == true)
    }

    @Test("Requests without a key, or with different ones, are all taken")
    func differentKeys() async throws {
        let office = try await Office()
        for key in [nil, nil, key, IdempotencyKey("order-18")] { _ = try await create(office, key: key) }
        #expect(try await office.count(of: "contacts") == 4)
    }

    @Test("One of many at once makes the contact, and all get the same answer")
    func atOnce() async throws {
        let office = try await Office()
        let tasks = (0..<40).map { _ in Task { try await create(office, key: key) } }
        var answers: Set<Contact.ID> = []
        for task in tasks { answers.insert(try await task.value.id) }
        #expect(answers.count == 1)
        #expect(try await office.count(of: "contacts") == 1)
    }

    @Test("A refused request is not remembered")
    func refused() async throws {
        let office = try await Office()
        #expect(await failing { _ = try await create(office, "", key: key) } != nil)
        #expect(try await create(office, key: key).text.message == "Hello")
    }

    @Test("A key is good for 24 hours, and then forgotten")
    func expiry() async throws {
        let office = try await Office()
        let first = try await create(office, key: key)
        try await age(office, by: 24 * 3600 - 60)
        #expect(try await create(office, key: key) == first)
        try await age(office, by: 24 * 3600 + 60)
        #expect(try await create(office, "Another day", key: key).id != first.id)
        try await age(office, by: 24 * 3600 + 60)
        _ = try await create(office, key: IdempotencyKey("other"))
        #expect(try await office.count(of: "idempotency_keys") == 1, "old keys do not pile up")
    }

    @Test("A key is 1 to 255 visible ASCII characters")
    func form() {
        for text in ["a", "!~", String(repeating: "x", count: 255), "8f14e45f-ceea-467f-a0e6-5d7a1c3b9f10"] {
            #expect(IdempotencyKey(text) != nil)
        }
        for text in ["", " ", "a b", "a\t", "é", "کلید", "a\u{7F}", "a\0", String(repeating: "x", count: 256)] {
            #expect(IdempotencyKey(text) == nil)
        }
    }
}
