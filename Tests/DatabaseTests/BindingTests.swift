import Database
import Testing

@Suite("Values there and back")
struct BindingTests {
    private func samples(_ engine: Engine) async throws -> TestDatabase {
        let test = try engine.database()
        try await test.write { connection in
            try connection.define(
                """
                CREATE TABLE samples (
                    id {id},
                    an_integer BIGINT,
                    a_real DOUBLE PRECISION,
                    a_text TEXT,
                    some_bytes {bytes},
                    a_boolean {boolean},
                    a_time {time}
                )
                """)
        }
        return test
    }

    /// Binds a value for a column and gives what the row then holds.
    private func kept(_ value: some Bindable & Sendable, in column: StaticString, of test: TestDatabase) async throws -> Row {
        let bound = value.boundValue
        try await test.write { connection in
            try connection.execute("DELETE FROM samples")
            try connection.execute("INSERT INTO samples (\(name: column)) VALUES (\(bound))")
        }
        return try await test.read { connection in
            try connection.onlyRow("SELECT \(name: column) AS value FROM samples WHERE \(name: column) = \(bound)")
        }
    }

    @Test("Integers, at their bounds too", arguments: Engine.all)
    func integers(engine: Engine) async throws {
        let test = try await samples(engine)
        for integer in [0, 1, -1, 255, 65_536, Int64(Int32.max) + 1, 1 << 53 + 1, .max, .min] {
            #expect(try await kept(integer, in: "an_integer", of: test).integer("value") == integer)
        }
        #expect(try await kept(17, in: "an_integer", of: test).integer("value") == 17)
    }

    @Test("Reals, to the last bit", arguments: Engine.all)
    func reals(engine: Engine) async throws {
        let test = try await samples(engine)
        let reals = [
            0, 1, -1.5, 0.1, 1.0 / 3, .pi, 1e300, -1e-300, .greatestFiniteMagnitude, .leastNormalMagnitude, .leastNonzeroMagnitude,
            .infinity, -.infinity,
        ]
        for real in reals {
            #expect(try await kept(Value.real(real), in: "a_real", of: test).value("value") == .real(real))
        }
    }

    private static let texts = [
        "", " ", "plain", "it's", "\"quoted\"", "back\\slash", "a\nb\r\n\tc", "فرشید سلطانی", "می‌خواهم", "e\u{301}\u{301}", "👩‍👩‍👧‍👦🏳️‍🌈",
        "𐍈\u{10FFFD}",
        "\u{FEFF}marked", "\u{200E}\u{202E}turned", "09228504384", "1e3", "0x10", "NULL", "null", "true", "?", "?1", ":name", "@name", "$1",
        "%s",
        "'; DROP TABLE samples; --", "' OR '1'='1", "\"; DELETE FROM samples; --", "*/ DELETE FROM samples /*", "\\'; DELETE FROM samples",
        "%_",
        "{id} {time} {bytes}", String(repeating: "long ", count: 20_000),
    ]

    @Test("Text of every kind, to the byte; what looks like SQL stays text", arguments: Engine.all)
    func texts(engine: Engine) async throws {
        let test = try await samples(engine)
        for text in Self.texts {
            let row = try await kept(text, in: "a_text", of: test)
            #expect(Array(try row.text("value").utf8) == Array(text.utf8), "\(text.prefix(50))")
        }
        #expect(try await test.read { try $0.hasTable("samples") })
    }

    @Test("Bytes, with zeros and all others", arguments: Engine.all)
    func bytes(engine: Engine) async throws {
        let test = try await samples(engine)
        for bytes in [[], [0], [0, 0, 0], [1, 0, 2], [0xFF, 0xFE], Array(UInt8.min...UInt8.max), Array(repeating: 7, count: 300_000)]
            as [[UInt8]]
        {
            let row = try await kept(bytes, in: "some_bytes", of: test)
            #expect(try row.bytes("value") == bytes)
            #expect(try !row.isNull("value"))
        }
    }

    @Test("Booleans", arguments: Engine.all)
    func booleans(engine: Engine) async throws {
        let test = try await samples(engine)
        for boolean in [true, false] {
            #expect(try await kept(boolean, in: "a_boolean", of: test).boolean("value") == boolean)
        }
    }

    @Test("Times, to the microsecond, in all years that they can have", arguments: Engine.all)
    func times(engine: Engine) async throws {
        let test = try await samples(engine)
        let times = [
            Timestamp.epoch, Timestamp.bounds.lowerBound, Timestamp.bounds.upperBound, Timestamp(microseconds: -1),
            Timestamp(microseconds: 1), .now(), try #require(Timestamp(parsing: "2025-12-28T13:48:53.666969Z")),
        ]
        for time in times {
            #expect(try await kept(time, in: "a_time", of: test).timestamp("value") == time)
        }
    }

    @Test("Times are ordered by the engine as they are by the program", arguments: Engine.all)
    func timesAreOrdered(engine: Engine) async throws {
        let test = try await samples(engine)
        let times = [5, -3, 0, 9_000_000_000_000_000, -1, 4].map { Timestamp(microseconds: $0) }
        let ordered = try await test.write { connection in
            for time in times { try connection.execute("INSERT INTO samples (a_time) VALUES (\(time))") }
            return try connection.rows("SELECT a_time FROM samples ORDER BY a_time").map { try $0.timestamp("a_time") }
        }
        #expect(ordered == times.sorted())
    }

    @Test("Null in every column, from every type", arguments: Engine.all)
    func nulls(engine: Engine) async throws {
        let test = try await samples(engine)
        let row = try await test.write { connection in
            try connection.execute(
                """
                INSERT INTO samples (an_integer, a_real, a_text, some_bytes, a_boolean, a_time)
                VALUES (
                    \(Int64?.none.boundValue), \(Value.null), \(String?.none.boundValue), \([UInt8]?.none.boundValue), \(Bool?.none.boundValue), \(Timestamp?.none.boundValue)
                )
                """)
            return try connection.onlyRow("SELECT * FROM samples")
        }
        for column in ["an_integer", "a_real", "a_text", "some_bytes", "a_boolean", "a_time"] {
            #expect(try row.isNull(column), "\(column)")
            #expect(try row.value(column) == .null, "\(column)")
        }
        #expect(try row.textOrNil("a_text") == nil)
        #expect(try row.integerOrNil("an_integer") == nil)
        #expect(try row.timestampOrNil("a_time") == nil)
    }

    @Test("An optional with a value binds the value", arguments: Engine.all)
    func optionals(engine: Engine) async throws {
        let test = try await samples(engine)
        #expect(try await kept(Optional("x"), in: "a_text", of: test).textOrNil("value") == "x")
        #expect(try await kept(Int64?(5), in: "an_integer", of: test).integerOrNil("value") == 5)
        #expect(try await kept(Optional(Timestamp.epoch), in: "a_time", of: test).timestampOrNil("value") == .epoch)
    }

    @Test("Each value goes to its own parameter, however many there are", arguments: Engine.all)
    func manyParameters(engine: Engine) async throws {
        let test = try await samples(engine)
        let values = (1...500).map { Int64($0) }
        let list = Statement.joined(values.map { "\($0)" }, by: ", ")
        try await test.write { connection in
            try connection.execute("INSERT INTO samples (an_integer, a_text) VALUES (\(7), \("seven")), (\(8), \("eight"))")
            let found = try connection.rows("SELECT a_text FROM samples WHERE an_integer IN (\(list)) ORDER BY an_integer")
            #expect(try found.map { try $0.text("a_text") } == ["seven", "eight"])
            let row = try connection.onlyRow(
                "SELECT an_integer FROM samples WHERE a_text = \("eight") AND an_integer < \(9) AND an_integer > \(7)")
            #expect(try row.integer("an_integer") == 8)
        }
    }

    @Test("The same statement with other values gives other rows", arguments: Engine.all)
    func repeatedStatement(engine: Engine) async throws {
        let test = try await samples(engine)
        try await test.write { connection in
            for number in 0..<50 { try connection.execute("INSERT INTO samples (an_integer, a_text) VALUES (\(number), \("t\(number)"))") }
            for number in 0..<50 {
                let rows = try connection.rows("SELECT a_text FROM samples WHERE an_integer = \(number)")
                #expect(try rows.map { try $0.text("a_text") } == ["t\(number)"])
            }
        }
    }
}
