import Database

extension Connection {
    /// - Throws: `Failure.notFound`.
    func staff(_ id: Staff.ID) throws -> Staff {
        let row = try row(
            """
            SELECT id, email, name, admin, active, permissions, created_at, updated_at
            FROM staff
            WHERE id = \(id)
            """)
        guard let row else { throw Failure.notFound }
        return try Staff(row)
    }

    func insertStaff(_ changes: StaffChanges, password: PasswordHash?) throws -> Staff {
        let now = Timestamp.now()
        let email = changes.email ?? ""
        let (isAdmin, permissions) = (changes.isAdmin ?? false, changes.permissions ?? PermissionSet())
        let row = try naming("email") {
            try onlyRow(
                """
                INSERT INTO staff (email, email_key, name, admin, active, permissions, password_hash, created_at, updated_at)
                VALUES (
                    \(email), \(email.lowercased()), \(changes.name ?? ""), \(isAdmin), \(true),
                    \(permissions.text), \(password?.text), \(now), \(now)
                )
                RETURNING id
                """)
        }
        return Staff(
            id: try row.integer("id"), email: email, name: changes.name ?? "", isAdmin: isAdmin, isActive: true,
            permissions: permissions, createdAt: now, updatedAt: now)
    }

    func update(_ staff: Staff) throws {
        _ = try naming("email") {
            try execute(
                """
                UPDATE staff
                SET email = \(staff.email), email_key = \(staff.email.lowercased()), name = \(staff.name),
                    admin = \(staff.isAdmin), active = \(staff.isActive), permissions = \(staff.permissions.text),
                    updated_at = \(staff.updatedAt)
                WHERE id = \(staff.id)
                """)
        }
    }

    /// - Throws: `Failure.conflict` where nobody else could administer the server.
    func requireAnotherAdmin(than id: Staff.ID) throws {
        let others = try row("SELECT id FROM staff WHERE admin = \(true) AND active = \(true) AND id <> \(id) LIMIT 1")
        if others == nil {
            throw Failure.conflict("This is the last active admin. Make somebody else an admin first.")
        }
    }

    func hasStaff() throws -> Bool {
        try row("SELECT id FROM staff LIMIT 1") != nil
    }

    /// Tells a value that must be unique, and is not, by its field.
    private func naming<Result>(_ field: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError where error.kind == .uniqueViolation {
            throw Failure.invalid(FieldErrors(field, "This field must be unique."))
        }
    }
}
