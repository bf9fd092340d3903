import Database
import Foundation
import Testing

@Suite("What readers see")
struct VisibilityTests {
    @Test("A change is not seen before its write ends, and is seen by every read that begins afterwards", arguments: Engine.all)
    func notBeforeTheEnd(engine: Engine) async throws {
        let test = try await engine.notes()
        let gate = Gate()
        let write = Task {
            try await test.write { connection in
                try connection.insert(note: "a")
                gate.pass()
            }
        }
        try await gate.someone()
        #expect(try await test.database.names() == [])
        #expect(try await test.database.read(.long) { try $0.names() } == [])
        gate.open()
        try await write.value
        #expect(try await test.database.names() == ["a"])
        #expect(try await test.database.read(.long) { try $0.names() } == ["a"])
    }

    @Test("What a write returned is there for a read right after it, under a load of writes", arguments: Engine.all)
    func readYourWrite(engine: Engine) async throws {
        let test = try await engine.notes()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let id = try await test.write { connection in
                        try connection.onlyRow("INSERT INTO notes (name) VALUES (\("n\(number)")) RETURNING id").integer("id")
                    }
                    let length: ReadLength = number.isMultiple(of: 2) ? .brief : .long
                    let row = try await test.database.read(length) { try $0.row("SELECT name FROM notes WHERE id = \(id)") }
                    #expect(try row?.text("name") == "n\(number)")
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("Nobody sees half a transaction", arguments: Engine.all)
    func noHalves(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.write { connection in
            for number in 0..<10 { try connection.insert(note: "n\(number)", size: 100) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask { try await Self.transfer(number, on: test) }
                group.addTask {
                    let (sum, each) = try await test.database.read(number.isMultiple(of: 2) ? .brief : .long) { connection in
                        let sum = try connection.onlyRow("SELECT SUM(size) AS sum FROM notes").integer("sum")
                        return (sum, try connection.rows("SELECT size FROM notes").map { try $0.integer("size") })
                    }
                    #expect(sum == 1000)
                    #expect(each.reduce(0, +) == 1000)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Moves a part of one note's size to another; every third time it fails between the two.
    private static func transfer(_ number: Int, on test: TestDatabase) async throws {
        do {
            try await test.write { connection in
                try connection.execute("UPDATE notes SET size = size - 1 WHERE name = \("n\(number % 10)")")
                if number % 3 == 0 { throw OwnError(number: number) }
                try connection.execute("UPDATE notes SET size = size + 1 WHERE name = \("n\((number + 1) % 10)")")
            }
        } catch is OwnError {}
    }

    @Test("A read keeps to one state while writes go on", arguments: Engine.all)
    func oneState(engine: Engine) async throws {
        let test = try await engine.notes()
        try await test.database.insert(note: "a")
        let gate = Gate()
        let read = Task {
            try await test.database.read(.long) { connection in
                let before = try connection.names()
                gate.pass()
                return (before, try connection.names(), try connection.count())
            }
        }
        try await gate.someone()
        try await test.database.insert(note: "b")
        try await test.write { try $0.execute("DELETE FROM notes WHERE name = 'a'") }
        #expect(try await test.database.names() == ["b"])
        gate.open()
        let (before, after, count) = try await read.value
        #expect(before == ["a"])
        #expect(after == ["a"])
        #expect(count == 1)
    }

    @Test("A brief read keeps to one state too", arguments: Engine.all)
    func briefReadKeepsToOneState(engine: Engine) async throws {
        let test = try await engine.notes()
        let writes = (0..<200).map { number in Task { try await test.database.insert(note: "n\(number)") } }
        for _ in 0..<20 {
            let (first, second) = try await test.read { connection in
                let first = try connection.count()
                usleep(1000)
                return (first, try connection.count())
            }
            #expect(first == second)
        }
        for write in writes { try await write.value }
        #expect(try await test.read { try $0.count() } == 200)
    }

    @Test("A table is there for every read after it was made, also where an earlier read missed it", arguments: Engine.all)
    func newTable(engine: Engine) async throws {
        let test = try engine.database()
        for length in [ReadLength.brief, .long] { #expect(try await !test.database.read(length) { try $0.hasTable("things") }) }
        try await test.write { try $0.define("CREATE TABLE things (id {id}, first INTEGER)") }
        for length in [ReadLength.brief, .long] { #expect(try await test.database.read(length) { try $0.hasTable("things") }) }
        try await test.write { try $0.define("DROP TABLE things") }
        for length in [ReadLength.brief, .long] { #expect(try await !test.database.read(length) { try $0.hasTable("things") }) }
    }

    @Test("A read cannot write", arguments: Engine.all)
    func readsDoNotWrite(engine: Engine) async throws {
        let test = try await engine.notes()
        for length in [ReadLength.brief, .long] {
            await #expect(throws: DatabaseError.self) {
                try await test.database.read(length) { try $0.insert(note: "a") }
            }
        }
        #expect(try await test.database.names() == [])
        try await test.database.insert(note: "b")
        #expect(try await test.database.names() == ["b"])
    }

    @Test("An error of a read's body is the caller's, and the next read is fine", arguments: Engine.all)
    func throwingRead(engine: Engine) async throws {
        let test = try await engine.notes()
        for length in [ReadLength.brief, .long] {
            await #expect(throws: OwnError(number: 3)) {
                try await test.database.read(length) { _ in throw OwnError(number: 3) }
            }
            #expect(try await test.database.read(length) { try $0.count() } == 0)
        }
    }

    @Test("Another handle on the same database sees what was written", arguments: Engine.all)
    func anotherHandle(engine: Engine) async throws {
        let test = try await engine.notes()
        let other = try test.openAgain()
        for number in 0..<20 {
            try await (number.isMultiple(of: 2) ? test.database : other).insert(note: "n\(number)")
            #expect(try await test.database.names().count == number + 1)
            #expect(try await other.names().count == number + 1)
        }
        try await other.close()
    }
}
