import Letterbox

/// A JSON Schema in the few words that a table has room for.
struct SchemaText {
    let document: OpenAPIDocument

    /// The type: `string`, `integer or null`, `list of Contact`.
    func type(of value: JSONValue) -> HTML {
        if let name = OpenAPIDocument.schemaName(value), hasObject(value) { return "<a href=\"#object-\(name)\">\(name)</a>" }
        let schema = document.resolved(value)
        if let items = schema["items"] { return "list of \(type(of: items))" }
        let choices = (schema["oneOf"] ?? schema["anyOf"])?.elements ?? []
        if schema["type"] == nil, !choices.isEmpty { return choices.map(type).joined(by: " or ") }
        switch schema["type"] {
        case .text(let text): return "\(text)"
        case .list(let texts): return "\(texts.compactMap(\.text).joined(separator: " or "))"
        default: return schema["enum"] == nil && schema["const"] == nil ? "anything" : "one of these"
        }
    }

    /// What bounds the values: lengths, ranges, choices, the default.
    func limits(of value: JSONValue) -> String {
        let schema = document.resolved(value)
        var parts: [String] = []
        if let format = schema["format"]?.text, !format.hasPrefix("int") { parts.append(format) }
        let lengths = [schema["minLength"]?.integer.map { "at least \($0)" }, schema["maxLength"]?.integer.map { "at most \($0)" }]
        let length = lengths.compactMap { $0 }.joined(separator: ", ")
        if !length.isEmpty { parts.append("\(length) characters") }
        let ranges = [schema["minimum"]?.integer.map { "from \($0)" }, schema["maximum"]?.integer.map { "to \($0)" }]
        let range = ranges.compactMap { $0 }.joined(separator: " ")
        if !range.isEmpty { parts.append(range) }
        let choices = (schema["enum"]?.elements ?? []).map(JSONText.inline)
        if !choices.isEmpty { parts.append(choices.joined(separator: ", ")) }
        if let text = schema["default"].map(JSONText.inline) { parts.append("default \(text)") }
        return parts.joined(separator: "; ")
    }

    /// A table of an object's members; nil for what is none.
    func table(of value: JSONValue) -> HTML? {
        let schema = document.resolved(value)
        guard let properties = schema["properties"]?.members, !properties.isEmpty else { return nil }
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        let rows = properties.map { property -> HTML in
            let limits = limits(of: property.value)
            let note: HTML = limits.isEmpty ? "" : " <span class=\"limits\">\(limits)</span>"
            let mark: HTML = required.contains(property.name) ? "<span class=\"required\">always</span>" : ""
            let text = property.value["description"]?.text ?? document.resolved(property.value)["description"]?.text ?? ""
            return """
                <tr><th scope="row"><code>\(property.name)</code> \(mark)</th><td>\(type(of: property.value))\(note)</td>
                <td>\(Markdown.inline(text))</td></tr>

                """
        }
        return DocumentationPage.table(["Field", "Type", "Meaning"], rows)
    }

    private func hasObject(_ value: JSONValue) -> Bool {
        document.resolved(value)["properties"] != nil
    }
}
