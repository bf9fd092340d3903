import Foundation

/// A text in the form in which it is searched: words of lower-case letters and digits, so that case, accents, Arabic
/// and Persian forms of the same letter, digits of any script, joiners and tatweel do not matter.
package struct FoldedText: Sendable, Equatable {
    /// The words in their order; none is empty.
    package let words: [String]

    package init(_ text: String) {
        self.init([text])
    }

    /// The words of several texts; none reaches over the end of one.
    package init(_ texts: [String]) {
        var folder = Folder()
        for text in texts { folder.fold(text) }
        words = folder.words
    }

    /// The words with single spaces between them.
    package var text: String { words.joined(separator: " ") }

    /// The digits of a text, of any script, as ASCII digits; everything else is left out.
    package static func digits(of text: String) -> String {
        var digits = ""
        for scalar in text.unicodeScalars {
            if let value = scalar.decimalDigit { digits.unicodeScalars.append(value) }
        }
        return digits
    }
}

private struct Folder {
    private(set) var words: [String] = []
    private var word = ""

    mutating func fold(_ text: String) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            foldASCII(text)
        } else {
            for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars { fold(scalar) }
        }
        endWord()
    }

    private mutating func foldASCII(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: word.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x41...0x5A: word.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            default: endWord()
            }
        }
    }

    private mutating func fold(_ scalar: Unicode.Scalar) {
        if let same = Self.sameLetters[scalar] {
            word += same
            return
        }
        if let digit = scalar.decimalDigit {
            word.unicodeScalars.append(digit)
            return
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: break  // accents and vowel signs, split off by the decomposition
        case .format where scalar != "\u{200B}": break  // joiners, direction marks, soft hyphens; not the zero-width space
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .spacingMark, .letterNumber, .otherNumber:
            // By way of upper case, so that ß is ss and both forms of the Greek sigma are one.
            for upper in scalar.properties.uppercaseMapping.unicodeScalars { word += upper.properties.lowercaseMapping }
        case .modifierLetter where scalar == "\u{0640}": break  // tatweel
        case .modifierLetter: word.unicodeScalars.append(scalar)
        default: endWord()
        }
    }

    private mutating func endWord() {
        if !word.isEmpty { words.append(word) }
        word = ""
    }

    /// Letters that people take for one, where Unicode's decomposition does not say so. Hamza and madda over a carrier
    /// are split off by the decomposition before.
    private static let sameLetters: [Unicode.Scalar: String] = [
        "ي": "ی", "ى": "ی", "ې": "ی", "ے": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ٱ": "ا",
        "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ħ": "h", "Ħ": "h", "þ": "th", "Þ": "th",
        "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i",
        "ẞ": "ss",
    ]
}

extension Unicode.Scalar {
    /// The ASCII digit of the same value, where the character is a decimal digit of any script.
    var decimalDigit: Unicode.Scalar? {
        if value < 0x80 { return (0x30...0x39).contains(value) ? self : nil }
        guard properties.numericType == .decimal, let number = properties.numericValue else { return nil }
        return Unicode.Scalar(UInt8(0x30 + Int(number)))
    }
}
