import Database
import Testing

@Suite("The migrator")
struct MigratorTests {
    private static let first = Migration(1, "notes") { connection in
        try connection.define("CREATE TABLE notes (id {id}, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL DEFAULT 0)")
    }
    private static let second = Migration(2, "a note") { try $0.insert(note: "made by the second") }
    private static let third = Migration(3, "another") { try $0.insert(note: "made by the third") }

    private let migrator = Migrator([first, second])

    private func applied(_ test: TestDatabase) async throws -> [String] {
        try await test.read { connection in
            try connection.rows("SELECT number, name, applied_at FROM schema_migrations ORDER BY number").map { row in
                #expect(try row.timestamp("applied_at") <= .now())
                return "\(try row.integer("number")) \(try row.text("name"))"
            }
        }
    }

    @Test("Brings an empty database to the newest schema, in order", arguments: Engine.all)
    func fromEmpty(engine: Engine) async throws {
        let test = try engine.database()
        #expect(try await migrator.migrate(test.database).map(\.number) == [1, 2])
        #expect(try await applied(test) == ["1 notes", "2 a note"])
        #expect(try await test.database.names() == ["made by the second"])
    }

    @Test("Does nothing the second time", arguments: Engine.all)
    func twice(engine: Engine) async throws {
        let test = try engine.database()
        try await migrator.migrate(test.database)
        #expect(try await migrator.migrate(test.database).isEmpty)
        #expect(try await migrator.pending(test.database).isEmpty)
        #expect(try await applied(test).count == 2)
    }

    @Test("Applies only what is missing", arguments: Engine.all)
    func partly(engine: Engine) async throws {
        let test = try engine.database()
        try await migrator.migrate(test.database)
        let newer = Migrator(migrator.migrations + [Self.third])
        #expect(try await newer.pending(test.database).map(\.number) == [3])
        #expect(try await newer.migrate(test.database).map(\.number) == [3])
        #expect(try await test.database.names() == ["made by the second", "made by the third"])
    }

    @Test("Tells what is missing without changing anything", arguments: Engine.all)
    func pending(engine: Engine) async throws {
        let test = try engine.database()
        #expect(try await migrator.pending(test.database).map(\.name) == ["notes", "a note"])
        #expect(try await test.read { try !$0.hasTable("schema_migrations") && !$0.hasTable("notes") })
    }

    @Test("Leaves a database as it was where one step fails", arguments: Engine.all)
    func failing(engine: Engine) async throws {
        let test = try engine.database()
        let failing = Migrator(
            migrator.migrations + [
                Migration(3, "fails") { connection in
                    try connection.insert(note: "half of the third")
                    throw OwnError(number: 3)
                }
            ])
        await #expect(throws: OwnError(number: 3)) { try await failing.migrate(test.database) }
        #expect(try await test.read { try !$0.hasTable("schema_migrations") && !$0.hasTable("notes") })
        try await migrator.migrate(test.database)
        await #expect(throws: OwnError(number: 3)) { try await failing.migrate(test.database) }
        #expect(try await applied(test).count == 2)
        #expect(try await test.database.names() == ["made by the second"])
    }

    @Test("Refuses a database of a newer program, and leaves it alone", arguments: Engine.all)
    func newer(engine: Engine) async throws {
        let test = try engine.database()
        try await Migrator(migrator.migrations + [Self.third]).migrate(test.database)
        await expect(.newerSchema) { _ = try await migrator.migrate(test.database) }
        await expect(.newerSchema) { _ = try await migrator.pending(test.database) }
        await expect(.newerSchema) { try await test.read { try migrator.check($0) } }
        #expect(try await applied(test).count == 3)
        await expect(.newerSchema) { _ = try await Migrator([]).migrate(test.database) }
    }

    @Test("Does its work once where several begin at the same time", arguments: Engine.all)
    func atOnce(engine: Engine) async throws {
        let test = try engine.database()
        let others = try (0..<3).map { _ in try test.openAgain() }
        let tasks = ([test.database] + others).flatMap { database in
            (0..<3).map { _ in Task { try await migrator.migrate(database).map(\.number) } }
        }
        var outcomes: [[Int]] = []
        for task in tasks { outcomes.append(try await task.value) }
        #expect(outcomes.filter { $0 == [1, 2] }.count == 1)
        #expect(outcomes.filter(\.isEmpty).count == tasks.count - 1)
        #expect(try await test.database.names() == ["made by the second"])
        for other in others { try await other.close() }
    }
}
