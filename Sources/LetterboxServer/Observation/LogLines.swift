import Foundation
import Letterbox
package import Logging

/// Writes each log entry as one line on standard error: as text for people, or as one JSON object.
package struct LogLines: LogHandler {
    package enum Format: String, Sendable, CaseIterable {
        case text, json
    }

    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let format: Format

    package init(_ format: Format, level: Logger.Level) {
        self.format = format
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { Self.rank($0.key) < Self.rank($1.key) }
        var line = format == .json ? json(event, all) : text(event, all)
        line.append(0x0A)
        // One call, so that lines of several threads do not mix.
        line.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let written = write(STDERR_FILENO, rest.baseAddress, rest.count)
                if written <= 0 { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            }
        }
    }

    private func json(_ event: LogEvent, _ metadata: [(key: String, value: Logger.MetadataValue)]) -> [UInt8] {
        JSONWriter.object { writer in
            writer.name("time")
            writer.text(Moment.now)
            writer.name("level")
            writer.text(event.level.rawValue)
            writer.name("message")
            writer.text(event.message.description)
            for (key, value) in metadata {
                writer.name(escaping: key)
                let text = value.description
                if Self.numbers.contains(key), let number = Self.number(text) { writer.number(number) } else { writer.text(text) }
            }
        }
    }

    private func text(_ event: LogEvent, _ metadata: [(key: String, value: Logger.MetadataValue)]) -> [UInt8] {
        var line = "\(Moment.now) \(event.level.rawValue) \(event.message)"
        for (key, value) in metadata {
            let text = value.description
            let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x3D }
            line += isPlain ? " \(key)=\(text)" : " \(key)=\(text.debugDescription)"
        }
        return Array(line.utf8)
    }

    /// Fields that are numbers in JSON.
    private static let numbers: Set<String> = ["status", "duration_ms", "bytes", "staff", "contact", "id"]

    private static func number(_ text: String) -> String? {
        Double(text) == nil ? nil : text
    }

    /// The fields of a request in the order in which they are read; others after them.
    private static func rank(_ key: String) -> Int {
        ["request_id", "method", "route", "status", "duration_ms", "bytes", "staff", "contact", "id"].firstIndex(of: key) ?? 100
    }
}
