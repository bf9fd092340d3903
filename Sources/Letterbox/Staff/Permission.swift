/// What a member of staff may do, by code. 4000 stands for the whole group 4001 to 4099.
package enum Permission: Int, Sendable, CaseIterable, Comparable {
    case contacts = 4000
    case listContacts = 4001
    case readContacts = 4002
    case updateContacts = 4003
    case deleteContacts = 4004
    case exportContacts = 4005

    package var code: Int { rawValue }

    package var name: String {
        switch self {
        case .contacts: "ContactPermission"
        case .listContacts: "List contacts"
        case .readContacts: "Read contacts"
        case .updateContacts: "Update contacts"
        case .deleteContacts: "Delete contacts"
        case .exportContacts: "Export contacts"
        }
    }

    package var allows: String {
        switch self {
        case .contacts: "All that codes 4001 to 4099 allow."
        case .listContacts: "List and search contacts."
        case .readContacts: "Read a contact and its history, and mark it viewed or not viewed."
        case .updateContacts: "Correct the text of a contact."
        case .deleteContacts: "Move a contact to the trash and bring it back."
        case .exportContacts: "Export contacts as CSV or NDJSON."
        }
    }

    package static func < (left: Permission, right: Permission) -> Bool { left.code < right.code }

    /// A page of all codes, in order.
    package static func page(_ request: PageRequest) -> Page<Permission> {
        let id = request.cursor?.id ?? 0
        let beyond =
            request.isBackward ? allCases.filter { $0.code < id }.reversed() : allCases.filter { $0.code > id }
        return request.page(count: allCases.count, rows: Array(beyond.prefix(request.limit + 1))) { permission, direction in
            Cursor(direction: direction, ordering: "id", value: 0, id: Int64(permission.code))
        }
    }

    package static let known = allCases.map { String($0.code) }.joined(separator: ", ")
}

/// A set of permission codes, as they are held: 4000 is not spelled out.
package struct PermissionSet: Sendable, Equatable {
    package private(set) var codes: Set<Permission>

    package init(_ codes: some Sequence<Permission> = []) {
        self.codes = Set(codes)
    }

    package static let all: PermissionSet = PermissionSet([.contacts])

    package var sorted: [Permission] { codes.sorted() }

    package func contains(_ permission: Permission) -> Bool {
        codes.contains(permission) || codes.contains(.contacts)
    }

    package func contains(_ other: PermissionSet) -> Bool {
        other.codes.allSatisfy(contains)
    }

    package func intersection(_ other: PermissionSet) -> PermissionSet {
        PermissionSet(codes.filter(other.contains) + other.codes.filter(contains))
    }

    package mutating func insert(_ permission: Permission) {
        codes.insert(permission)
    }

    /// Whoever held the whole group and loses one code keeps the others.
    package mutating func remove(_ permission: Permission) {
        if permission != .contacts, codes.remove(.contacts) != nil {
            codes.formUnion(Permission.allCases.filter { $0 != .contacts })
        }
        if permission == .contacts { codes = [] } else { codes.remove(permission) }
    }

    /// `4001,4003`, as it is stored and as the command line takes it.
    package var text: String { sorted.map { String($0.code) }.joined(separator: ",") }

    /// - Returns: nil where a code is unknown or no number.
    package init?(parsing text: String) {
        var codes: Set<Permission> = []
        for part in text.split(separator: ",") {
            guard let code = Int(part.trimmingSpaces), let permission = Permission(rawValue: code) else { return nil }
            codes.insert(permission)
        }
        self.codes = codes
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return text
    }
}
