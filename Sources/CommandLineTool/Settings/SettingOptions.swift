import ArgumentParser
import Foundation

/// The settings that every command takes as flags.
struct SettingOptions: ParsableArguments {
    @Option(help: "Where contacts are kept: sqlite:PATH. (default: sqlite:letterbox.db)")
    var database: String?

    @Option(help: "A JSON file of settings.")
    var config: String?

    func settings(_ more: [Setting: String?] = [:]) throws(CommandProblem) -> Settings {
        try Settings(sources(more))
    }

    func sources(_ more: [Setting: String?] = [:]) throws(CommandProblem) -> SettingSources {
        var flags = more.compactMapValues { $0 }
        flags[.database] = database
        return try SettingSources(flags: flags, environment: ProcessInfo.processInfo.environment, configPath: config)
    }
}

/// The settings of the server as flags.
struct ServerOptions: ParsableArguments {
    @Option(help: "The address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 takes a free one. (default: 8080)")
    var port: String?

    @Option(help: "The base of absolute URLs, where the Host header is not to be believed.")
    var publicUrl: String?

    @Option(help: "Proxies whose X-Forwarded headers are believed: addresses and networks, with commas between them.")
    var trustedProxies: String?

    @Option(help: "How log lines look: text or json. (default: text)")
    var logFormat: String?

    @Option(help: "What is logged: trace, debug, info, notice, warning, error or critical. (default: info)")
    var logLevel: String?

    @Option(help: "How many public posts one address may make, such as 20/m; or off. (default: 20/m)")
    var intakeRate: String?

    @Option(help: "Whether public posts are checked for spam: on or off. (default: on)")
    var spam: String?

    @Option(help: "How many connections may be open at once. (default: 10000)")
    var maxConnections: String?

    var flags: [Setting: String?] {
        [
            .host: host, .port: port, .publicURL: publicUrl, .trustedProxies: trustedProxies, .logFormat: logFormat,
            .logLevel: logLevel, .intakeRate: intakeRate, .spam: spam, .maximumConnections: maxConnections,
        ]
    }
}
