import Database
import Testing

@Suite("A write")
struct WriteTests {
    @Test("Gives back what its body returns", arguments: Engine.all)
    func result(engine: Engine) async throws {
        let test = try await engine.notes()
        let row = try await test.write { connection in
            try connection.onlyRow("INSERT INTO notes (name) VALUES (\("a")) RETURNING id, name, size")
        }
        #expect(try row.integer("id") == 1)
        #expect(try row.text("name") == "a")
        #expect(try row.integer("size") == 0)
    }

    @Test("A body that throws leaves nothing behind, and its error is the caller's", arguments: Engine.all)
    func throwing(engine: Engine) async throws {
        let test = try await engine.notes()
        await #expect(throws: OwnError(number: 7)) {
            try await test.write { connection in
                try connection.insert(note: "a")
                try connection.insert(note: "b")
                throw OwnError(number: 7)
            }
        }
        #expect(try await test.database.names() == [])
    }

    @Test("A body whose last statement is refused leaves nothing of the first", arguments: Engine.all)
    func refusedStatement(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.insert(note: "taken")
        await expect(.uniqueViolation) {
            try await test.write { connection in
                try connection.insert(note: "first")
                try connection.execute("DELETE FROM notes WHERE name = \("taken")")
                try connection.insert(note: "first")
            }
        }
        #expect(try await test.database.names() == ["taken"])
    }

    @Test("A schema that a failing body made is not there afterwards", arguments: Engine.all)
    func schemaIsRolledBack(engine: Engine) async throws {
        let test = try engine.database()
        await #expect(throws: OwnError.self) {
            try await test.write { connection in
                try connection.define("CREATE TABLE things (id {id})")
                #expect(try connection.hasTable("things"))
                throw OwnError(number: 1)
            }
        }
        #expect(try await !test.read { try $0.hasTable("things") })
    }

    @Test("Tells how many rows a statement touched", arguments: Engine.all)
    func touchedRows(engine: Engine) async throws {
        let test = try await engine.notes()
        let counts = try await test.write { connection in
            [
                try connection.execute("INSERT INTO notes (name) VALUES ('a'), ('b'), ('c')"),
                try connection.execute("UPDATE notes SET size = 1 WHERE name <> 'a'"),
                try connection.execute("UPDATE notes SET size = 1 WHERE name = 'nobody'"),
                try connection.execute("DELETE FROM notes WHERE name = 'c'"),
            ]
        }
        #expect(counts == [3, 2, 0, 1])
    }

    @Test("Sees its own changes before anybody else does", arguments: Engine.all)
    func seesItself(engine: Engine) async throws {
        let test = try await engine.notes()
        let seen = try await test.write { connection in
            try connection.insert(note: "a")
            return try connection.names()
        }
        #expect(seen == ["a"])
    }

    @Test("A row may be missing, but one that must be there is an error where it is not", arguments: Engine.all)
    func missingRow(engine: Engine) async throws {
        let test = try await engine.notes()
        #expect(try await test.read { try $0.row("SELECT id FROM notes") == nil })
        await expect(.decoding) {
            _ = try await test.read { try $0.onlyRow("SELECT id FROM notes") }
        }
    }

    @Test("An identifier is never given twice, also after its row is gone", arguments: Engine.all)
    func identifiersAreNotReused(engine: Engine) async throws {
        let test = try await engine.notes()
        let ids = try await test.write { connection in
            try (1...3).map { _ in
                let id = try connection.onlyRow("INSERT INTO notes (name) VALUES (\("n")) RETURNING id").integer("id")
                try connection.execute("DELETE FROM notes")
                return id
            }
        }
        #expect(ids == [1, 2, 3])
    }
}
