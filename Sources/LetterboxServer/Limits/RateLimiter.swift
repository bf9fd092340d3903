import Letterbox
import NIOCore
import Synchronization

/// How many requests one place may make: `20/m`, with as many at once.
package struct Rate: Sendable, Equatable {
    package let count: Int
    /// In seconds.
    package let period: Int

    /// Reads `N/s`, `N/m` or `N/h`, with N from 1 to 1,000,000.
    package init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0]), (1...1_000_000).contains(count),
            let period = ["s": 1, "m": 60, "h": 3600][String(parts[1])]
        else { return nil }
        self.count = count
        self.period = period
    }
}

/// Lets each place make so many requests: a bucket of tokens a place, filled evenly.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: NIODeadline
    }

    /// How many places are remembered at most; each takes some 60 bytes.
    private static let mostPlaces = 50_000

    private let rate: Rate
    private let buckets = Mutex<[ClientAddress: Bucket]>([:])

    init(_ rate: Rate) {
        self.rate = rate
    }

    /// Takes a token of the place.
    /// - Throws: `Failure.throttled` where none is left.
    func admit(_ client: ClientAddress, at now: NIODeadline = .now()) throws(Failure) {
        let wait = buckets.withLock { buckets -> Double? in
            if buckets.count >= Self.mostPlaces { forgetFull(&buckets, at: now) }
            var bucket = buckets[client.place] ?? Bucket(tokens: Double(rate.count), filledAt: now)
            bucket.tokens = filled(bucket, at: now)
            bucket.filledAt = now
            let wait = bucket.tokens < 1 ? (1 - bucket.tokens) * Double(rate.period) / Double(rate.count) : nil
            if wait == nil { bucket.tokens -= 1 }
            buckets[client.place] = bucket
            return wait
        }
        if let wait { throw .throttled(retryAfter: max(1, Int(wait.rounded(.up)))) }
    }

    private func filled(_ bucket: Bucket, at now: NIODeadline) -> Double {
        let seconds = Double((now - bucket.filledAt).nanoseconds) / 1e9
        return min(Double(rate.count), bucket.tokens + seconds * Double(rate.count) / Double(rate.period))
    }

    /// A full bucket is as good as none. Where all are in use, memory matters more than their state.
    private func forgetFull(_ buckets: inout [ClientAddress: Bucket], at now: NIODeadline) {
        buckets = buckets.filter { filled($0.value, at: now) < Double(rate.count) }
        if buckets.count >= Self.mostPlaces { buckets.removeAll(keepingCapacity: true) }
    }
}
