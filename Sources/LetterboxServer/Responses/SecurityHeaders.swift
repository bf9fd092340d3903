import HTTPTypes
import Hummingbird

/// What every answer tells a browser about itself.
enum SecurityHeaders {
    static func add(to response: inout Response, isHTTPS: Bool, path: String) {
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        if isHTTPS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        if response.headers[.cacheControl] == nil, path.hasPrefix("/api") || path.hasPrefix("/setup") {
            response.headers[.cacheControl] = "no-store"
        }
    }

    /// The policy of a page whose only addition is one style sheet of its own.
    /// - Parameter styleHash: base64 of the style's SHA-256
    static func policy(styleHash: String) -> String {
        "default-src 'none'; style-src 'sha256-\(styleHash)'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }
}
