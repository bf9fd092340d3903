import Foundation
import LetterboxServer
import Logging

/// Everything that is in force, read once and checked.
struct Settings: Sendable {
    /// Where contacts are kept.
    enum DatabaseLocation: Sendable {
        case sqlite(path: String)
    }

    let database: DatabaseLocation
    let server: ServerSettings
    let logFormat: LogLines.Format
    let logLevel: Logger.Level
    /// Whether public posts are checked for spam.
    let checksSpam: Bool
    /// Each setting as it was given, and where; what is secret in it is masked.
    let origins: [(setting: Setting, value: String, origin: String)]

    /// - Throws: `CommandProblem` that names the first wrong setting, its value, and what is accepted.
    init(_ sources: SettingSources) throws(CommandProblem) {
        var origins: [(setting: Setting, value: String, origin: String)] = []
        func read<Value>(_ setting: Setting, _ parse: (String) -> Value?) throws(CommandProblem) -> Value {
            let found = try sources.find(setting)
            let shown = Self.masked(found.value)
            origins.append((setting, shown, found.origin))
            if let value = parse(found.value) { return value }
            throw CommandProblem(
                .wrongSetting, "setting \(setting.name) (\(found.origin)): \"\(shown)\" is not accepted. Accepted: \(setting.accepted)")
        }
        database = try read(.database, Self.databaseLocation)
        var server = ServerSettings(trustedProxies: try read(.trustedProxies, TrustedProxies.init(parsing:)))
        server.host = try read(.host) { $0.isEmpty ? nil : $0 }
        server.port = try read(.port) { Int($0).flatMap { (0...65535).contains($0) ? $0 : nil } }
        server.publicURL = try read(.publicURL, Self.publicURL)
        server.intakeRate = try read(.intakeRate) { $0 == "off" ? .some(nil) : Rate(parsing: $0).map { .some($0) } }
        server.maximumConnections = try read(.maximumConnections) { Int($0).flatMap { (1...1_000_000).contains($0) ? $0 : nil } }
        self.server = server
        logFormat = try read(.logFormat, LogLines.Format.init(rawValue:))
        logLevel = try read(.logLevel, Logger.Level.init(rawValue:))
        checksSpam = try read(.spam) { ["on": true, "off": false][$0] }
        self.origins = Setting.allCases.compactMap { setting in origins.first { $0.setting == setting } }
    }

    private static func databaseLocation(_ text: String) -> DatabaseLocation? {
        guard text.hasPrefix("sqlite:") else { return nil }
        var path = text.dropFirst("sqlite:".count)
        if path.hasPrefix("//") { path = path.dropFirst(2) }
        // SQLite would take these for something other than a file.
        guard !path.isEmpty, !path.hasPrefix(":"), !path.hasPrefix("file:") else { return nil }
        return .sqlite(path: String(path))
    }

    /// Empty for none.
    private static func publicURL(_ text: String) -> String?? {
        if text.isEmpty { return .some(nil) }
        guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme), let host = url.host, !host.isEmpty,
            url.query == nil, url.fragment == nil, url.user == nil
        else { return nil }
        return .some(text.hasSuffix("/") ? String(text.dropLast()) : text)
    }

    /// A URL's password stays out of sight.
    private static func masked(_ value: String) -> String {
        value.replacing(/:\/\/([^:@\/]*):[^@]*@/) { "://\($0.1):…@" }
    }
}

extension Settings.DatabaseLocation {
    /// The file of the embedded database.
    var path: String {
        switch self {
        case .sqlite(let path): path
        }
    }
}
