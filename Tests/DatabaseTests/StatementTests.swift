import Database
import Testing

@Suite("A statement")
struct StatementTests {
    private func numbered(_ statement: Statement) -> String { statement.sql { "$\($0)" } }

    @Test("Is its text where nothing is bound")
    func literal() {
        let statement: Statement = "SELECT 1"
        #expect(numbered(statement) == "SELECT 1")
        #expect(statement.values == [])
        #expect(statement.segments == ["SELECT 1"])
    }

    @Test("Turns each interpolated value into a parameter, in order")
    func values() {
        let statement: Statement =
            "a = \(1) AND b = \("two") AND c = \(true) AND d = \([3] as [UInt8]) AND e = \(Timestamp.epoch) AND f = \(Int64?.none.boundValue)"
        #expect(numbered(statement) == "a = $1 AND b = $2 AND c = $3 AND d = $4 AND e = $5 AND f = $6")
        #expect(statement.values == [.integer(1), .text("two"), .boolean(true), .bytes([3]), .timestamp(.epoch), .null])
        #expect(statement.segments.count == statement.values.count + 1)
    }

    @Test("Begins and ends with a value, or has two side by side")
    func edges() {
        let (one, two): (Statement, Statement) = ("\(1)", "\(1)\(2)")
        #expect(numbered(one) == "$1")
        #expect(numbered(two) == "$1$2")
        #expect(two.segments == ["", "", ""])
    }

    @Test("Keeps what looks like SQL or like a parameter as a value")
    func injection() {
        let evil = "'; DROP TABLE contacts; -- $1 ?"
        let statement: Statement = "SELECT \(evil)"
        #expect(numbered(statement) == "SELECT $1")
        #expect(statement.values == [.text(evil)])
    }

    @Test("Takes another in, with its values at their places")
    func nesting() {
        let inner: Statement = "x > \(2) AND y < \(3)"
        let outer: Statement = "\(1) \(inner) \(4) \(inner) \(5)"
        #expect(numbered(outer) == "$1 x > $2 AND y < $3 $4 x > $5 AND y < $6 $7")
        #expect(outer.values == [1, 2, 3, 4, 2, 3, 5].map { Value.integer($0) })
    }

    @Test("Nests to any depth, and so that an empty part is nothing")
    func deepNesting() {
        let empty: Statement = ""
        let a: Statement = "(\(empty)a = \(1))"
        let b: Statement = "(\(a) OR \(a))"
        let c: Statement = "\(b)\(empty)"
        #expect(numbered(c) == "((a = $1) OR (a = $2))")
        #expect(c.values == [.integer(1), .integer(1)])
    }

    @Test("Is joined from parts with a separator only between them")
    func joined() {
        #expect(numbered(.joined([], by: " AND ")) == "")
        #expect(numbered(.joined(["a = \(1)"], by: " AND ")) == "a = $1")
        let parts: [Statement] = ["a = \(1)", "b IS NULL", "\(2) < c"]
        let all = Statement.joined(parts, by: " AND ")
        #expect(numbered(all) == "a = $1 AND b IS NULL AND $2 < c")
        #expect(all.values == [.integer(1), .integer(2)])
    }

    @Test("Writes a name as it stands, and not as a value")
    func names() {
        let (table, column): (StaticString, StaticString) = ("contacts", "id")
        let statement: Statement = "SELECT \(name: column) FROM \(name: table) WHERE \(name: column) = \(7)"
        #expect(numbered(statement) == "SELECT id FROM contacts WHERE id = $1")
        #expect(statement.values == [.integer(7)])
    }

    @Test("Reaches the engine with its parts in order", arguments: Engine.all)
    func onAnEngine(engine: Engine) async throws {
        let test = try await engine.notes()
        let found = try await test.write { connection in
            for (name, size) in [("a", 1), ("b", 2), ("c", 3), ("d", 4)] { try connection.insert(note: name, size: size) }
            let parts: [Statement] = ["size > \(1)", "size < \(4)", "name <> \("c")"]
            return try connection.rows("SELECT name FROM notes WHERE \(Statement.joined(parts, by: " AND ")) LIMIT \(5)")
                .map { try $0.text("name") }
        }
        #expect(found == ["b"])
    }
}
