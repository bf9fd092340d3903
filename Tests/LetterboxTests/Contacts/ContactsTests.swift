import Database
import Testing

@testable import Letterbox

@Suite("Contacts")
struct ContactsTests {
    @Test("A new contact has its text, is not viewed, and its times are the same")
    func create() async throws {
        let office = try await Office()
        let before = Timestamp.now()
        let contact = try await office.contact(["first_name": " فرشید ", "mobile_number": "09228504384", "subject": "e\u{301}"])
        #expect(contact.text.firstName == "فرشید" && contact.text.mobileNumber == "09228504384")
        #expect(Array(contact.text.subject.unicodeScalars) == ["\u{E9}"])
        #expect(contact.viewedAt == nil && contact.createdAt == contact.updatedAt)
        #expect(contact.createdAt >= before && contact.createdAt <= .now())
        #expect(try await office.contacts.read(contact.id, peeking: true, by: .operator) == contact)
    }

    @Test("An invalid contact is not stored, an invalid update changes nothing")
    func invalid() async throws {
        let office = try await Office()
        #expect(await failing { try await office.contact(["email": "x"]) } != nil)
        #expect(try await office.count(of: "contacts") == 0)
        let contact = try await office.contact()
        #expect(await failing { try await office.update(contact.id, ["subject": "new", "email": "x"]) } != nil)
        #expect(try await office.contacts.read(contact.id, peeking: true, by: .operator) == contact)
        #expect(try await office.count(of: "contact_changes") == 0)
    }

    @Test("The first read marks it viewed, a peek does not, and the first time stays")
    func viewed() async throws {
        let office = try await Office()
        let contact = try await office.contact()
        #expect(try await office.contacts.read(contact.id, peeking: true, by: .operator).viewedAt == nil)
        let first = try await office.contacts.read(contact.id, by: .operator)
        #expect(first.viewedAt != nil && first.updatedAt == contact.updatedAt)
        #expect(try await office.contacts.read(contact.id, by: .operator) == first)
        #expect(try await office.contacts.mark(contact.id, viewed: true, by: .operator) == first)
        #expect(try await office.contacts.mark(contact.id, viewed: false, by: .operator) == contact)
        #expect(try await office.count(of: "contact_changes") == 0)
    }

    @Test("Updates of different fields at once all survive, with times that are all different")
    func concurrentUpdates() async throws {
        let office = try await Office()
        let id = try await office.contact().id
        let fields = ["first_name", "last_name", "subject", "message", "mobile_number"]
        let tasks = fields.map { field in
            Task { try await office.contacts.update(id, with: ContactChanges([field: "12345"]), by: .operator) }
        }
        var times: Set<Timestamp> = []
        for task in tasks { times.insert(try await task.value.updatedAt) }
        let text = try await office.contacts.read(id, peeking: true, by: .operator).text
        #expect(
            fields.allSatisfy { field in ContactText.fields.contains { $0.name.description == field && text[keyPath: $0.path] == "12345" } }
        )
        #expect(times.count == fields.count)
    }

    @Test("A copy that is older than the last update is stale; being viewed makes none so")
    func versions() async throws {
        let office = try await Office()
        let contact = try await office.contact()
        let old = VersionCondition.oneOf([contact.entityTag])
        let viewed = try await office.contacts.read(contact.id, by: .operator)
        #expect(viewed.entityTag != contact.entityTag)
        let updated = try await office.contacts.update(contact.id, with: ContactChanges(["subject": "1"]), if: old, by: .operator)
        for refused in [old, .oneOf([])] {
            #expect(
                await failing {
                    _ = try await office.contacts.update(contact.id, with: ContactChanges(["subject": "2"]), if: refused, by: .operator)
                }?.isStale == true)
            #expect(await failing { try await office.contacts.delete(contact.id, if: refused, by: .operator) }?.isStale == true)
        }
        let other = try await office.contact()
        #expect(
            await failing { try await office.contacts.delete(contact.id, if: .oneOf([other.entityTag]), by: .operator) }?.isStale == true)
        try await office.contacts.delete(contact.id, if: .oneOf([other.entityTag, updated.entityTag]), by: .operator)
    }

    @Test("A version is read from its text form, and from nothing else")
    func versionText() async throws {
        let office = try await Office()
        let version = try await office.contacts.read(try await office.contact().id, by: .operator).entityTag
        #expect(ContactVersion(parsing: version.description) == version)
        for text in ["", "1", "1-2", "1-2-3-4", "a-2-3", "1--3", "1-2-", "1 -2-3"] {
            #expect(ContactVersion(parsing: text) == nil, "\(text)")
        }
    }

    @Test("One in the trash is gone from every call but the list of the trash, and comes back as it was")
    func trash() async throws {
        let office = try await Office()
        let (contacts, contact) = (office.contacts, try await office.contact())
        try await contacts.delete(contact.id, by: .operator)
        for operation in [
            { _ = try await contacts.read(contact.id, by: .operator) },
            { _ = try await contacts.mark(contact.id, viewed: true, by: .operator) },
            { try await office.update(contact.id, ["subject": "x"]) }, { try await contacts.delete(contact.id, by: .operator) },
            { _ = try await contacts.history(of: contact.id, page: PageRequest(), by: .operator) },
        ] as [() async throws -> Void] {
            #expect(await failing(operation)?.isNotFound == true)
        }
        var filter = ContactFilter()
        #expect(try await contacts.list(filter, page: PageRequest(), by: .operator).elements.isEmpty)
        filter.state = .trash
        #expect(try await contacts.list(filter, page: PageRequest(), by: .operator).elements == [contact])
        #expect(try await contacts.restore(contact.id, by: .operator) == contact)
        #expect(try await contacts.restore(contact.id, by: .operator) == contact, "one that is not in the trash stays as it is")
        #expect(try await contacts.read(contact.id, peeking: true, by: .operator) == contact)
    }
}
