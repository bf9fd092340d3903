import Foundation

/// How far long work is, on a terminal only.
struct Progress: Sendable {
    private let what: String
    private let total: Int

    init(_ what: String, of total: Int) {
        self.what = what
        self.total = max(1, total)
    }

    func show(_ done: Int) {
        guard Output.isErrorTerminal else { return }
        let filled = min(30, done * 30 / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\(what) \(bar) \(done) of \(total)".utf8))
    }

    func end() {
        guard Output.isErrorTerminal else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
