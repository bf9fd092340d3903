/// Reads JSON (RFC 8259) strictly. Unlike general decoders it says where a text breaks, by line and column, and keeps
/// a string that is no Unicode as such, so that the mistake can be told by its field.
package struct JSONReader {
    /// How deep lists and objects may stand in each other.
    private static let deepest = 64

    private let bytes: [UInt8]
    private let start: Int
    private var at: Int
    private var depth = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the text.
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        at = start
    }

    /// Reads one value that fills the whole text.
    package static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.at == bytes.count else { throw reader.error("Extra data") }
        return value
    }

    // MARK: - Values

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.list() }
        case UInt8(ascii: "t"): return try literal("true", .boolean(true))
        case UInt8(ascii: "f"): return try literal("false", .boolean(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || (48...57).contains(byte): return try number()
        default: throw error("Expecting value")
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        depth += 1
        guard depth <= Self.deepest else { throw error("Nested more than \(Self.deepest) deep") }
        at += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        var members: [JSONMember] = []
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw error("Expecting property name enclosed in double quotes") }
            let start = at
            guard case .text(let name) = try string() else {
                at = start
                throw error("Property name is not valid Unicode")
            }
            skipSpace()
            guard take(":") else { throw error("Expecting ':' delimiter") }
            members.append(JSONMember(name, try value()))
            skipSpace()
        } while take(",")
        guard take("}") else { throw error("Expecting ',' delimiter") }
        return .object(members)
    }

    private mutating func list() throws(JSONError) -> JSONValue {
        var values: [JSONValue] = []
        skipSpace()
        if take("]") { return .list(values) }
        repeat {
            values.append(try value())
            skipSpace()
        } while take(",")
        guard take("]") else { throw error("Expecting ',' delimiter") }
        return .list(values)
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let letters = Array(word.description.utf8)
        guard bytes[at...].starts(with: letters) else { throw error("Expecting value") }
        at += letters.count
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = at
        _ = take("-")
        if !take("0") {
            guard digits() else { throw error("Expecting a digit") }
        }
        if take(".") {
            guard digits() else { throw error("Expecting a digit") }
        }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() else { throw error("Expecting a digit") }
        }
        return .number(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private mutating func digits() -> Bool {
        let start = at
        while let byte = peek, (48...57).contains(byte) { at += 1 }
        return at > start
    }

    // MARK: - Strings

    private mutating func string() throws(JSONError) -> JSONValue {
        let opening = at
        at += 1
        let start = at
        // Most strings have no escape: their bytes are taken as they stand.
        while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { at += 1 }
        var text = Array(bytes[start..<at])
        var brokenness: JSONValue.BrokenText?
        while !take("\"") {
            guard let byte = peek else {
                at = opening
                throw error("Unterminated string")
            }
            switch byte {
            case UInt8(ascii: "\\"): try escape(into: &text, &brokenness)
            case ..<0x20: throw error("Invalid control character")
            default:
                text.append(byte)
                at += 1
            }
        }
        if let brokenness { return .brokenText(brokenness) }
        guard let valid = String(validating: text, as: UTF8.self) else { return .brokenText(.invalidUTF8) }
        return .text(valid)
    }

    private mutating func escape(into text: inout [UInt8], _ brokenness: inout JSONValue.BrokenText?) throws(JSONError) {
        at += 1
        guard let byte = peek else { return }
        if byte == UInt8(ascii: "u") {
            let unit = try hexadecimal()
            if let scalar = try scalar(beginningWith: unit) {
                text.append(contentsOf: Array(String(Character(scalar)).utf8))
            } else if brokenness == nil {
                brokenness = .unpairedSurrogate(unit)
            }
            return
        }
        let meanings: [UInt8: UInt8] = [
            UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "/"): UInt8(ascii: "/"),
            UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
        ]
        guard let meaning = meanings[byte] else {
            at -= 1
            throw error("Invalid \\escape")
        }
        text.append(meaning)
        at += 1
    }

    /// The character that an escaped UTF-16 unit begins; where it needs a second unit, that is read too.
    private mutating func scalar(beginningWith unit: UInt16) throws(JSONError) -> Unicode.Scalar? {
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, bytes[at...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return nil }
        let start = at
        at += 1
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second) else {
            at = start
            return nil
        }
        return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt16 {
        at += 1
        let digits = bytes[at...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("Invalid \\uXXXX escape") }
        at += 4
        return value
    }

    // MARK: - Bytes

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = peek, UInt32(byte) == character.value else { return false }
        at += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { at += 1 }
    }

    private func error(_ message: String) -> JSONError {
        let before = bytes[start..<min(at, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let lastLine = before.lastIndex(of: 0x0A).map { before[($0 + 1)...] } ?? before
        return JSONError(message: message, line: line, column: String(decoding: lastLine, as: UTF8.self).unicodeScalars.count + 1)
    }
}
