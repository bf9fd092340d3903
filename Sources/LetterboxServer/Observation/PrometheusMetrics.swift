package import CoreMetrics
import Synchronization

/// Keeps the program's metrics and prints them in the Prometheus text format, version 0.0.4.
package final class PrometheusMetrics: MetricsFactory {
    private struct Key: Hashable {
        let label: String
        let dimensions: String
    }

    private struct Families {
        var counters: [Key: PrometheusCounter] = [:]
        var gauges: [Key: PrometheusGauge] = [:]
        var histograms: [Key: PrometheusHistogram] = [:]
    }

    private let families = Mutex(Families())

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let key = Key(label: label, dimensions: Self.text(dimensions))
        return families.withLock { families in
            if let counter = families.counters[key] { return counter }
            let counter = PrometheusCounter()
            families.counters[key] = counter
            return counter
        }
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        let key = Key(label: label, dimensions: Self.text(dimensions))
        return families.withLock { families in
            if let gauge = families.gauges[key] { return gauge }
            let gauge = PrometheusGauge()
            families.gauges[key] = gauge
            return gauge
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let key = Key(label: label, dimensions: Self.text(dimensions))
        return families.withLock { families in
            if let histogram = families.histograms[key] { return histogram }
            let histogram = PrometheusHistogram()
            families.histograms[key] = histogram
            return histogram
        }
    }

    // Every metric lives as long as the process.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All metrics as text.
    package func exposition() -> String {
        let (counters, gauges, histograms) = families.withLock { ($0.counters, $0.gauges, $0.histograms) }
        var text = ""
        Self.write(counters, type: "counter", to: &text) { key, counter, text in
            text += "\(key.label)\(Self.braces(key.dimensions)) \(counter.value)\n"
        }
        Self.write(gauges, type: "gauge", to: &text) { key, gauge, text in
            text += "\(key.label)\(Self.braces(key.dimensions)) \(gauge.text)\n"
        }
        Self.write(histograms, type: "histogram", to: &text) { key, histogram, text in
            histogram.write(label: key.label, dimensions: key.dimensions, to: &text)
        }
        return text
    }

    private static func write<Handler>(
        _ family: [Key: Handler], type: String, to text: inout String, _ line: (Key, Handler, inout String) -> Void
    ) {
        var last = ""
        for (key, handler) in family.sorted(by: { ($0.key.label, $0.key.dimensions) < ($1.key.label, $1.key.dimensions) }) {
            if key.label != last { text += "# TYPE \(key.label) \(type)\n" }
            last = key.label
            line(key, handler, &text)
        }
    }

    /// `method="GET",status="200"`, escaped as the format asks.
    private static func text(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }

    static func braces(_ dimensions: String) -> String {
        dimensions.isEmpty ? "" : "{\(dimensions)}"
    }
}

private final class PrometheusCounter: CounterHandler {
    private let count = Atomic<Int64>(0)

    var value: Int64 { count.load(ordering: .relaxed) }

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }
}

private final class PrometheusGauge: RecorderHandler {
    private let bits = Atomic<UInt64>(0)

    var text: String {
        let value = Double(bitPattern: bits.load(ordering: .relaxed))
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
}

private final class PrometheusHistogram: TimerHandler {
    /// Upper bounds in seconds, with their text.
    private static let bounds: [(nanoseconds: Int64, text: String)] = [
        (500_000, "0.0005"), (1_000_000, "0.001"), (2_500_000, "0.0025"), (5_000_000, "0.005"), (10_000_000, "0.01"),
        (25_000_000, "0.025"), (50_000_000, "0.05"), (100_000_000, "0.1"), (250_000_000, "0.25"), (500_000_000, "0.5"),
        (1_000_000_000, "1"), (2_500_000_000, "2.5"), (5_000_000_000, "5"), (10_000_000_000, "10"),
    ]

    private struct State {
        var counts = [Int64](repeating: 0, count: bounds.count + 1)
        var nanoseconds: Int64 = 0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) {
        let bucket = Self.bounds.firstIndex { duration <= $0.nanoseconds } ?? Self.bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.nanoseconds += duration
        }
    }

    func write(label: String, dimensions: String, to text: inout String) {
        let state = state.withLock { $0 }
        var sum: Int64 = 0
        for (bound, count) in zip(Self.bounds.map(\.text) + ["+Inf"], state.counts) {
            sum += count
            let all = dimensions.isEmpty ? "le=\"\(bound)\"" : "\(dimensions),le=\"\(bound)\""
            text += "\(label)_bucket{\(all)} \(sum)\n"
        }
        let braces = PrometheusMetrics.braces(dimensions)
        text += "\(label)_sum\(braces) \(Double(state.nanoseconds) / 1e9)\n"
        text += "\(label)_count\(braces) \(sum)\n"
    }
}
