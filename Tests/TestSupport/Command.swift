import Foundation

/// One run of the program (or of another one) to its end.
package struct Command: Sendable {
    package let status: Int32
    package let stdout: String
    package let stderr: String

    /// Runs `letterbox` with the arguments, and waits for its end.
    /// - Parameters:
    ///   - input: what stands on its standard input; nothing by default.
    ///   - environment: settings beside the inherited ones; no `LETTERBOX_…` of the surroundings is inherited.
    ///   - directory: where it runs; this process's own directory by default.
    ///   - program: another program to run instead.
    /// - Throws: where it does not start, or takes longer than `seconds` (it is killed then).
    package static func run(
        _ arguments: [String],
        input: String? = nil,
        environment: [String: String] = [:],
        directory: String? = nil,
        program: String? = nil,
        seconds: Double = 60
    ) async throws -> Command {
        let files = try TemporaryDirectory()
        let process = try ChildProcess(
            program: program ?? Executable.require(),
            arguments: arguments,
            environment: environment,
            directory: directory,
            input: try input.map { try files.write($0, to: "stdin") } ?? "/dev/null",
            output: files.file("stdout"),
            errors: files.file("stderr")
        )
        let status = try await process.wait(seconds: seconds)
        return Command(status: status, stdout: files.read("stdout"), stderr: files.read("stderr"))
    }

    /// Standard output without the line end after it.
    package var line: String { stdout.trimmingCharacters(in: .newlines) }

    /// This, where the status is 0.
    /// - Throws: the outputs, where it is not.
    @discardableResult
    package func succeeded() throws -> Command {
        guard status == 0 else { throw TestSupportError("Exit status \(status): \(stderr)\(stdout)") }
        return self
    }
}
