/// A relational database, whichever engine is behind it.
///
/// There is no other way to a connection than `read` and `write`, so none leaks, nests, or is held across an `await`.
package protocol Database: Sendable {
    /// Runs `body` on one consistent state of the database.
    /// - Parameter length: how long it is expected to take; a long one is run where it holds up nothing brief
    /// - Throws: what `body` throws, `DatabaseError`, or `CancellationError` when the task is cancelled before it began,
    ///   and, where it is long, before it is done.
    func read<Result: Sendable>(
        _ length: ReadLength,
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result

    /// Runs `body` as one transaction: all of it happens, or, where it throws, none. Returns when it is durable:
    /// what it did survives a crash and a power cut from then on, and nobody has seen it before.
    ///
    /// The body may run more than once (after a conflict), each time from the state before it; only the last run counts.
    /// - Throws: what `body` throws, `DatabaseError`, or `CancellationError` when the task is cancelled before the body
    ///   began. A body that began is carried to its end.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result

    /// Why the latest write was refused, where that was not the write's own fault (a full disk, say); nil once one has passed.
    var writeFailure: DatabaseError? { get }

    /// Lets the work that began end, refuses all other, and lets go of the database. Later calls do nothing.
    func close() async throws
}

/// How long a read is expected to take.
package enum ReadLength: Sendable {
    /// Some rows by their keys: tens of microseconds.
    case brief
    /// Many rows, a search, or a count: up to seconds.
    case long
}

extension Database {
    /// A brief read.
    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        try await read(.brief, body)
    }
}
