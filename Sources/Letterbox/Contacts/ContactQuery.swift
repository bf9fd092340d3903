/// Which contacts are asked for, and in which order: the parameters that the list and the export share.
package struct ContactQuery {
    package static let filters = [
        "state", "viewed", "q", "email", "mobile_number", "created_after", "created_before", "ordering",
    ]

    package var filter = ContactFilter()
    package var ordering = ContactOrdering.newestFirst

    package init(_ reader: inout ParameterReader) {
        filter.state = reader.choice("state") ?? .inbox
        filter.isViewed = reader.boolean("viewed")
        filter.createdAfter = reader.timestamp("created_after")
        filter.createdBefore = reader.timestamp("created_before")
        readTexts(&reader)
        if let text = reader.text("ordering") {
            if let ordering = ContactOrdering(parsing: text) {
                self.ordering = ordering
            } else {
                let keys = ContactOrdering.Key.allCases.map(\.rawValue).joined(separator: ", ")
                reader.add("\"\(text)\" is not a valid choice. Allowed: \(keys), each also with - before it.", to: "ordering")
            }
        }
    }

    private mutating func readTexts(_ reader: inout ParameterReader) {
        if let q = reader.text("q") {
            if q.unicodeScalars.count > 255 {
                reader.add("Ensure this field has no more than 255 characters.", to: "q")
            } else if !q.allSatisfy(\.isWhitespace) {
                filter.words = FoldedText(q).words
            }
        }
        if let email = reader.text("email") {
            if email.isEmpty { reader.add("This field may not be blank.", to: "email") }
            filter.email = email
        }
        if let number = reader.text("mobile_number") {
            let digits = FoldedText.digits(of: number)
            if digits.isEmpty { reader.add("Give at least one digit.", to: "mobile_number") }
            filter.mobileDigits = digits
        }
    }
}
