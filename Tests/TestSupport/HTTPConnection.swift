import Foundation
import Synchronization

/// One TCP connection, byte for byte: nothing is added, followed, decoded or retried.
/// Every call blocks; call from `onOwnThread`, or through `RunningServer.send`.
package final class HTTPConnection: Sendable {
    private let descriptor: Int32
    private let state = Mutex(State())

    private struct State {
        var pending: [UInt8] = []
        var isClosed = false
    }

    package init(port: Int, timeout seconds: Int = 30) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let reason = String(cString: strerror(errno))
            Glibc.close(descriptor)
            throw TestSupportError("No connection to port \(port): \(reason)")
        }
    }

    deinit { close() }

    /// Writes all bytes. False where the other side has closed.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    package func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// Reads one answer; `100 Continue` and its like are skipped.
    /// - Parameter toHead: the request was `HEAD`, so that no body follows.
    package func readAnswer(toHead: Bool = false) throws -> HTTPAnswer {
        let head = try readHead()
        if (100..<200).contains(head.status) { return try readAnswer(toHead: toHead) }
        if toHead || head.status == 204 || head.status == 304 { return head }
        let body: [UInt8]
        if head.header("Transfer-Encoding")?.lowercased() == "chunked" {
            body = try readChunks()
        } else if let length = head.header("Content-Length").flatMap({ Int($0) }) {
            body = try read(length)
        } else {
            body = try readToEnd()
        }
        return HTTPAnswer(status: head.status, headers: head.headers, body: body)
    }

    /// Whether the other side closes within the time limit without another byte.
    package func isClosedByPeer() -> Bool {
        state.withLock { $0.pending.isEmpty } && ((try? receive()).map { $0.isEmpty } ?? false)
    }

    /// Everything up to the end of the connection.
    package func readToEnd() throws -> [UInt8] {
        while true {
            let more = try receive()
            if more.isEmpty { break }
            state.withLock { $0.pending += more }
        }
        return state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
    }

    package func close() {
        state.withLock { state in
            if !state.isClosed { _ = Glibc.close(descriptor) }
            state.isClosed = true
        }
    }

    /// The next head alone, an interim one (1xx) too.
    package func readHead() throws -> HTTPAnswer {
        let lines = try readLines()
        let parts = lines[0].split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]) else {
            throw TestSupportError("Not a status line: \(lines[0])")
        }
        let headers = try lines.dropFirst().map { line in
            guard let colon = line.firstIndex(of: ":") else { throw TestSupportError("Not a header: \(line)") }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return HTTPAnswer.Header(name: String(line[..<colon]), value: value)
        }
        return HTTPAnswer(status: status, headers: headers, body: [])
    }

    private func readLines() throws -> [String] {
        var lines: [String] = []
        while true {
            let line = try readLine()
            if line.isEmpty && !lines.isEmpty { return lines }
            if !line.isEmpty { lines.append(line) }
        }
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = try readLine()
            guard let size = line.split(separator: ";").first.flatMap({ Int($0, radix: 16) }) else {
                throw TestSupportError("Not a chunk's size: \(line)")
            }
            body += try read(size)
            _ = try readLine()
            if size == 0 { return body }
        }
    }

    private func readLine() throws -> String {
        var searched = 0
        while true {
            let line: [UInt8]? = state.withLock { state in
                guard let end = state.pending[searched...].firstIndex(of: 0x0A) else {
                    searched = state.pending.count
                    return nil
                }
                defer { state.pending.removeFirst(end + 1) }
                return Array(state.pending[..<end])
            }
            if let line { return String(decoding: line.last == 0x0D ? line.dropLast() : line[...], as: UTF8.self) }
            try receiveMore()
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        while state.withLock({ $0.pending.count }) < count { try receiveMore() }
        return state.withLock { state in
            defer { state.pending.removeFirst(count) }
            return Array(state.pending[..<count])
        }
    }

    private func receiveMore() throws {
        let more = try receive()
        guard !more.isEmpty else { throw TestSupportError("The server closed the connection before its answer ended.") }
        state.withLock { $0.pending += more }
    }

    private func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count >= 0 { return Array(buffer[..<count]) }
            if errno != EINTR { throw TestSupportError("No answer: \(String(cString: strerror(errno)))") }
        }
    }
}
