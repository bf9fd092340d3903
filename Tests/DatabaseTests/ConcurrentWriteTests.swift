import Database
import Testing

@Suite("Many writes at once")
struct ConcurrentWriteTests {
    /// Waits that the writes behind it pile up, and lets them go together.
    private func pile<Result: Sendable>(
        on test: TestDatabase, _ writes: () -> [Task<Result, any Error>]
    ) async throws -> [Task<Result, any Error>] {
        let gate = Gate()
        let first = Task { try await test.write { _ in gate.pass() } }
        try await gate.someone()
        let tasks = writes()
        try await settle()
        gate.open()
        try await first.value
        return tasks
    }

    @Test("One that fails harms no other, and each gets its own result or error", arguments: Engine.all)
    func failuresAreAlone(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.insert(note: "taken")
        let tasks = try await pile(on: test) {
            (0..<300).map { number in Task { try await test.write { try Self.work(number, on: $0) } } }
        }
        for (number, task) in tasks.enumerated() {
            switch Self.fate(of: number) {
            case .taken: #expect(await task.errorKind == .uniqueViolation, "\(number)")
            case .throwing: await #expect(throws: OwnError(number: number)) { try await task.value }
            case .wrongSize: #expect(await task.errorKind == .constraintViolation, "\(number)")
            case .fine: #expect(try await task.value == number)
            }
        }
        let fine = (0..<300).filter { Self.fate(of: $0) == .fine }.map { "n\($0)" }
        #expect(try await test.database.names() == (fine + ["taken"]).sorted())
    }

    private enum Fate { case taken, throwing, wrongSize, fine }

    private static func fate(of number: Int) -> Fate {
        switch number % 10 {
        case 3: .taken
        case 5: .throwing
        case 8: .wrongSize
        default: .fine
        }
    }

    private static func work(_ number: Int, on connection: any Connection) throws -> Int {
        try connection.insert(note: "n\(number)")
        switch fate(of: number) {
        case .taken: try connection.insert(note: "taken")
        case .throwing: throw OwnError(number: number)
        case .wrongSize: try connection.execute("UPDATE notes SET size = -1 WHERE name = \("n\(number)")")
        case .fine: break
        }
        return number
    }

    @Test("Only one of many that want the same name gets it", arguments: Engine.all)
    func oneWinner(engine: Engine) async throws {
        let test = try await engine.notes()
        let tasks = try await pile(on: test) {
            (0..<50).map { number in Task { try await test.database.insert(note: "same", size: number) } }
        }
        var winners = 0
        for task in tasks {
            switch await task.result {
            case .success: winners += 1
            case .failure(let error): #expect((error as? DatabaseError)?.kind == .uniqueViolation)
            }
        }
        #expect(winners == 1)
        #expect(try await test.database.names() == ["same"])
    }

    @Test("Each sees what those before it did, so that no increment is lost", arguments: Engine.all)
    func increments(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.insert(note: "counter")
        let tasks = try await pile(on: test) {
            (0..<400).map { _ in
                Task {
                    try await test.write { connection in
                        let size = try connection.onlyRow("SELECT size FROM notes").integer("size")
                        try connection.execute("UPDATE notes SET size = \(size + 1)")
                        return size
                    }
                }
            }
        }
        var seen: Set<Int64> = []
        for task in tasks { seen.insert(try await task.value) }
        #expect(seen == Set(0..<400))
        #expect(try await test.read { try $0.onlyRow("SELECT size FROM notes").integer("size") } == 400)
    }

    @Test("A reference that is checked late fails the write that made it, and no other", arguments: Engine.all)
    func referencesAreChecked(engine: Engine) async throws {
        let test = try await engine.notes()
        let tasks = try await pile(on: test) {
            (0..<40).map { number in
                Task {
                    try await test.write { connection in
                        try connection.insert(note: "n\(number)")
                        if number % 4 == 0 { try connection.execute("INSERT INTO replies (note_id) VALUES (\(10_000 + number))") }
                    }
                }
            }
        }
        for (number, task) in tasks.enumerated() {
            let kind = await task.errorKind
            #expect(kind == (number % 4 == 0 ? .foreignKeyViolation : nil), "\(number)")
        }
        #expect(try await test.database.names().count == 30)
    }
}
