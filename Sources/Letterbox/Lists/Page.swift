import Database

/// A part of a list, and where the parts beside it begin.
package struct Page<Element: Sendable>: Sendable {
    /// How many there are in all.
    package let count: Int
    package let elements: [Element]
    package let next: Cursor?
    package let previous: Cursor?

    package init(count: Int, elements: [Element], next: Cursor? = nil, previous: Cursor? = nil) {
        self.count = count
        self.elements = elements
        self.next = next
        self.previous = previous
    }
}

/// Which part of a list is wanted.
package struct PageRequest: Sendable {
    package static let limits = 1...200
    package static let defaultLimit = 50

    package var limit = defaultLimit
    package var cursor: Cursor?

    package init() {}

    /// - Parameter limit: within `limits`.
    package init(limit: Int, cursor: Cursor? = nil) {
        self.limit = limit
        self.cursor = cursor
    }

    var isBackward: Bool { cursor?.direction == .backward }

    /// Cuts a page from rows that were asked for in the page's direction, one more than fit.
    func page<Element: Sendable>(count: Int, rows: [Element], cursor: (Element, Cursor.Direction) -> Cursor) -> Page<Element> {
        let hasMore = rows.count > limit
        let kept = Array(rows.prefix(limit))
        let elements = isBackward ? kept.reversed() : kept
        let hasNext = isBackward || hasMore
        let hasPrevious = isBackward ? hasMore : self.cursor != nil
        return Page(
            count: count, elements: elements,
            next: hasNext ? elements.last.map { cursor($0, .forward) } : nil,
            previous: hasPrevious ? elements.first.map { cursor($0, .backward) } : nil)
    }
}

/// A place in a list: beside the row with this key. It stays good while rows come and go.
package struct Cursor: Sendable, Equatable {
    package enum Direction: String, Sendable {
        case forward = "n"
        case backward = "p"
    }

    package let direction: Direction
    /// The list's own order, so that a cursor is not taken for a place in another.
    package let ordering: String
    /// The row's value in that order.
    package let value: Int64
    package let id: Int64

    package init(direction: Direction, ordering: String, value: Int64, id: Int64) {
        self.direction = direction
        self.ordering = ordering
        self.value = value
        self.id = id
    }

    /// `n.created_at.1766929819076017.17`
    package var text: String { "\(direction.rawValue).\(ordering).\(value).\(id)" }

    package init?(parsing text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let direction = Direction(rawValue: String(parts[0])),
            let value = Int64(parts[2]), let id = Int64(parts[3]),
            Timestamp.bounds.contains(Timestamp(microseconds: value))
        else { return nil }
        self.init(direction: direction, ordering: String(parts[1]), value: value, id: id)
    }
}
