package import Database

/// Reads the fields of an object one by one, and keeps what is wrong with each.
package struct FieldReader {
    private var values: [String: JSONValue] = [:]
    private let names: [String]
    package private(set) var errors = FieldErrors()

    /// - Parameters:
    ///   - allowed: the fields that may be set, as an error tells them
    ///   - ignored: fields that a client may send back but never sets
    package init(_ members: [JSONMember], allowed: [String], ignored: Set<String> = []) {
        for member in members { values[member.name] = member.value }
        names = allowed
        for member in members where !allowed.contains(member.name) && !ignored.contains(member.name) {
            errors.add("Unknown field. Allowed: \(names.joined(separator: ", ")).", to: member.name)
        }
    }

    package func has(_ name: String) -> Bool { values[name] != nil }

    package func isNull(_ name: String) -> Bool { values[name] == .null }

    package mutating func add(_ message: String, to name: String) {
        errors.add(message, to: name)
    }

    /// - Throws: `Failure.invalid` where anything was wrong.
    package func finish() throws(Failure) {
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    /// The text of a field, or nil where it was left out or is invalid.
    package mutating func text(_ name: String, _ rule: TextRule) -> String? {
        guard let value = values[name] else { return nil }
        switch rule.apply(to: value) {
        case .success(let text): return text
        case .failure(let refusal):
            errors.add(refusal.message, to: name)
            return nil
        }
    }

    package mutating func boolean(_ name: String) -> Bool? {
        guard let value = values[name] else { return nil }
        switch value {
        case .boolean(let boolean): return boolean
        case .text("true"): return true  // forms know only text
        case .text("false"): return false
        case .null: errors.add("This field may not be null.", to: name)
        default: errors.add("Must be a valid boolean.", to: name)
        }
        return nil
    }

    package mutating func id(_ name: String) -> Int64? {
        guard let value = values[name] else { return nil }
        switch value {
        case .number(let digits), .text(let digits):
            if let id = Int64(digits) { return id }
            errors.add("A valid integer is required.", to: name)
        case .null: errors.add("This field may not be null.", to: name)
        default: errors.add("A valid integer is required.", to: name)
        }
        return nil
    }

    package mutating func permissions(_ name: String) -> PermissionSet? {
        guard let value = values[name] else { return nil }
        switch value {
        case .list(let elements): return permissions(name, elements)
        case .text(let text):
            if let set = PermissionSet(parsing: text) { return set }  // forms: 4001,4003
            errors.add("Unknown permission code. Known: \(Permission.known).", to: name)
        case .null: errors.add("This field may not be null.", to: name)
        default: errors.add("Expected a list of items but got type \"\(value.typeName)\".", to: name)
        }
        return nil
    }

    private mutating func permissions(_ name: String, _ elements: [JSONValue]) -> PermissionSet? {
        var codes: [Permission] = []
        for element in elements {
            guard case .number(let digits) = element, let code = Int(digits) else {
                errors.add("A valid integer is required.", to: name)
                return nil
            }
            guard let permission = Permission(rawValue: code) else {
                errors.add("\(code) is not a permission code. Known: \(Permission.known).", to: name)
                return nil
            }
            codes.append(permission)
        }
        return PermissionSet(codes)
    }

    /// A moment that is still to come.
    package mutating func futureTime(_ name: String) -> Timestamp? {
        guard let value = values[name], value != .null else { return nil }
        guard case .text(let text) = value, let time = Timestamp(parsing: text) else {
            errors.add(Self.wrongTime, to: name)
            return nil
        }
        guard time > .now() else {
            errors.add("This time is past.", to: name)
            return nil
        }
        return time
    }

    package static let wrongTime =
        "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
}
