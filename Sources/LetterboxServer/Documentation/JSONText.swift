import Letterbox

/// JSON on several lines, two spaces a level, members in their own order.
enum JSONText {
    /// As plain text, for commands.
    static func plain(_ value: JSONValue) -> String {
        lines(value) { $1 }
    }

    /// With its parts marked for the style sheet, and texts that run from right to left isolated.
    static func marked(_ value: JSONValue) -> HTML {
        let text = lines(value) { kind, token in
            let escaped = HTML.escape(token)
            let isolated = Direction.isMixed(token) ? "<bdi dir=\"auto\">\(escaped)</bdi>" : escaped
            return kind == .punctuation ? isolated : "<span class=\"\(kind.rawValue)\">\(isolated)</span>"
        }
        return HTML(stringLiteral: text)
    }

    /// On one line, as it stands in a table.
    static func inline(_ value: JSONValue) -> String {
        switch value {
        case .text(let text): text
        default: plain(value)
        }
    }

    private enum Kind: String {
        case name, string, literal, punctuation
    }

    private static func lines(_ value: JSONValue, indent: String = "", _ write: (Kind, String) -> String) -> String {
        switch value {
        case .null: return write(.literal, "null")
        case .boolean(let boolean): return write(.literal, boolean ? "true" : "false")
        case .number(let digits): return write(.literal, digits)
        case .text(let text): return write(.string, quoted(text))
        case .brokenText: return write(.string, "\"\u{FFFD}\"")
        case .list(let elements):
            let isFlat = elements.allSatisfy { $0.members.isEmpty && $0.elements.isEmpty }
            let parts = elements.map { lines($0, indent: indent + (isFlat ? "" : "  "), write) }
            return nested("[", parts, "]", indent: indent, isFlat: isFlat, write)
        case .object(let members):
            let parts = members.map { member in
                write(.name, quoted(member.name)) + write(.punctuation, ": ") + lines(member.value, indent: indent + "  ", write)
            }
            return nested("{", parts, "}", indent: indent, isFlat: parts.isEmpty, write)
        }
    }

    private static func nested(
        _ opening: String, _ parts: [String], _ closing: String, indent: String, isFlat: Bool, _ write: (Kind, String) -> String
    ) -> String {
        let (opening, closing) = (write(.punctuation, opening), write(.punctuation, closing))
        if isFlat { return opening + parts.joined(separator: write(.punctuation, ", ")) + closing }
        let comma = write(.punctuation, ",")
        return opening + "\n" + parts.map { "\(indent)  \($0)" }.joined(separator: comma + "\n") + "\n" + indent + closing
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.text(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Text of both directions.
enum Direction {
    /// Whether some of it runs from right to left.
    static func isMixed(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: isRightToLeft)
    }

    /// The text with each run from right to left isolated, so that what stands around it keeps its place.
    static func isolated(_ text: String) -> HTML {
        guard isMixed(text) else { return "\(text)" }
        let parts = text.split(omittingEmptySubsequences: false) { !$0.unicodeScalars.contains(where: isRightToLeft) && $0 != " " }
        var html = ""
        var end = text.startIndex
        for part in parts where isMixed(String(part)) {
            html += HTML.escape(String(text[end..<part.startIndex]))
            html += "<bdi dir=\"auto\">\(HTML.escape(String(part)))</bdi>"
            end = part.endIndex
        }
        return HTML(stringLiteral: html + HTML.escape(String(text[end...])))
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF: true
        default: false
        }
    }
}
