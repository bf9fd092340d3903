import Database
import SQLiteDatabase
import Testing

@Suite("SQLite's writer", .timeLimit(.minutes(2)))
struct SQLiteWriterTests {
    // The suite keeps the file's directory for as long as the test runs.
    private let fixture: SQLiteFixture

    init() throws {
        fixture = try SQLiteFixture()
    }

    @Test("A write that shares a commit is neither answered nor seen before the commit")
    func sharedCommit() async throws {
        let database = try await fixture.notes()
        let (first, last, answered) = (Gate(), Gate(), Gate())
        let holding = Task { try await database.write { _ in first.pass() } }
        try await first.someone()
        let early = Task {
            try await database.insert(note: "early")
            answered.open()
        }
        try await settle()
        let late = Task { try await database.write { _ in last.pass() } }
        try await settle()
        first.open()
        try await last.someone()
        try await settle()
        #expect(!answered.isOpen, "its commit is still to come")
        #expect(try await database.names() == [])
        last.open()
        for task in [holding, early, late] { try await task.value }
        #expect(try await database.names() == ["early"])
        try await database.close()
    }

    @Test("Waits for another process's lock, and says busy when that lasts too long")
    func busy() async throws {
        let database = try await fixture.notes()
        let other = try fixture.open()
        let gate = Gate()
        let holding = Task {
            try await other.write { connection in
                try connection.insert(note: "other")
                gate.pass()
            }
        }
        try await gate.someone()
        let patient = Task { try await database.insert(note: "patient") }
        try await settle()
        gate.open()
        try await holding.value
        try await patient.value
        _ = try await database.write { try $0.rows("PRAGMA busy_timeout = 100") }
        try await expectBusy(database, other: other)
        #expect(try await database.names() == ["after", "other", "patient", "second"])
        try await other.close()
        try await database.close()
    }

    private func expectBusy(_ database: SQLiteDatabase, other: SQLiteDatabase) async throws {
        let gate = Gate()
        let holding = Task {
            try await other.write { connection in
                try connection.insert(note: "second")
                gate.pass()
            }
        }
        try await gate.someone()
        let attempts = (0..<5).map { number in Task { try await database.insert(note: "refused \(number)") } }
        for attempt in attempts { #expect(await attempt.errorKind == .busy) }
        #expect(database.writeFailure?.kind == .busy)
        #expect(try await database.names() == ["other", "patient"], "reading goes on")
        gate.open()
        try await holding.value
        try await database.insert(note: "after")
        #expect(database.writeFailure == nil)
    }

    @Test("Where the room ends, the write that needs it fails, and small ones beside it do not")
    func full() async throws {
        let database = try await fixture.notes()
        let pages = try await database.write { connection in
            let pages = try connection.onlyRow("PRAGMA page_count").integer("page_count")
            _ = try connection.rows("PRAGMA max_page_count = 30")
            return pages
        }
        try #require(pages < 20)
        let gate = Gate()
        let holding = Task { try await database.write { _ in gate.pass() } }
        try await gate.someone()
        let large = Task { try await database.insert(note: String(repeating: "x", count: 1_000_000)) }
        let small = (0..<10).map { number in Task { try await database.insert(note: "n\(number)") } }
        try await settle()
        gate.open()
        try await holding.value
        #expect(await large.errorKind == .full)
        for write in small { try await write.value }
        #expect(try await database.names() == (0..<10).map { "n\($0)" })
        try await database.close()
    }

    @Test("Tells that there is no room until a write passes again")
    func writeFailure() async throws {
        let database = try await fixture.notes()
        #expect(database.writeFailure == nil)
        _ = try await database.write { try $0.rows("PRAGMA max_page_count = 1") }
        await expect(.full) { try await database.insert(note: String(repeating: "x", count: 1_000_000)) }
        #expect(database.writeFailure?.kind == .full)
        _ = try await database.read { try $0.names() }
        #expect(database.writeFailure?.kind == .full, "a read tells nothing about it")
        try await database.insert(note: "small")
        #expect(database.writeFailure == nil)
        try await database.close()
    }

    @Test("A failing write of its own fault says nothing about the store")
    func ownFault() async throws {
        let database = try await fixture.notes()
        await #expect(throws: OwnError.self) { try await database.write { _ in throw OwnError(number: 1) } }
        await expect(.failed) { _ = try await database.write { try $0.rows("SELEKT") } }
        #expect(database.writeFailure == nil)
        try await database.close()
    }
}
