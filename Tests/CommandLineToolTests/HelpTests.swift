import TestSupport
import Testing

/// Every command of the contract, as it is typed.
private let commands = [
    "serve",
    "staff create", "staff list", "staff show", "staff grant", "staff revoke", "staff deactivate", "staff activate", "staff password",
    "keys create", "keys list", "keys revoke",
    "contacts list", "contacts show", "contacts export", "contacts import",
    "backup", "restore", "migrate", "check", "settings", "demo",
]

@Suite("Help", .serialized) struct HelpTests {
    @Test("The help of each command shows an example", arguments: commands)
    func example(command: String) async throws {
        let help = try await Command.run(command.split(separator: " ").map(String.init) + ["--help"])

        #expect(help.status == 0)
        #expect(help.stderr.isEmpty)
        #expect(help.stdout.contains(/(?i)example/))
        let typed = help.lines.filter { $0.contains("letterbox \(command)") && !$0.hasPrefix("USAGE") }
        #expect(!typed.isEmpty, "An example is a line to type: letterbox \(command) …")
    }

    @Test("The help of each command names its settings", arguments: commands)
    func settings(command: String) async throws {
        let help = try await Command.run(command.split(separator: " ").map(String.init) + ["--help"])

        #expect(help.stdout.contains("--database"))
        #expect(help.stdout.contains("--config"))
    }

    @Test("The help of the program and of its groups lists what they hold", arguments: ["", "staff", "keys", "contacts"])
    func group(name: String) async throws {
        let help = try await Command.run((name.isEmpty ? [] : [name]) + ["--help"])

        #expect(help.status == 0)
        let prefix = name.isEmpty ? "" : name + " "
        for command in commands where command.hasPrefix(prefix) {
            let word = command.dropFirst(prefix.count).split(separator: " ")[0]
            #expect(help.stdout.contains(word), "\(command) is not listed")
        }
    }

    @Test("The version is one line on standard output")
    func version() async throws {
        let version = try await Command.run(["--version"])

        #expect(version.status == 0)
        #expect(version.lines.count == 1)
        #expect(version.line.contains(/[0-9]+\.[0-9]+/))
        #expect(version.stderr.isEmpty)
    }

    @Test("There is a completion script for each common shell", arguments: ["bash", "zsh", "fish"])
    func completion(shell: String) async throws {
        let script = try await Command.run(["--generate-completion-script", shell])

        #expect(script.status == 0)
        #expect(script.stdout.contains("letterbox"))
        #expect(script.stdout.contains("backup"))
        #expect(script.stderr.isEmpty)
    }

    @Test(
        "Wrong use is told on standard error with exit code 64",
        arguments: [
            ["fly"], ["staff", "promote"], ["serve", "--colour", "red"], ["staff", "create"], ["contacts", "show"],
            ["contacts", "show", "seventeen"], ["backup"], ["staff", "list", "surplus"],
        ])
    func wrongUse(arguments: [String]) async throws {
        let result = try await Command.run(arguments, seconds: 20)

        #expect(result.status == 64)
        #expect(result.stdout.isEmpty)
        #expect(!result.stderr.isEmpty)
    }

    @Test("What is no terminal gets no colours and no progress bars")
    func noColours() async throws {
        let database = try OwnDatabase()
        let results = [
            try await database.run("demo"), try await database.run("staff", "list"), try await database.run("contacts", "list"),
            try await database.run("check"), try await database.run("settings"), try await Command.run(["--help"]),
        ]

        for result in results {
            #expect(!(result.stdout + result.stderr).contains("\u{1B}"))
            #expect(!(result.stdout + result.stderr).unicodeScalars.contains("\r"))
        }
    }
}
