import ArgumentParser
import Letterbox

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Fill an empty database with lifelike contacts, to try things on.",
        discussion: """
            Makes 300 contacts in several languages and a member of staff, demo@example.com, who may do all with contacts.
            A key of theirs is printed: the key alone on standard output.

            EXAMPLE:
              letterbox demo --database sqlite:demo.db
            """)

    @Option(help: "How many contacts.")
    var count = 300

    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count is a number from 1 to 1000000.") }
    }

    func run() async throws {
        try await OpenDatabase.using(options.settings(), mayCreate: true) { open in
            let contacts = Contacts(store: open.store)
            let existing = try await contacts.list(ContactFilter(), page: PageRequest(limit: 1), by: .operator).count
            guard existing == 0 else {
                throw CommandProblem(.failed, "this database has \(existing) contacts already: give another one with --database")
            }
            let file = ContactImport(DemoContacts.ndjson(count: count), as: .ndjson)
            let made = try await contacts.import(file, by: .operator)
            let secret = try await Self.makeKey(open.store)
            Output.note("Made \(made) contacts, and demo@example.com with the codes 4000. A key of theirs:")
            Output.line(secret.text)
        }
    }

    private static func makeKey(_ store: Store) async throws -> KeySecret {
        var changes = StaffChanges()
        changes.email = "demo@example.com"
        changes.name = "Demo"
        changes.permissions = .all
        let accounts = StaffAccounts(store: store)
        let staff: Staff
        do {
            staff = try await accounts.find(email: "demo@example.com", by: .operator)
        } catch Failure.notFound {
            staff = try await accounts.create(changes, by: .operator)
        }
        var key = APIKeys.NewKey()
        key.name = "demo"
        key.staffID = staff.id
        return try await APIKeys(store: store).create(key, by: .operator).secret
    }
}
