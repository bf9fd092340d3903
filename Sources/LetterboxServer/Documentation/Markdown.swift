/// A small part of Markdown: paragraphs, headings, lists, fenced code; and in a line `code`, **bold**, *emphasis* and
/// [links](https://example.org). Everything else is text.
struct Markdown {
    /// A heading, for tables of contents.
    struct Heading {
        let id: String
        let text: String
    }

    private(set) var html: HTML = ""
    private(set) var headings: [Heading] = []

    init(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.first {
            if line.isEmpty {
                lines.removeFirst()
            } else if line.hasPrefix("```") {
                addCode(&lines)
            } else if line.hasPrefix("## ") {
                addHeading(String(lines.removeFirst().dropFirst(3)))
            } else if let marker = Self.marker(line) {
                addList(&lines, marker)
            } else {
                addParagraph(&lines)
            }
        }
    }

    // MARK: - Blocks

    private enum Marker {
        case bullet, number

        var element: HTML { self == .bullet ? "ul" : "ol" }
    }

    private static func marker(_ line: Substring) -> Marker? {
        if line.hasPrefix("- ") { return .bullet }
        return line.drop(while: \.isNumber).hasPrefix(". ") && line.first?.isNumber == true ? .number : nil
    }

    private mutating func addCode(_ lines: inout ArraySlice<Substring>) {
        lines.removeFirst()
        let code = lines.prefix { !$0.hasPrefix("```") }
        lines = lines.dropFirst(code.count + 1)
        html = "\(html)<pre tabindex=\"0\"><code>\(code.joined(separator: "\n"))</code></pre>\n"
    }

    private mutating func addHeading(_ text: String) {
        let id = String(text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
        headings.append(Heading(id: id, text: text))
        html = "\(html)<h2 id=\"\(id)\">\(Self.inline(text))</h2>\n"
    }

    private mutating func addList(_ lines: inout ArraySlice<Substring>, _ marker: Marker) {
        var items: [HTML] = []
        while let line = lines.first, Self.marker(line) == marker {
            items.append("<li>\(Self.inline(String(line.drop { $0 != " " }.dropFirst())))</li>")
            lines.removeFirst()
        }
        html = "\(html)<\(marker.element)>\(items.joined(by: ""))</\(marker.element)>\n"
    }

    private mutating func addParagraph(_ lines: inout ArraySlice<Substring>) {
        let paragraph = lines.prefix { !$0.isEmpty && !$0.hasPrefix("```") && Self.marker($0) == nil }
        lines = lines.dropFirst(paragraph.count)
        html = "\(html)<p>\(Self.inline(paragraph.joined(separator: " ")))</p>\n"
    }

    // MARK: - In a line

    /// The marks of one line.
    static func inline(_ text: String) -> HTML {
        var html: HTML = ""
        var rest = text[...]
        while let start = rest.firstIndex(where: { "`*[".contains($0) }) {
            html = "\(html)\(String(rest[..<start]))"
            rest = rest[start...]
            if let (part, after) = marked(rest) {
                html = "\(html)\(part)"
                rest = after
            } else {
                html = "\(html)\(String(rest.removeFirst()))"
            }
        }
        return "\(html)\(String(rest))"
    }

    private static func marked(_ text: Substring) -> (HTML, Substring)? {
        if let (code, rest) = between(text, "`", "`") { return ("<code>\(code)</code>", rest) }
        if let (bold, rest) = between(text, "**", "**") { return ("<strong>\(inline(bold))</strong>", rest) }
        if let (emphasis, rest) = between(text, "*", "*") { return ("<em>\(inline(emphasis))</em>", rest) }
        guard let (label, rest) = between(text, "[", "]"), let (target, after) = between(rest, "(", ")"), isLink(target) else { return nil }
        return ("<a href=\"\(target)\">\(inline(label))</a>", after)
    }

    private static func between(_ text: Substring, _ opening: String, _ closing: String) -> (String, Substring)? {
        guard text.hasPrefix(opening) else { return nil }
        let inside = text.dropFirst(opening.count)
        guard let end = inside.firstRange(of: closing), !end.isEmpty, end.lowerBound > inside.startIndex else { return nil }
        return (String(inside[..<end.lowerBound]), inside[end.upperBound...])
    }

    /// No scheme that runs anything.
    private static func isLink(_ target: String) -> Bool {
        ["https://", "http://", "/", "#"].contains { target.hasPrefix($0) }
    }
}

extension Sequence<HTML> {
    /// The parts one after the other.
    func joined(by separator: HTML = "") -> HTML {
        HTML(stringLiteral: map(\.text).joined(separator: separator.text))
    }
}
