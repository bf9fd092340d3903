import Metrics
import NIOCore
import Synchronization

/// What is counted of requests.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Handles {
        var counters: [Key: Counter] = [:]
        var timers: [Key: Timer] = [:]
    }

    let contactsCreated = Counter(label: "letterbox_contacts_created_total")
    let authenticationFailures = Counter(label: "letterbox_authentication_failures_total")
    let throttled = Counter(label: "letterbox_throttled_total")
    private let handles = Mutex(Handles())

    func record(method: String, route: String, status: Int, duration: TimeAmount) {
        let key = Key(method: method, route: route, status: status)
        let timed = Key(method: method, route: route, status: 0)
        let (counter, timer) = handles.withLock { handles in
            let counter =
                handles.counters[key]
                ?? Counter(
                    label: "letterbox_http_requests_total",
                    dimensions: [("method", method), ("route", route), ("status", String(status))])
            let timer =
                handles.timers[timed]
                ?? Timer(
                    label: "letterbox_http_request_duration_seconds", dimensions: [("method", method), ("route", route)])
            handles.counters[key] = counter
            handles.timers[timed] = timer
            return (counter, timer)
        }
        counter.increment()
        timer.recordNanoseconds(duration.nanoseconds)
    }
}
