package import Database

/// The database, with its errors in the product's words.
package struct Store: Sendable {
    private let database: any Database

    package init(_ database: any Database) {
        self.database = database
    }

    /// As `Database.read`.
    func read<Result: Sendable>(
        _ length: ReadLength = .brief,
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws(Failure) -> Result {
        do {
            return try await database.read(length, body)
        } catch {
            throw Failure(error)
        }
    }

    /// As `Database.write`: durable when it returns.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws(Failure) -> Result {
        do {
            return try await database.write(body)
        } catch {
            throw Failure(error)
        }
    }

    /// Why the store cannot serve at this moment, or nil where it can.
    package func trouble() async -> UnavailableReason? {
        do {
            _ = try await read { try $0.onlyRow("SELECT 1 AS one") }
            if database.writeFailure != nil {
                // The last write was refused: only another one tells whether there is room again.
                try await write { try $0.execute("UPDATE heartbeat SET beat_at = \(Timestamp.now())") }
            }
            return nil
        } catch Failure.unavailable(let reason) {
            return reason
        } catch {
            return UnavailableReason(cause: .unreachable, message: "the database failed in an unforeseen way; the log says more")
        }
    }
}

extension Failure {
    /// A refusal is what it is; a database's error and everything else get the product's words.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as DatabaseError: self.init(error)
        case is CancellationError: self = .unavailable(UnavailableReason(cause: .closing, message: "the work was cancelled"))
        default: self = .unexpected(String(describing: error))
        }
    }

    package init(_ error: DatabaseError) {
        func unavailable(_ cause: UnavailableReason.Cause, _ message: String) -> Failure {
            .unavailable(UnavailableReason(cause: cause, message: message))
        }
        switch error.kind {
        case .busy, .conflict: self = unavailable(.busy, "the database is busy")
        case .full: self = unavailable(.full, "the disk is full")
        case .readOnly: self = unavailable(.readOnly, "the database cannot be written")
        case .unavailable: self = unavailable(.unreachable, "the database cannot be reached: \(error.message)")
        case .notADatabase: self = unavailable(.unusable, "the database is damaged: \(error.message)")
        case .newerSchema: self = unavailable(.unusable, error.message)
        case .closed: self = unavailable(.closing, "the server is stopping")
        case .uniqueViolation, .foreignKeyViolation, .constraintViolation, .decoding, .failed:
            self = .unexpected("\(error.kind.rawValue): \(error.message)")
        }
    }
}
