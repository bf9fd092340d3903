import Database
import Testing

@testable import Letterbox

@Suite("Paging through contacts")
struct PagingTests {
    private static let orderings = ContactOrdering.Key.allCases.flatMap {
        [ContactOrdering($0, isDescending: true), ContactOrdering($0, isDescending: false)]
    }

    /// Contacts of which many share their times, some viewed.
    private func office(_ count: Int) async throws -> Office {
        let office = try await Office()
        let lines = (0..<count).map { number in
            let viewed = number % 3 == 0 ? #""2025-02-0\#(number % 4 + 1)T00:00:00Z""# : "null"
            return """
                {"message": "m\(number)", "email": "a@b", "viewed_at": \(viewed),
                "created_at": "2025-01-0\(number % 5 + 1)T00:00:00Z", "updated_at": "2025-03-0\(number % 7 + 1)T00:00:00Z"}
                """.replacing("\n", with: " ")
        }
        let file = ContactImport(Array(lines.joined(separator: "\n").utf8), as: .ndjson)
        #expect(file.problems.isEmpty)
        _ = try await office.contacts.import(file, by: .operator)
        return office
    }

    /// All pages from the first to the last, and what happens between two of them.
    private func walk(
        _ office: Office, _ ordering: ContactOrdering, limit: Int, between: (Int) async throws -> Void = { _ in }
    ) async throws -> [Page<Contact>] {
        var request = PageRequest(limit: limit)
        var pages: [Page<Contact>] = []
        while true {
            let page = try await office.contacts.list(ContactFilter(), orderedBy: ordering, page: request, by: .operator)
            pages.append(page)
            guard let next = page.next else { return pages }
            request.cursor = next
            try await between(pages.count)
        }
    }

    private func isBefore(_ left: Contact, _ right: Contact, _ ordering: ContactOrdering) -> Bool {
        let (a, b) = (ordering.cursor(left, .forward), ordering.cursor(right, .forward))
        let ascending = (a.value, a.id) < (b.value, b.id)
        return ordering.isDescending ? !ascending : ascending
    }

    @Test("Every order shows each contact once, forwards and backwards the same", arguments: orderings)
    func everyOrder(ordering: ContactOrdering) async throws {
        let office = try await office(53)
        let pages = try await walk(office, ordering, limit: 10)
        let all = pages.flatMap(\.elements)
        #expect(pages.map(\.elements.count) == [10, 10, 10, 10, 10, 3])
        #expect(Set(all.map(\.id)).count == 53 && pages.allSatisfy { $0.count == 53 })
        #expect(zip(all, all.dropFirst()).allSatisfy { isBefore($0, $1, ordering) })
        #expect(pages[0].previous == nil && pages.dropFirst().allSatisfy { $0.previous != nil })
        var back: [[Contact.ID]] = []
        var cursor = pages.last?.previous
        while let place = cursor {
            let page = try await office.contacts.list(
                ContactFilter(), orderedBy: ordering, page: PageRequest(limit: 10, cursor: place), by: .operator)
            back.append(page.elements.map(\.id))
            #expect(page.next != nil)
            cursor = page.previous
        }
        #expect(back.reversed() == pages.dropLast().map { $0.elements.map(\.id) })
    }

    @Test("Those whom nobody viewed come before all others")
    func viewedOrder() async throws {
        let office = try await office(12)
        let viewed = try await walk(office, ContactOrdering(.viewedAt, isDescending: false), limit: 5).flatMap(\.elements).map(\.isViewed)
        #expect(viewed == viewed.sorted { !$0 && $1 })
        #expect(viewed.contains(true) && viewed.contains(false))
    }

    @Test("Rows that arrive and vanish meanwhile neither repeat nor hide others", arguments: orderings)
    func changing(ordering: ContactOrdering) async throws {
        let office = try await office(40)
        let before = try await walk(office, ordering, limit: 200)[0].elements.map(\.id)
        var gone: Set<Contact.ID> = []
        let pages = try await walk(office, ordering, limit: 7) { number in
            try await office.contact(["message": "new \(number)"])
            // One that was shown, and one that is still to come.
            for id in [before[number * 3], before[39 - number]] where gone.insert(id).inserted {
                try await office.contacts.delete(id, by: .operator)
            }
        }
        let shown = pages.flatMap(\.elements).map(\.id)
        #expect(Set(shown).count == shown.count, "none twice")
        let stayed = before.filter { !gone.contains($0) }
        #expect(Set(stayed).isSubset(of: shown), "none is hidden")
        #expect(shown.filter { stayed.contains($0) } == stayed, "in order")
    }

    @Test("A place stays good when its row is gone")
    func rowOfCursorGone() async throws {
        let office = try await office(10)
        let first = try await office.contacts.list(ContactFilter(), page: PageRequest(limit: 4), by: .operator)
        for contact in first.elements { try await office.contacts.delete(contact.id, by: .operator) }
        let second = try await office.contacts.list(ContactFilter(), page: PageRequest(limit: 10, cursor: first.next), by: .operator)
        #expect(second.elements.count == 6)
        #expect(second.next == nil)
        let back = try await office.contacts.list(ContactFilter(), page: PageRequest(limit: 4, cursor: second.previous), by: .operator)
        #expect(back.elements.isEmpty)
    }

    @Test("A page that is just full has none after it, and an empty list no pages")
    func edges() async throws {
        let office = try await office(10)
        let whole = try await office.contacts.list(ContactFilter(), page: PageRequest(limit: 10), by: .operator)
        #expect(whole.next == nil && whole.previous == nil && whole.elements.count == 10)
        let none = try await Office().contacts.list(ContactFilter(), page: PageRequest(), by: .operator)
        #expect(none.count == 0 && none.elements.isEmpty && none.next == nil && none.previous == nil)
    }

    @Test("A cursor is read from its text, and from nothing else")
    func cursorText() {
        let cursor = Cursor(direction: .forward, ordering: "-created_at", value: 1_766_929_819_076_017, id: 17)
        #expect(cursor.text == "n.-created_at.1766929819076017.17")
        #expect(Cursor(parsing: cursor.text) == cursor)
        for text in [
            "", "n", "n.id.1", "x.id.1.2", "n.id.1.2.3", "n.id.a.2", "n.id.1.b", "n.id.9223372036854775807.1", "n.id.9223372036854775808.1",
        ] {
            #expect(Cursor(parsing: text) == nil, "\(text)")
        }
    }

    @Test("An order is read from its name, with - for descending")
    func orderingText() {
        for ordering in Self.orderings { #expect(ContactOrdering(parsing: ordering.text) == ordering) }
        for text in ["", "-", "--id", "+id", "ID", "id ", "name", "email"] { #expect(ContactOrdering(parsing: text) == nil, "\(text)") }
    }
}
