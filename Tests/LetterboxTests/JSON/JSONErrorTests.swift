import Testing

@testable import Letterbox

@Suite("Malformed JSON")
struct JSONErrorTests {
    @Test(
        "Is refused with the place and what was expected there",
        arguments: [
            ("", "Expecting value", 1, 1), ("  ", "Expecting value", 1, 3), ("\n\n ", "Expecting value", 3, 2),
            ("x", "Expecting value", 1, 1),
            ("nul", "Expecting value", 1, 1), ("True", "Expecting value", 1, 1), ("truex", "Extra data", 1, 5),
            ("'a'", "Expecting value", 1, 1),
            ("1 2", "Extra data", 1, 3), ("{}{}", "Extra data", 1, 3), ("01", "Extra data", 1, 2), ("1.2.3", "Extra data", 1, 4),
            ("NaN", "Expecting value", 1, 1), ("+1", "Expecting value", 1, 1), (".5", "Expecting value", 1, 1),
            ("-", "Expecting a digit", 1, 2), ("-a", "Expecting a digit", 1, 2), ("1.", "Expecting a digit", 1, 3),
            ("1e", "Expecting a digit", 1, 3),
            ("1e+", "Expecting a digit", 1, 4), ("0x10", "Extra data", 1, 2), ("-Infinity", "Expecting a digit", 1, 2),
            ("[", "Expecting value", 1, 2), ("[1", "Expecting ',' delimiter", 1, 3), ("[1 2]", "Expecting ',' delimiter", 1, 4),
            ("[1,]", "Expecting value", 1, 4), ("[,]", "Expecting value", 1, 2), ("]", "Expecting value", 1, 1),
            ("[1}", "Expecting ',' delimiter", 1, 3),
            ("{", "Expecting property name enclosed in double quotes", 1, 2),
            ("{a:1}", "Expecting property name enclosed in double quotes", 1, 2),
            ("{\"a\":1,}", "Expecting property name enclosed in double quotes", 1, 8), ("{\"a\" 1}", "Expecting ':' delimiter", 1, 6),
            ("{\"a\":}", "Expecting value", 1, 6), ("{\"a\":1", "Expecting ',' delimiter", 1, 7),
            ("{\"a\":1 \"b\":2}", "Expecting ',' delimiter", 1, 8), ("{1:2}", "Expecting property name enclosed in double quotes", 1, 2),
            ("\"a", "Unterminated string", 1, 1), ("[\"a\\", "Unterminated string", 1, 2), ("\"a\\\"", "Unterminated string", 1, 1),
            ("\"a\nb\"", "Invalid control character", 1, 3), ("\"\u{0}\"", "Invalid control character", 1, 2),
            ("\"\t\"", "Invalid control character", 1, 2),
            (#""\x""#, "Invalid \\escape", 1, 2), (#""ab\'""#, "Invalid \\escape", 1, 4),
            (#""\u12""#, "Invalid \\uXXXX escape", 1, 4), (#""\u12g4""#, "Invalid \\uXXXX escape", 1, 4),
            (#""\u+123""#, "Invalid \\uXXXX escape", 1, 4),
            (#""\ud800\u""#, "Invalid \\uXXXX escape", 1, 10), (#"{"\ud800":1}"#, "Property name is not valid Unicode", 1, 2),
            ("{\n  \"a\": 1,\n  b\n}", "Expecting property name enclosed in double quotes", 3, 3),
            ("{\r\n\"a\":\r\n}", "Expecting value", 3, 1),
            ("{\"نام\": x}", "Expecting value", 1, 9), ("[\"😀\" 1]", "Expecting ',' delimiter", 1, 6), ("// c\n1", "Expecting value", 1, 1),
            ("\u{A0}1", "Expecting value", 1, 1),
        ])
    func places(text: String, message: String, line: Int, column: Int) {
        #expect(throws: JSONError(message: message, line: line, column: column)) { try JSONReader.read(Array(text.utf8)) }
    }

    @Test("A byte order mark is no column")
    func byteOrderMark() {
        #expect(throws: JSONError(message: "Expecting value", line: 1, column: 1)) { try JSONReader.read(Array("\u{FEFF}x".utf8)) }
    }

    @Test("Cut anywhere, a text is refused or read, and never more")
    func cuts() throws {
        let whole = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\n",null,true,{"ب":"ت"}],"c":false}"#.utf8)
        _ = try JSONReader.read(whole)
        for length in 0..<whole.count {
            #expect(throws: JSONError.self) { try JSONReader.read(Array(whole[..<length])) }
        }
    }

    @Test("Any one byte changed, a text is refused or read, and the place is inside it")
    func changes() {
        let whole = Array("{\"a\":[1,\"x\\u00e9\"],\n\"b\":true}".utf8)
        for index in whole.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = whole
                changed[index] = byte
                do throws(JSONError) {
                    _ = try JSONReader.read(changed)
                } catch {
                    if !(1...4).contains(error.line) || !(1...(whole.count + 1)).contains(error.column) { Issue.record("\(error)") }
                }
            }
        }
    }
}
