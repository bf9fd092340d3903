/// A value read from JSON, or from a form, in which everything is text.
package enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// As it was written.
    case number(String)
    case text(String)
    /// Text that no string can hold.
    case brokenText(BrokenText)
    case list([JSONValue])
    case object([JSONMember])

    /// Why a text is none.
    package enum BrokenText: Sendable, Equatable {
        case invalidUTF8
        /// Half of a pair of `\u` escapes: its value.
        case unpairedSurrogate(UInt16)
    }

    /// The type's name as Django REST Framework says it.
    package var typeName: String {
        switch self {
        case .null: "NoneType"
        case .boolean: "bool"
        case .number(let digits): digits.contains { ".eE".contains($0) } ? "float" : "int"
        case .text, .brokenText: "str"
        case .list: "list"
        case .object: "dict"
        }
    }
}

/// One member of an object, in the order in which it was written.
package struct JSONMember: Sendable, Equatable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// Where a text stops being JSON (RFC 8259).
package struct JSONError: Error, Sendable, Equatable {
    /// What was expected or found, without a full stop.
    package let message: String
    /// From 1 up.
    package let line: Int
    /// In characters, from 1 up.
    package let column: Int
}
