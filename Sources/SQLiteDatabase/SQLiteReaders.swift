import Database
import Foundation
import GRDB
import Synchronization

/// Connections that only read. A brief read takes one where it is called; a long one waits for one of a few threads.
///
/// Nothing waits while it holds a connection, so that brief reads cannot be locked out: their number is bounded by the
/// threads of the caller, and a connection more is opened where none is idle.
final class SQLiteReaders: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        var isClosed = false
        var inUse = 0
    }

    /// How many long reads run at once; more would take turns on the same processors.
    private static let longReads = 4
    /// How many idle connections are kept.
    private static let mostIdle = 16

    private let path: String
    private let state = Mutex(State())
    private let threads: OperationQueue

    init(path: String) {
        self.path = path
        threads = OperationQueue()
        threads.maxConcurrentOperationCount = Self.longReads
        threads.qualityOfService = .userInitiated
    }

    func readBriefly<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try Task.checkCancellation()
        let reader = try take()
        defer { giveBack(reader) }
        return try reader.read { try body(SQLiteConnection(database: $0)) }
    }

    func readAtLength<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        let work = LongRead()
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    threads.addOperation {
                        continuation.resume(
                            with: Swift.Result {
                                let reader = try self.take()
                                defer { self.giveBack(reader) }
                                return try work.run(on: reader) { try reader.read { try body(SQLiteConnection(database: $0)) } }
                            })
                    }
                }
            } onCancel: {
                work.cancel()
            }
        } catch  where work.isCancelled {
            throw CancellationError()
        }
    }

    /// Refuses reads from now on; those that began go on.
    func refuse() {
        state.withLock { $0.isClosed = true }
    }

    /// Refuses further reads, lets those that began end, and closes all connections. Blocks until then.
    func close() throws {
        refuse()
        threads.waitUntilAllOperationsAreFinished()
        while state.withLock({ $0.inUse }) > 0 { usleep(1000) }
        for reader in state.withLock({ state in
            defer { state.idle = [] }
            return state.idle
        }) {
            try reader.close()
        }
    }

    private func take() throws -> DatabaseQueue {
        let idle = try state.withLock { state in
            if state.isClosed { throw SeamError(.closed, "the database is closing") }
            state.inUse += 1
            return state.idle.popLast()
        }
        if let idle { return idle }
        do {
            return try DatabaseQueue(path: path, configuration: SQLiteFile.readerConfiguration)
        } catch {
            state.withLock { $0.inUse -= 1 }
            throw error
        }
    }

    private func giveBack(_ reader: DatabaseQueue) {
        let surplus = state.withLock { state in
            state.inUse -= 1
            if state.idle.count >= Self.mostIdle { return true }
            state.idle.append(reader)
            return false
        }
        if surplus { try? reader.close() }
    }
}

/// A read that may be cancelled while it runs.
private final class LongRead: Sendable {
    private struct State {
        var reader: DatabaseQueue?
        var isCancelled = false
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func run<Result>(on reader: DatabaseQueue, _ body: () throws -> Result) throws -> Result {
        try state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            state.reader = reader
        }
        // The next one to use the connection must not be interrupted for this one.
        defer { state.withLock { $0.reader = nil } }
        let result = try body()
        // A cancellation between two statements interrupts none.
        if isCancelled { throw CancellationError() }
        return result
    }

    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.reader?.interrupt()
        }
    }
}
