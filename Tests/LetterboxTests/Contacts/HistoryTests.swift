import Database
import Testing

@testable import Letterbox

@Suite("A contact's history")
struct HistoryTests {
    private func history(_ office: Office, _ id: Contact.ID, limit: Int = 50, cursor: Cursor? = nil) async throws -> Page<HistoryEntry> {
        try await office.contacts.history(of: id, page: PageRequest(limit: limit, cursor: cursor), by: .operator)
    }

    @Test("Tells who changed which field when, and the value before and after")
    func entries() async throws {
        let office = try await Office()
        let contact = try await office.contact(["subject": "old", "first_name": "Same"])
        let caller = try await office.caller(.updateContacts)
        let updated = try await office.update(contact.id, ["subject": "new", "first_name": "Same", "last_name": "نو"], by: caller)
        let page = try await history(office, contact.id)
        #expect(page.count == 2)
        #expect(Set(page.elements.map { "\($0.field): \($0.before) > \($0.after)" }) == ["subject: old > new", "last_name:  > نو"])
        #expect(
            page.elements.allSatisfy {
                $0.changedAt == updated.updatedAt && $0.author?.id == caller.staffID && $0.author?.name == "Member 1"
            })
    }

    @Test("Has no author for the operator")
    func operators() async throws {
        let office = try await Office()
        let id = try await office.contact().id
        try await office.update(id, ["subject": "x"])
        let author = try await history(office, id).elements.first?.author
        #expect(author == nil)
        #expect(try await history(office, id).count == 1)
    }

    @Test("Tells of the trash and the way back, and not of making or viewing")
    func trash() async throws {
        let office = try await Office()
        let id = try await office.contact().id
        _ = try await office.contacts.read(id, by: .operator)
        _ = try await office.contacts.mark(id, viewed: false, by: .operator)
        try await office.contacts.delete(id, by: .operator)
        _ = try await office.contacts.restore(id, by: .operator)
        _ = try await office.contacts.restore(id, by: .operator)
        let entries = try await history(office, id).elements
        #expect(entries.map { "\($0.field): \($0.before) > \($0.after)" } == ["state: trash > inbox", "state: inbox > trash"])
    }

    @Test("Pages by key, newest first, while entries arrive")
    func paging() async throws {
        let office = try await Office()
        let id = try await office.contact(["subject": "0"]).id
        for number in 1...25 { try await office.update(id, ["subject": "\(number)"]) }
        var shown: [String] = []
        var cursor: Cursor?
        var last: Page<HistoryEntry>?
        repeat {
            let page = try await history(office, id, limit: 10, cursor: cursor)
            shown += page.elements.map(\.after)
            (cursor, last) = (page.next, page)
            try await office.update(id, ["subject": "new \(shown.count)"])
        } while cursor != nil
        #expect(shown == (1...25).reversed().map(String.init))
        let back = try await history(office, id, limit: 10, cursor: last?.previous)
        #expect(back.elements.map(\.after) == (6...15).reversed().map(String.init))
    }

    @Test("Is of its own contact, and gone where an update was refused")
    func others() async throws {
        let office = try await Office()
        let (one, two) = (try await office.contact().id, try await office.contact().id)
        try await office.update(one, ["subject": "x"])
        #expect(await failing({ try await office.update(two, ["subject": "x", "email": ""]) }) != nil)
        #expect(try await history(office, one).count == 1)
        #expect(try await history(office, two).count == 0)
    }
}
