import TestSupport
import Testing

struct BadValue: Sendable, CustomTestStringConvertible {
    let field: String
    let value: JSON
    let message: String

    init(_ field: String, _ value: JSON, _ message: String) {
        self.field = field
        self.value = value
        self.message = message
    }

    var testDescription: String { "\(field) \(value.description.prefix(60))" }
}

struct GoodValue: Sendable, CustomTestStringConvertible {
    let field: String
    let given: String
    /// Nil where it is stored as it was given.
    let stored: String?

    init(_ field: String, _ given: String, stored: String? = nil) {
        self.field = field
        self.given = given
        self.stored = stored
    }

    var testDescription: String { "\(field) \(given.prefix(60))" }
}

let notStrings: [BadValue] = [
    BadValue("any", .null, "This field may not be null."),
    BadValue("any", 5, "Not a valid string."),
    BadValue("any", 1.5, "Not a valid string."),
    BadValue("any", true, "Not a valid string."),
    BadValue("any", ["a"], "Not a valid string."),
    BadValue("any", ["a": "b"], "Not a valid string."),
]

let badValues: [BadValue] = blankMessages + tooLong + controlCharacters + badEmails + badNumbers

private let blankMessages = ["", " ", "\n\t\r\n", "\u{3000}"].map {
    BadValue("message", .string($0), "This field may not be blank.")
}

private let tooLong: [BadValue] =
    [
        ("first_name", "x", 150), ("first_name", "😀", 150), ("last_name", "é", 150), ("subject", "ب", 255),
        ("mobile_number", "1", 32), ("message", "x", 10_000),
    ].map { field, character, limit in
        BadValue(
            field, .string(String(repeating: character, count: limit + 1)),
            "Ensure this field has no more than \(limit) characters.")
    } + [
        BadValue("email", .string(email(length: 255)), "Ensure this field has no more than 254 characters.")
    ]

private let controlCharacters: [BadValue] = [
    BadValue("subject", "a\u{0}b", "Null characters are not allowed."),
    BadValue("message", "a\u{0}b", "Null characters are not allowed."),
    BadValue("first_name", "a\u{7}b", "Control characters are not allowed: U+0007."),
    BadValue("last_name", "a\u{1B}b", "Control characters are not allowed: U+001B."),
    BadValue("message", "a\u{8}b", "Control characters are not allowed: U+0008."),
    BadValue("subject", "a\u{7F}b", "Control characters are not allowed: U+007F."),
    BadValue("subject", "a\u{9F}b", "Control characters are not allowed: U+009F."),
    BadValue("subject", "a\tb", "Control characters are not allowed: U+0009."),
    BadValue("subject", "a\nb", "Control characters are not allowed: U+000A."),
    BadValue("first_name", "a\rb", "Control characters are not allowed: U+000D."),
]

private let badEmails = [
    "a", "a@", "@b.example", "a b@c.example", "a@b..c", "a@-b.example", "a@b-.example", "a@b.example.", "<a@b.example>",
    "a@b.example, c@d.example", "a@@b.example", "a@b_c.example", "a@b c.example", "\"a b\"@c.example", "a@[127.0.0.1]",
    "a@\(String(repeating: "b", count: 64)).example", "Pat <pat@example.com>", "mailto:a@b.example:",
].map { BadValue("email", .string($0), "Enter a valid email address.") }

private let badNumbers = [
    "12", "1-2", "--", "+", "call me", "1234a", "123,456", "123_456", "123;456", "123=456", "١٢", "123😀",
].map { BadValue("mobile_number", .string($0), "Enter a valid mobile number…") }

let goodValues: [GoodValue] =
    [
        GoodValue("first_name", String(repeating: "x", count: 150)),
        GoodValue("first_name", String(repeating: "😀", count: 150)),
        GoodValue(
            "last_name", String(repeating: "e\u{301}", count: 150), stored: String(repeating: "\u{E9}", count: 150)),
        GoodValue("subject", String(repeating: "ب", count: 255)),
        GoodValue("message", String(repeating: "x", count: 10_000)),
        GoodValue("email", email(length: 254)),
        GoodValue("first_name", "  John \t", stored: "John"),
        GoodValue("last_name", "\u{A0}van  der Berg\u{3000}", stored: "van  der Berg"),
        GoodValue("last_name", "Mu\u{308}ller", stored: "M\u{FC}ller"),
        GoodValue("subject", "می‌روم"),
        GoodValue("subject", "\" \\ / <b>&amp;</b> '; DROP TABLE contacts; --"),
        GoodValue("message", "one\ntwo\tthree"),
        GoodValue("message", "\n one \n", stored: "one"),
        GoodValue("message", "👩‍👩‍👧‍👦 العربية 中文 \u{1F1EE}\u{1F1F7}"),
    ] + goodEmails + goodNumbers

private let goodEmails = [
    "john.doe@example.com", "a@b", "x+y@sub.example.co", "o'brien@example.com", "Osbaldo_Daniel@yahoo.com",
    "!#$%&'*+/=?^_`{|}~-@example.com", ".a..b.@example.com", "1@2.3", "a@xn--mnchen-3ya.de", "info@münchen.de",
    "用户@例え.jp", "فرشید@مثال.ایران", "jörg@example.com", "a@\(String(repeating: "b", count: 63)).example",
].map { GoodValue("email", $0) }

private let goodNumbers = [
    "123-456-7890", "09228504384", "+49 (30) 1234567", "٠٩١٢٣٤٥", "۰۹۱۲۳۴۵", "९८७६५४३", "911", "030/123456", "+1.555.123",
    "5551234x12", "*100#", String(repeating: "1", count: 32),
].map { GoodValue("mobile_number", $0) }

/// An address of so many characters with the right shape.
private func email(length: Int) -> String {
    String(repeating: "a", count: length - "@example.com".count) + "@example.com"
}
