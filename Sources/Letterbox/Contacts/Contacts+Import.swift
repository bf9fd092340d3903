package import Database

/// What stands in a file of contacts, row by row, and what is wrong with it.
package struct ContactImport: Sendable {
    struct Row: Sendable {
        var text: ContactText
        var id: Contact.ID?
        var viewedAt: Timestamp?
        var createdAt: Timestamp?
        var updatedAt: Timestamp?
    }

    /// A row that cannot be taken in.
    package struct Problem: Sendable {
        /// In the file, from 1 up.
        package let line: Int
        package let message: String
    }

    private(set) var rows: [(line: Int, row: Row)] = []
    package private(set) var problems: [Problem] = []

    package var count: Int { rows.count }

    /// Reads a file as it was exported, or with fewer columns, in any order.
    package init(_ bytes: [UInt8], as format: ExportFormat) {
        switch format {
        case .csv: readCSV(bytes)
        case .ndjson: readNDJSON(bytes)
        }
    }

    private mutating func readNDJSON(_ bytes: [UInt8]) {
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
            do throws(JSONError) {
                guard case .object(let members) = try JSONReader.read(Array(line)) else {
                    problems.append(Problem(line: index + 1, message: "Expected an object."))
                    continue
                }
                add(members, line: index + 1)
            } catch {
                problems.append(Problem(line: index + 1, message: "\(error.message) at column \(error.column)."))
            }
        }
    }

    private mutating func readCSV(_ bytes: [UInt8]) {
        let lines: [(line: Int, cells: [[UInt8]])]
        do throws(CSVError) {
            lines = try CSV.read(bytes)
        } catch {
            problems.append(Problem(line: error.line, message: "This is no CSV: \(error.message)."))
            return
        }
        let names = (lines.first?.cells ?? []).map { String(decoding: $0, as: UTF8.self).trimmed }
        guard names.contains("message") else {
            problems.append(
                Problem(
                    line: 1,
                    message:
                        "The first line must name the columns, message among them. Known: \(Contact.csvColumns.joined(separator: ", "))."))
            return
        }
        for (line, cells) in lines.dropFirst() {
            guard cells.count == names.count else {
                problems.append(Problem(line: line, message: "\(cells.count) cells, where the header has \(names.count)."))
                continue
            }
            add(zip(names, cells).map { JSONMember($0, Self.cell($1, named: $0)) }, line: line)
        }
    }

    /// A cell is text; the columns that are none in JSON are turned into what they mean.
    private static func cell(_ bytes: [UInt8], named name: String) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else { return .brokenText(.invalidUTF8) }
        switch name {
        case "id": return text.isEmpty ? .null : .number(text)
        case "viewed": return text.isEmpty ? .null : .boolean(text.lowercased() == "true")
        case "viewed_at", "created_at", "updated_at": return text.isEmpty ? .null : .text(text)
        default: return .text(CSV.original(text))
        }
    }

    private mutating func add(_ members: [JSONMember], line: Int) {
        do throws(Failure) {
            rows.append((line, try Self.row(members)))
        } catch {
            let message = if case .invalid(let errors) = error { errors.line } else { String(describing: error) }
            problems.append(Problem(line: line, message: message))
        }
    }

    private static func row(_ members: [JSONMember]) throws(Failure) -> Row {
        var errors = FieldErrors()
        var values: [String: JSONValue] = [:]
        for member in members { values[member.name] = member.value }
        func time(_ name: String) -> Timestamp? {
            guard let value = values[name], value != .null else { return nil }
            guard case .text(let text) = value, let time = Timestamp(parsing: text) else {
                errors.add(FieldReader.wrongTime, to: name)
                return nil
            }
            if time <= .epoch || time > Timestamp.now().adding(seconds: 86_400) {
                errors.add("Give a time since 1970 that is not still to come.", to: name)
            }
            return time
        }
        let (viewedAt, createdAt, updatedAt) = (time("viewed_at"), time("created_at"), time("updated_at"))
        var id: Contact.ID?
        if case .number(let digits) = values["id"] {
            id = Contact.ID(digits)
            if (id ?? 0) < 1 { errors.add("A valid integer is required.", to: "id") }
        }
        var text = ContactText()
        do throws(Failure) {
            text = try ContactChanges(members).newText()
        } catch {
            guard case .invalid(let more) = error else { throw error }
            errors.add(more)
        }
        guard errors.isEmpty else { throw .invalid(errors) }
        let isViewed = values["viewed"] == .boolean(true)
        return Row(
            text: text, id: id, viewedAt: viewedAt ?? (isViewed ? updatedAt ?? createdAt ?? .now() : nil),
            createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension Contacts {
    /// Takes in all rows of a file, or none. Times are kept where the file has them.
    /// - Parameters:
    ///   - keepingIDs: whether contacts keep the file's IDs, which must be free; else they get new ones
    ///   - onProgress: told now and then how many rows are in, before any of them is durable
    /// - Returns: how many.
    /// - Throws: `Failure.conflict` for an ID that is taken.
    package func `import`(
        _ file: ContactImport, keepingIDs: Bool = false, by caller: Caller, onProgress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(Failure) -> Int {
        try caller.requireAdmin()
        let rows = file.rows
        return try await store.write { connection in
            for (number, (line, row)) in rows.enumerated() {
                if number % 1000 == 0 { onProgress(number) }
                do {
                    try connection.insert(row, id: keepingIDs ? row.id : nil)
                } catch let error as DatabaseError where error.kind == .uniqueViolation {
                    throw Failure.conflict("Line \(line): there is a contact with the ID \(row.id ?? 0) already. Nothing was imported.")
                }
            }
            return rows.count
        }
    }
}

extension Connection {
    fileprivate func insert(_ row: ContactImport.Row, id: Contact.ID?) throws {
        let now = Timestamp.now()
        let text = row.text
        let createdAt = row.createdAt ?? now
        let columns: Statement =
            """
            first_name, last_name, email, mobile_number, subject, message,
            viewed_at, created_at, updated_at, viewed_order, email_key, mobile_digits, search_text
            """
        let values: Statement =
            """
            \(text.firstName), \(text.lastName), \(text.email), \(text.mobileNumber), \(text.subject), \(text.message),
            \(row.viewedAt), \(createdAt), \(row.updatedAt ?? createdAt), \(row.viewedAt ?? .epoch),
            \(text.emailKey), \(text.mobileDigits), \(text.searchText)
            """
        if let id {
            try execute("INSERT INTO contacts (id, \(columns)) VALUES (\(id), \(values))")
        } else {
            try execute("INSERT INTO contacts (\(columns)) VALUES (\(values))")
        }
    }
}
