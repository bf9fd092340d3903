/// Comma-separated values (RFC 4180) for spreadsheets.
enum CSV {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// One line, with its line break.
    static func line(_ cells: [String], into bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(harmless(cell), to: &bytes)
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        // Semicolons and tabs part cells in some spreadsheets' locales, though not in RFC 4180.
        guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0D, 0x0A, 0x3B, 0x09].contains($0) }) else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        bytes.append(0x22)
        for byte in cell.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    /// A cell that a spreadsheet would run as a formula, with an apostrophe before it; also one that a visitor wrote with
    /// an apostrophe there, so that taking one away gives every cell back as it was.
    /// Source: OWASP, "CSV Injection".
    static func harmless(_ cell: String) -> String {
        isFormula(cell.drop { $0 == "'" }) ? "'" + cell : cell
    }

    /// What `harmless` was given.
    static func original(_ cell: String) -> String {
        cell.hasPrefix("'") && isFormula(cell.drop { $0 == "'" }) ? String(cell.dropFirst()) : cell
    }

    private static func isFormula(_ cell: some StringProtocol) -> Bool {
        guard let first = cell.unicodeScalars.first else { return false }
        return "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first)
    }

    /// Reads a whole file: its lines, each with the number of the line on which it begins.
    /// - Throws: `CSVError` where a quote does not end, or text stands after one.
    static func read(_ bytes: [UInt8]) throws(CSVError) -> [(line: Int, cells: [[UInt8]])] {
        var reader = Reader(bytes: bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes)
        return try reader.lines()
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0
        var line = 1

        mutating func lines() throws(CSVError) -> [(line: Int, cells: [[UInt8]])] {
            var lines: [(line: Int, cells: [[UInt8]])] = []
            while at < bytes.count {
                let start = line
                let cells = try cells()
                if cells != [[]] { lines.append((start, cells)) }  // an empty line is none
            }
            return lines
        }

        private mutating func cells() throws(CSVError) -> [[UInt8]] {
            var cells: [[UInt8]] = []
            while true {
                cells.append(try cell())
                guard at < bytes.count, bytes[at] == 0x2C else { break }
                at += 1
            }
            if at < bytes.count, bytes[at] == 0x0D { at += 1 }
            if at < bytes.count, bytes[at] == 0x0A { at += 1 }
            line += 1
            return cells
        }

        private mutating func cell() throws(CSVError) -> [UInt8] {
            if at < bytes.count, bytes[at] == 0x22 { return try quoted() }
            let start = at
            while at < bytes.count, ![0x2C, 0x0D, 0x0A].contains(bytes[at]) { at += 1 }
            return Array(bytes[start..<at])
        }

        private mutating func quoted() throws(CSVError) -> [UInt8] {
            let start = line
            var cell: [UInt8] = []
            at += 1
            while at < bytes.count {
                let byte = bytes[at]
                at += 1
                if byte != 0x22 {
                    if byte == 0x0A { line += 1 }
                    cell.append(byte)
                } else if at < bytes.count, bytes[at] == 0x22 {
                    cell.append(0x22)
                    at += 1
                } else {
                    guard at == bytes.count || [0x2C, 0x0D, 0x0A].contains(bytes[at]) else {
                        throw CSVError(line: line, message: "text stands after a closing quote")
                    }
                    return cell
                }
            }
            throw CSVError(line: start, message: "a quote does not end")
        }
    }
}

/// Where a file stops being comma-separated values.
struct CSVError: Error {
    let line: Int
    let message: String
}
