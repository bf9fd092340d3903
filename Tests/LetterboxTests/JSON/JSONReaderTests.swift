import Testing

@testable import Letterbox

@Suite("The JSON reader")
struct JSONReaderTests {
    private func read(_ text: String) throws(JSONError) -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test(
        "Reads every kind of value",
        arguments: [
            ("null", .null), ("true", .boolean(true)), ("false", .boolean(false)), (" \t\r\n1 \n", .number("1")),
            ("\u{FEFF}1", .number("1")),
            ("0", .number("0")), ("-0", .number("-0")), ("-12.50e+07", .number("-12.50e+07")), ("1E5", .number("1E5")),
            ("0.1", .number("0.1")),
            ("123456789012345678901234567890", .number("123456789012345678901234567890")),
            ("\"\"", .text("")), ("\"a\"", .text("a")), ("\"فرشید 😀\"", .text("فرشید 😀")), ("\"\u{7F}\u{2028}\"", .text("\u{7F}\u{2028}")),
            ("[]", .list([])), ("[ ]", .list([])), ("[1,[2],{}]", .list([.number("1"), .list([.number("2")]), .object([])])),
            ("{}", .object([])), ("{ }", .object([])),
            ("{\"a\" : 1 , \"b\":null}", .object([JSONMember("a", .number("1")), JSONMember("b", .null)])),
            ("{\"\":\"\"}", .object([JSONMember("", .text(""))])),
        ] as [(String, JSONValue)])
    func values(text: String, value: JSONValue) throws {
        #expect(try read(text) == value)
    }

    @Test("Keeps the members' order, and a name that stands twice")
    func duplicates() throws {
        let members = [JSONMember("b", .number("1")), JSONMember("a", .number("2")), JSONMember("b", .number("3"))]
        #expect(try read("{\"b\":1,\"a\":2,\"b\":3}") == .object(members))
    }

    @Test(
        "Reads every escape",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u06cc""#, "Aéی"), (#""\uD83D\uDE00""#, "😀"),
            (#""\ud800\udc00\udbff\udfff""#, "\u{10000}\u{10FFFF}"), (#""\u0000""#, "\u{0}"), (#""a\u0062c""#, "abc"),
            (#""\uFFFF""#, "\u{FFFF}"),
        ])
    func escapes(text: String, meaning: String) throws {
        #expect(try read(text) == .text(meaning))
    }

    @Test(
        "Keeps half of a pair as broken text, and reads on",
        arguments: [
            (#""\ud800""#, 0xD800), (#""\udc00""#, 0xDC00), (#""\ud800x""#, 0xD800), (#""\ud800\n""#, 0xD800), (#""\ud83d\u0041""#, 0xD83D),
            (#""\ud800\ud800\udc00""#, 0xD800), (#""\ude00\ud83d""#, 0xDE00), (#""ok \uDFFF \uD800""#, 0xDFFF),
        ] as [(String, UInt16)])
    func surrogates(text: String, unit: UInt16) throws {
        #expect(try read(text) == .brokenText(.unpairedSurrogate(unit)))
        #expect(try read("[\(text),1]") == .list([.brokenText(.unpairedSurrogate(unit)), .number("1")]))
    }

    @Test(
        "Keeps bytes that are no UTF-8 as broken text",
        arguments: [
            [0xFF], [0x80], [0xC3], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) throws {
        let quoted = [0x22, 0x61] + bytes + [0x22]
        #expect(try JSONReader.read(quoted) == .brokenText(.invalidUTF8))
        #expect(try JSONReader.read([0x5B] + quoted + [0x5D]) == .list([.brokenText(.invalidUTF8)]))
        #expect(throws: JSONError.self) { try JSONReader.read(bytes) }
        #expect(throws: JSONError.self) { try JSONReader.read(Array("{".utf8) + quoted + Array(":1}".utf8)) }
    }

    @Test("Reads what is nested 64 deep, and nothing deeper")
    func depth() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        _ = try read(nested(64))
        #expect(throws: JSONError(message: "Nested more than 64 deep", line: 1, column: 65)) { try read(nested(65)) }
        #expect(throws: JSONError.self) { try read(String(repeating: "[", count: 200_000)) }
        #expect(throws: JSONError.self) { try read(String(repeating: "{\"a\":", count: 65)) }
        // Siblings are not deeper.
        _ = try read("[" + Array(repeating: nested(63), count: 100).joined(separator: ",") + "]")
    }
}
