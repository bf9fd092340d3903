import Letterbox
import Testing

/// The failure with which `body` ends; nil where it ends well.
func failing(_ body: () async throws -> Void) async -> Failure? {
    do {
        try await body()
        return nil
    } catch let failure as Failure {
        return failure
    } catch {
        Issue.record("\(error) is no failure of the product")
        return nil
    }
}

/// Expects fields to be refused, each with its messages.
func expectInvalid(
    _ expected: KeyValuePairs<String, [String]>, at location: SourceLocation = #_sourceLocation, from body: () async throws -> Void
) async {
    guard case .invalid(let errors) = await failing(body) else {
        Issue.record("the fields were taken", sourceLocation: location)
        return
    }
    let found = errors.messages.map { "\($0.field): \($0.texts)" }.sorted()
    #expect(found == expected.map { "\($0.key): \($0.value)" }.sorted(), sourceLocation: location)
}

extension Failure {
    var isNotFound: Bool { if case .notFound = self { true } else { false } }
    var isStale: Bool { if case .stale = self { true } else { false } }
    var isConflict: Bool { if case .conflict = self { true } else { false } }
    var isReusedKey: Bool { if case .idempotencyKeyReused = self { true } else { false } }
    var isUnexpected: Bool { if case .unexpected = self { true } else { false } }

    /// Whether this refuses for want of a permission, or, with nil, because the caller is no admin.
    func isForbidden(missing: Permission?) -> Bool {
        if case .forbidden(let permission) = self { permission == missing } else { false }
    }
}
