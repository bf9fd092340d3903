import Database
import Foundation
import SQLiteDatabase
import TestSupport
import Testing

@Suite("SQLite's backup")
struct SQLiteBackupTests {
    // The suite keeps the file's directory for as long as the test runs.
    private let fixture: SQLiteFixture

    init() throws {
        fixture = try SQLiteFixture()
    }

    private let backup = SQLiteBackup(applicationID: SQLiteFixture.applicationID, inspect: { _ in })

    @Test("Is an exact copy of one state, made while writes go on")
    func duringWrites() async throws {
        let database = try await fixture.notes()
        for number in 0..<100 { try await database.insert(note: "before \(number)") }
        let writes = (0..<300).map { number in Task { try await database.insert(note: "during \(number)") } }
        let target = fixture.directory.file("copy.db")
        let counted = try backup.copy(from: fixture.path, to: target) { try $0.count() }
        for write in writes { try await write.value }
        let copy = try fixture.open(target, mayCreate: false)
        let names = try await copy.names()
        #expect(names.count == Int(counted))
        #expect(names.filter { $0.hasPrefix("before") }.count == 100)
        #expect(try await copy.damage() == [])
        try await copy.close()
        try await database.close()
        #expect(try fixture.mode("copy.db") == 0o600)
        #expect(fixture.directory.files == ["copy.db", "test.db"])
    }

    @Test("Overwrites nothing")
    func existingTarget() async throws {
        try await fixture.notes().close()
        let target = fixture.directory.file("copy.db")
        try Data("precious".utf8).write(to: URL(fileURLWithPath: target))
        await expect(.unavailable) { _ = try backup.copy(from: fixture.path, to: target) { try $0.count() } }
        #expect(fixture.bytes("copy.db") == Data("precious".utf8))
    }

    @Test("Leaves nothing where it fails")
    func failure() async throws {
        try await fixture.notes().close()
        let target = fixture.directory.file("copy.db")
        await expect(.unavailable) { _ = try backup.copy(from: fixture.directory.file("none.db"), to: target) { try $0.count() } }
        await expect(.failed) { _ = try backup.copy(from: fixture.path, to: target) { try $0.rows("SELEKT") } }
        await expect(.unavailable) { _ = try backup.copy(from: fixture.path, to: fixture.directory.file("no/copy.db")) { try $0.count() } }
        #expect(!fixture.directory.files.contains { $0.hasPrefix("copy") || $0.contains("partial") })
    }
}
