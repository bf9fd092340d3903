import Database

/// The order of a list of contacts. Rows of the same value stand in the order of their IDs, so that every row has
/// one place.
package struct ContactOrdering: Sendable, Equatable {
    package enum Key: String, Sendable, CaseIterable {
        case id
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        /// Contacts that nobody viewed count as before all others.
        case viewedAt = "viewed_at"
    }

    package let key: Key
    package let isDescending: Bool

    package static let newestFirst = ContactOrdering(.createdAt, isDescending: true)

    package init(_ key: Key, isDescending: Bool) {
        self.key = key
        self.isDescending = isDescending
    }

    /// As in `?ordering=`: `created_at`, or `-created_at` for descending.
    package init?(parsing text: String) {
        let isDescending = text.hasPrefix("-")
        guard let key = Key(rawValue: String(isDescending ? text.dropFirst() : text[...])) else { return nil }
        self.init(key, isDescending: isDescending)
    }

    package var text: String { (isDescending ? "-" : "") + key.rawValue }

    func cursor(_ contact: Contact, _ direction: Cursor.Direction) -> Cursor {
        Cursor(direction: direction, ordering: text, value: value(of: contact), id: contact.id)
    }

    private func value(of contact: Contact) -> Int64 {
        switch key {
        case .id: contact.id
        case .createdAt: contact.createdAt.microseconds
        case .updatedAt: contact.updatedAt.microseconds
        case .viewedAt: contact.viewedAt?.microseconds ?? 0
        }
    }

    /// The rows beyond the cursor, in its direction.
    func condition(beyond cursor: Cursor) -> Statement {
        let isDown = isDescending != (cursor.direction == .backward)
        let moment = Timestamp(microseconds: cursor.value)
        return switch (key, isDown) {
        case (.id, true): "id < \(cursor.id)"
        case (.id, false): "id > \(cursor.id)"
        case (.createdAt, true): "(created_at, id) < (\(moment), \(cursor.id))"
        case (.createdAt, false): "(created_at, id) > (\(moment), \(cursor.id))"
        case (.updatedAt, true): "(updated_at, id) < (\(moment), \(cursor.id))"
        case (.updatedAt, false): "(updated_at, id) > (\(moment), \(cursor.id))"
        case (.viewedAt, true): "(viewed_order, id) < (\(moment), \(cursor.id))"
        case (.viewedAt, false): "(viewed_order, id) > (\(moment), \(cursor.id))"
        }
    }

    func orderBy(reversed: Bool) -> Statement {
        switch (key, isDescending != reversed) {
        case (.id, true): "id DESC"
        case (.id, false): "id ASC"
        case (.createdAt, true): "created_at DESC, id DESC"
        case (.createdAt, false): "created_at ASC, id ASC"
        case (.updatedAt, true): "updated_at DESC, id DESC"
        case (.updatedAt, false): "updated_at ASC, id ASC"
        case (.viewedAt, true): "viewed_order DESC, id DESC"
        case (.viewedAt, false): "viewed_order ASC, id ASC"
        }
    }
}
