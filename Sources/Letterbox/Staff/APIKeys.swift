package import Database

/// What members of staff do with keys: with their own, and admins with all.
package struct APIKeys: Sendable {
    let store: Store

    package init(store: Store) {
        self.store = store
    }

    /// What a new key is to be.
    package struct NewKey: Sendable {
        package var name = ""
        /// Whose; nil for the caller's own.
        package var staffID: Staff.ID?
        /// Nil for all that the owner holds.
        package var permissions: PermissionSet?
        package var expiresAt: Timestamp?

        package init() {}

        /// - Throws: `Failure.invalid` with every invalid field.
        package init(_ members: [JSONMember]) throws(Failure) {
            var reader = FieldReader(members, allowed: ["name", "permissions", "expires_at", "staff"])
            name = reader.text("name", TextRule(limit: 150)) ?? ""
            staffID = reader.isNull("staff") ? nil : reader.id("staff")
            permissions = reader.isNull("permissions") ? nil : reader.permissions("permissions")
            expiresAt = reader.futureTime("expires_at")
            try reader.finish()
        }
    }

    /// Makes a key. The secret is told here and never again.
    ///
    /// A key never does more than its owner; nor does one that is narrowed, or that expires, make one that does more,
    /// or lives longer, than itself.
    /// - Throws: `Failure.forbidden` for another's key where the caller is no admin; `Failure.invalid`.
    package func create(_ new: NewKey, by caller: Caller) async throws(Failure) -> (key: APIKey, secret: KeySecret) {
        let ownerID = new.staffID ?? caller.staffID
        if ownerID != caller.staffID { try caller.requireAdmin() }
        guard let ownerID else { throw .invalid(FieldErrors("staff", "This field is required.")) }
        let new = try Self.bounded(new, by: caller)
        let secret = KeySecret.random()
        let key = try await store.write { connection in
            try connection.insertKey(new, of: ownerID, secret: secret)
        }
        return (key, secret)
    }

    /// The keys that are in force; a caller who is no admin sees their own.
    /// - Parameter staffID: only the keys of this member of staff.
    package func list(of staffID: Staff.ID? = nil, page: PageRequest, by caller: Caller) async throws(Failure) -> Page<APIKey> {
        let filter: Statement = if let staffID { "\(Self.visible(to: caller)) AND staff_id = \(staffID)" } else { Self.visible(to: caller) }
        return try await store.read { connection in
            let total = try connection.onlyRow("SELECT COUNT(*) AS count FROM api_keys WHERE \(filter)")
            let rows = try connection.keys(
                "\(filter) AND \(page.condition(column: "id"))", orderBy: page.orderByID(column: "id"), limit: page.limit + 1)
            return page.page(count: Int(try total.integer("count")), rows: rows) { key, direction in
                Cursor(direction: direction, ordering: "id", value: 0, id: key.id)
            }
        }
    }

    /// - Throws: `Failure.notFound`, also for another's key where the caller is no admin.
    package func read(_ id: APIKey.ID, by caller: Caller) async throws(Failure) -> APIKey {
        let filter = Self.visible(to: caller)
        return try await store.read { connection in
            let keys = try connection.keys("\(filter) AND id = \(id)", orderBy: "id", limit: 1)
            guard let key = keys.first else { throw Failure.notFound }
            return key
        }
    }

    /// Revokes the key: from now on it is refused everywhere.
    /// - Throws: `Failure.notFound`, also for a key that was revoked before.
    package func revoke(_ id: APIKey.ID, by caller: Caller) async throws(Failure) {
        let filter = Self.visible(to: caller)
        try await store.write { connection in
            let changed = try connection.execute("UPDATE api_keys SET revoked_at = \(Timestamp.now()) WHERE \(filter) AND id = \(id)")
            guard changed == 1 else { throw Failure.notFound }
        }
    }

    private static func visible(to caller: Caller) -> Statement {
        caller.isAdmin ? "revoked_at IS NULL" : "revoked_at IS NULL AND staff_id = \(caller.staffID)"
    }

    /// The new key within the bounds of the key that asks for it.
    private static func bounded(_ new: NewKey, by caller: Caller) throws(Failure) -> NewKey {
        guard case .staff(_, let asking) = caller else { return new }
        var new = new
        var errors = FieldErrors()
        if let bound = asking.permissions {
            new.permissions = new.permissions ?? bound
            if let wanted = new.permissions, !bound.contains(wanted) {
                errors.add("The key that you use does not carry all of these.", to: "permissions")
            }
        }
        if let bound = asking.expiresAt {
            new.expiresAt = new.expiresAt ?? bound
            if let wanted = new.expiresAt, wanted > bound {
                errors.add("The key that you use expires earlier, at \(bound).", to: "expires_at")
            }
        }
        guard errors.isEmpty else { throw .invalid(errors) }
        return new
    }
}
