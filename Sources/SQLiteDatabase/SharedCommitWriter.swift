import Database
import Dispatch
import GRDB
import Metrics
import Synchronization

/// Runs writes one after the other and lets those that wait share a commit, since a commit costs far more than a write.
///
/// It takes all that wait (to a limit), runs each in a savepoint of its own, commits once, and only then answers them.
final class SharedCommitWriter: Sendable {
    private struct State {
        var waiting: [Job] = []
        var isRunning = false
        var isClosed = false
        var failure: SeamError?
    }

    /// How many writes share a commit at most; it bounds how long the first of them waits for the last.
    private static let largestBatch = 256
    /// How many writes may wait; beyond it the store is plainly too slow for what is asked of it.
    private static let longestQueue = 10_000

    private let connection: DatabaseQueue
    private let file: SQLiteFile
    private let queue = DispatchQueue(label: "letterbox.sqlite.writer", qos: .userInitiated)
    private let state = Mutex(State())
    private let commits = Counter(label: "letterbox_database_commits_total")
    private let writes = Counter(label: "letterbox_database_writes_total")
    private let seconds = Timer(label: "letterbox_database_write_seconds")

    init(connection: DatabaseQueue, file: SQLiteFile) {
        self.connection = connection
        self.file = file
    }

    /// Why the latest commit failed as a whole, until one passes.
    var failure: SeamError? { state.withLock { $0.failure } }

    func write<Result: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> Result) async throws -> Result {
        let slot = Slot<Result>()
        let job = Job { connection in slot.set(try body(connection)) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                job.begin(answering: continuation)
                enqueue(job)
            }
        } onCancel: {
            job.cancel()
        }
        guard let value = slot.value else { throw SeamError(.failed, "a write ended without a result") }
        return value
    }

    /// Refuses further writes and returns when those that were accepted are done.
    func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }

    // MARK: - The queue

    private func enqueue(_ job: Job) {
        let refusal: SeamError? = state.withLock { state in
            if state.isClosed { return SeamError(.closed, "the database is closing") }
            if state.waiting.count >= Self.longestQueue { return SeamError(.busy, "too many writes are waiting") }
            state.waiting.append(job)
            if !state.isRunning {
                state.isRunning = true
                // Here, and not after the lock, so that whoever closes comes after it in the queue.
                queue.async { self.drain() }
            }
            return nil
        }
        if let refusal { job.answer(refusal) }
    }

    private func drain() {
        while let batch = nextBatch() {
            let start = DispatchTime.now().uptimeNanoseconds
            commit(batch)
            seconds.recordNanoseconds(Int64(DispatchTime.now().uptimeNanoseconds - start))
        }
    }

    private func nextBatch() -> [Job]? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.isRunning = false
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.largestBatch))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    // MARK: - The commit

    private func commit(_ batch: [Job]) {
        do {
            let errors = try attempt(batch)
            commits.increment()
            writes.increment(by: Int64(batch.count))
            state.withLock { $0.failure = nil }
            for (job, error) in zip(batch, errors) { job.answer(error) }
        } catch {
            // The whole transaction is gone. One write may have been the cause (one that fills the disk, say), so
            // each gets a transaction of its own; unless somebody else holds the database, for whom all have waited.
            let mapped = file.explained(SeamError(error))
            if batch.count > 1, mapped.kind != .busy {
                for job in batch { commit([job]) }
            } else {
                state.withLock { $0.failure = mapped }
                for job in batch { job.answer(mapped) }
            }
        }
    }

    /// Runs a batch as one transaction.
    /// - Returns: for each write the error that it alone failed with, or nil.
    /// - Throws: where the transaction as a whole did not happen.
    private func attempt(_ batch: [Job]) throws -> [(any Error)?] {
        try connection.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            do {
                var errors: [(any Error)?] = []
                for job in batch { errors.append(try run(job, on: database, alone: batch.count == 1)) }
                if database.isInsideTransaction { try database.execute(sql: "COMMIT") }
                return errors
            } catch {
                if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
                throw error
            }
        }
    }

    private func run(_ job: Job, on database: GRDB.Database, alone: Bool) throws -> (any Error)? {
        guard job.start() else { return nil }
        if !alone { try database.execute(sql: "SAVEPOINT job") }
        do {
            try job.run(SQLiteConnection(database: database))
        } catch {
            // SQLite gives up the whole transaction on some errors, a full disk among them.
            guard database.isInsideTransaction, !error.endsTransaction else { throw error }
            try database.execute(sql: alone ? "ROLLBACK" : "ROLLBACK TO job; RELEASE job")
            return error
        }
        if !alone { try database.execute(sql: "RELEASE job") }
        return nil
    }
}

extension Error {
    /// Whether the error is the store's, so that nothing else in the transaction can be trusted to pass.
    fileprivate var endsTransaction: Bool {
        guard let error = self as? SeamError else { return false }
        return [.busy, .full, .readOnly, .unavailable, .notADatabase].contains(error.kind)
    }
}

/// A write and the task that waits for it, which is answered once: with the write's end, or with its own cancellation
/// where that comes before the write began.
private final class Job: Sendable {
    private enum Phase {
        case waiting, started, cancelled
    }

    private struct State {
        var phase = Phase.waiting
        var continuation: CheckedContinuation<Void, any Error>?
    }

    let run: @Sendable (any Connection) throws -> Void
    private let state = Mutex(State())

    init(run: @escaping @Sendable (any Connection) throws -> Void) {
        self.run = run
    }

    /// The task waits from here on; it may have been cancelled before.
    func begin(answering continuation: CheckedContinuation<Void, any Error>) {
        let isCancelled = state.withLock { state in
            state.continuation = continuation
            return state.phase == .cancelled
        }
        if isCancelled { answer(CancellationError()) }
    }

    func cancel() {
        let isCancelled = state.withLock { state in
            if state.phase == .started { return false }
            state.phase = .cancelled
            return true
        }
        if isCancelled { answer(CancellationError()) }
    }

    /// - Returns: false where the task gave up before; else it can no more.
    func start() -> Bool {
        state.withLock { state in
            if state.phase == .cancelled { return false }
            state.phase = .started
            return true
        }
    }

    /// Answers the task, if nobody did.
    func answer(_ error: (any Error)?) {
        let continuation = state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
        if let error { continuation?.resume(throwing: error) } else { continuation?.resume() }
    }
}

/// Carries a result from the writer's thread to the task that waits for it.
private final class Slot<Result: Sendable>: Sendable {
    private let result = Mutex<Result?>(nil)

    func set(_ value: Result) {
        result.withLock { $0 = value }
    }

    var value: Result? { result.withLock { $0 } }
}
