import Database
import Testing

/// What a body of a test throws.
struct OwnError: Error, Equatable {
    let number: Int
}

/// Expects a `DatabaseError` of one kind.
func expect(
    _ kind: DatabaseError.Kind, at location: SourceLocation = #_sourceLocation, from body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("expected \(kind.rawValue), but nothing was thrown", sourceLocation: location)
    } catch let error as DatabaseError {
        #expect(error.kind == kind, "\(error)", sourceLocation: location)
        #expect(!error.message.isEmpty && !error.message.contains("\n"), "the message is one line", sourceLocation: location)
    } catch {
        Issue.record("expected \(kind.rawValue), but \(error) was thrown", sourceLocation: location)
    }
}

extension Task where Failure == any Error {
    /// The kind of the database's error with which the task ended; nil where it ended well or with another.
    var errorKind: DatabaseError.Kind? {
        get async {
            do {
                _ = try await value
                return nil
            } catch {
                return (error as? DatabaseError)?.kind
            }
        }
    }
}
