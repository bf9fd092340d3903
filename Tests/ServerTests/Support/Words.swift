import Foundation
import TestSupport
import Testing

/// The fields of a contact in the contract's order.
let contactFields = [
    "id", "first_name", "last_name", "email", "mobile_number", "subject", "message",
    "viewed", "viewed_at", "created_at", "updated_at",
]

/// The fields that a client may write, in the contract's order.
let writableFields = ["subject", "message", "first_name", "last_name", "email", "mobile_number"]

let unknownField = "Unknown field. Allowed: subject, message, first_name, last_name, email, mobile_number."
let noAnswerPossible = "Give an email or a mobile number, so that somebody can answer."

/// A word that nothing else contains.
func uniqueWord() -> String {
    String((0..<16).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
}

func uniqueEmail() -> String { "\(uniqueWord())@example.com" }

func codes(_ numbers: [Int]) -> JSON { .array(numbers.map { .integer(Int64($0)) }) }

/// `?name=value&…`, percent-encoded.
func query(_ parameters: KeyValuePairs<String, String>) -> String {
    parameters.isEmpty ? "" : "?" + parameters.map { "\($0.key)=\(percentEncoded($0.value))" }.joined(separator: "&")
}

func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
        let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        let digits = String(byte, radix: 16, uppercase: true)
        return isPlain ? String(Unicode.Scalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
}

/// A moment as ISO 8601 in UTC, `seconds` from now.
func moment(in seconds: Double) -> String {
    Date(timeIntervalSinceNow: seconds).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}

extension JSON {
    var id: Int {
        get throws { try #require(self["id"]?.int, "No id in \(self)") }
    }

    func text(_ key: String) throws -> String {
        try #require(self[key]?.string, "No text \(key) in \(self)")
    }

    /// The ids of a page's results.
    var resultIDs: [Int] {
        get throws { try #require(self["results"]?.array, "No results in \(self)").map { try $0.id } }
    }
}
