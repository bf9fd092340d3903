/// What a member of staff is to be: new values for some fields, each checked.
package struct StaffChanges: Sendable {
    package var email: String?
    package var name: String?
    package var isAdmin: Bool?
    package var isActive: Bool?
    package var permissions: PermissionSet?

    package init() {}

    private static let ignored: Set<String> = ["id", "created_at", "updated_at"]

    /// - Throws: `Failure.invalid` with every invalid field.
    package init(updating members: [JSONMember]) throws(Failure) {
        var reader = FieldReader(members, allowed: ["email", "name", "admin", "active", "permissions"], ignored: Self.ignored)
        self.init(&reader)
        isActive = reader.boolean("active")
        try reader.finish()
    }

    /// - Throws: as the other; an email is required.
    package init(creating members: [JSONMember]) throws(Failure) {
        var reader = FieldReader(
            members, allowed: ["email", "name", "admin", "permissions"], ignored: Self.ignored.union(["active"]))
        self.init(&reader)
        if !reader.has("email") { reader.add("This field is required.", to: "email") }
        try reader.finish()
    }

    private init(_ reader: inout FieldReader) {
        email = reader.text("email", Self.emailRule)
        name = reader.text("name", TextRule(limit: 150))
        isAdmin = reader.boolean("admin")
        permissions = reader.permissions("permissions")
    }

    private static let emailRule = TextRule(limit: 254, mayBeBlank: false) {
        EmailAddress.isValid($0) ? nil : "Enter a valid email address."
    }

    /// - Throws: `Failure.invalid` where the text is no email address.
    package static func email(parsing text: String) throws(Failure) -> String {
        switch emailRule.apply(to: .text(text)) {
        case .success(let email): return email
        case .failure(let refusal): throw .invalid(FieldErrors("email", refusal.message))
        }
    }
}
