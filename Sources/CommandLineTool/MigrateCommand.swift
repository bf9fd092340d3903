import ArgumentParser
import Database

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database to the newest schema, or make it.",
        discussion: """
            `letterbox serve` does so by itself.

            EXAMPLES:
              letterbox migrate --dry-run
              letterbox migrate
            """)

    @Flag(help: "Say what would be done, and do nothing.")
    var dryRun = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try options.settings()
        let migrations =
            dryRun
            ? try await OpenDatabase.pendingMigrations(settings)
            : try await OpenDatabase.using(settings, mayCreate: true) { $0.migrations }
        if migrations.isEmpty { Output.line("The database is up to date.") }
        for migration in migrations {
            Output.line("\(dryRun ? "Would apply" : "Applied") \(migration.number): \(migration.name)")
        }
    }
}
