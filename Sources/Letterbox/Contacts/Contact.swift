package import Database

/// What a visitor wrote, and whether it was viewed.
package struct Contact: Sendable, Equatable {
    package typealias ID = Int64

    package let id: ID
    package var text: ContactText
    /// When a member of staff first saw it; nil where nobody has.
    package var viewedAt: Timestamp?
    package let createdAt: Timestamp
    /// Of its text; viewing is no update.
    package var updatedAt: Timestamp

    package var isViewed: Bool { viewedAt != nil }

    /// Changes with every change of what a client sees.
    package var entityTag: ContactVersion { ContactVersion(self) }
}

/// The fields that a visitor fills in and staff may correct: trimmed, in NFC, within their limits.
package struct ContactText: Sendable, Equatable {
    package var firstName = ""
    package var lastName = ""
    package var email = ""
    package var mobileNumber = ""
    package var subject = ""
    package var message = ""

    package init() {}

    /// The fields by the names that clients use, in the order in which clients see them.
    package static let fields: [(name: StaticString, path: any WritableKeyPath<ContactText, String> & Sendable)] = [
        ("first_name", \.firstName), ("last_name", \.lastName), ("email", \.email),
        ("mobile_number", \.mobileNumber), ("subject", \.subject), ("message", \.message),
    ]

    /// What search looks through, folded. The digits of the mobile number stand there as one word too, so that it is
    /// found however it was grouped.
    var searchText: String {
        var texts = Self.fields.map { self[keyPath: $0.path] }
        texts.append(mobileDigits)
        return FoldedText(texts).text
    }

    var mobileDigits: String { FoldedText.digits(of: mobileNumber) }

    /// For finding an address without regard to case.
    var emailKey: String { email.lowercased() }
}

extension Contact {
    /// Writes the eleven fields in the contract's order.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("id")
            writer.integer(id)
            // Written out rather than by key paths, which cost more than the rest: lists write thousands a second.
            writer.name("first_name")
            writer.text(text.firstName)
            writer.name("last_name")
            writer.text(text.lastName)
            writer.name("email")
            writer.text(text.email)
            writer.name("mobile_number")
            writer.text(text.mobileNumber)
            writer.name("subject")
            writer.text(text.subject)
            writer.name("message")
            writer.text(text.message)
            writer.name("viewed")
            writer.boolean(isViewed)
            writer.name("viewed_at")
            writer.timestamp(viewedAt)
            writer.name("created_at")
            writer.timestamp(createdAt)
            writer.name("updated_at")
            writer.timestamp(updatedAt)
        }
    }
}
