import Database
import Testing

@Suite("A row")
struct RowTests {
    private let row = Row(
        columns: ["id", "name", "data", "flag", "at", "nothing", "ratio", "two"],
        values: [.integer(7), .text("x"), .bytes([1]), .boolean(true), .timestamp(.epoch), .null, .real(1.5), .integer(2)])

    @Test("Is read by column name")
    func reading() throws {
        #expect(try row.integer("id") == 7)
        #expect(try row.text("name") == "x")
        #expect(try row.bytes("data") == [1])
        #expect(try row.boolean("flag"))
        #expect(try row.timestamp("at") == .epoch)
        #expect(try row.isNull("nothing"))
        #expect(try !row.isNull("id"))
        #expect(try row.value("ratio") == .real(1.5))
    }

    @Test("Reads booleans and times where an engine keeps them as integers")
    func integers() throws {
        let row = Row(columns: ["no", "yes", "time"], values: [.integer(0), .integer(1), .integer(5)])
        #expect(try !row.boolean("no"))
        #expect(try row.boolean("yes"))
        #expect(try row.timestamp("time") == Timestamp(microseconds: 5))
    }

    @Test("Gives nil for null, and the value else")
    func optionals() throws {
        #expect(try row.textOrNil("nothing") == nil)
        #expect(try row.textOrNil("name") == "x")
        #expect(try row.integerOrNil("nothing") == nil)
        #expect(try row.integerOrNil("id") == 7)
        #expect(try row.timestampOrNil("nothing") == nil)
        #expect(try row.timestampOrNil("at") == .epoch)
    }

    private static let mistakes: [(column: String, read: @Sendable (Row) throws -> Void)] = [
        ("missing", { _ = try $0.value("missing") }),
        ("missing", { _ = try $0.textOrNil("missing") }),
        ("missing", { _ = try $0.isNull("missing") }),
        ("id", { _ = try $0.text("id") }),
        ("name", { _ = try $0.integer("name") }),
        ("name", { _ = try $0.bytes("name") }),
        ("data", { _ = try $0.text("data") }),
        ("nothing", { _ = try $0.text("nothing") }),
        ("nothing", { _ = try $0.integer("nothing") }),
        ("nothing", { _ = try $0.boolean("nothing") }),
        ("nothing", { _ = try $0.timestamp("nothing") }),
        ("two", { _ = try $0.boolean("two") }),
        ("ratio", { _ = try $0.integer("ratio") }),
        ("ratio", { _ = try $0.timestamp("ratio") }),
        ("name", { _ = try $0.timestampOrNil("name") }),
        ("name", { _ = try $0.integerOrNil("name") }),
    ]

    @Test("Names the column that is missing or holds something else")
    func mismatches() throws {
        for (column, read) in Self.mistakes {
            let error = try #require(throws: DatabaseError.self) { try read(row) }
            #expect(error.kind == .decoding)
            #expect(error.message.contains(column), "\(error.message)")
        }
    }

    @Test("Of an engine names the column too", arguments: Engine.all)
    func onAnEngine(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.insert(note: "a")
        let error = await #expect(throws: DatabaseError.self) {
            try await test.read { try $0.onlyRow("SELECT name AS title FROM notes").integer("title") }
        }
        #expect(error?.kind == .decoding)
        #expect(error?.message.contains("title") == true)
    }

    @Test("Rows come in the order that was asked for, all of them", arguments: Engine.all)
    func order(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.write { connection in
            for number in 0..<1000 { try connection.insert(note: "n\(number)", size: number) }
        }
        let sizes = try await test.read { try $0.rows("SELECT size FROM notes ORDER BY size DESC").map { try $0.integer("size") } }
        #expect(sizes == (0..<1000).reversed().map { Int64($0) })
    }
}
