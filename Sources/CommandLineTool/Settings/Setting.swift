/// A setting by the name of its flag and of its key in a file.
enum Setting: String, CaseIterable {
    case database
    case host
    case port
    case publicURL = "public-url"
    case trustedProxies = "trusted-proxies"
    case logFormat = "log-format"
    case logLevel = "log-level"
    case intakeRate = "intake-rate"
    case spam
    case maximumConnections = "max-connections"

    var name: String { rawValue }

    var environmentName: String { "LETTERBOX_" + rawValue.uppercased().replacing("-", with: "_") }

    var defaultValue: String {
        switch self {
        case .database: "sqlite:letterbox.db"
        case .host: "127.0.0.1"
        case .port: "8080"
        case .publicURL, .trustedProxies: ""
        case .logFormat: "text"
        case .logLevel: "info"
        case .intakeRate: "20/m"
        case .spam: "on"
        case .maximumConnections: "10000"
        }
    }

    /// What a value must be, after "Accepted: ".
    var accepted: String {
        switch self {
        case .database: "sqlite:PATH"
        case .host: "a name or an address of this machine"
        case .port: "a number from 0 to 65535"
        case .publicURL: "an http:// or https:// URL without a query"
        case .trustedProxies: "addresses and networks such as 10.0.0.0/8, with commas between them"
        case .logFormat: "text, json"
        case .logLevel: "trace, debug, info, notice, warning, error, critical"
        case .intakeRate: "a number a second, minute or hour, such as 20/m; or off"
        case .spam: "on, off"
        case .maximumConnections: "a number from 1 to 1000000"
        }
    }
}
