import Database

extension Contact {
    init(_ row: Row) throws {
        var text = ContactText()
        text.firstName = try row.text("first_name")
        text.lastName = try row.text("last_name")
        text.email = try row.text("email")
        text.mobileNumber = try row.text("mobile_number")
        text.subject = try row.text("subject")
        text.message = try row.text("message")
        self.init(
            id: try row.integer("id"), text: text, viewedAt: try row.timestampOrNil("viewed_at"),
            createdAt: try row.timestamp("created_at"), updatedAt: try row.timestamp("updated_at"))
    }
}

extension Connection {
    /// The contact, where it is in the inbox.
    /// - Throws: `Failure.notFound`.
    func contact(_ id: Contact.ID) throws -> Contact {
        guard let contact = try contact(id, in: .inbox) else { throw Failure.notFound }
        return contact
    }

    func contact(_ id: Contact.ID, in state: ContactFilter.State) throws -> Contact? {
        try row(
            """
            SELECT id, first_name, last_name, email, mobile_number, subject, message, viewed_at, created_at, updated_at
            FROM contacts
            WHERE id = \(id) AND state = \(state.rawValue)
            """
        ).map(Contact.init)
    }

    /// - Parameter count: how many there are in all, where that is known
    func contacts(
        _ filter: ContactFilter, orderedBy ordering: ContactOrdering, page: PageRequest, count: Int? = nil
    ) throws -> [Contact] {
        var condition = filter.condition(on: self, count: count)
        if let cursor = page.cursor { condition = "\(condition) AND \(ordering.condition(beyond: cursor))" }
        return try rows(
            """
            SELECT id, first_name, last_name, email, mobile_number, subject, message, viewed_at, created_at, updated_at
            FROM contacts
            WHERE \(condition)
            ORDER BY \(ordering.orderBy(reversed: page.isBackward))
            LIMIT \(page.limit + 1)
            """
        ).map(Contact.init)
    }

    func countOfContacts(_ filter: ContactFilter) throws -> Int {
        let row =
            filter.isWholeInbox
            // Counting all rows is far cheaper than visiting them, and few are anywhere but in the inbox.
            ? try onlyRow(
                """
                SELECT (SELECT COUNT(*) FROM contacts)
                     - (SELECT COUNT(*) FROM contacts WHERE state = \(ContactFilter.State.trash.rawValue)) AS count
                """)
            : try onlyRow("SELECT COUNT(*) AS count FROM contacts WHERE \(filter.condition(on: self))")
        return Int(try row.integer("count"))
    }

    func insert(_ text: ContactText, searchText: String, at now: Timestamp) throws -> Contact {
        let row = try onlyRow(
            """
            INSERT INTO contacts (
                first_name, last_name, email, mobile_number, subject, message,
                created_at, updated_at, viewed_order, email_key, mobile_digits, search_text
            )
            VALUES (
                \(text.firstName), \(text.lastName), \(text.email), \(text.mobileNumber), \(text.subject), \(text.message),
                \(now), \(now), \(Timestamp.epoch), \(text.emailKey), \(text.mobileDigits), \(searchText)
            )
            RETURNING id
            """)
        return Contact(id: try row.integer("id"), text: text, viewedAt: nil, createdAt: now, updatedAt: now)
    }

    func update(_ contact: Contact) throws {
        let text = contact.text
        try execute(
            """
            UPDATE contacts
            SET first_name = \(text.firstName), last_name = \(text.lastName), email = \(text.email),
                mobile_number = \(text.mobileNumber), subject = \(text.subject), message = \(text.message),
                updated_at = \(contact.updatedAt), email_key = \(text.emailKey), mobile_digits = \(text.mobileDigits),
                search_text = \(text.searchText)
            WHERE id = \(contact.id)
            """)
    }

    func move(_ contact: Contact, from: ContactFilter.State, to: ContactFilter.State, by caller: Caller) throws {
        try execute("UPDATE contacts SET state = \(to.rawValue) WHERE id = \(contact.id)")
        let change = ContactChange(field: "state", before: from.rawValue, after: to.rawValue)
        try record([change], of: contact, at: .now(), by: caller)
    }
}
