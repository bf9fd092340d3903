import Foundation
import TestSupport
import Testing

@Suite("Listing contacts")
struct ListTests {
    @Test("A page has count, next, previous and results: whole contacts, newest first")
    func newestFirst() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let contacts = try await house.contacts(3, email: email)
        let page = try await house.list(["email": email])
        expectPage(page)
        #expect(page["count"] == 3)
        #expect(page["next"] == .null)
        #expect(page["previous"] == .null)
        #expect(page["results"] == .array(contacts.reversed()))
    }

    @Test("Nothing found is an empty page")
    func nothingFound() async throws {
        let page = try await House.shared().list(["email": uniqueEmail()])
        #expect(page == ["count": 0, "next": .null, "previous": .null, "results": []])
    }

    @Test("Viewed and not viewed are told apart")
    func viewed() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await house.contacts(2, email: email).map { try $0.id }
        _ = try await house.send("PUT", "/api/contacts/\(ids[0])/viewed")
        #expect(try await house.ids(["email": email, "viewed": "true"]) == [ids[0]])
        #expect(try await house.ids(["email": email, "viewed": "false"]) == [ids[1]])
        #expect(try await house.ids(["email": email]) == [ids[1], ids[0]])
    }

    @Test("An email is found in any case, and only the whole of it")
    func email() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let id = try await house.contact(["email": .string(email.capitalized)]).id
        #expect(try await house.ids(["email": email.uppercased()]) == [id])
        #expect(try await house.ids(["email": String(email.dropFirst())]).isEmpty)
    }

    @Test("Only the digits of a mobile number count, in any script", arguments: [0, 1, 2, 3])
    func mobileNumber(form: Int) async throws {
        let house = try await House.shared()
        let digits = "0" + String(Int.random(in: 10_000_000_000_000...99_999_999_999_999))
        let id = try await house.contact(["mobile_number": .string("+\(digits.prefix(4)) (\(digits.dropFirst(4)))")]).id
        let persian = String(digits.map { Character(Unicode.Scalar(0x06F0 + UInt32($0.wholeNumberValue ?? 0)) ?? "x") })
        let asked = [digits, "\(digits.prefix(3))-\(digits.dropFirst(3))", persian, "\(persian.prefix(2)) \(digits.dropFirst(2))"]
        #expect(try await house.ids(["mobile_number": asked[form]]) == [id])
        #expect(try await house.ids(["mobile_number": String(digits.dropLast())]).isEmpty)
    }

    @Test("created_after and created_before leave out their own moment")
    func createdBetween() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let contacts = try await house.contacts(3, email: email)
        let ids = try contacts.map { try $0.id }
        let middle = try contacts[1].text("created_at")
        #expect(try await house.ids(["email": email, "created_after": middle]) == [ids[2]])
        #expect(try await house.ids(["email": email, "created_before": middle]) == [ids[0]])
        let between = try await house.ids([
            "email": email, "created_after": contacts[0].text("created_at"), "created_before": contacts[2].text("created_at"),
        ])
        #expect(between == [ids[1]])
    }

    @Test("A time may have an offset, or none, which is UTC, or be a date, which is its first moment in UTC")
    func formsOfTime() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let contacts = try await house.contacts(2, email: email)
        let second = try contacts[1].id
        let created = try contacts[0].text("created_at")
        let withoutZone = String(created.dropLast())
        #expect(try await house.ids(["email": email, "created_after": withoutZone]) == [second])
        #expect(try await house.ids(["email": email, "created_after": withoutZone + "+00:00"]) == [second])
        #expect(try await house.ids(["email": email, "created_after": withoutZone + "-00:01"]).isEmpty)
        #expect(try await house.ids(["email": email, "created_after": withoutZone + "+00:01"]).count == 2)
        #expect(try await house.ids(["email": email, "created_after": "2020-01-31"]).count == 2)
        #expect(try await house.ids(["email": email, "created_before": "2020-01-31"]).isEmpty)
        let today = String(try contacts[1].text("created_at").prefix(10))
        #expect(try await house.ids(["email": email, "created_after": today]).contains(second))
        #expect(try await !house.ids(["email": email, "created_before": today]).contains(second))
    }

    @Test(
        "Each ordering, ties by id in the same direction",
        arguments: [
            ("id", [0, 1, 2, 3]), ("-id", [3, 2, 1, 0]), ("created_at", [0, 1, 2, 3]), ("-created_at", [3, 2, 1, 0]),
            ("updated_at", [0, 2, 3, 1]), ("-updated_at", [1, 3, 2, 0]),
            // 0 and 3 are not viewed, 2 was viewed before 1.
            ("viewed_at", [0, 3, 2, 1]), ("-viewed_at", [1, 2, 3, 0]),
        ])
    func ordering(name: String, expected: [Int]) async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await house.contacts(4, email: email).map { try $0.id }
        _ = try await house.patch(ids[1], ["subject": "changed"])
        _ = try await house.send("PUT", "/api/contacts/\(ids[2])/viewed")
        _ = try await house.send("PUT", "/api/contacts/\(ids[1])/viewed")
        #expect(try await house.ids(["email": email, "ordering": name]) == expected.map { ids[$0] })
    }

    @Test("The inbox is listed by default, the trash when asked")
    func state() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await house.contacts(2, email: email).map { try $0.id }
        _ = try await house.send("DELETE", "/api/contacts/\(ids[0])")
        #expect(try await house.ids(["email": email]) == [ids[1]])
        #expect(try await house.ids(["email": email, "state": "inbox"]) == [ids[1]])
        #expect(try await house.ids(["email": email, "state": "trash"]) == [ids[0]])
    }

    @Test("A page has 50 contacts unless a limit of 1 to 200 is given")
    func limits() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        _ = try await concurrently(51) { _ in try await house.contact(["email": .string(email)]).id }
        let byDefault = try await house.list(["email": email])
        #expect(try byDefault.resultIDs.count == 50)
        #expect(byDefault["count"] == 51)
        #expect(byDefault["next"]?.string != nil)
        #expect(try await house.ids(["email": email, "limit": "1"]).count == 1)
        #expect(try await house.ids(["email": email, "limit": "200"]).count == 51)
    }

    @Test(
        "A bad value is 400, by the parameter's name",
        arguments: [
            ("limit", "0"), ("limit", "201"), ("limit", "-1"), ("limit", "ten"), ("limit", "1.5"), ("limit", ""),
            ("viewed", "maybe"), ("viewed", "1x"), ("state", "spam"), ("ordering", "colour"), ("ordering", "--id"),
            ("ordering", "message"), ("created_after", "yesterday"), ("created_after", "2025-13-01"),
            ("created_before", "2025-02-30"), ("created_before", "2025-01-01T25:00:00Z"), ("cursor", "nonsense"),
            ("cursor", "1"), ("cursor", "AAAA"),
        ])
    func badValue(name: String, value: String) async throws {
        let answer = try await House.shared().send("GET", "/api/contacts" + query([name: value]))
        try expectInvalidParameters(answer, [name])
    }

    @Test("Unknown parameters are 400, by their names, on every list and every read")
    func unknownParameters() async throws {
        let house = try await House.shared()
        let id = try await house.contact().id
        try expectInvalidParameters(
            try await house.send("GET", "/api/contacts?colour=red&limit=0&page=2"), ["colour", "limit", "page"])
        for path in ["/api/contacts/\(id)", "/api/contacts/\(id)/history", "/api/me", "/api/permissions", "/api/keys"] {
            try expectInvalidParameters(try await house.send("GET", path + "?colour=red"), ["colour"])
        }
        let staff = try await house.server.send("GET", "/api/staff?colour=red", key: house.admin)
        try expectInvalidParameters(staff, ["colour"])
    }
}
