import Foundation
import Synchronization

/// A `letterbox serve` of its own on a free port, over a database of its own.
///
///     let server = try await RunningServer.start()
///     let key = try await server.createKey(for: server.createStaff(permissions: "4000"))
///     let answer = try await server.send("GET", "/api/contacts", key: key)
///
/// It ends with `stop()` or `kill()`, when the last reference goes, and at the latest with the tests.
package final class RunningServer: Sendable {
    /// `http://127.0.0.1:PORT`
    package let url: String
    package let port: Int
    package let process: ChildProcess
    /// Holds `letterbox.db`, and what the server wrote: `stdout` and `stderr`.
    package let directory: TemporaryDirectory
    /// The server's database as `--database` takes it.
    package let database: String
    private let watchdog: Watchdog

    /// Starts a server and waits until it takes requests.
    /// - Parameters:
    ///   - environment: settings over the defaults of the tests, which are no limit on intake, no spam checks, and JSON logs.
    ///   - arguments: more for `letterbox serve`.
    ///   - directory: that of an earlier server, to go on with its database.
    ///   - database: another database than `letterbox.db` in the directory.
    /// - Throws: what the server wrote, where it ends before it is ready.
    package static func start(
        environment: [String: String] = [:],
        arguments: [String] = [],
        directory: TemporaryDirectory? = nil,
        database: String? = nil
    ) async throws -> RunningServer {
        let directory = try directory ?? TemporaryDirectory()
        let database = database ?? "sqlite:\(directory.file("letterbox.db"))"
        let alreadyWritten = directory.read("stdout").utf8.count
        let process = try ChildProcess(
            program: Executable.require(),
            arguments: ["serve", "--port", "0", "--database", database] + arguments,
            environment: defaults.merging(environment) { $1 },
            directory: directory.path,
            output: directory.file("stdout"),
            errors: directory.file("stderr")
        )
        let watchdog = try Watchdog(over: process, removing: directory.path)
        var url: String?
        try await eventually(within: 60) {
            url = readyURL(in: String(decoding: directory.read("stdout").utf8.dropFirst(alreadyWritten), as: UTF8.self))
            return url != nil || !process.isRunning
        }
        guard let url, let port = url.split(separator: ":").last.flatMap({ Int($0) }) else {
            process.signal(SIGKILL)
            throw TestSupportError("The server did not start: \(directory.read("stderr"))\(directory.read("stdout"))")
        }
        return RunningServer(url, port, process, directory, database, watchdog)
    }

    private static let defaults = [
        "LETTERBOX_INTAKE_RATE": "off", "LETTERBOX_SPAM": "off", "LETTERBOX_LOG_FORMAT": "json",
    ]

    private static func readyURL(in output: String) -> String? {
        output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().lazy
            .compactMap { $0.wholeMatch(of: /Letterbox is ready at (http:\/\/[^ ]+:[0-9]+)/)?.1 }
            .first.map(String.init)
    }

    private init(
        _ url: String, _ port: Int, _ process: ChildProcess, _ directory: TemporaryDirectory, _ database: String,
        _ watchdog: Watchdog
    ) {
        self.url = url
        self.port = port
        self.process = process
        self.directory = directory
        self.database = database
        self.watchdog = watchdog
    }

    deinit { process.signal(SIGKILL) }

    /// Everything the server wrote on standard error so far.
    package var log: String { directory.read("stderr") }

    /// The one-time link that makes the first admin, once the server has printed it.
    package func setupLink() async throws -> String {
        var link: String?
        try await eventually(within: 10) {
            link = self.directory.read("stdout").firstMatch(of: /http:\/\/\S+\/setup\/\S+/).map { String($0.0) }
            return link != nil
        }
        guard let link else { throw TestSupportError("There is no link in: \(directory.read("stdout"))") }
        return link
    }

    /// Asks the server to stop (SIGTERM), and gives its exit status.
    @discardableResult
    package func stop(seconds: Double = 30) async throws -> Int32 {
        process.signal(SIGTERM)
        return try await process.wait(seconds: seconds)
    }

    /// Ends the server at once, as a power cut would (SIGKILL).
    package func kill() async throws {
        process.signal(SIGKILL)
        try await process.wait(seconds: 10)
    }
}

/// A shell that outlives the tests by a moment: it ends their server when the pipe to it breaks,
/// in whatever way they ended.
private final class Watchdog: Sendable {
    private let writingEnd: Int32
    private let shell: ChildProcess

    init(over process: ChildProcess, removing path: String) throws {
        var ends: [Int32] = [0, 0]
        try ChildProcess.starting.withLock { _ in
            guard pipe(&ends) == 0 else { throw TestSupportError("No pipe.") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        defer { close(ends[0]) }
        writingEnd = ends[1]
        let script = "read -r line || { kill -9 \"$1\"; sleep 0.2; rm -rf -- \"$2\"; }"
        shell = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", script, "sh", String(process.pid), path], inputDescriptor: ends[0])
    }

    deinit {
        // The server is gone already and its number may be another's: the line says so.
        _ = write(writingEnd, "\n", 1)
        close(writingEnd)
        for _ in 0..<200 where shell.isRunning { usleep(1000) }
    }
}
