import Database

/// How contacts are written into a file.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// For spreadsheets: with a byte order mark and a header, and with formulas made harmless.
    case csv
    /// One JSON object a line, exact.
    case ndjson

    func header() -> [UInt8] {
        guard self == .csv else { return [] }
        var bytes = CSV.byteOrderMark
        CSV.line(Contact.csvColumns, into: &bytes)
        return bytes
    }

    func append(_ contact: Contact, to bytes: inout [UInt8]) {
        switch self {
        case .csv: CSV.line(contact.csvCells, into: &bytes)
        case .ndjson:
            var writer = JSONWriter()
            contact.write(to: &writer)
            bytes.append(contentsOf: writer.bytes)
            bytes.append(0x0A)
        }
    }
}

extension Contact {
    package static let csvColumns =
        ["id"] + ContactText.fields.map(\.name.description) + ["viewed", "viewed_at", "created_at", "updated_at"]

    fileprivate var csvCells: [String] {
        [String(id)] + ContactText.fields.map { text[keyPath: $0.path] }
            + [String(isViewed), viewedAt?.description ?? "", createdAt.description, updatedAt.description]
    }
}

extension Contacts {
    /// Contacts in the list's order, as parts of a file. A part is read when it is asked for, so that any number of
    /// contacts takes the memory of a few hundred.
    /// - Throws: `Failure.forbidden` at once; other failures where a part is asked for.
    package func export(
        _ filter: ContactFilter, orderedBy ordering: ContactOrdering = .newestFirst, as format: ExportFormat, by caller: Caller
    ) throws(Failure) -> ContactExport {
        try caller.require(.exportContacts)
        return ContactExport(store: store, filter: filter, ordering: ordering, format: format)
    }
}

/// The parts of an exported file.
package struct ContactExport: AsyncSequence, Sendable {
    let store: Store
    let filter: ContactFilter
    let ordering: ContactOrdering
    let format: ExportFormat

    package typealias Element = [UInt8]
    package typealias Failure = Letterbox.Failure

    package func makeAsyncIterator() -> Iterator {
        Iterator(export: self)
    }

    package struct Iterator: AsyncIteratorProtocol {
        private let export: ContactExport
        private var page = PageRequest(limit: PageRequest.limits.upperBound)
        private var hasBegun = false
        private var hasEnded = false

        fileprivate init(export: ContactExport) {
            self.export = export
        }

        package mutating func next() async throws(Letterbox.Failure) -> [UInt8]? {
            if hasEnded { return nil }
            let (page, filter, ordering) = (page, export.filter, export.ordering)
            let contacts = try await export.store.read(.long) { connection in
                try connection.contacts(filter, orderedBy: ordering, page: page)
            }
            var bytes = hasBegun ? [] : export.format.header()
            hasBegun = true
            for contact in contacts.prefix(page.limit) { export.format.append(contact, to: &bytes) }
            if contacts.count > page.limit {
                self.page.cursor = ordering.cursor(contacts[page.limit - 1], .forward)
            } else {
                hasEnded = true
            }
            return bytes
        }
    }
}
