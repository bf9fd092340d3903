/// What the server needs to know to serve.
package struct ServerSettings: Sendable {
    package var host = "127.0.0.1"
    /// 0 takes a free port.
    package var port = 8080
    /// The base of absolute URLs, without a slash at the end; nil to take it from each request.
    package var publicURL: String?
    package var trustedProxies: TrustedProxies
    /// How many public posts one address may make; nil for any number.
    package var intakeRate: Rate?
    package var maximumConnections = 10_000

    package init(trustedProxies: TrustedProxies) {
        self.trustedProxies = trustedProxies
    }
}
