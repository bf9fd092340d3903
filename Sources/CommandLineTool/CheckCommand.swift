import ArgumentParser
import Foundation
import Letterbox

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check every setting and service: what is wrong, and the way out.",
        discussion: """
            EXAMPLE:
              letterbox check --json
            """)

    @Flag(help: "Answer as JSON.")
    var json = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try options.settings(server.flags)
        var findings = [Finding("settings", .ok, "all \(settings.origins.count) are valid")]
        findings += Self.unknownVariables()
        findings.append(Self.files())
        findings += Self.disk(settings)
        let status = try await Self.database(settings, &findings)
        print(findings)
        if let status { throw ExitCode(status.rawValue) }
        if findings.contains(where: { $0.level == .wrong }) { throw ExitCode(CommandProblem.Status.failed.rawValue) }
    }

    private struct Finding {
        enum Level: String {
            case ok, notice, wrong
        }

        let subject: String
        let level: Level
        let text: String

        init(_ subject: String, _ level: Level, _ text: String) {
            self.subject = subject
            self.level = level
            self.text = text
        }
    }

    private func print(_ findings: [Finding]) {
        if json {
            Output.json { writer in
                writer.list(findings) { writer, finding in
                    writer.object { writer in
                        writer.name("subject")
                        writer.text(finding.subject)
                        writer.name("level")
                        writer.text(finding.level.rawValue)
                        writer.name("text")
                        writer.text(finding.text)
                    }
                }
            }
            return
        }
        for finding in findings { Output.line("\(finding.level.rawValue)\t\(finding.subject): \(finding.text)") }
    }

    private static func unknownVariables() -> [Finding] {
        let known = Set(Setting.allCases.flatMap { [$0.environmentName, "\($0.environmentName)_FILE"] } + ["LETTERBOX_CONFIG"])
        return ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("LETTERBOX_") && !known.contains($0) }.sorted().map {
            Finding("settings", .notice, "\($0) is no setting, and does nothing. `letterbox settings` lists them all")
        }
    }

    private static func files() -> Finding {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        if limit.rlim_max < 1024 {
            return Finding("open files", .notice, "only \(limit.rlim_max) may be open, which bounds connections: raise the limit")
        }
        return Finding("open files", .ok, "up to \(limit.rlim_max)")
    }

    private static func disk(_ settings: Settings) -> [Finding] {
        let folder = (settings.database.path as NSString).deletingLastPathComponent
        let path = folder.isEmpty ? "." : folder
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return [Finding("disk", .wrong, "there is no folder \(path): make it")] }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize) / 1_048_576
        let text = "\(free) MiB are free at \(path)"
        return [free < 100 ? Finding("disk", .wrong, "only \(text): make room") : Finding("disk", .ok, text)]
    }

    /// - Returns: the exit code where the database cannot be used at all.
    private static func database(_ settings: Settings, _ findings: inout [Finding]) async throws -> CommandProblem.Status? {
        do {
            let pending = try await OpenDatabase.pendingMigrations(settings)
            let damage = try await OpenDatabase.using(settings) { try await $0.damage() }
            for text in damage { findings.append(Finding("database", .wrong, "\(text): restore a backup")) }
            if damage.isEmpty {
                let schema = pending.isEmpty ? "" : "; \(pending.count) migrations were due and are applied now"
                findings.append(Finding("database", .ok, "\(settings.database.path) is sound\(schema)"))
            }
            return nil
        } catch {
            guard let problem = CommandProblem(error) else { throw error }
            findings.append(Finding("database", .wrong, problem.message))
            return problem.status
        }
    }
}
