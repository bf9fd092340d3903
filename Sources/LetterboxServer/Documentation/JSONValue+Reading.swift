import Letterbox

extension JSONValue {
    /// The member of an object with this name; of one that stands twice, the first.
    subscript(name: String) -> JSONValue? {
        members.first { $0.name == name }?.value
    }

    /// The members of an object in their order; none of anything else.
    var members: [JSONMember] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The elements of a list; none of anything else.
    var elements: [JSONValue] {
        if case .list(let elements) = self { elements } else { [] }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var integer: Int? {
        if case .number(let digits) = self { Int(digits) } else { nil }
    }

    var isTrue: Bool { self == .boolean(true) }
}
