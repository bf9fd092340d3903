import ArgumentParser
import Letterbox

struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff",
        abstract: "Make members of staff, and change what they may do.",
        discussion: """
            EXAMPLES:
              letterbox staff create ada@example.com --admin
              letterbox staff grant mina@example.com 4001,4003
            """,
        subcommands: [
            StaffCreateCommand.self, StaffListCommand.self, StaffShowCommand.self, StaffGrantCommand.self, StaffRevokeCommand.self,
            StaffDeactivateCommand.self, StaffActivateCommand.self, StaffPasswordCommand.self,
        ])
}

/// Who is meant, and how the answer looks.
struct StaffArgument: ParsableArguments {
    @Argument(help: "The email of the member of staff.")
    var email: String

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingOptions

    /// Finds them, does `body`, and prints what they are then.
    func change(_ body: (StaffAccounts, Staff) async throws -> Staff) async throws {
        try await OpenDatabase.using(options.settings()) { open in
            let accounts = StaffAccounts(store: open.store)
            let staff = try await body(accounts, accounts.find(exactly: email))
            StaffOutput.print(staff, asJSON: json)
        }
    }
}

extension StaffAccounts {
    /// - Throws: `CommandProblem` that names the email where nobody has it.
    func find(exactly email: String) async throws -> Staff {
        do {
            return try await find(email: email, by: .operator)
        } catch Failure.notFound {
            throw CommandProblem(.failed, "nobody on the staff has the email \(email)")
        }
    }
}

enum StaffOutput {
    static func print(_ staff: Staff, asJSON: Bool) {
        if asJSON {
            Output.json { staff.write(to: &$0) }
        } else {
            let codes = staff.isAdmin ? "admin" : staff.permissions.codes.isEmpty ? "no codes" : staff.permissions.text
            let name = staff.name.isEmpty ? "" : " (\(staff.name))"
            Output.line("\(staff.id) \(staff.email)\(name): \(codes)\(staff.isActive ? "" : ", inactive")")
        }
    }
}

/// Codes as they are typed: `4001,4003`.
enum PermissionArgument {
    static func parse(_ text: String) throws -> PermissionSet {
        guard let set = PermissionSet(parsing: text), !set.codes.isEmpty else {
            throw ValidationError("\"\(text)\" is no list of permission codes. Known: \(Permission.known).")
        }
        return set
    }
}

struct StaffCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a member of staff.",
        discussion: """
            Asks nothing: without --password-stdin there is no password yet; keys work all the same.

            EXAMPLES:
              letterbox staff create ada@example.com --name "Ada Lovelace" --admin
              letterbox staff create mina@example.com --permissions 4001,4002,4003
            """)

    @Argument(help: "Their email.")
    var email: String

    @Option(help: "Their name.")
    var name = ""

    @Flag(help: "Let them do everything.")
    var admin = false

    @Option(help: "Their permission codes, with commas between them; 4000 for all about contacts.", transform: PermissionArgument.parse)
    var permissions: PermissionSet?

    @Flag(help: "Read their password from standard input.")
    var passwordStdin = false

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try options.settings()
        var members = [JSONMember("email", .text(email)), JSONMember("name", .text(name)), JSONMember("admin", .boolean(admin))]
        if let permissions { members.append(JSONMember("permissions", .text(permissions.text))) }
        let changes = try StaffChanges(creating: members)
        let password = passwordStdin ? try await PasswordHash.make(PasswordInput.read()) : nil
        try await OpenDatabase.using(settings, mayCreate: true) { open in
            let staff = try await StaffAccounts(store: open.store).create(changes, password: password, by: .operator)
            StaffOutput.print(staff, asJSON: json)
        }
    }
}

struct StaffListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the staff.",
        discussion: """
            EXAMPLE:
              letterbox staff list --json
            """)

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await OpenDatabase.using(options.settings()) { open in
            let accounts = StaffAccounts(store: open.store)
            let all = try await allPages { try await accounts.list(page: $0, by: .operator) }
            if json {
                Output.json { writer in writer.list(all) { $1.write(to: &$0) } }
                return
            }
            var table = Table("ID", "EMAIL", "NAME", "CODES", "ACTIVE")
            for staff in all {
                table.add(
                    String(staff.id), staff.email, staff.name, staff.isAdmin ? "admin" : staff.permissions.text,
                    staff.isActive ? "yes" : "no")
            }
            table.print()
        }
    }
}

/// Every element of a list, page by page.
func allPages<Element>(_ page: (PageRequest) async throws -> Page<Element>) async throws -> [Element] {
    var all: [Element] = []
    var request = PageRequest(limit: PageRequest.limits.upperBound)
    while true {
        let part = try await page(request)
        all += part.elements
        guard let next = part.next else { return all }
        request.cursor = next
    }
}

struct StaffShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a member of staff.",
        discussion: """
            EXAMPLE:
              letterbox staff show mina@example.com --json
            """)

    @OptionGroup var who: StaffArgument

    func run() async throws {
        try await who.change { $1 }
    }
}

struct StaffGrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Grant permission codes.",
        discussion: """
            EXAMPLE:
              letterbox staff grant mina@example.com 4001,4003
            """)

    @OptionGroup var who: StaffArgument

    @Argument(help: "The codes, with commas between them.", transform: PermissionArgument.parse)
    var codes: PermissionSet

    func run() async throws {
        try await who.change { try await $0.grant(codes, to: $1.id, by: .operator) }
    }
}

struct StaffRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke permission codes.",
        discussion: """
            EXAMPLE:
              letterbox staff revoke mina@example.com 4003
            """)

    @OptionGroup var who: StaffArgument

    @Argument(help: "The codes, with commas between them.", transform: PermissionArgument.parse)
    var codes: PermissionSet

    func run() async throws {
        try await who.change { try await $0.revoke(codes, from: $1.id, by: .operator) }
    }
}

struct StaffDeactivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deactivate", abstract: "End all of somebody's access, at once.",
        discussion: """
            EXAMPLE:
              letterbox staff deactivate mina@example.com
            """)

    @OptionGroup var who: StaffArgument

    func run() async throws {
        try await who.change { accounts, staff in
            try await accounts.deactivate(staff.id, by: .operator)
            return try await accounts.read(staff.id, by: .operator)
        }
    }
}

struct StaffActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Give somebody their access back.",
        discussion: """
            EXAMPLE:
              letterbox staff activate mina@example.com
            """)

    @OptionGroup var who: StaffArgument

    func run() async throws {
        var changes = StaffChanges()
        changes.isActive = true
        let activation = changes
        try await who.change { try await $0.update($1.id, with: activation, by: .operator) }
    }
}

struct StaffPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set somebody's password, from standard input.",
        discussion: """
            On a terminal it asks, without showing what is typed.

            EXAMPLE:
              letterbox staff password mina@example.com < password.txt
            """)

    @OptionGroup var who: StaffArgument

    func run() async throws {
        try await who.change { accounts, staff in
            let password = try await PasswordHash.make(PasswordInput.read())
            try await accounts.setPassword(password, of: staff.id, by: .operator)
            return staff
        }
    }
}
