import TestSupport
import Testing

@Suite("Exporting contacts")
struct ExportTests {
    @Test("CSV has a byte order mark, a header of the eleven fields, and lines that end in CRLF")
    func csvShape() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let contacts = try await house.contacts(2, email: email)
        let answer = try await house.send("GET", "/api/contacts/export" + query(["format": "csv", "email": email]))
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "text/csv; charset=utf-8; header=present")
        #expect(answer.header("Content-Disposition")?.hasPrefix("attachment") == true)
        #expect(Array(answer.body.prefix(3)) == [0xEF, 0xBB, 0xBF])
        let rows = CSV.rows(of: answer)
        #expect(rows.first == contactFields)
        #expect(rows.dropFirst().map { $0[0] } == [String(try contacts[1].id), String(try contacts[0].id)])
        let lines = answer.text.dropFirst().split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 4)
        #expect(lines.last == "")
    }

    @Test("CSV is the default")
    func csvByDefault() async throws {
        let house = try await House.shared()
        let answer = try await house.send("GET", "/api/contacts/export" + query(["email": uniqueEmail()]))
        #expect(answer.mediaType == "text/csv")
        #expect(CSV.rows(of: answer) == [contactFields])
    }

    @Test("A CSV row holds what the contact holds")
    func csvValues() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let fields: JSON = [
            "first_name": "فرشید", "last_name": "Doe, \"John\"", "subject": "semi;colon 'quoted'",
            "message": "one\ntwo, \"three\"", "mobile_number": "0912", "email": .string(email),
        ]
        let id = try await house.contact(fields).id
        let contact = try await house.send("GET", "/api/contacts/\(id)").json()
        let export = try await house.send("GET", "/api/contacts/export" + query(["email": email]))
        let row = try #require(CSV.rows(of: export).last)
        try #require(row.count == contactFields.count)
        for (field, cell) in zip(contactFields, row) {
            #expect(cell == (contact[field]?.string ?? "\(contact[field] ?? .null)"), "\(field)")
        }
    }

    @Test("A contact that was not viewed has an empty cell for the time")
    func notViewed() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        _ = try await house.contacts(1, email: email)
        let export = try await house.send("GET", "/api/contacts/export" + query(["email": email]))
        let row = try #require(CSV.rows(of: export).last)
        #expect(row[7...8] == ["false", ""])
    }

    @Test(
        "A cell that a spreadsheet would run as a formula gets an apostrophe before it",
        arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://evil.example\",\"x\")", "＝1+1", "＋1", "－1", "＠x"])
    func formulas(text: String) async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let id = try await house.contact(["email": .string(email), "subject": .string(text), "message": .string(text)]).id
        let export = try await house.send("GET", "/api/contacts/export" + query(["email": email]))
        let row = try #require(CSV.rows(of: export).last)
        #expect(row[5] == "'" + text)
        #expect(row[6] == "'" + text)
        let exact = try await house.send("GET", "/api/contacts/export" + query(["email": email, "format": "ndjson"]))
        #expect(try JSON(parsing: exact.text) == (try await house.peek(id)))
        #expect(exact.text.contains("'=") == false)
    }

    @Test("A cell that no spreadsheet runs stays as it is", arguments: ["1=1", "a@b", "'quoted", "x-y", "0912"])
    func noFormulas(text: String) async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        _ = try await house.contact(["email": .string(email), "subject": .string(text)])
        let export = try await house.send("GET", "/api/contacts/export" + query(["email": email]))
        #expect(CSV.rows(of: export).last?[5] == text)
    }

    @Test("NDJSON has a contact a line, exact, in the list's order")
    func ndjson() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let contacts = try await house.contacts(3, email: email)
        let answer = try await house.send("GET", "/api/contacts/export" + query(["format": "ndjson", "email": email]))
        #expect(answer.mediaType == "application/x-ndjson")
        #expect(answer.header("Content-Disposition")?.hasPrefix("attachment") == true)
        let lines = answer.text.split(separator: "\n")
        #expect(try lines.map { try JSON(parsing: String($0)) } == contacts.reversed())
        #expect(answer.text.hasSuffix("\n"))
    }

    @Test("An export takes the list's filters and orderings, and exports all of it")
    func filters() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let ids = try await concurrently(60) { number in
            try await house.contact(["email": .string(email), "message": number % 2 == 0 ? "even" : "odd"]).id
        }
        func exported(_ parameters: KeyValuePairs<String, String>) async throws -> [Int] {
            let answer = try await house.send("GET", "/api/contacts/export" + query(parameters))
            return try answer.text.split(separator: "\n").map { try JSON(parsing: String($0)).id }
        }
        #expect(try await exported(["format": "ndjson", "email": email, "ordering": "id"]) == ids.sorted())
        #expect(try await exported(["format": "ndjson", "email": email, "ordering": "-id"]) == ids.sorted(by: >))
        #expect(try await exported(["format": "ndjson", "email": email, "q": "even"]).count == 30)
        #expect(try await exported(["format": "ndjson", "email": email, "viewed": "true"]).isEmpty)
        _ = try await house.send("DELETE", "/api/contacts/\(ids[0])")
        #expect(try await exported(["format": "ndjson", "email": email, "state": "trash"]) == [ids[0]])
    }

    @Test(
        "A parameter that an export does not know, or a bad value, is 400 by name",
        arguments: [("format", "xlsx"), ("limit", "10"), ("cursor", "x"), ("colour", "red"), ("viewed", "maybe"), ("ordering", "x")])
    func badParameters(name: String, value: String) async throws {
        let answer = try await House.shared().send("GET", "/api/contacts/export" + query([name: value]))
        try expectInvalidParameters(answer, [name])
    }
}

/// RFC 4180, to read what was exported.
private enum CSV {
    static func rows(of answer: HTTPAnswer) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        var scalars = answer.text.unicodeScalars.drop { $0 == "\u{FEFF}" }
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"": cell.append(scalars.removeFirst())
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(String(cell))
                cell = String.UnicodeScalarView()
            case "\r" where !isQuoted: continue
            case "\n" where !isQuoted:
                rows.append(row + [String(cell)])
                row = []
                cell = String.UnicodeScalarView()
            default: cell.append(scalar)
            }
        }
        return rows
    }
}
