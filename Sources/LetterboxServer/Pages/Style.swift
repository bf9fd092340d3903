import Crypto
import Foundation

/// A style sheet that stands in a page, and its hash, by which the page's policy lets it in.
struct Style: Sendable {
    let css: String

    /// Base64 of the SHA-256.
    var hash: String { Data(SHA256.hash(data: Data(css.utf8))).base64EncodedString() }

    var policy: String { SecurityHeaders.policy(styleHash: hash) }
}
