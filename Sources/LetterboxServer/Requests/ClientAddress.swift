import Foundation
import NIOCore

/// Where a request came from.
enum ClientAddress: Sendable, Hashable {
    case ip(IPAddress)
    case unknown

    /// What counts as one place for limits: an IPv4 address, or the /64 of an IPv6 address, of which one customer has all.
    var place: ClientAddress {
        guard case .ip(let address) = self else { return self }
        return .ip(address.isIPv4 ? address : address.masked(to: 64))
    }
}

/// An IPv4 or IPv6 address; IPv4 in its mapped form (RFC 4291, 2.5.5.2).
struct IPAddress: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    init?(_ text: some StringProtocol) {
        var text = String(text)
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") { text = String(text[text.index(after: text.startIndex)..<end]) }
        var bytes = [UInt8](repeating: 0, count: 16)
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes.replaceSubrange(10..<16, with: [0xFF, 0xFF] + four)
        } else if inet_pton(AF_INET6, text, &bytes) != 1 {
            return nil
        }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// - Parameter bits: 0 to 128, of the IPv6 form.
    func masked(to bits: Int) -> IPAddress {
        func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : .max << UInt64(64 - bits) }
        return IPAddress(high: high & mask(bits), low: low & mask(bits - 64))
    }
}

/// The proxies whose word about a client is taken.
package struct TrustedProxies: Sendable {
    private let networks: [(address: IPAddress, bits: Int)]

    /// - Parameter text: addresses and networks (`10.0.0.0/8`, `::1`) with commas between them; empty for none.
    /// - Returns: nil where one of them is none.
    package init?(parsing text: String) {
        var networks: [(IPAddress, Int)] = []
        for part in text.split(separator: ",") {
            let parts = part.trimmingCharacters(in: .whitespaces).split(separator: "/", omittingEmptySubsequences: false)
            guard let first = parts.first, let address = IPAddress(first), parts.count <= 2 else { return nil }
            let width = address.isIPv4 ? 32 : 128
            guard let bits = parts.count == 2 ? Int(parts[1]) : width, (0...width).contains(bits) else { return nil }
            let mapped = bits + 128 - width
            networks.append((address.masked(to: mapped), mapped))
        }
        self.networks = networks
    }

    func contains(_ address: IPAddress) -> Bool {
        networks.contains { address.masked(to: $0.bits) == $0.address }
    }

    /// The client behind the proxies: the last address of `X-Forwarded-For` that is no trusted proxy.
    /// - Parameter forwarded: the header's value, all lines of it.
    func client(peer: IPAddress, forwarded: String?) -> IPAddress {
        guard contains(peer), let forwarded else { return peer }
        for part in forwarded.split(separator: ",").reversed() {
            guard let address = IPAddress(part.trimmingCharacters(in: .whitespaces)) else { return peer }
            if !contains(address) { return address }
        }
        return peer
    }
}
