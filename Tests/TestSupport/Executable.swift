import Foundation

/// The program under test.
package enum Executable {
    /// `LETTERBOX_BINARY`, or `letterbox` beside the test bundle, or in this package's `.build/debug`.
    package static let path: String? = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }

    package static func require() throws -> String {
        guard let path else {
            throw TestSupportError("There is no letterbox at \(candidates.joined(separator: ", ")): run swift build.")
        }
        return path
    }

    private static let candidates: [String] = {
        if let given = ProcessInfo.processInfo.environment["LETTERBOX_BINARY"], !given.isEmpty { return [given] }
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return [
            bundle.deletingLastPathComponent().appendingPathComponent("letterbox").path,
            package.appendingPathComponent(".build/debug/letterbox").path,
        ]
    }()
}
