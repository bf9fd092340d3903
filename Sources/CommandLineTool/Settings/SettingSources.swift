import Foundation
import Letterbox

/// Where settings come from: flags over the environment over a file over defaults.
struct SettingSources {
    /// A value, and where it was found.
    struct Found {
        let value: String
        /// For a person: `--port`, `LETTERBOX_PORT`, `default`, …
        let origin: String
    }

    let flags: [Setting: String]
    let environment: [String: String]
    private let file: [String: String]
    private let filePath: String

    /// - Parameter configPath: of the file, from its flag
    /// - Throws: `CommandProblem` where the file cannot be read.
    init(flags: [Setting: String], environment: [String: String], configPath: String?) throws(CommandProblem) {
        self.flags = flags
        self.environment = environment
        let path = configPath ?? environment["LETTERBOX_CONFIG"] ?? ""
        filePath = path
        file = path.isEmpty ? [:] : try Self.read(path)
    }

    func find(_ setting: Setting) throws(CommandProblem) -> Found {
        if let value = flags[setting] { return Found(value: value, origin: "--\(setting.name)") }
        if let value = environment[setting.environmentName] { return Found(value: value, origin: setting.environmentName) }
        let indirect = "\(setting.environmentName)_FILE"
        if let path = environment[indirect] {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw CommandProblem(.wrongSetting, "setting \(setting.name) (\(indirect)): the file \(path) cannot be read")
            }
            return Found(value: text.trimmingCharacters(in: .newlines), origin: indirect)
        }
        if let value = file[setting.name] { return Found(value: value, origin: filePath) }
        return Found(value: setting.defaultValue, origin: "default")
    }

    private static func read(_ path: String) throws(CommandProblem) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandProblem(.wrongSetting, "the settings file \(path) cannot be read")
        }
        let content: JSONValue
        do throws(JSONError) {
            content = try JSONReader.read(Array(data))
        } catch {
            throw CommandProblem(
                .wrongSetting, "the settings file \(path) is no JSON: \(error.message) at line \(error.line), column \(error.column)")
        }
        guard case .object(let members) = content else {
            throw CommandProblem(.wrongSetting, "the settings file \(path) must hold one JSON object")
        }
        var values: [String: String] = [:]
        for member in members {
            guard Setting(rawValue: member.name) != nil else {
                let known = Setting.allCases.map(\.name).joined(separator: ", ")
                throw CommandProblem(.wrongSetting, "the settings file \(path) has an unknown key \"\(member.name)\". Known: \(known)")
            }
            switch member.value {
            case .text(let text), .number(let text): values[member.name] = text
            case .boolean(let boolean): values[member.name] = boolean ? "on" : "off"
            default: throw CommandProblem(.wrongSetting, "the settings file \(path): \(member.name) must be text or a number")
            }
        }
        return values
    }
}
