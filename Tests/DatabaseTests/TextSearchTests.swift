import Database
import Testing

@Suite("Text search")
struct TextSearchTests {
    private static let index = SearchIndex(table: "letters", column: "words", key: "id")

    /// Letters with the words given, their identifiers from 1 up.
    private func letters(_ engine: Engine, _ texts: [String]) async throws -> TestDatabase {
        let test = try engine.database()
        try await test.write { connection in
            try connection.define("CREATE TABLE letters (id {id}, words TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'inbox')")
            try connection.search.createIndex(Self.index)
            for text in texts { try connection.execute("INSERT INTO letters (words) VALUES (\(text))") }
        }
        return test
    }

    private func find(_ words: String..., in test: TestDatabase) async throws -> [Int64] {
        try await test.read { connection in
            // Whether few rows are expected changes the way to them, never the rows.
            let found = try [true, false].map { isRare in
                let condition = connection.search.condition(Self.index, containsAll: words, and: "id > \(0)", isRare: isRare)
                return try connection.rows("SELECT id FROM letters WHERE \(condition) ORDER BY id").map { try $0.integer("id") }
            }
            #expect(found[0] == found[1])
            return found[0]
        }
    }

    @Test("Finds words and their beginnings, wherever they stand", arguments: Engine.all)
    func words(engine: Engine) async throws {
        let test = try await letters(engine, ["hello world", "worldwide news", "say hello", ""])
        #expect(try await find("hello", in: test) == [1, 3])
        #expect(try await find("world", in: test) == [1, 2])
        #expect(try await find("worldw", in: test) == [2])
        #expect(try await find("h", in: test) == [1, 3])
        #expect(try await find("ello", in: test) == [], "the middle of a word is no beginning")
        #expect(try await find("hellos", in: test) == [])
    }

    @Test("Wants all the words, in any order", arguments: Engine.all)
    func allWords(engine: Engine) async throws {
        let test = try await letters(engine, ["red green blue", "green blue", "blue red"])
        #expect(try await find("blue", "red", in: test) == [1, 3])
        #expect(try await find("red", "blue", in: test) == [1, 3])
        #expect(try await find("r", "g", "b", in: test) == [1])
        #expect(try await find("red", "yellow", in: test) == [])
        #expect(try await find("red", "red", in: test) == [1, 3])
    }

    @Test("Finds words of every script, and numbers", arguments: Engine.all)
    func scripts(engine: Engine) async throws {
        let test = try await letters(engine, ["فرشید سلطانی", "09228504384", "日本語 テスト", "привет мир", "ευρωσ 5g"])
        #expect(try await find("فرش", in: test) == [1])
        #expect(try await find("سلطانی", in: test) == [1])
        #expect(try await find("0922", in: test) == [2])
        #expect(try await find("日本", in: test) == [3])
        #expect(try await find("мир", "прив", in: test) == [4])
        #expect(try await find("ευρ", "5", in: test) == [5])
    }

    @Test("Takes words that mean something to an engine for words", arguments: Engine.all)
    func operators(engine: Engine) async throws {
        let words = ["and", "or", "not", "near", "select", "null", "true", "letters", "words", "rank", "rowid"]
        let test = try await letters(engine, words)
        for (index, word) in words.enumerated() {
            #expect(try await find(word, in: test).contains(Int64(index + 1)), "\(word)")
        }
        #expect(try await find("not", "and", in: test) == [])
        #expect(try await find("words", in: test) == [9])
    }

    @Test("Goes with other conditions, and with values before and after it", arguments: Engine.all)
    func otherConditions(engine: Engine) async throws {
        let test = try await letters(engine, ["red", "red", "blue"])
        let found = try await test.write { connection in
            try connection.execute("UPDATE letters SET state = \("trash") WHERE id = \(1)")
            let condition = connection.search.condition(Self.index, containsAll: ["red"], and: "state = \("inbox")", isRare: true)
            return try connection.rows("SELECT id FROM letters WHERE \(condition) AND id < \(10) LIMIT \(5)")
                .map { try $0.integer("id") }
        }
        #expect(found == [2])
    }

    @Test("Keeps up with updates and deletions, also when a write is taken back", arguments: Engine.all)
    func upkeep(engine: Engine) async throws {
        let test = try await letters(engine, ["red", "green"])
        try await test.write { try $0.execute("UPDATE letters SET words = 'blue sky' WHERE id = 1") }
        #expect(try await find("red", in: test) == [])
        #expect(try await find("blue", in: test) == [1])
        try await test.write { try $0.execute("UPDATE letters SET state = 'trash', words = words") }
        #expect(try await find("sky", in: test) == [1])
        try await test.write { try $0.execute("DELETE FROM letters WHERE id = 2") }
        #expect(try await find("green", in: test) == [])
        await #expect(throws: OwnError.self) {
            try await test.write { connection in
                try connection.execute("UPDATE letters SET words = 'lost' WHERE id = 1")
                try connection.execute("INSERT INTO letters (words) VALUES ('lost too')")
                throw OwnError(number: 1)
            }
        }
        #expect(try await find("lost", in: test) == [])
        #expect(try await find("blue", in: test) == [1])
    }

    @Test("A write finds what it has just written", arguments: Engine.all)
    func insideAWrite(engine: Engine) async throws {
        let test = try await letters(engine, [])
        let found = try await test.write { connection in
            try connection.execute("INSERT INTO letters (words) VALUES (\("fresh ink"))")
            let condition = connection.search.condition(Self.index, containsAll: ["ink"], and: "id > \(0)", isRare: false)
            return try connection.rows("SELECT id FROM letters WHERE \(condition)").count
        }
        #expect(found == 1)
    }

    @Test("Is right after a thousand changes at random", arguments: Engine.all)
    func random(engine: Engine) async throws {
        let test = try await letters(engine, [])
        let vocabulary = ["alpha", "beta", "alphabet", "gamma", "12", "123", "سلام", "سلامت"]
        var model: [Int64: [String]] = [:]
        for _ in 0..<20 {
            model = try await test.write { [model] connection in
                try Self.change(model, with: vocabulary, on: connection)
            }
            for word in vocabulary + ["al", "1", "سل", "zeta"] {
                let expected = model.filter { $0.value.contains { $0.hasPrefix(word) } }.keys.sorted()
                #expect(try await find(word, in: test) == expected, "\(word)")
            }
        }
    }

    private static func change(
        _ model: [Int64: [String]], with vocabulary: [String], on connection: any Connection
    ) throws -> [Int64: [String]] {
        var model = model
        for _ in 0..<50 {
            let words = (0..<Int.random(in: 0...4)).map { _ in vocabulary.randomElement()! }
            let text = words.joined(separator: " ")
            switch (Int.random(in: 0..<4), model.keys.randomElement()) {
            case (0, let id?):
                try connection.execute("DELETE FROM letters WHERE id = \(id)")
                model[id] = nil
            case (1, let id?), (2, let id?):
                try connection.execute("UPDATE letters SET words = \(text) WHERE id = \(id)")
                model[id] = words
            default:
                let row = try connection.onlyRow("INSERT INTO letters (words) VALUES (\(text)) RETURNING id")
                model[try row.integer("id")] = words
            }
        }
        return model
    }
}
