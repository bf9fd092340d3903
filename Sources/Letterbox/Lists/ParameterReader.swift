package import Database

/// Reads the parameters of a question one by one, and keeps what is wrong with each.
package struct ParameterReader {
    private var values: [String: String] = [:]
    package private(set) var errors = FieldErrors()

    /// - Parameters:
    ///   - pairs: names and values as they were decoded
    ///   - allowed: the parameters that the call knows; any other is an error
    package init(_ pairs: [(name: JSONValue, value: JSONValue)], allowed: [String]) {
        for (name, value) in pairs {
            guard case .text(let name) = name else {
                errors.add("This text is not valid UTF-8.", to: "?")
                continue
            }
            guard allowed.contains(name) else {
                let known = allowed.isEmpty ? "none" : allowed.joined(separator: ", ")
                errors.add("Unknown parameter. Allowed: \(known).", to: name)
                continue
            }
            switch value {
            case .text(let text) where text.utf8.contains(0): errors.add("Null characters are not allowed.", to: name)
            case .text(let text): values[name] = text
            default: errors.add("This text is not valid UTF-8.", to: name)
            }
        }
    }

    /// - Throws: `Failure.invalidParameters` where anything was wrong.
    package func finish() throws(Failure) {
        guard errors.isEmpty else { throw .invalidParameters(errors) }
    }

    package mutating func add(_ message: String, to name: String) {
        errors.add(message, to: name)
    }

    package func text(_ name: String) -> String? { values[name] }

    package mutating func boolean(_ name: String) -> Bool? {
        switch values[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default:
            errors.add("Must be a valid boolean: true or false.", to: name)
            return nil
        }
    }

    package mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice? where Choice.RawValue == String {
        guard let text = values[name] else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        errors.add("\"\(text)\" is not a valid choice. Allowed: \(known).", to: name)
        return nil
    }

    package mutating func id(_ name: String) -> Int64? {
        guard let text = values[name] else { return nil }
        guard let id = Int64(text) else {
            errors.add("A valid integer is required.", to: name)
            return nil
        }
        if id < 1 { errors.add("Ensure this value is greater than or equal to 1.", to: name) }
        return id
    }

    package mutating func timestamp(_ name: String) -> Timestamp? {
        guard let text = values[name] else { return nil }
        // A plus sign that was not escaped arrives as a space; before an offset it can only have been a plus.
        let (moment, offset) = (text.prefix(16), text.dropFirst(16))
        let repaired = moment + offset.replacing(" ", with: "+")
        if let time = Timestamp(parsing: repaired) { return time }
        errors.add(FieldReader.wrongTime, to: name)
        return nil
    }

    /// `limit` and `cursor`.
    /// - Parameter ordering: the list's order, in which a cursor must have been made
    package mutating func page(ordering: String = "id") -> PageRequest {
        var page = PageRequest()
        if let text = values["limit"] {
            if let limit = Int(text) {
                if limit < PageRequest.limits.lowerBound {
                    errors.add("Ensure this value is greater than or equal to \(PageRequest.limits.lowerBound).", to: "limit")
                } else if limit > PageRequest.limits.upperBound {
                    errors.add("Ensure this value is less than or equal to \(PageRequest.limits.upperBound).", to: "limit")
                } else {
                    page.limit = limit
                }
            } else {
                errors.add("A valid integer is required.", to: "limit")
            }
        }
        if let text = values["cursor"] {
            if let cursor = Cursor(parsing: text), cursor.ordering == ordering {
                page.cursor = cursor
            } else {
                errors.add("Invalid cursor. Use the links of a page, with the same ordering.", to: "cursor")
            }
        }
        return page
    }
}
