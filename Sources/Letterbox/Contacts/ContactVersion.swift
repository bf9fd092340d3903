package import Database

/// Which state of a contact a client saw. Its text form has two parts: when the text was updated, and when the contact
/// was viewed. Both make the tag, so that no two states share one; only the first makes a copy stale for an update,
/// since viewing is none.
package struct ContactVersion: Sendable, Equatable {
    package let id: Contact.ID
    package let updatedAt: Timestamp
    package let viewedAt: Timestamp?

    init(_ contact: Contact) {
        id = contact.id
        updatedAt = contact.updatedAt
        viewedAt = contact.viewedAt
    }

    /// `17-1766929819076017-1766929733666969`; `0` last where it was not viewed.
    package var description: String {
        "\(id)-\(updatedAt.microseconds)-\(viewedAt?.microseconds ?? 0)"
    }

    /// Reads the text form; nil for anything else.
    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 3, let id = parts[0], let updated = parts[1], let viewed = parts[2] else { return nil }
        self.id = id
        updatedAt = Timestamp(microseconds: updated)
        viewedAt = viewed == 0 ? nil : Timestamp(microseconds: viewed)
    }
}

/// What a client asks of the state that it changes.
package enum VersionCondition: Sendable {
    case any
    /// It must be one of these. None at all never holds.
    case oneOf([ContactVersion])

    /// - Throws: `Failure.stale` where the contact was updated since.
    func check(_ contact: Contact) throws(Failure) {
        guard case .oneOf(let versions) = self else { return }
        guard versions.contains(where: { $0.id == contact.id && $0.updatedAt == contact.updatedAt }) else { throw .stale }
    }
}
