import ArgumentParser
import Database
import Foundation
import Letterbox
import SQLiteDatabase

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database into a new file, exactly, while it serves.",
        discussion: """
            The copy is checked before it gets its name, and is the state of one moment.

            EXAMPLE:
              letterbox backup /var/backups/letterbox-2026-11-24.db
            """)

    @Argument(help: "The new file.", completion: .file())
    var file: String

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let path = try options.settings().database.path
        let summary = try DatabaseCopy.make(from: path, to: file)
        Output.line("Backed up \(summary) to \(file).")
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a database from a backup. It never overwrites one.",
        discussion: """
            EXAMPLE:
              letterbox restore letterbox-2026-11-24.db --database sqlite:letterbox.db
            """)

    @Argument(help: "The backup.", completion: .file())
    var file: String

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let path = try options.settings().database.path
        let summary = try DatabaseCopy.make(from: file, to: path)
        Output.line("Restored \(summary) to \(path).")
    }
}

/// A checked copy of a database file, and what is in it.
enum DatabaseCopy {
    static func make(from source: String, to target: String) throws -> String {
        let backup = SQLiteBackup(applicationID: Schema.applicationID) { try Schema.migrator.check($0) }
        do {
            return try backup.copy(from: source, to: target) { connection in
                try DatabaseSummary(connection).description
            }
        } catch let error as DatabaseError where error.kind == .unavailable {
            // What is missing or in the way is no service that is down.
            throw CommandProblem(.failed, error.message)
        }
    }
}
