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

    /// Up to so many matches it is cheaper to sort them than to look for them in the list's order.
    private static let fewMatches = 1000

    static let searchIndex = SearchIndex(table: "contacts", column: "search_text", key: "id")

    /// Whether every contact of the inbox is wanted.
    var isWholeInbox: Bool {
        state == .inbox && isViewed == nil && words == nil && email == nil && mobileDigits == nil && createdAfter == nil
            && createdBefore == nil
    }

    /// - Parameter count: how many contacts the filter lets through, where that is known
    func condition(on connection: any Connection, count: Int? = nil) -> Statement {
        var parts: [Statement] = ["state = \(state.rawValue)"]
        if let isViewed { parts.append(isViewed ? "viewed_at IS NOT NULL" : "viewed_at IS NULL") }
        if words == [] { parts.append("1 = 0") }
        if let email { parts.append("email_key = \(email.trimmed.normalized.lowercased())") }
        if let mobileDigits { parts.append("mobile_digits = \(mobileDigits)") }
        if let createdAfter { parts.append("created_at > \(createdAfter)") }
        if let createdBefore { parts.append("created_at < \(createdBefore)") }
        let others = Statement.joined(parts, by: " AND ")
        guard let words, !words.isEmpty else { return others }
        let isRare = count.map { $0 <= Self.fewMatches } ?? false
        return connection.search.condition(Self.searchIndex, containsAll: words, and: others, isRare: isRare)
    }
}
