import HTTPTypes
import Letterbox

/// Entity tags (RFC 9110, 8.8.3) of contacts.
enum EntityTags {
    static func header(of contact: Contact) -> String {
        "\"\(contact.entityTag.description)\""
    }

    /// What `If-Match` asks for. It compares strongly: a weak tag never matches.
    static func ifMatch(_ header: String?) -> VersionCondition {
        guard let header else { return .any }
        let tags = split(header)
        if tags.contains("*") { return .any }
        return .oneOf(tags.compactMap { opaque($0) }.compactMap { ContactVersion(parsing: $0) })
    }

    /// Whether `If-None-Match` names the contact as it is. It compares weakly.
    static func isUnchanged(_ contact: Contact, ifNoneMatch header: String?) -> Bool {
        guard let header else { return false }
        return split(header).contains { tag in
            tag == "*" || opaque(tag.hasPrefix("W/") ? tag.dropFirst(2) : tag).flatMap { ContactVersion(parsing: $0) } == contact.entityTag
        }
    }

    // Our tags have no commas in them, so that those of others may fall apart here.
    private static func split(_ header: String) -> [Substring] {
        header.split { ",\t ".contains($0) }
    }

    private static func opaque(_ tag: Substring) -> Substring? {
        guard tag.utf8.count >= 2, tag.first == "\"", tag.last == "\"" else { return nil }
        return tag.dropFirst().dropLast()
    }
}
