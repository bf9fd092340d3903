import Database
import Testing

@Suite("Cancellation", .timeLimit(.minutes(2)))
struct CancellationTests {
    @Test("A write that still waits is given up at once, and writes nothing", arguments: Engine.all)
    func waitingWrite(engine: Engine) async throws {
        let test = try await engine.notes()
        let gate = Gate()
        let first = Task { try await test.write { _ in gate.pass() } }
        try await gate.someone()
        let waiting = Task { try await test.database.insert(note: "cancelled") }
        let other = Task { try await test.database.insert(note: "kept") }
        try await settle()
        waiting.cancel()
        // The gate is still closed: this returns only because nobody waits for the writes before it.
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.open()
        try await first.value
        try await other.value
        #expect(try await test.database.names() == ["kept"])
        try await test.database.insert(note: "later")
        #expect(try await test.database.names() == ["kept", "later"])
    }

    @Test("A task that is cancelled already neither reads nor writes", arguments: Engine.all)
    func cancelledAlready(engine: Engine) async throws {
        let test = try await engine.notes()
        let bodies = Gate()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await #expect(throws: CancellationError.self) { try await test.database.insert(note: "a") }
            await #expect(throws: CancellationError.self) { try await test.database.read(.brief) { _ in bodies.open() } }
            await #expect(throws: CancellationError.self) { try await test.database.read(.long) { _ in bodies.open() } }
        }
        await task.value
        #expect(try await test.database.names() == [])
        #expect(!bodies.isOpen, "no body ran")
    }

    @Test("A write whose body has not begun is given up, also while another that shares its commit runs", arguments: Engine.all)
    func takenButNotBegun(engine: Engine) async throws {
        let test = try await engine.notes()
        let (first, second) = (Gate(), Gate())
        let holding = Task { try await test.write { _ in first.pass() } }
        try await first.someone()
        let running = Task { try await test.write { _ in second.pass() } }
        try await settle()
        let cancelled = Task { try await test.database.insert(note: "cancelled") }
        try await settle()
        first.open()
        try await second.someone()
        cancelled.cancel()
        try await settle()
        second.open()
        try await holding.value
        try await running.value
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(try await test.database.names() == [])
    }

    @Test("A write that began is carried to its end", arguments: Engine.all)
    func begunWrite(engine: Engine) async throws {
        let test = try await engine.notes()
        let gate = Gate()
        let write = Task {
            try await test.write { connection in
                try connection.insert(note: "a")
                gate.pass()
                try connection.insert(note: "b")
                return 17
            }
        }
        try await gate.someone()
        write.cancel()
        try await settle()
        gate.open()
        #expect(try await write.value == 17)
        #expect(try await test.database.names() == ["a", "b"])
    }

    /// Ends only when it is ended.
    private static let endless: Statement =
        """
        WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers)
        SELECT COUNT(*) AS count FROM numbers
        """

    @Test(
        "A long read that is cancelled ends with it, and the reads after it are not harmed", .timeLimit(.minutes(2)), arguments: Engine.all)
    func longRead(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.insert(note: "a")
        for _ in 0..<3 {
            let gate = Gate()
            gate.open()
            let read = Task {
                try await test.database.read(.long) { connection in
                    gate.pass()
                    return try connection.onlyRow(Self.endless).integer("count")
                }
            }
            try await gate.someone()
            try await Task.sleep(for: .milliseconds(100))
            read.cancel()
            await #expect(throws: CancellationError.self) { try await read.value }
            for length in [ReadLength.brief, .long, .long, .long, .long, .long] {
                #expect(try await test.database.read(length) { try $0.names() } == ["a"])
            }
        }
    }

    @Test("A long read that still waits for its turn does not begin", arguments: Engine.all)
    func waitingRead(engine: Engine) async throws {
        let test = try await engine.notes()
        let (gate, began) = (Gate(), Gate())
        let holding = (0..<20).map { _ in Task { try await test.database.read(.long) { _ in gate.pass() } } }
        try await gate.someone()
        try await settle()
        let waiting = Task { try await test.database.read(.long) { _ in began.open() } }
        try await settle()
        waiting.cancel()
        gate.open()
        for task in holding { try await task.value }
        // An engine that runs so many at once has run it before; else it must not run any more.
        if case .failure(let error) = await waiting.result {
            #expect(error is CancellationError, "\(error)")
            #expect(!began.isOpen)
        }
    }

    @Test("Under many cancellations every write either happened and said so, or did not", arguments: Engine.all)
    func manyCancellations(engine: Engine) async throws {
        let test = try await engine.notes()
        let writes = (0..<400).map { number in Task { try await test.database.insert(note: "n\(number)") } }
        for (number, write) in writes.enumerated() where number % 3 != 0 {
            write.cancel()
            if number % 20 == 0 { await Task.yield() }
        }
        var done: Set<String> = []
        for (number, write) in writes.enumerated() {
            switch await write.result {
            case .success: done.insert("n\(number)")
            case .failure(let error): #expect(error is CancellationError && number % 3 != 0, "\(number): \(error)")
            }
        }
        #expect(Set(try await test.database.names()) == done)
    }
}
