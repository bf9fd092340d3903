import Testing

@testable import Letterbox

@Suite("Changes of a contact")
struct ContactChangesTests {
    private static var text: ContactText {
        var text = ContactText()
        (text.firstName, text.email, text.message) = ("John", "john@example.com", "Hello")
        return text
    }

    private static let unreachable = ["Give an email or a mobile number, so that somebody can answer."]

    private func apply(_ fields: KeyValuePairs<String, String>) throws -> ContactText { try ContactChanges(fields).apply(to: Self.text) }

    @Test("Change the fields that are given, and no others")
    func given() throws {
        let changed = try apply(["subject": " New ", "first_name": "", "mobile_number": "۰۹۲۲ ۸۵۰"])
        var expected = Self.text
        (expected.subject, expected.firstName, expected.mobileNumber) = ("New", "", "۰۹۲۲ ۸۵۰")
        #expect(changed == expected)
        #expect(try apply([:]) == Self.text)
    }

    @Test("Ignore what a client may send back, whatever it holds")
    func ignored() throws {
        let members = ["id", "viewed", "viewed_at", "created_at", "updated_at"].map { JSONMember($0, .list([])) }
        #expect(try ContactChanges(members).apply(to: Self.text) == Self.text)
    }

    @Test("Take the last of a field that stands twice, also where the first was wrong")
    func twice() throws {
        let members = [JSONMember("subject", .number("1")), JSONMember("subject", .text("last"))]
        #expect(try ContactChanges(members).apply(to: Self.text).subject == "last")
    }

    @Test("Tell every invalid field at once, and unknown ones with the allowed")
    func allErrors() async {
        let members = [
            JSONMember("email", .text("nobody")), JSONMember("mobile_number", .text("12")), JSONMember("message", .text(" ")),
            JSONMember("subject", .null), JSONMember("first_name", .text(String(repeating: "x", count: 151))),
            JSONMember("last_name", .number("1")),
            JSONMember("colour", .text("red")),
        ]
        await expectInvalid([
            "email": ["Enter a valid email address."],
            "mobile_number": ["Enter a valid mobile number: at least 3 digits, and else only spaces and + - ( ) . # * / x."],
            "message": ["This field may not be blank."], "subject": ["This field may not be null."],
            "first_name": ["Ensure this field has no more than 150 characters."], "last_name": ["Not a valid string."],
            "colour": ["Unknown field. Allowed: subject, message, first_name, last_name, email, mobile_number."],
        ]) { _ = try ContactChanges(members).apply(to: Self.text) }
    }

    @Test(
        "Hold each field to its limit",
        arguments: [("first_name", 150), ("last_name", 150), ("subject", 255), ("message", 10_000)])
    func limits(field: String, limit: Int) async throws {
        let fits = String(repeating: "ی", count: limit)
        _ = try ContactChanges([JSONMember(field, .text(fits))]).apply(to: Self.text)
        await expectInvalid([field: ["Ensure this field has no more than \(limit) characters."]]) {
            _ = try ContactChanges([JSONMember(field, .text(fits + "x"))]).apply(to: Self.text)
        }
    }

    @Test("Hold email and mobile number to theirs")
    func limitsOfAddresses() async throws {
        let email = String(repeating: "a", count: 248) + "@b.com"
        #expect(try apply(["email": email]).email == email)
        await expectInvalid(["email": ["Ensure this field has no more than 254 characters."]]) { _ = try apply(["email": "a" + email]) }
        let number = String(repeating: "1", count: 32)
        #expect(try apply(["mobile_number": number]).mobileNumber == number)
        await expectInvalid(["mobile_number": ["Ensure this field has no more than 32 characters."]]) {
            _ = try apply(["mobile_number": number + "1"])
        }
    }

    @Test(
        "Take a mobile number as people write it",
        arguments: ["123", "09228504384", "+98 (922) 850-43.84", "*100#", "123/4x5", "۰۹۲۲", "०९२२", ""])
    func mobileNumbers(number: String) throws {
        #expect(try apply(["mobile_number": number]).mobileNumber == number)
    }

    @Test(
        "Refuse a mobile number that is none",
        arguments: ["12", "+-()", "abc", "123a", "12 3 ext", "123\u{200E}", "①②③", "1,2,3", "123\n4"])
    func noMobileNumbers(number: String) {
        #expect(throws: Failure.self) { try apply(["mobile_number": number]) }
    }

    @Test("Leave at least one way to answer")
    func reachable() async throws {
        #expect(try apply(["email": "", "mobile_number": "123"]).email == "")
        await expectInvalid(["email": Self.unreachable, "mobile_number": Self.unreachable]) { _ = try apply(["email": ""]) }
        await expectInvalid(["email": Self.unreachable, "mobile_number": Self.unreachable]) {
            _ = try apply(["email": " ", "mobile_number": ""])
        }
        await expectInvalid(["subject": ["This field may not be null."], "email": Self.unreachable, "mobile_number": Self.unreachable]) {
            _ = try ContactChanges([JSONMember("email", .text("")), JSONMember("subject", .null)]).apply(to: Self.text)
        }
    }

    @Test("Of a new contact need a message, and a way to answer")
    func newContact() async throws {
        #expect(try ContactChanges(["message": "Hi", "mobile_number": "123"]).newText().message == "Hi")
        await expectInvalid(["message": ["This field is required."]]) { _ = try ContactChanges(["email": "a@b"]).newText() }
        await expectInvalid(["email": Self.unreachable, "mobile_number": Self.unreachable]) {
            _ = try ContactChanges(["message": "Hi"]).newText()
        }
        await expectInvalid(["message": ["This field is required."], "email": Self.unreachable, "mobile_number": Self.unreachable]) {
            _ = try ContactChanges([:]).newText()
        }
        await expectInvalid(["message": ["This field may not be blank."]]) {
            _ = try ContactChanges(["message": "", "email": "a@b"]).newText()
        }
    }
}
