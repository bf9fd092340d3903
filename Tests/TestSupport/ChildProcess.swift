import Foundation
import Synchronization

/// A program that runs beside the tests, in a process group of its own, with its outputs in files.
package final class ChildProcess: Sendable {
    package let pid: Int32
    private let status = Mutex<Int32?>(nil)

    /// Held while a process is started, so that none inherits what another call is about to close to children.
    static let starting = Mutex(())

    /// Starts `program` (looked up in `PATH` where it has no slash).
    /// - Parameters:
    ///   - environment: added to this process's own, of which every `LETTERBOX_…` is left out.
    ///   - output: a file that standard output is appended to.
    ///   - errors: a file that standard error is appended to.
    package init(
        program: String,
        arguments: [String],
        environment: [String: String] = [:],
        directory: String? = nil,
        input: String = "/dev/null",
        output: String = "/dev/null",
        errors: String = "/dev/null"
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        if let directory {
            let there = ["-c", "cd -- \"$0\" && exec \"$@\"", directory, program] + arguments
            pid = try Self.spawn("/bin/sh", there, environment, &actions)
        } else {
            pid = try Self.spawn(program, arguments, environment, &actions)
        }
    }

    /// Starts `program` with the reading end of a pipe as its standard input.
    init(program: String, arguments: [String], inputDescriptor: Int32) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, inputDescriptor, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        pid = try Self.spawn(program, arguments, [:], &actions)
    }

    /// The exit status (128 + the signal's number where a signal ended it), or nil while it runs.
    package var exitStatus: Int32? {
        status.withLock { known in
            if known == nil { known = Self.reap(pid) }
            return known
        }
    }

    package var isRunning: Bool { exitStatus == nil }

    /// Sends the signal, unless the process has ended.
    package func signal(_ number: Int32) {
        status.withLock { known in
            if known == nil { known = Self.reap(pid) }
            if known == nil { _ = kill(pid, number) }
        }
    }

    /// Waits for the end. Kills the process where it takes longer than `seconds`, and says so.
    @discardableResult
    package func wait(seconds: Double = 60) async throws -> Int32 {
        if try await eventually(within: seconds, { self.exitStatus != nil }) {
            return exitStatus ?? -1
        }
        signal(SIGKILL)
        try await eventually(within: 10) { self.exitStatus != nil }
        throw TestSupportError("Process \(pid) did not end within \(seconds) seconds.")
    }

    private static func reap(_ pid: Int32) -> Int32? {
        var raw: Int32 = 0
        guard waitpid(pid, &raw, WNOHANG) == pid else { return nil }
        let signal = raw & 0x7f
        return signal == 0 ? (raw >> 8) & 0xff : 128 + signal
    }

    private static func spawn(
        _ program: String,
        _ arguments: [String],
        _ environment: [String: String],
        _ actions: inout posix_spawn_file_actions_t
    ) throws -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A worker thread may block signals, and a test runner may ignore some: a child shall do neither.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: Int(flags)))

        var inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("LETTERBOX_") }
        inherited.merge(environment) { $1 }
        var argv = ([program] + arguments).map { strdup($0) } + [nil]
        var envp = inherited.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let problem = starting.withLock { _ in posix_spawnp(&pid, program, &actions, &attributes, &argv, &envp) }
        guard problem == 0 else {
            throw TestSupportError("\(program) did not start: \(String(cString: strerror(problem)))")
        }
        return pid
    }
}
