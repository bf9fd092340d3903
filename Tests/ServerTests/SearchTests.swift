import TestSupport
import Testing

@Suite("Searching contacts")
struct SearchTests {
    @Test(
        "A word is found whatever its case, accents, letter forms and digits",
        arguments: [
            ("Hello", "hello"), ("hello", "HELLO"), ("José Muñoz", "jose munoz"), ("jose", "José"), ("Ångström", "angstrom"),
            ("Nguyễn", "nguyen"), ("ΑΘΗΝΑ", "αθηνα"), ("Ёлка", "елка"), ("cafe\u{301}", "café"),
            ("علي", "علی"), ("علی", "علي"), ("كتاب", "کتاب"), ("کتاب", "كتاب"), ("مدرسة", "مدرسه"), ("مدرسه", "مدرسة"),
            ("أحمد", "احمد"), ("إسلام", "اسلام"), ("آزاد", "ازاد"), ("احمد", "أحمد"),
            ("می‌روم", "میروم"), ("میروم", "می‌روم"), ("ســـلام", "سلام"), ("سلام", "ســـلام"),
            ("۱۴۰۴", "1404"), ("1404", "۱۴۰۴"), ("١٤٠٤", "۱۴۰۴"), ("२०२५", "2025"), ("سَلَام", "سلام"),
        ])
    func folded(stored: String, asked: String) async throws {
        try await expect(asked, finds: true, in: ["message": .string(stored)])
    }

    @Test(
        "A word is found whole or by its beginning, not by its middle or end",
        arguments: [
            ("keyboard", "keyboard", true), ("keyboard", "key", true), ("keyboard", "k", true), ("keyboard", "board", false),
            ("keyboard", "yboa", false), ("keyboard", "keyboards", false), ("سلطانی", "سلط", true), ("سلطانی", "انی", false),
            ("a-b", "b", true), ("(bracketed)", "bracketed", true), ("semi;colon", "colon", true),
        ])
    func wholeOrBeginning(stored: String, asked: String, isFound: Bool) async throws {
        try await expect(asked, finds: isFound, in: ["message": .string(stored)])
    }

    @Test("Every word must occur, in any field")
    func everyWord() async throws {
        let fields: JSON = [
            "first_name": "Farshid", "last_name": "Soltani", "subject": "Broken keyboard", "message": "It stopped on Monday",
            "mobile_number": "09228504384",
        ]
        for asked in ["farshid monday", "soltani broken stopped", "keyb farsh", "monday it on", "0922 broken"] {
            try await expect(asked, finds: true, in: fields)
        }
        for asked in ["farshid tuesday", "broken mouse", "farshid soltani keyboard monday mouse"] {
            try await expect(asked, finds: false, in: fields)
        }
    }

    @Test("An email and a part of it are found")
    func email() async throws {
        let house = try await House.shared()
        let word = uniqueWord()
        let id = try await house.contact(["email": .string("john.\(word)@mail.example.com")]).id
        for asked in ["john.\(word)@mail.example.com", word, String(word.prefix(12)), "JOHN.\(word)", "\(word) mail"] {
            #expect(try await house.ids(["q": asked]) == [id], "\(asked)")
        }
    }

    @Test(
        "What a search engine might read as an operator is plain text",
        arguments: [
            "plain OR nonsense", "plain NOT text", "plain AND zzz", "NEAR(plain zzz)", "nonsense*", "message:zzz", "\"plain nonsense\"",
        ])
    func operatorsThatFindNothing(asked: String) async throws {
        try await expect(asked, finds: false, in: ["message": "plain text"])
    }

    @Test(
        "Signs between words do no harm",
        arguments: [
            "\"plain", "plain\"", "'plain'", "plain*", "^plain", "(plain", "plain)", "plain + text", "-plain", "{plain}", "plain:",
            "%plain_",
        ])
    func signsDoNoHarm(asked: String) async throws {
        try await expect(asked, finds: true, in: ["message": "plain text"])
    }

    @Test("A search without any letter or digit finds nothing; a blank one filters nothing")
    func withoutWords() async throws {
        let house = try await House.shared()
        let email = uniqueEmail()
        let id = try await house.contact(["email": .string(email), "message": "!!! ???"]).id
        for asked in ["!!!", "\"", "*", "-", "()"] {
            #expect(try await house.ids(["email": email, "q": asked]).isEmpty, "\(asked)")
        }
        for asked in ["", " ", "\t "] {
            #expect(try await house.ids(["email": email, "q": asked]) == [id], "\(asked)")
        }
    }

    @Test("An update is found by its new words, and no longer by the old ones")
    func followsUpdates() async throws {
        let house = try await House.shared()
        let (old, new) = (uniqueWord(), uniqueWord())
        let id = try await house.contact(["subject": .string(old)]).id
        _ = try await house.patch(id, ["subject": .string(new)])
        #expect(try await house.ids(["q": new]) == [id])
        #expect(try await house.ids(["q": old]).isEmpty)
    }

    @Test("A search looks in the trash when asked, and only then")
    func inTheTrash() async throws {
        let house = try await House.shared()
        let word = uniqueWord()
        let id = try await house.contact(["message": .string(word)]).id
        _ = try await house.send("DELETE", "/api/contacts/\(id)")
        #expect(try await house.ids(["q": word]).isEmpty)
        #expect(try await house.ids(["q": word, "state": "trash"]) == [id])
        _ = try await house.send("POST", "/api/contacts/\(id)/restore")
        #expect(try await house.ids(["q": word]) == [id])
    }

    @Test("A very long search is answered")
    func longSearch() async throws {
        let house = try await House.shared()
        let asked = (0..<500).map { "word\($0)" }.joined(separator: "+")
        let answer = try await house.send("GET", "/api/contacts?q=\(asked)")
        #expect([200, 400].contains(answer.status), "\(answer.text)")
    }

    private func expect(
        _ asked: String, finds isFound: Bool, in fields: JSON, at place: SourceLocation = #_sourceLocation
    ) async throws {
        let house = try await House.shared()
        // Nothing that is asked for begins as the words of this address do.
        let email = "q9@q9\(uniqueWord()).example"
        let id = try await house.contact(fields.with("email", .string(email))).id
        let found = try await house.ids(["email": email, "q": asked])
        #expect(found == (isFound ? [id] : []), "\(asked)", sourceLocation: place)
    }
}
