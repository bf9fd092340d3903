import Hummingbird
import HummingbirdCore
package import Letterbox
package import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The product over HTTP.
package struct LetterboxServer: Sendable {
    private let settings: ServerSettings
    private let store: Store
    private let metrics: PrometheusMetrics
    private let logger: Logger

    /// How long requests in flight have to end when the server stops.
    private static let gracePeriod = Duration.seconds(10)
    private static let largestHead = 32 * 1024

    package init(settings: ServerSettings, store: Store, metrics: PrometheusMetrics, logger: Logger) {
        self.settings = settings
        self.store = store
        self.metrics = metrics
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT; then takes no new connections and returns when the requests in flight are
    /// answered, after ten seconds at most.
    /// - Parameter onReady: called with the port when requests are taken
    /// - Throws: where the address cannot be listened on.
    package func run(onReady: @escaping @Sendable (_ port: Int) async -> Void) async throws {
        ProcessMetrics.begin()
        let requestMetrics = RequestMetrics()
        let routes = try routes(requestMetrics).table
        let gate = Gate(authentication: Authentication(store: store, logger: logger))
        let front = Front(
            router: gate.router(routes).buildResponder(), routes: routes, settings: settings, metrics: requestMetrics, logger: logger)
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: front,
            server: .http1(configuration: channelConfiguration()),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                backlog: 1024,
                reuseAddress: true,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? settings.port) },
            logger: quiet)
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = Self.gracePeriod
        try await ServiceGroup(configuration: configuration).run()
    }

    private func routes(_ requestMetrics: RequestMetrics) throws -> Routes {
        Routes(
            contacts: ContactsAPI(
                contacts: Contacts(store: store), intake: settings.intakeRate.map(RateLimiter.init), metrics: requestMetrics),
            staff: StaffAPI(accounts: StaffAccounts(store: store)),
            keys: KeysAPI(keys: APIKeys(store: store)),
            me: MeAPI(),
            probes: Probes(store: store, metrics: metrics),
            setup: SetupPage(firstAdmin: FirstAdmin(store: store)),
            documentation: try DocumentationRoutes())
    }

    private func channelConfiguration() -> HTTP1Channel.Configuration {
        let (connections, logger) = (ConnectionCount(), logger)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionCounter(connections), ConnectionDeadlines(), ProtocolErrors(logger: logger)],
            idleTimeout: nil,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Self.largestHead, maxHeaderListSize: Self.largestHead, maxHeaderFieldCount: 200))
    }
}
