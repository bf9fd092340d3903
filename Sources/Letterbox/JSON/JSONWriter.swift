package import Database

/// Writes JSON into bytes, members in the order in which they are given; what general encoders do not promise.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init(reserving capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
    }

    // MARK: - Structure

    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        nested(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    package mutating func list<Element>(_ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void) {
        nested(UInt8(ascii: "["), UInt8(ascii: "]")) { writer in
            for element in elements { body(&writer, element) }
        }
    }

    /// The name of the member whose value is written next.
    package mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A name that is not known when the program is compiled.
    package mutating func name(escaping name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: - Values

    package mutating func text(_ text: String) {
        value { $0.quote(text) }
    }

    package mutating func integer(_ integer: some BinaryInteger) {
        value { $0.bytes.append(contentsOf: String(integer).utf8) }
    }

    /// A number as it is to stand there.
    package mutating func number(_ digits: String) {
        value { $0.bytes.append(contentsOf: digits.utf8) }
    }

    package mutating func boolean(_ boolean: Bool) {
        value { $0.bytes.append(contentsOf: (boolean ? "true" : "false").utf8) }
    }

    package mutating func null() {
        value { $0.bytes.append(contentsOf: "null".utf8) }
    }

    package mutating func timestamp(_ timestamp: Timestamp) {
        value { writer in
            writer.bytes.append(UInt8(ascii: "\""))
            timestamp.write(to: &writer.bytes)
            writer.bytes.append(UInt8(ascii: "\""))
        }
    }

    package mutating func text(_ text: String?) {
        if let text { self.text(text) } else { null() }
    }

    package mutating func timestamp(_ timestamp: Timestamp?) {
        if let timestamp { self.timestamp(timestamp) } else { null() }
    }

    // MARK: - Bytes

    private mutating func nested(_ opening: UInt8, _ closing: UInt8, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(opening)
        needsComma = false
        body(&self)
        bytes.append(closing)
        needsComma = true
    }

    private mutating func value(_ body: (inout JSONWriter) -> Void) {
        separate()
        body(&self)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quote(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var plain = 0
            for index in utf8.indices where Self.needsEscape(utf8[index]) {
                bytes.append(contentsOf: utf8[plain..<index])
                escape(utf8[index])
                plain = index + 1
            }
            bytes.append(contentsOf: utf8[plain...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: [UInt8(ascii: "u"), 48, 48, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }
    }
}

extension JSONWriter {
    /// The bytes of one object.
    package static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        return writer.bytes
    }
}
