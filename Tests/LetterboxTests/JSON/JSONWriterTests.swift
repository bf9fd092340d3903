import Database
import Testing

@testable import Letterbox

@Suite("The JSON writer")
struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("Writes members in the order in which they are given, null too")
    func order() {
        let written = String(
            decoding: JSONWriter.object { writer in
                writer.name("z")
                writer.integer(1)
                writer.name("a")
                writer.null()
                writer.name("list")
                writer.list([1, 2]) { $0.integer($1) }
                writer.name("empty")
                writer.list([Int]()) { $0.integer($1) }
                writer.name("object")
                writer.object { _ in }
                writer.name(escaping: "q\"\n")
                writer.boolean(true)
                writer.name("n")
                writer.number("-1.50")
            }, as: UTF8.self)
        #expect(written == #"{"z":1,"a":null,"list":[1,2],"empty":[],"object":{},"q\"\n":true,"n":-1.50}"#)
    }

    @Test("Writes commas between nested values, and only there")
    func nesting() {
        let written = text { writer in
            writer.list([[1], [], [2, 3]]) { writer, inner in writer.list(inner) { $0.integer($1) } }
        }
        #expect(written == "[[1],[],[2,3]]")
        let objects = text { writer in
            writer.list([1, 2]) { writer, number in
                writer.object { writer in
                    writer.name("n")
                    writer.integer(number)
                }
            }
        }
        #expect(objects == #"[{"n":1},{"n":2}]"#)
    }

    @Test(
        "Escapes what must be, and leaves all else as it is",
        arguments: [
            ("", #""""#), ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#),
            ("\u{0}\u{8}\u{1F}", #""\u0000\u0008\u001f""#),
            ("\u{7F}", "\"\u{7F}\""), ("فرشید 😀", "\"فرشید 😀\""), ("\u{2028}", "\"\u{2028}\""), ("</script>", #""</script>""#),
        ])
    func escaping(value: String, written: String) {
        #expect(text { $0.text(value) } == written)
    }

    @Test("Writes times as text, and what is missing as null")
    func times() throws {
        let time = try #require(Timestamp(parsing: "2025-12-28T13:48:53.666969Z"))
        #expect(text { $0.timestamp(time) } == "\"2025-12-28T13:48:53.666969Z\"")
        #expect(text { $0.timestamp(Timestamp?.none) } == "null")
        #expect(text { $0.text(String?.none) } == "null")
    }

    @Test("What it writes is read back to the byte, for every character of the first plane and beyond")
    func roundTrips() throws {
        for start in stride(from: UInt32(0), to: 0x11_0000, by: 0x400) {
            var block = ""
            for value in start..<(start + 0x400) { if let scalar = Unicode.Scalar(value) { block.unicodeScalars.append(scalar) } }
            let written = JSONWriter.object { writer in
                writer.name(escaping: block)
                writer.text(block)
            }
            guard case .object(let members) = try JSONReader.read(written), case .text(let value) = members.first?.value else {
                Issue.record("U+\(String(start, radix: 16)) is not read back")
                continue
            }
            #expect(members.count == 1 && Array(members[0].name.utf8) == Array(block.utf8) && Array(value.utf8) == Array(block.utf8))
        }
    }

    @Test("Nested values of every kind are read back as they were written")
    func deepRoundTrip() throws {
        let value = JSONValue.object([
            JSONMember("a", .list([.null, .boolean(false), .number("-1.5e3"), .text("x\n\"")])),
            JSONMember("b", .object([JSONMember("", .object([])), JSONMember("", .list([.list([])]))])),
        ])
        let written = text { Self.write(value, to: &$0) }
        #expect(try JSONReader.read(Array(written.utf8)) == value)
    }

    private static func write(_ value: JSONValue, to writer: inout JSONWriter) {
        switch value {
        case .null, .brokenText: writer.null()
        case .boolean(let boolean): writer.boolean(boolean)
        case .number(let digits): writer.number(digits)
        case .text(let text): writer.text(text)
        case .list(let values): writer.list(values) { write($1, to: &$0) }
        case .object(let members):
            writer.object { writer in
                for member in members {
                    writer.name(escaping: member.name)
                    write(member.value, to: &writer)
                }
            }
        }
    }
}
