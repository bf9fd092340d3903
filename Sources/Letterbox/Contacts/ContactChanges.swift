/// New values for some of a contact's fields, each checked; and what was wrong with the others.
///
/// Reading never fails: what is wrong is told when the changes are applied, so that a contact that does not exist is
/// told first, and all that is invalid at once.
package struct ContactChanges: Sendable {
    private var values: [(path: any WritableKeyPath<ContactText, String> & Sendable, value: String)] = []
    private var given: Set<String> = []
    private(set) var errors = FieldErrors()

    /// - Parameter members: as they came; of a name that stands twice the last counts.
    package init(_ members: [JSONMember]) {
        var last: [String: JSONValue] = [:]
        for member in members { last[member.name] = member.value }
        for (name, path) in ContactText.fields {
            guard let value = last.removeValue(forKey: name.description) else { continue }
            given.insert(name.description)
            switch ContactRules.rule(for: name.description).apply(to: value) {
            case .success(let text): values.append((path, text))
            case .failure(let refusal): errors.add(refusal.message, to: name.description)
            }
        }
        for member in members where last[member.name] != nil && !ContactRules.ignoredFields.contains(member.name) {
            errors.add("Unknown field. Allowed: \(ContactRules.allowedFields).", to: member.name)
        }
    }

    /// The text with the changes in it.
    /// - Throws: `Failure.invalid` with every field that is, also where nobody could be answered any more.
    func apply(to text: ContactText) throws(Failure) -> ContactText {
        var result = text
        for (path, value) in values { result[keyPath: path] = value }
        var errors = errors
        ContactRules.checkReachable(result, &errors)
        guard errors.isEmpty else { throw .invalid(errors) }
        return result
    }

    /// The text of a new contact.
    /// - Throws: `Failure.invalid`, also where what a new contact needs is missing.
    func newText() throws(Failure) -> ContactText {
        guard given.contains("message") else {
            var complete = self
            complete.errors.add("This field is required.", to: "message")
            return try complete.apply(to: ContactText())
        }
        return try apply(to: ContactText())
    }
}
