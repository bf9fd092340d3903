import ArgumentParser
import Database
import Letterbox

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make and revoke API keys.",
        discussion: """
            EXAMPLES:
              letterbox keys create mina@example.com --permissions 4003 --expires 90d
              letterbox keys list
            """,
        subcommands: [KeysCreateCommand.self, KeysListCommand.self, KeysRevokeCommand.self])
}

struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a key, and print it: the key alone, this once.",
        discussion: """
            EXAMPLES:
              letterbox keys create mina@example.com
              letterbox keys create mina@example.com --name Website --permissions 4003 --expires 90d
            """)

    @Argument(help: "The email of the key's owner.")
    var email: String

    @Option(help: "What the key is for.")
    var name = ""

    @Option(help: "The codes that it carries, of its owner's; all of them by default.", transform: PermissionArgument.parse)
    var permissions: PermissionSet?

    @Option(help: "When it expires: after 90d, 36h or 2w, or at a date or time. Never by default.", transform: Expiry.parse)
    var expires: Timestamp?

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await OpenDatabase.using(options.settings()) { open in
            let owner = try await StaffAccounts(store: open.store).find(exactly: email)
            var new = try APIKeys.NewKey([JSONMember("name", .text(name))])
            new.staffID = owner.id
            new.permissions = permissions
            new.expiresAt = expires
            let (key, secret) = try await APIKeys(store: open.store).create(new, by: .operator)
            Output.line(secret.text)
            Output.note("Key \(key.id) of \(owner.email). It is not shown again.")
        }
    }
}

/// When a key expires, as it is typed.
enum Expiry {
    static func parse(_ text: String) throws -> Timestamp {
        let now = Timestamp.now()
        let hours: [Character: Int64] = ["h": 1, "d": 24, "w": 24 * 7]
        if let unit = text.last.flatMap({ hours[$0] }), let count = Int64(text.dropLast()), (1...100_000).contains(count) {
            return now.adding(seconds: count * unit * 3600)
        }
        guard let time = Timestamp(parsing: text) else {
            throw ValidationError("\"\(text)\" is no time. Give 90d, 36h or 2w, or a date or time such as 2027-01-31.")
        }
        guard time > now else { throw ValidationError("\"\(text)\" is past.") }
        return time
    }
}

struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the keys that are in force.",
        discussion: """
            EXAMPLE:
              letterbox keys list mina@example.com
            """)

    @Argument(help: "The email of the owner; everybody's keys by default.")
    var email: String?

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await OpenDatabase.using(options.settings()) { open in
            let accounts = StaffAccounts(store: open.store)
            let owner: Staff? = if let email { try await accounts.find(exactly: email) } else { nil }
            let all = try await allPages { try await APIKeys(store: open.store).list(of: owner?.id, page: $0, by: .operator) }
            if json {
                Output.json { writer in writer.list(all) { $1.write(to: &$0) } }
                return
            }
            let staff = try await allPages { try await accounts.list(page: $0, by: .operator) }
            let emails = Dictionary(uniqueKeysWithValues: staff.map { ($0.id, $0.email) })
            var table = Table("ID", "KEY", "OWNER", "NAME", "CODES", "EXPIRES", "LAST USED")
            for key in all {
                table.add(
                    String(key.id), "\(key.hint)…", emails[key.staffID] ?? "", key.name, key.permissions?.text ?? "all of the owner's",
                    key.expiresAt?.description ?? "never", key.lastUsedAt?.description ?? "never")
            }
            table.print()
        }
    }
}

struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a key: it is refused from now on.",
        discussion: """
            EXAMPLE:
              letterbox keys revoke 12
            """)

    @Argument(help: "The key's ID, as `letterbox keys list` shows it.")
    var id: APIKey.ID

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await OpenDatabase.using(options.settings()) { open in
            do {
                try await APIKeys(store: open.store).revoke(id, by: .operator)
            } catch Failure.notFound {
                throw CommandProblem(.failed, "no key in force has the ID \(id)")
            }
            Output.note("Key \(id) is revoked.")
        }
    }
}
