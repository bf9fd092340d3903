import Testing

@testable import Letterbox

@Suite("CSV")
struct CSVTests {
    private func line(_ cells: String...) -> String {
        var bytes: [UInt8] = []
        CSV.line(cells, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func read(_ text: String) throws(CSVError) -> [String] {
        try CSV.read(Array(text.utf8)).map { line, cells in
            "\(line): " + cells.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
        }
    }

    @Test("Quotes a cell only where it must, doubles quotes, and ends a line with CRLF")
    func writing() {
        #expect(line("a", "", "b c") == "a,,b c\r\n")
        #expect(line("a,b", "say \"hi\"", "two\nlines", "cr\rcr") == "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\rcr\"\r\n")
        #expect(line("فرشید") == "فرشید\r\n")
    }

    @Test(
        "Puts an apostrophe before what a spreadsheet would run",
        arguments: ["=1+1", "+98", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "=", "=\u{301}"])
    func formulas(cell: String) {
        #expect(CSV.harmless(cell) == "'" + cell)
        #expect(CSV.original(CSV.harmless(cell)) == cell)
    }

    @Test("Leaves every other cell alone", arguments: ["", "a=b", " =1", "'quoted'", "1-2", "09228504384", "a@b", "''", "'", "'tis"])
    func harmless(cell: String) {
        #expect(CSV.harmless(cell) == cell)
        #expect(CSV.original(cell) == cell)
    }

    @Test("An apostrophe that a visitor wrote before a formula is kept", arguments: ["'=1", "'-5 degrees", "''+1"])
    func ownApostrophe(cell: String) {
        #expect(CSV.original(CSV.harmless(cell)) == cell)
    }

    @Test("Reads cells, quoted or not, and tells where each line begins")
    func reading() throws {
        #expect(try read("a,b\r\nc,d\r\n") == ["1: a|b", "2: c|d"])
        #expect(try read("a,b\nc,d") == ["1: a|b", "2: c|d"])
        #expect(try read("a\rb\r") == ["1: a", "2: b"])
        #expect(try read("\"a,\"\"b\"\"\",\"\"\r\n") == ["1: a,\"b\"|"])
        #expect(try read("\"two\r\nlines\",x\r\ny,z") == ["1: two\r\nlines|x", "3: y|z"])
        #expect(try read(",\n,,\n") == ["1: |", "2: ||"])
        #expect(try read("a,\n") == ["1: a|"])
        #expect(try read("a,") == ["1: a|"])
        #expect(try read("it\"s,5\" disk\n") == ["1: it\"s|5\" disk"])
        #expect(try read("") == [])
    }

    @Test("Skips empty lines, counts them, and passes a byte order mark over")
    func emptyLines() throws {
        #expect(try read("\n\na\n\n\r\nb\n\n") == ["3: a", "6: b"])
        #expect(try read("\u{FEFF}\"a\",b\n") == ["1: a|b"])
    }

    @Test(
        "Refuses a quote that does not end, and text after one, with the line",
        arguments: [
            ("\"a", 1, "a quote does not end"), ("a\n\"b\nc", 2, "a quote does not end"),
            ("\"a\"b", 1, "text stands after a closing quote"),
            ("x\n\"a\n\"b,c", 3, "text stands after a closing quote"), ("\"a\" ,b", 1, "text stands after a closing quote"),
            ("\"", 1, "a quote does not end"),
        ])
    func malformed(text: String, line: Int, message: String) throws {
        let error = #expect(throws: CSVError.self) { try CSV.read(Array(text.utf8)) }
        #expect(error?.line == line)
        #expect(error?.message == message)
    }

    @Test("What it writes is read back to the byte, for cells at random")
    func roundTrips() throws {
        let pieces = ["a", ",", "\"", "\r\n", "\n", "\r", ";", "\t", " ", "'", "=", "é", "سلام", "😀", ""]
        for _ in 0..<2000 {
            let cells = (0..<Int.random(in: 1...4)).map { _ in
                "x" + (0..<Int.random(in: 0...6)).map { _ in pieces.randomElement()! }.joined()
            }
            var bytes = CSV.byteOrderMark
            CSV.line(cells, into: &bytes)
            CSV.line(["end"], into: &bytes)
            let lines = try CSV.read(bytes)
            #expect(lines.count == 2)
            #expect(lines[0].cells == cells.map { Array($0.utf8) })
            #expect(lines[1].line == 2 + cells.joined().utf8.count { $0 == 0x0A })
        }
    }
}
