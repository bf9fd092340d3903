import ArgumentParser
import Foundation

@main
enum Program {
    static func main() async {
        // A peer that went away is told by the write that fails.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try LetterboxCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard let problem = CommandProblem(error) else { LetterboxCommand.exit(withError: error) }
            Output.error(problem.message)
            exit(problem.status.rawValue)
        }
    }
}

struct LetterboxCommand: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "letterbox",
        abstract: "The contact inbox for your sites.",
        discussion: """
            Settings come from flags, the environment (LETTERBOX_…), a file, and defaults, in this order;
            `letterbox settings` shows them all.

            EXAMPLES:
              letterbox serve
              letterbox staff create ada@example.com --admin
              letterbox keys create ada@example.com
            """,
        version: version,
        subcommands: [
            ServeCommand.self, StaffCommand.self, KeysCommand.self, ContactsCommand.self, BackupCommand.self, RestoreCommand.self,
            MigrateCommand.self, CheckCommand.self, SettingsCommand.self, DemoCommand.self,
        ])
}
