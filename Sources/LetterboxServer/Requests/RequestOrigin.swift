import HTTPTypes
import Hummingbird
import NIOCore

/// Who called, and by which name they called us: as the connection says, or as a trusted proxy does.
struct RequestOrigin {
    let client: ClientAddress
    let baseURL: String

    init(_ request: Request, peer: SocketAddress?, local: SocketAddress?, settings: ServerSettings) {
        let peerAddress = peer?.ipAddress.flatMap { IPAddress($0) }
        let isProxied = peerAddress.map(settings.trustedProxies.contains) ?? false
        if let peerAddress {
            client = .ip(settings.trustedProxies.client(peer: peerAddress, forwarded: request.headers[.forwardedFor]))
        } else {
            client = .unknown
        }
        if let publicURL = settings.publicURL {
            baseURL = publicURL
            return
        }
        let scheme = isProxied && request.headers[.forwardedProto]?.lowercased() == "https" ? "https" : "http"
        let names = [isProxied ? request.headers[.forwardedHost] : nil, request.head.authority]
        let host = names.lazy.compactMap { $0 }.first(where: Self.isHost)
        baseURL = "\(scheme)://\(host ?? "\(local?.ipAddress ?? "localhost"):\(local?.port ?? 80)")"
    }

    /// A name or address, perhaps with a port: nothing that could mean more in a URL.
    private static func isHost(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A: true
                default: [0x2D, 0x2E, 0x5B, 0x5D, 0x5F].contains(byte)
                }
            }
    }
}
