import TestSupport
import Testing

/// The Prometheus text format 0.0.4, read strictly.
struct PrometheusText {
    /// Values by name with labels, as they stand.
    private(set) var samples: [String: Double] = [:]
    private var types: [String: Substring] = [:]

    init(_ text: String) throws {
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") { try readComment(line) } else { try readSample(line) }
        }
    }

    private mutating func readComment(_ line: Substring) throws {
        if line.wholeMatch(of: /# HELP [a-zA-Z_:][a-zA-Z0-9_:]* .*/) != nil { return }
        let match = try #require(
            line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)/), "\(line)")
        let name = String(match.1)
        #expect(types[name] == nil, "The type of \(name) stands twice")
        #expect(!samples.keys.contains { $0 == name || $0.hasPrefix(name + "{") }, "The type of \(name) comes late")
        types[name] = match.2
    }

    private mutating func readSample(_ line: Substring) throws {
        let sample =
            /(([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\[\\"n])*",?)*\})?) (\S+)(?: -?\d+)?/
        let match = try #require(line.wholeMatch(of: sample), "\(line)")
        let value = try #require(match.3 == "+Inf" ? .infinity : Double(match.3), "\(line)")
        #expect(samples[String(match.1)] == nil, "\(match.1) stands twice")
        samples[String(match.1)] = value
        #expect(isTyped(String(match.2)), "\(match.2) has no type")
    }

    private func isTyped(_ name: String) -> Bool {
        if types[name] != nil { return true }
        return ["_bucket", "_sum", "_count"].contains { suffix in
            name.hasSuffix(suffix) && ["histogram", "summary"].contains(types[String(name.dropLast(suffix.count))])
        }
    }
}
