import Database
import Testing

@testable import Letterbox

@Suite("Searching contacts")
struct SearchTests {
    private func find(_ office: Office, _ body: (inout ContactFilter) -> Void) async throws -> [Contact.ID] {
        var filter = ContactFilter()
        body(&filter)
        return try await office.contacts.list(
            filter, orderedBy: ContactOrdering(.id, isDescending: false), page: PageRequest(), by: .operator
        )
        .elements.map(\.id)
    }

    private func find(_ office: Office, words: String) async throws -> [Contact.ID] {
        try await find(office) { $0.words = FoldedText(words).words }
    }

    @Test("Words are found in every field, whatever their form")
    func everyField() async throws {
        let office = try await Office()
        try await office.contact(["first_name": "فرشید", "last_name": "سلطاني", "subject": "كتاب", "message": "Crème brûlée"])
        try await office.contact(["mobile_number": "+98 (922) 850-43-84", "email": "Osbaldo_Daniel@yahoo.com", "message": "STRASSE"])
        for words in ["فرشيد", "سلطانی", "کتاب", "creme", "BRU", "فر كت cr"] {
            #expect(try await find(office, words: words) == [1], "\(words)")
        }
        for words in ["۰۹۲۲"] { #expect(try await find(office, words: words) == [], "\(words)") }
        for words in ["989228504384", "۹۸۹۲۲", "osbaldo", "yahoo com", "straße", "922 850"] {
            #expect(try await find(office, words: words) == [2], "\(words)")
        }
        #expect(try await find(office, words: "creme osbaldo") == [])
        #expect(try await find(office, words: "!?") == [], "a search without a word finds nothing")
    }

    @Test("An update is found by its new words and no longer by the old ones")
    func update() async throws {
        let office = try await Office()
        let id = try await office.contact(["subject": "apples"]).id
        try await office.update(id, ["subject": "pears"])
        #expect(try await find(office, words: "apples") == [])
        #expect(try await find(office, words: "pears") == [id])
        try await office.contacts.delete(id, by: .operator)
        #expect(try await find(office, words: "pears") == [])
        #expect(try await find(office) { ($0.state, $0.words) = (.trash, ["pears"]) } == [id])
    }

    @Test("Email equals without case, mobile number by its digits of any script")
    func exactFilters() async throws {
        let office = try await Office()
        let id = try await office.contact(["email": "Mina@Example.com", "mobile_number": "۰۹۲۲-850"]).id
        try await office.contact(["email": "mina@example.com.au", "mobile_number": "0922850 1"])
        #expect(try await find(office) { $0.email = "mINA@eXAMPLE.COM" } == [id])
        #expect(try await find(office) { $0.mobileDigits = FoldedText.digits(of: "(0922) ۸۵۰") } == [id])
        #expect(try await find(office) { $0.email = "mina" } == [])
        #expect(try await find(office) { $0.email = "%" } == [])
    }

    @Test("An email is found in another form of Unicode")
    func emailInAnotherForm() async throws {
        let office = try await Office()
        let id = try await office.contact(["email": "caf\u{E9}@example.com"]).id
        #expect(try await find(office) { $0.email = "cafe\u{301}@example.com" } == [id])
    }

    @Test("Times are strict on both sides, and filters go together")
    func times() async throws {
        let office = try await Office()
        let contacts = [try await office.contact(), try await office.contact(), try await office.contact()]
        let middle = contacts[1].createdAt
        #expect(try await find(office) { $0.createdAfter = middle } == [contacts[2].id])
        #expect(try await find(office) { $0.createdBefore = middle } == [contacts[0].id])
        _ = try await office.contacts.read(contacts[0].id, by: .operator)
        #expect(try await find(office) { $0.isViewed = true } == [contacts[0].id])
        #expect(try await find(office) { ($0.isViewed, $0.createdAfter) = (false, contacts[0].createdAt) } == [2, 3])
    }

    @Test(
        "What looks like SQL or like a query of the index finds nothing and harms nothing",
        arguments: ["' OR 1=1 --", "\" OR \"", "a* OR b*", "NEAR(a b)", "%", "_", "search_text:a", "-a", "^a"])
    func injection(text: String) async throws {
        let office = try await Office()
        try await office.contact(["message": "plain words"])
        #expect(try await find(office, words: text) == [])
        #expect(try await find(office) { $0.email = text } == [])
        #expect(try await office.count(of: "contacts") == 1)
    }
}
