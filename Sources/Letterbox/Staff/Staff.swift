package import Database

/// A member of staff.
package struct Staff: Sendable, Equatable {
    package typealias ID = Int64

    package let id: ID
    package var email: String
    package var name: String
    /// An admin may do everything, without any code.
    package var isAdmin: Bool
    /// Who is not active has no access, with no key.
    package var isActive: Bool
    package var permissions: PermissionSet
    package let createdAt: Timestamp
    package var updatedAt: Timestamp
}

extension Staff {
    init(_ row: Row) throws {
        self.init(
            id: try row.integer("id"), email: try row.text("email"), name: try row.text("name"),
            isAdmin: try row.boolean("admin"), isActive: try row.boolean("active"),
            permissions: PermissionSet(parsing: try row.text("permissions")) ?? PermissionSet(),
            createdAt: try row.timestamp("created_at"), updatedAt: try row.timestamp("updated_at"))
    }

    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("id")
            writer.integer(id)
            writer.name("email")
            writer.text(email)
            writer.name("name")
            writer.text(name)
            writer.name("admin")
            writer.boolean(isAdmin)
            writer.name("active")
            writer.boolean(isActive)
            writer.name("permissions")
            permissions.write(to: &writer)
            writer.name("created_at")
            writer.timestamp(createdAt)
            writer.name("updated_at")
            writer.timestamp(updatedAt)
        }
    }
}

extension PermissionSet {
    package func write(to writer: inout JSONWriter) {
        writer.list(sorted) { writer, permission in writer.integer(permission.code) }
    }
}
