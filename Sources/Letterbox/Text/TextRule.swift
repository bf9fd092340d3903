import Foundation

/// What a single text from outside must be like, and the messages where it is not.
///
/// Messages are Django REST Framework's wherever it has some, since existing clients know them.
package struct TextRule: Sendable {
    /// In Unicode code points, after trimming and normalisation.
    package let limit: Int
    package var mayBeBlank = true
    /// Whether line breaks and tabs may stand inside.
    package var hasLines = false
    /// A further check of the finished text: nil where it is fine, else the message.
    package var check: @Sendable (String) -> String? = { _ in nil }

    /// The text trimmed of white space around it and in Unicode NFC; or why it is refused.
    package func apply(to value: JSONValue) -> Result<String, TextRefusal> {
        switch value {
        case .text(let text): return apply(to: text)
        case .null: return .failure(TextRefusal("This field may not be null."))
        case .brokenText(.invalidUTF8): return .failure(TextRefusal("This text is not valid UTF-8."))
        case .brokenText(.unpairedSurrogate(let unit)):
            return .failure(TextRefusal("Surrogate characters are not allowed: U+\(hexadecimal(UInt32(unit)))."))
        case .boolean, .number, .list, .object: return .failure(TextRefusal("Not a valid string."))
        }
    }

    private func apply(to text: String) -> Result<String, TextRefusal> {
        let text = text.trimmed.normalized
        if text.isEmpty { return mayBeBlank ? .success(text) : .failure(TextRefusal("This field may not be blank.")) }
        for scalar in text.unicodeScalars where scalar.properties.generalCategory == .control {
            if hasLines, ["\n", "\r", "\t"].contains(scalar) { continue }
            if scalar == "\0" { return .failure(TextRefusal("Null characters are not allowed.")) }
            return .failure(TextRefusal("Control characters are not allowed: U+\(hexadecimal(scalar.value))."))
        }
        guard text.unicodeScalars.count <= limit else {
            return .failure(TextRefusal("Ensure this field has no more than \(limit) characters."))
        }
        if let message = check(text) { return .failure(TextRefusal(message)) }
        return .success(text)
    }

    private func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// Why a text was refused, as the field's message.
package struct TextRefusal: Error, Equatable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}

extension String {
    /// Without the white space (Unicode's `White_Space`) around it.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex { return self }
        return String(scalars[first...last])
    }

    /// In Unicode NFC.
    var normalized: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }
}
