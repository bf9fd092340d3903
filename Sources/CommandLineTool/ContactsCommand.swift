import ArgumentParser
import Database
import Foundation
import Letterbox

struct ContactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts",
        abstract: "Read, export and import contacts, as an operator.",
        discussion: """
            EXAMPLES:
              letterbox contacts list --q invoice
              letterbox contacts export --format ndjson > contacts.ndjson
            """,
        subcommands: [ContactsListCommand.self, ContactsShowCommand.self, ContactsExportCommand.self, ContactsImportCommand.self])
}

/// Which contacts are meant: the parameters of the API's list.
struct ContactFilterOptions: ParsableArguments {
    @Option(help: "Words that must all occur.")
    var q: String?

    @Option(help: "inbox or trash. (default: inbox)")
    var state: String?

    @Option(help: "true or false.")
    var viewed: String?

    @Option(help: "The email, without regard to case.")
    var email: String?

    @Option(help: "The mobile number; only digits count.")
    var mobileNumber: String?

    @Option(help: "A date or time.")
    var createdAfter: String?

    @Option(help: "A date or time.")
    var createdBefore: String?

    @Option(help: "id, created_at, updated_at or viewed_at, with - before it for descending. (default: -created_at)")
    var ordering: String?

    /// - Throws: `ValidationError` that names each wrong option.
    func query() throws -> ContactQuery {
        let given: [(String, String?)] = [
            ("q", q), ("state", state), ("viewed", viewed), ("email", email), ("mobile_number", mobileNumber),
            ("created_after", createdAfter), ("created_before", createdBefore), ("ordering", ordering),
        ]
        let pairs = given.compactMap { name, value in value.map { (name: JSONValue.text(name), value: JSONValue.text($0)) } }
        var reader = ParameterReader(pairs, allowed: ContactQuery.filters)
        let query = ContactQuery(&reader)
        guard reader.errors.isEmpty else { throw ValidationError(reader.errors.line) }
        return query
    }
}

struct ContactsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List contacts, newest first.",
        discussion: """
            EXAMPLE:
              letterbox contacts list --viewed false --limit 20
            """)

    @OptionGroup var filter: ContactFilterOptions

    @Option(help: "How many at most, from 1 to 200.")
    var limit = PageRequest.defaultLimit

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingOptions

    func validate() throws {
        guard PageRequest.limits.contains(limit) else { throw ValidationError("--limit is a number from 1 to 200.") }
    }

    func run() async throws {
        let query = try filter.query()
        try await OpenDatabase.using(options.settings()) { open in
            let page = try await Contacts(store: open.store).list(
                query.filter, orderedBy: query.ordering, page: PageRequest(limit: limit), by: .operator)
            if json {
                Output.json { writer in writer.list(page.elements) { $1.write(to: &$0) } }
                return
            }
            var table = Table("ID", "CREATED", "VIEWED", "NAME", "EMAIL", "SUBJECT", "MESSAGE", widest: 50)
            for contact in page.elements {
                table.add(
                    String(contact.id), String(contact.createdAt.description.prefix(16)), contact.isViewed ? "yes" : "no",
                    "\(contact.text.firstName) \(contact.text.lastName)", contact.text.email, contact.text.subject, contact.text.message)
            }
            table.print()
            Output.note("\(page.elements.count) of \(page.count).")
        }
    }
}

struct ContactsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a contact, without marking it viewed.",
        discussion: """
            EXAMPLE:
              letterbox contacts show 17 --json
            """)

    @Argument(help: "The contact's ID.")
    var id: Contact.ID

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await OpenDatabase.using(options.settings()) { open in
            let contact: Contact
            do {
                contact = try await Contacts(store: open.store).read(id, peeking: true, by: .operator)
            } catch Failure.notFound {
                throw CommandProblem(.failed, "no contact has the ID \(id)")
            }
            if json {
                Output.json { contact.write(to: &$0) }
                return
            }
            for (name, path) in ContactText.fields where name.description != "message" {
                Output.line("\(name): \(contact.text[keyPath: path])")
            }
            Output.line("viewed_at: \(contact.viewedAt?.description ?? "never")")
            Output.line("created_at: \(contact.createdAt)")
            Output.line("updated_at: \(contact.updatedAt)")
            Output.line("\n\(contact.text.message)")
        }
    }
}

struct ContactsExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write contacts to standard output, as CSV or NDJSON.",
        discussion: """
            EXAMPLES:
              letterbox contacts export > contacts.csv
              letterbox contacts export --format ndjson --state trash > trash.ndjson
            """)

    @Option(help: "csv, for spreadsheets; or ndjson, exact.")
    var format: ExportFormat = .csv

    @OptionGroup var filter: ContactFilterOptions
    @OptionGroup var options: SettingOptions

    func run() async throws {
        let query = try filter.query()
        try await OpenDatabase.using(options.settings()) { open in
            let contacts = Contacts(store: open.store)
            let count = try await contacts.list(query.filter, page: PageRequest(limit: 1), by: .operator).count
            let progress = Progress("Exporting", of: count)
            var done = 0
            for try await part in try contacts.export(query.filter, orderedBy: query.ordering, as: format, by: .operator) {
                Output.bytes(part)
                done = min(count, done + PageRequest.limits.upperBound)
                progress.show(done)
            }
            progress.end()
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}

struct ContactsImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in contacts from a file: all of it, or nothing.",
        discussion: """
            Takes what `letterbox contacts export` writes, and files with fewer columns, in any order. Contacts get new IDs.

            EXAMPLES:
              letterbox contacts import contacts.csv
              letterbox contacts import old.ndjson --keep-ids
            """)

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Option(help: "csv or ndjson; by the file's name where it is left out.")
    var format: ExportFormat?

    @Flag(help: "Keep the file's IDs, which must be free.")
    var keepIds = false

    @OptionGroup var options: SettingOptions

    func run() async throws {
        guard let format = format ?? ExportFormat(rawValue: (file as NSString).pathExtension.lowercased()) else {
            throw ValidationError("The name \(file) tells no format: give --format csv or --format ndjson.")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandProblem(.failed, "\(file) cannot be read")
        }
        let contents = ContactImport(Array(data), as: format)
        guard contents.problems.isEmpty else {
            for problem in contents.problems { Output.error("\(file), line \(problem.line): \(problem.message)") }
            throw ExitCode(CommandProblem.Status.failed.rawValue)
        }
        try await OpenDatabase.using(options.settings(), mayCreate: true) { open in
            let progress = Progress("Importing", of: contents.count)
            let count = try await Contacts(store: open.store).import(contents, keepingIDs: keepIds, by: .operator) { progress.show($0) }
            progress.end()
            Output.line("Imported \(count) contacts.")
        }
    }
}
