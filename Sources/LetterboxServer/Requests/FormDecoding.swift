import Letterbox

/// Decodes `application/x-www-form-urlencoded` (WHATWG URL, 5.1), in queries and bodies.
enum FormDecoding {
    /// The names and values in their order. What is no valid UTF-8 comes as broken text.
    static func pairs(_ text: String) -> [(name: JSONValue, value: JSONValue)] {
        pairs(Array(text.utf8))
    }

    static func pairs(_ bytes: [UInt8]) -> [(name: JSONValue, value: JSONValue)] {
        bytes.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (text(parts[0]), parts.count > 1 ? text(parts[1]) : .text(""))
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> JSONValue {
        guard let text = String(validating: decode(bytes), as: UTF8.self) else { return .brokenText(.invalidUTF8) }
        return .text(text)
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.endIndex,
                let high = hexadecimal(bytes[at + 1]), let low = hexadecimal(bytes[at + 2])
            {
                result.append(high << 4 | low)
                at += 3
            } else {
                result.append(bytes[at] == UInt8(ascii: "+") ? 0x20 : bytes[at])
                at += 1
            }
        }
        return result
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
