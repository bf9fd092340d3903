import Database
import Testing

@Suite("Closing", .timeLimit(.minutes(2)))
struct CloseTests {
    private func expectClosed(_ database: any Database) async {
        await expect(.closed) { try await database.read(.brief) { _ in } }
        await expect(.closed) { try await database.read(.long) { _ in } }
        await expect(.closed) { try await database.write { _ in } }
    }

    @Test("Later calls are told that the database is closed, and a second close is fine", arguments: Engine.all)
    func laterCalls(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.close()
        await expectClosed(test.database)
        try await test.database.close()
        await expectClosed(test.database)
    }

    @Test("Closing what was never used is fine", arguments: Engine.all)
    func neverUsed(engine: Engine) async throws {
        let test = try engine.database()
        try await test.database.close()
        await expectClosed(test.database)
    }

    @Test("Writes that were accepted end well before the close does", arguments: Engine.all)
    func acceptedWrites(engine: Engine) async throws {
        let test = try await engine.notes()
        let gate = Gate()
        let first = Task { try await test.write { _ in gate.pass() } }
        try await gate.someone()
        let calls = Count()
        let waiting = (0..<50).map { number in
            Task {
                calls.add()
                try await test.database.insert(note: "n\(number)")
            }
        }
        try await eventually { calls.value == 50 }
        try await settle()
        let close = Task {
            calls.add()
            try await test.database.close()
        }
        try await eventually { calls.value == 51 }
        try await settle()
        await expect(.closed) { try await test.database.insert(note: "late") }
        gate.open()
        try await close.value
        try await first.value
        for write in waiting { try await write.value }
        let reopened = try test.openAgain()
        #expect(try await reopened.names().count == 50)
        try await reopened.close()
    }

    @Test("While accepted writes end, reads are refused as writes are", arguments: Engine.all)
    func readsWhileClosing(engine: Engine) async throws {
        let test = try await engine.notes()
        let (gate, closing) = (Gate(), Gate())
        let write = Task { try await test.write { _ in gate.pass() } }
        try await gate.someone()
        let close = Task {
            closing.open()
            try await test.database.close()
        }
        try await eventually { closing.isOpen }
        try await settle()
        await expectClosed(test.database)
        gate.open()
        try await write.value
        try await close.value
    }

    @Test("A read that began ends well before the close does", arguments: Engine.all)
    func begunRead(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.insert(note: "a")
        let (gate, closed) = (Gate(), Gate())
        let read = Task {
            try await test.database.read(.long) { connection in
                gate.pass()
                return try connection.names()
            }
        }
        try await gate.someone()
        let close = Task {
            try await test.database.close()
            closed.open()
        }
        try await settle()
        #expect(!closed.isOpen, "the read still needs the database")
        gate.open()
        #expect(try await read.value == ["a"])
        try await close.value
    }

    @Test("Under a load every write either happened and said so, or was told that the database is closed", arguments: Engine.all)
    func underLoad(engine: Engine) async throws {
        for round in 0..<10 {
            let test = try await engine.notes()
            let writes = (0..<100).map { number in Task { try await test.database.insert(note: "n\(number)") } }
            let reads = (0..<40).map { number in
                Task { try await test.database.read(number.isMultiple(of: 2) ? .brief : .long) { _ = try $0.names() } }
            }
            try await Task.sleep(for: .microseconds(300 * round))
            async let again: Void = test.database.close()
            try await test.database.close()
            try await again
            var done: Set<String> = []
            for (number, write) in writes.enumerated() {
                switch await write.result {
                case .success: done.insert("n\(number)")
                case .failure(let error): #expect((error as? DatabaseError)?.kind == .closed, "\(error)")
                }
            }
            for read in reads {
                if case .failure(let error) = await read.result {
                    #expect((error as? DatabaseError)?.kind == .closed, "\(error)")
                }
            }
            let reopened = try test.openAgain()
            #expect(Set(try await reopened.names()) == done)
            try await reopened.close()
        }
    }
}
