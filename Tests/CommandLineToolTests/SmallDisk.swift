import Foundation
import TestSupport

/// A disk of a few megabytes that a test may fill.
struct SmallDisk {
    let path: String

    /// Whether this user may mount one.
    static func isPermitted() async -> Bool {
        (try? await with(megabytes: 1) { _ in true }) ?? false
    }

    /// Mounts a disk, and unmounts it when `work` is done, whatever became of it.
    static func with<Value: Sendable>(megabytes: Int, _ work: (SmallDisk) async throws -> Value) async throws -> Value {
        let directory = try TemporaryDirectory()
        try await Command.run(["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", directory.path], program: "mount").succeeded()
        let result: Result<Value, any Error>
        do {
            result = .success(try await work(SmallDisk(path: directory.path)))
        } catch {
            result = .failure(error)
        }
        // Lazily: a server that a failed test left behind may still hold files.
        try await Command.run(["-l", directory.path], program: "umount").succeeded()
        return try result.get()
    }

    /// Takes every byte that is free.
    func fill() throws {
        let file = open("\(path)/filler", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        for size in [65536, 4096, 1] {
            let block = [UInt8](repeating: 0x2A, count: size)
            while write(file, block, size) == size {}
        }
        guard errno == ENOSPC else { throw TestSupportError("The disk did not fill: \(String(cString: strerror(errno)))") }
    }

    func free() throws { try FileManager.default.removeItem(atPath: "\(path)/filler") }
}
