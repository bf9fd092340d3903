import ArgumentParser
import Foundation
import Letterbox
import LetterboxServer
import Logging
import Metrics
import NIOCore

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the API.",
        discussion: """
            Brings the database to the newest schema first. Prints one line when it takes requests, and, while there is
            no staff, a one-time link to make the first admin. Logs go to standard error. SIGTERM and SIGINT end it.

            EXAMPLES:
              letterbox serve
              letterbox serve --port 0 --database sqlite:/var/lib/letterbox/letterbox.db
            """)

    @OptionGroup var server: ServerOptions
    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try options.settings(server.flags)
        LoggingSystem.bootstrap { _ in LogLines(settings.logFormat, level: settings.logLevel) }
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        let logger = Logger(label: "letterbox")
        try await OpenDatabase.using(settings, mayCreate: true) { open in
            let token = try await FirstAdmin(store: open.store).makeToken()
            var serverSettings = settings.server
            serverSettings.maximumConnections = min(serverSettings.maximumConnections, Self.availableFiles())
            let server = LetterboxServer(settings: serverSettings, store: open.store, metrics: metrics, logger: logger)
            do {
                try await server.run { port in Self.announce(settings.server, port: port, token: token) }
            } catch let error as IOError {
                throw CommandProblem(
                    .unavailable,
                    "cannot listen on \(settings.server.host), port \(settings.server.port): \(String(cString: strerror(error.errnoCode)))")
            } catch let error as SocketAddressError {
                throw CommandProblem(.unavailable, "cannot listen on \(settings.server.host): \(error)")
            }
        }
    }

    private static func announce(_ settings: ServerSettings, port: Int, token: String?) {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        let url = "http://\(host):\(port)"
        Output.line("Letterbox is ready at \(url)")
        if let token {
            Output.line("Make the first admin (link good for one hour): \(settings.publicURL ?? url)/setup/\(token)")
        }
    }

    /// Raises the limit of open files as far as it goes.
    /// - Returns: how many are left for connections.
    private static func availableFiles() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return 512 }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
        getrlimit(resource, &limit)
        return max(16, Int(min(limit.rlim_cur, 2_000_000)) - 64)
    }
}
