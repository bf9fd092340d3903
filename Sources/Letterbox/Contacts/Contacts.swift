package import Database

/// What can be done with contacts. Each operation asks for its permission first.
package struct Contacts: Sendable {
    let store: Store

    package init(store: Store) {
        self.store = store
    }

    /// Takes in what a visitor wrote. Anybody may.
    /// - Throws: `Failure.invalid`; `Failure.idempotencyKeyReused`.
    package func create(_ changes: ContactChanges, idempotencyKey: IdempotencyKey? = nil) async throws(Failure) -> Contact {
        let text = try changes.newText()
        let searchText = text.searchText
        return try await store.write { connection in
            let now = Timestamp.now()
            if let earlier = try idempotencyKey?.earlierAnswer(text, at: now, on: connection) { return earlier }
            let contact = try connection.insert(text, searchText: searchText, at: now)
            try idempotencyKey?.remember(contact, at: now, on: connection)
            return contact
        }
    }

    /// Reads a contact and, unless it is only peeked at, marks it viewed if nobody did so before.
    package func read(_ id: Contact.ID, peeking: Bool = false, by caller: Caller) async throws(Failure) -> Contact {
        try caller.require(.readContacts)
        let contact = try await store.read { try $0.contact(id) }
        if peeking || contact.isViewed { return contact }
        return try await setViewed(id, true)
    }

    /// Changes the given fields, all or none, and records each change. Where nothing differs, nothing is written.
    /// - Throws: `Failure.notFound`; `Failure.stale`; `Failure.invalid` with every invalid field.
    package func update(
        _ id: Contact.ID, with changes: ContactChanges, if condition: VersionCondition = .any, by caller: Caller
    ) async throws(Failure) -> Contact {
        try caller.require(.updateContacts)
        return try await store.write { connection in
            var contact = try connection.contact(id)
            try condition.check(contact)
            let before = contact.text
            contact.text = try changes.apply(to: before)
            if contact.text == before { return contact }
            // The clock may stand or go back; the time of the update may not.
            contact.updatedAt = .now(after: contact.updatedAt)
            try connection.update(contact)
            try connection.record(ContactChange.between(before, contact.text), of: contact, at: contact.updatedAt, by: caller)
            return contact
        }
    }

    /// Marks the contact viewed, keeping the first time, or not viewed.
    package func mark(_ id: Contact.ID, viewed: Bool, by caller: Caller) async throws(Failure) -> Contact {
        try caller.require(.readContacts)
        return try await setViewed(id, viewed)
    }

    private func setViewed(_ id: Contact.ID, _ viewed: Bool) async throws(Failure) -> Contact {
        try await store.write { connection in
            var contact = try connection.contact(id)
            if contact.isViewed == viewed { return contact }
            contact.viewedAt = viewed ? .now() : nil
            try connection.execute(
                """
                UPDATE contacts
                SET viewed_at = \(contact.viewedAt), viewed_order = \(contact.viewedAt ?? .epoch)
                WHERE id = \(id)
                """)
            return contact
        }
    }

    /// Moves the contact to the trash, where only the list of the trash shows it.
    package func delete(_ id: Contact.ID, if condition: VersionCondition = .any, by caller: Caller) async throws(Failure) {
        try caller.require(.deleteContacts)
        try await store.write { connection in
            let contact = try connection.contact(id)
            try condition.check(contact)
            try connection.move(contact, from: .inbox, to: .trash, by: caller)
        }
    }

    /// Brings the contact back from the trash; one that is not there stays as it is.
    package func restore(_ id: Contact.ID, by caller: Caller) async throws(Failure) -> Contact {
        try caller.require(.deleteContacts)
        return try await store.write { connection in
            if let contact = try connection.contact(id, in: .inbox) { return contact }
            guard let contact = try connection.contact(id, in: .trash) else { throw Failure.notFound }
            try connection.move(contact, from: .trash, to: .inbox, by: caller)
            return contact
        }
    }

    /// A page of contacts, in order.
    package func list(
        _ filter: ContactFilter, orderedBy ordering: ContactOrdering = .newestFirst, page: PageRequest, by caller: Caller
    ) async throws(Failure) -> Page<Contact> {
        try caller.require(.listContacts)
        return try await store.read(.long) { connection in
            let count = try connection.countOfContacts(filter)
            let rows = try connection.contacts(filter, orderedBy: ordering, page: page, count: count)
            return page.page(count: count, rows: rows) { ordering.cursor($0, $1) }
        }
    }
}
