import Database
import Testing

@testable import Letterbox

@Suite("The time of an update")
struct UpdatedAtTests {
    /// A contact that was last updated in a time to come, as when the clock went back since.
    private func contact(updatedAt: String, in office: Office) async throws -> Contact.ID {
        let contact = try await office.contact()
        let time = try #require(Timestamp(parsing: updatedAt))
        _ = try await office.database.write { try $0.execute("UPDATE contacts SET updated_at = \(time) WHERE id = \(contact.id)") }
        return contact.id
    }

    @Test("Is later than the one before, also where the clock went back")
    func clockWentBack() async throws {
        let office = try await Office()
        let id = try await contact(updatedAt: "2999-01-01T00:00:00Z", in: office)
        var last = try await office.contacts.read(id, peeking: true, by: .operator).updatedAt
        for number in 0..<10 {
            let updated = try await office.update(id, ["subject": "\(number)"]).updatedAt
            #expect(updated == Timestamp(microseconds: last.microseconds + 1))
            #expect(try await office.contacts.read(id, peeking: true, by: .operator).updatedAt == updated)
            last = updated
        }
    }

    @Test("Is the clock's where that goes on, and never the same twice")
    func clockGoesOn() async throws {
        let office = try await Office()
        let id = try await contact(updatedAt: "2021-01-01T00:00:00Z", in: office)
        let before = Timestamp.now()
        var last = Timestamp.epoch
        for number in 0..<200 {
            let updated = try await office.update(id, ["subject": "\(number)"]).updatedAt
            #expect(updated > last && updated >= before)
            last = updated
        }
        #expect(last <= Timestamp.now().adding(seconds: 1))
    }

    @Test("Is left alone where nothing changes, with the history")
    func nothingChanges() async throws {
        let office = try await Office()
        let contact = try await office.contact(["subject": "same"])
        for fields in [[:], ["subject": "same"], ["subject": "  same\n"]] as [KeyValuePairs<String, String>] {
            #expect(try await office.update(contact.id, fields) == contact)
        }
        #expect(try await office.count(of: "contact_changes") == 0)
    }

    @Test("Stays within the years that can be printed")
    func lastYear() async throws {
        let office = try await Office()
        let id = try await contact(updatedAt: "9999-12-31T23:59:59.999999Z", in: office)
        let updated = try await office.update(id, ["subject": "x"])
        #expect(Timestamp.bounds.contains(updated.updatedAt), "\(updated.updatedAt)")
    }
}
