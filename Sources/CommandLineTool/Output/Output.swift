import Foundation
import Letterbox

/// Results go to standard output, all else to standard error.
enum Output {
    static let isErrorTerminal = isatty(STDERR_FILENO) == 1

    static func line(_ text: String) {
        bytes(Array("\(text)\n".utf8))
    }

    static func json(_ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        body(&writer)
        bytes(writer.bytes + [0x0A])
    }

    /// Writes all bytes at once; ends the program where nobody reads them.
    static func bytes(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    static func note(_ text: String) {
        write(Array("\(text)\n".utf8), to: STDERR_FILENO)
    }

    static func error(_ message: String) {
        let line = message.replacing("\n", with: " ")
        note(isErrorTerminal ? "\u{1B}[31mletterbox:\u{1B}[0m \(line)" : "letterbox: \(line)")
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { exit(CommandProblem.Status.failed.rawValue) }
            rest = rest.dropFirst(written)
        }
    }
}
