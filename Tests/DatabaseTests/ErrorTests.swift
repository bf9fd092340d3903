import Database
import Testing

@Suite("Errors in words that all engines share")
struct ErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kind: DatabaseError.Kind
        let statement: Statement

        init(_ name: String, _ kind: DatabaseError.Kind, _ statement: Statement) {
            testDescription = name
            self.kind = kind
            self.statement = statement
        }
    }

    private static let refusals: [Case] = [
        Case("a name that is taken", .uniqueViolation, "INSERT INTO notes (name) VALUES (\("taken"))"),
        Case("a primary key that is taken", .uniqueViolation, "INSERT INTO notes (id, name) VALUES (1, \("other"))"),
        Case("an update to a name that is taken", .uniqueViolation, "UPDATE notes SET name = \("taken") WHERE name = \("second")"),
        Case("a reference to nothing", .foreignKeyViolation, "INSERT INTO replies (note_id) VALUES (99)"),
        Case("a row that is referred to", .foreignKeyViolation, "DELETE FROM notes WHERE name = \("taken")"),
        Case("a value that is missing", .constraintViolation, "INSERT INTO notes (name) VALUES (\(Value.null))"),
        Case("a value that a check refuses", .constraintViolation, "INSERT INTO notes (name, size) VALUES (\("x"), -1)"),
        Case("a statement that is no SQL", .failed, "SELEKT 1"),
        Case("a statement that ends too early", .failed, "INSERT INTO notes (name"),
        Case("a table that does not exist", .failed, "SELECT 1 FROM nowhere"),
        Case("a column that does not exist", .failed, "UPDATE notes SET colour = 1"),
        Case("two statements in one", .failed, "DELETE FROM replies; DELETE FROM notes"),
    ]

    @Test("Each refusal has its kind and leaves the database as it was", arguments: Engine.all, refusals)
    func kinds(engine: Engine, refusal: Case) async throws {
        let test = try await engine.notes()
        try await test.write { connection in
            try connection.insert(note: "taken")
            try connection.insert(note: "second")
            try connection.execute("INSERT INTO replies (note_id) VALUES (1)")
        }
        await expect(refusal.kind) { _ = try await test.write { try $0.execute(refusal.statement) } }
        await expect(refusal.kind) { _ = try await test.write { try $0.rows(refusal.statement) } }
        #expect(try await test.database.names() == ["second", "taken"])
        #expect(test.database.writeFailure == nil, "the write's own fault says nothing about the store")
    }

    @Test("A query that is wrong has the same kind in a read", arguments: Engine.all)
    func inReads(engine: Engine) async throws {
        let test = try await engine.notes()
        for length in [ReadLength.brief, .long] {
            await expect(.failed) { _ = try await test.database.read(length) { try $0.rows("SELECT nothing FROM notes") } }
        }
    }

    @Test("A message never holds a bound value", arguments: Engine.all)
    func noValues(engine: Engine) async throws {
        let test = try await engine.notes()
        let secret = "mina@example.com"
        try await test.database.insert(note: secret)
        let attempts: [Statement] = [
            "INSERT INTO notes (name) VALUES (\(secret))",
            "INSERT INTO notes (name, size) VALUES (\(secret + "2"), \(-4711))",
            "INSERT INTO nowhere (name) VALUES (\(secret))",
            "INSERT INTO replies (note_id) VALUES (\(4711))",
        ]
        for attempt in attempts {
            let error = await #expect(throws: DatabaseError.self) { _ = try await test.write { try $0.execute(attempt) } }
            let message = "\(error?.message ?? "") \(error?.description ?? "")"
            #expect(!message.contains("mina") && !message.contains("4711"), "\(message)")
        }
    }
}
