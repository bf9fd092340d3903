/// The shape that HTML's `type=email` accepts (WHATWG HTML, "valid email address"), with letters of any script
/// in the mailbox (RFC 6531) and in the domain (IDNA), which browsers turn to ASCII themselves.
enum EmailAddress {
    static func isValid(_ text: String) -> Bool {
        let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].allSatisfy(isMailboxCharacter) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy(isLabel)
    }

    private static func isMailboxCharacter(_ scalar: Unicode.Scalar) -> Bool {
        isLetterOrDigit(scalar) || isMark(scalar) || ".!#$%&'*+/=?^_`{|}~-".unicodeScalars.contains(scalar)
    }

    private static func isLabel(_ label: Substring.UnicodeScalarView) -> Bool {
        guard (1...63).contains(label.count), let first = label.first, let last = label.last else { return false }
        return isLetterOrDigit(first) && (isLetterOrDigit(last) || isMark(last))
            && label.allSatisfy { isLetterOrDigit($0) || isMark($0) || $0 == "-" }
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .decimalNumber: return true
        default: return false
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: return true
        default: return scalar == "\u{200C}" || scalar == "\u{200D}"  // joiners, which Persian domains may have (RFC 5892)
        }
    }
}
