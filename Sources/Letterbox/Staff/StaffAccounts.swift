package import Database

/// What admins do with members of staff.
package struct StaffAccounts: Sendable {
    let store: Store

    package init(store: Store) {
        self.store = store
    }

    /// - Throws: `Failure.invalid` where the email is used already.
    package func create(_ changes: StaffChanges, password: PasswordHash? = nil, by caller: Caller) async throws(Failure) -> Staff {
        try caller.requireAdmin()
        return try await store.write { connection in
            try connection.insertStaff(changes, password: password)
        }
    }

    package func list(active: Bool? = nil, page: PageRequest, by caller: Caller) async throws(Failure) -> Page<Staff> {
        try caller.requireAdmin()
        return try await store.read { connection in
            let filter: Statement = if let active { "active = \(active)" } else { "1 = 1" }
            let total = try connection.onlyRow("SELECT COUNT(*) AS count FROM staff WHERE \(filter)")
            let rows = try connection.rows(
                """
                SELECT id, email, name, admin, active, permissions, created_at, updated_at
                FROM staff
                WHERE \(filter) AND \(page.condition(column: "id"))
                ORDER BY \(page.orderByID(column: "id"))
                LIMIT \(page.limit + 1)
                """)
            return page.page(count: Int(try total.integer("count")), rows: try rows.map(Staff.init)) { staff, direction in
                Cursor(direction: direction, ordering: "id", value: 0, id: staff.id)
            }
        }
    }

    package func read(_ id: Staff.ID, by caller: Caller) async throws(Failure) -> Staff {
        try caller.requireAdmin()
        return try await store.read { try $0.staff(id) }
    }

    /// Finds a member of staff by their email, without regard to case.
    package func find(email: String, by caller: Caller) async throws(Failure) -> Staff {
        try caller.requireAdmin()
        return try await store.read { connection in
            let row = try connection.row(
                """
                SELECT id, email, name, admin, active, permissions, created_at, updated_at
                FROM staff
                WHERE email_key = \(email.trimmed.normalized.lowercased())
                """)
            guard let row else { throw Failure.notFound }
            return try Staff(row)
        }
    }

    /// - Throws: `Failure.conflict` where no active admin would remain; `Failure.invalid`; `Failure.notFound`.
    package func update(_ id: Staff.ID, with changes: StaffChanges, by caller: Caller) async throws(Failure) -> Staff {
        try caller.requireAdmin()
        return try await change(id) { staff in
            staff.email = changes.email ?? staff.email
            staff.name = changes.name ?? staff.name
            staff.isAdmin = changes.isAdmin ?? staff.isAdmin
            staff.isActive = changes.isActive ?? staff.isActive
            staff.permissions = changes.permissions ?? staff.permissions
        }
    }

    /// Ends all access, at once; the account and what it did stay on record.
    package func deactivate(_ id: Staff.ID, by caller: Caller) async throws(Failure) {
        try caller.requireAdmin()
        _ = try await change(id) { $0.isActive = false }
    }

    package func grant(_ permissions: PermissionSet, to id: Staff.ID, by caller: Caller) async throws(Failure) -> Staff {
        try caller.requireAdmin()
        return try await change(id) { staff in
            for permission in permissions.sorted { staff.permissions.insert(permission) }
        }
    }

    package func revoke(_ permissions: PermissionSet, from id: Staff.ID, by caller: Caller) async throws(Failure) -> Staff {
        try caller.requireAdmin()
        return try await change(id) { staff in
            for permission in permissions.sorted { staff.permissions.remove(permission) }
        }
    }

    package func setPassword(_ password: PasswordHash, of id: Staff.ID, by caller: Caller) async throws(Failure) {
        try caller.requireAdmin()
        try await store.write { connection in
            let changed = try connection.execute("UPDATE staff SET password_hash = \(password.text) WHERE id = \(id)")
            guard changed == 1 else { throw Failure.notFound }
        }
    }

    private func change(_ id: Staff.ID, _ body: @escaping @Sendable (inout Staff) -> Void) async throws(Failure) -> Staff {
        try await store.write { connection in
            let before = try connection.staff(id)
            var staff = before
            body(&staff)
            if staff == before { return staff }
            if before.isAdmin, before.isActive, !(staff.isAdmin && staff.isActive) { try connection.requireAnotherAdmin(than: id) }
            staff.updatedAt = .now(after: before.updatedAt)
            try connection.update(staff)
            return staff
        }
    }
}

extension PageRequest {
    /// The rows of the page, in lists that are ordered by a key.
    func condition(column: StaticString) -> Statement {
        guard let cursor else { return "1 = 1" }
        return cursor.direction == .forward ? "\(name: column) > \(cursor.id)" : "\(name: column) < \(cursor.id)"
    }

    func orderByID(column: StaticString) -> Statement {
        isBackward ? "\(name: column) DESC" : "\(name: column) ASC"
    }
}
