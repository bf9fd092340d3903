package import Database

/// Which contacts are wanted.
package struct ContactFilter: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case inbox, trash
    }

    package var state = State.inbox
    package var isViewed: Bool?
    /// Words that must all occur; nil for no search, empty for a search without a word, which finds nothing.
    package var words: [String]?
    package var email: String?
    /// ASCII digits.
    package var mobileDigits: String?
    package var createdAfter: Timestamp?
    package var createdBefore: Timestamp?

    package init() {}

    static let searchIndex = SearchIndex(table: "contacts", column: "search_text", key: "id")

    /// Whether every contact of the inbox is wanted.
    var isWholeInbox: Bool {
        state == .inbox && isViewed == nil && words == nil && email == nil && mobileDigits == nil && createdAfter == nil
            && createdBefore == nil
    }

    func condition(on connection: any Connection) -> Statement {
        var parts: [Statement] = ["state = \(state.rawValue)"]
        if let isViewed { parts.append(isViewed ? "viewed_at IS NOT NULL" : "viewed_at IS NULL") }
        if let words {
            parts.append(words.isEmpty ? "1 = 0" : connection.search.condition(Self.searchIndex, containsAll: words))
        }
        if let email { parts.append("email_key = \(email.trimmed.normalized.lowercased())") }
        if let mobileDigits { parts.append("mobile_digits = \(mobileDigits)") }
        if let createdAfter { parts.append("created_at > \(createdAfter)") }
        if let createdBefore { parts.append("created_at < \(createdBefore)") }
        return .joined(parts, by: " AND ")
    }
}
