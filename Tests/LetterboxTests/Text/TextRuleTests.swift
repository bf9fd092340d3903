import Testing

@testable import Letterbox

@Suite("A rule for a text")
struct TextRuleTests {
    private func refusal(_ value: JSONValue, _ rule: TextRule) -> String? {
        if case .failure(let refusal) = rule.apply(to: value) { refusal.message } else { nil }
    }

    private func result(_ text: String, _ rule: TextRule) -> String? { try? rule.apply(to: .text(text)).get() }

    private let short = TextRule(limit: 5)
    private let lines = TextRule(limit: 100, mayBeBlank: false, hasLines: true)

    @Test(
        "Trims white space of every kind, and only around the text",
        arguments: [
            (" a ", "a"), ("\t\n\r\u{B}\u{C}a\u{85}\u{A0}", "a"), ("\u{3000}\u{2003}a b\u{2028}\u{2029}", "a b"), ("", ""),
            (" \n\u{1680} ", ""),
            ("a  b", "a  b"), ("\u{200B}a", "\u{200B}a"),
        ])
    func trimming(text: String, trimmed: String) {
        #expect(result(text, short).map { Array($0.unicodeScalars) } == Array(trimmed.unicodeScalars))
    }

    @Test("Brings text to NFC, and changes nothing else")
    func normalisation() {
        #expect(result("e\u{301}", short).map { Array($0.unicodeScalars) } == ["\u{E9}"])
        #expect(result("\u{212B}", short).map { Array($0.unicodeScalars) } == ["\u{C5}"])
        #expect(result("ﬁ²", short).map { Array($0.unicodeScalars) } == ["ﬁ", "²"])
        #expect(result("ی\u{200C}ك", short).map { Array($0.unicodeScalars) } == ["ی", "\u{200C}", "ك"])
    }

    @Test("Counts code points, after trimming and NFC")
    func limit() {
        let tooLong = "Ensure this field has no more than 5 characters."
        #expect(result("  12345  ", short) == "12345")
        #expect(refusal(.text("123456"), short) == tooLong)
        #expect(result("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", short) != nil)
        #expect(result("👩\u{200D}👩\u{200D}👧", short) != nil)
        #expect(refusal(.text("👩\u{200D}👩\u{200D}👧1"), short) == tooLong)
        #expect(result("𐍈𐍈𐍈𐍈𐍈", short) != nil)
    }

    @Test("Blank is fine or not, as the rule says")
    func blank() {
        #expect(result(" ", short) == "")
        #expect(refusal(.text(""), lines) == "This field may not be blank.")
        #expect(refusal(.text(" \n\t "), lines) == "This field may not be blank.")
    }

    @Test(
        "Refuses control characters, each by its number",
        arguments: [
            ("a\u{0}b", "Null characters are not allowed."), ("\u{0}", "Null characters are not allowed."),
            ("a\u{7}b", "Control characters are not allowed: U+0007."), ("a\u{1B}[0m", "Control characters are not allowed: U+001B."),
            ("a\u{7F}b", "Control characters are not allowed: U+007F."), ("a\u{85}b", "Control characters are not allowed: U+0085."),
            ("a\u{9F}b", "Control characters are not allowed: U+009F."),
        ])
    func controls(text: String, message: String) {
        #expect(refusal(.text(text), short) == message)
        #expect(refusal(.text(text), lines) == message)
    }

    @Test("Takes line breaks and tabs only where there are lines")
    func lineBreaks() {
        #expect(result("a\r\nb\tc\nd", lines) == "a\r\nb\tc\nd")
        #expect(refusal(.text("a\nb"), short) == "Control characters are not allowed: U+000A.")
        #expect(refusal(.text("a\tb"), short) == "Control characters are not allowed: U+0009.")
        #expect(refusal(.text("a\u{B}b"), lines) == "Control characters are not allowed: U+000B.")
    }

    @Test("Refuses what is no text, in the words of Django REST Framework")
    func otherTypes() {
        #expect(refusal(.null, short) == "This field may not be null.")
        for value in [JSONValue.boolean(true), .number("1"), .list([]), .object([])] {
            #expect(refusal(value, short) == "Not a valid string.")
        }
        #expect(refusal(.brokenText(.invalidUTF8), short) == "This text is not valid UTF-8.")
        #expect(refusal(.brokenText(.unpairedSurrogate(0xD800)), short) == "Surrogate characters are not allowed: U+D800.")
    }

    @Test("Puts a check of its own to the finished text, and only where all else is fine")
    func ownCheck() {
        let rule = TextRule(limit: 3) { $0 == "abc" ? nil : "Not abc." }
        #expect(result(" abc ", rule) == "abc")
        #expect(refusal(.text("abd"), rule) == "Not abc.")
        #expect(refusal(.text("abcd"), rule) == "Ensure this field has no more than 3 characters.")
        #expect(result("", rule) == "", "a blank text is not put to it")
    }
}
