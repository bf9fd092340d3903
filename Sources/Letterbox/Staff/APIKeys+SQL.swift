import Database

extension Connection {
    /// - Throws: `Failure.invalid` where there is no such member of staff, or they hold fewer codes.
    func insertKey(_ new: APIKeys.NewKey, of ownerID: Staff.ID, secret: KeySecret) throws -> APIKey {
        let now = Timestamp.now()
        let owner: Staff
        do {
            owner = try staff(ownerID)
        } catch Failure.notFound {
            throw Failure.invalid(FieldErrors("staff", "Invalid pk \"\(ownerID)\" - object does not exist."))
        }
        if let wanted = new.permissions, !owner.isAdmin, !owner.permissions.contains(wanted) {
            let missing = wanted.sorted.filter { !owner.permissions.contains($0) }.map { String($0.code) }
            throw Failure.invalid(FieldErrors("permissions", "The owner does not hold \(missing.joined(separator: ", "))."))
        }
        let row = try onlyRow(
            """
            INSERT INTO api_keys (staff_id, name, hint, hash, permissions, expires_at, created_at)
            VALUES (
                \(ownerID), \(new.name), \(secret.hint), \(secret.hash), \(new.permissions?.text), \(new.expiresAt), \(now)
            )
            RETURNING id
            """)
        return APIKey(
            id: try row.integer("id"), staffID: ownerID, name: new.name, hint: secret.hint, permissions: new.permissions,
            expiresAt: new.expiresAt, lastUsedAt: nil, createdAt: now)
    }

    func keys(_ condition: Statement, orderBy order: Statement, limit: Int) throws -> [APIKey] {
        try rows(
            """
            SELECT id AS key_id, staff_id, name AS key_name, hint, permissions AS key_permissions, expires_at, last_used_at,
                   created_at AS key_created_at
            FROM api_keys
            WHERE \(condition)
            ORDER BY \(order)
            LIMIT \(limit)
            """
        ).map(APIKey.init)
    }
}
