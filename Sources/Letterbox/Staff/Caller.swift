/// Who asks for an operation, and what they may do: a member of staff through a key, or the operator at the
/// command line, who may do everything.
package enum Caller: Sendable {
    case staff(Staff, key: APIKey)
    case `operator`

    /// Whether the caller may do everything: an admin, through a key that is not narrowed, or the operator.
    package var isAdmin: Bool {
        switch self {
        case .operator: true
        case .staff(let staff, let key): staff.isAdmin && key.permissions == nil
        }
    }

    /// The codes in force: those of the staff that the key carries too.
    package var permissions: PermissionSet {
        switch self {
        case .operator: .all
        case .staff(let staff, let key):
            (staff.isAdmin ? .all : staff.permissions).intersection(key.permissions ?? .all)
        }
    }

    package var staffID: Staff.ID? {
        if case .staff(let staff, _) = self { staff.id } else { nil }
    }

    var keyID: APIKey.ID? {
        if case .staff(_, let key) = self { key.id } else { nil }
    }

    /// - Throws: `Failure.forbidden` with the code that is missing.
    package func require(_ permission: Permission) throws(Failure) {
        guard isAdmin || permissions.contains(permission) else { throw .forbidden(missing: permission) }
    }

    /// - Throws: `Failure.forbidden` for everybody but an admin.
    package func requireAdmin() throws(Failure) {
        guard isAdmin else { throw .forbidden(missing: nil) }
    }
}
