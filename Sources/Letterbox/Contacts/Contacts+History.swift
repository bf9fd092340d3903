package import Database

/// One field's change, as it is recorded.
struct ContactChange {
    let field: String
    let before: String
    let after: String

    static func between(_ before: ContactText, _ after: ContactText) -> [ContactChange] {
        ContactText.fields.compactMap { name, path in
            before[keyPath: path] == after[keyPath: path]
                ? nil : ContactChange(field: name.description, before: before[keyPath: path], after: after[keyPath: path])
        }
    }
}

/// A recorded change: who, when, which field, the value before and after.
package struct HistoryEntry: Sendable {
    /// Who made a change, as they are called now.
    package struct Author: Sendable {
        package let id: Staff.ID
        package let name: String
        package let email: String
    }

    package let id: Int64
    package let field: String
    package let before: String
    package let after: String
    package let changedAt: Timestamp
    /// Nil for the operator at the command line.
    package let author: Author?

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("id")
            writer.integer(id)
            writer.name("field")
            writer.text(field)
            writer.name("before")
            writer.text(before)
            writer.name("after")
            writer.text(after)
            writer.name("changed_at")
            writer.timestamp(changedAt)
            writer.name("changed_by")
            guard let author else { return writer.null() }
            writer.object { writer in
                writer.name("id")
                writer.integer(author.id)
                writer.name("name")
                writer.text(author.name)
                writer.name("email")
                writer.text(author.email)
            }
        }
    }
}

extension Contacts {
    /// The recorded changes of a contact, newest first.
    package func history(of id: Contact.ID, page: PageRequest, by caller: Caller) async throws(Failure) -> Page<HistoryEntry> {
        try caller.require(.readContacts)
        return try await store.read { connection in
            _ = try connection.contact(id)
            let total = try connection.onlyRow("SELECT COUNT(*) AS count FROM contact_changes WHERE contact_id = \(id)")
            let beyond: Statement =
                switch page.cursor?.direction {
                case .forward: "contact_changes.id < \(page.cursor?.id)"
                case .backward: "contact_changes.id > \(page.cursor?.id)"
                case nil: "1 = 1"
                }
            let rows = try connection.rows(
                """
                SELECT contact_changes.id, field, before_text, after_text, changed_at, staff_id, staff.name, staff.email
                FROM contact_changes
                LEFT JOIN staff ON staff.id = contact_changes.staff_id
                WHERE contact_id = \(id) AND \(beyond)
                ORDER BY \(page.isBackward ? "contact_changes.id ASC" : "contact_changes.id DESC" as Statement)
                LIMIT \(page.limit + 1)
                """)
            return page.page(count: Int(try total.integer("count")), rows: try rows.map(HistoryEntry.init)) { entry, direction in
                Cursor(direction: direction, ordering: "id", value: 0, id: entry.id)
            }
        }
    }
}

extension HistoryEntry {
    fileprivate init(_ row: Row) throws {
        let author = try row.integerOrNil("staff_id").map { id in
            Author(id: id, name: try row.text("name"), email: try row.text("email"))
        }
        self.init(
            id: try row.integer("id"), field: try row.text("field"), before: try row.text("before_text"),
            after: try row.text("after_text"), changedAt: try row.timestamp("changed_at"), author: author)
    }
}

extension Connection {
    func record(_ changes: [ContactChange], of contact: Contact, at time: Timestamp, by caller: Caller) throws {
        for change in changes {
            try execute(
                """
                INSERT INTO contact_changes (contact_id, field, before_text, after_text, changed_at, staff_id, key_id)
                VALUES (
                    \(contact.id), \(change.field), \(change.before), \(change.after), \(time),
                    \(caller.staffID), \(caller.keyID)
                )
                """)
        }
    }
}
