/// Every refusal, in the product's words. What each becomes outside (a status, an exit code) is decided there.
package enum Failure: Error, Sendable {
    /// No key was given where one is needed.
    case notAuthenticated
    /// The key is malformed, unknown, expired, revoked, or its owner is inactive; nobody is told which.
    case invalidKey
    /// The caller lacks a permission, or, where nil, is no admin.
    case forbidden(missing: Permission?)
    /// There is no such thing for this caller.
    case notFound
    /// Fields of what was sent are invalid: all of them, each with its messages.
    case invalid(FieldErrors)
    /// Parameters of a question are unknown or invalid.
    case invalidParameters(FieldErrors)
    /// The present state does not allow it; the text says why, and the way out.
    case conflict(String)
    /// The caller's copy is older than what is stored.
    case stale
    /// An idempotency key came again with another request.
    case idempotencyKeyReused
    /// Too many requests from one place.
    case throttled(retryAfter: Int)
    /// The store cannot do it now. The reason is for the operator and tells nothing of its contents.
    case unavailable(UnavailableReason)
    /// What nobody foresaw. The description is for the log only.
    case unexpected(String)
}

/// Why the store cannot serve, in an operator's words.
package struct UnavailableReason: Sendable, Equatable {
    package enum Cause: Sendable {
        case busy, full, readOnly, unreachable, unusable, closing
    }

    package let cause: Cause
    package let message: String
}

/// Messages by field, in the order in which they were found.
package struct FieldErrors: Sendable, Equatable {
    package private(set) var messages: [(field: String, texts: [String])] = []

    package init() {}

    package init(_ field: String, _ text: String) {
        add(text, to: field)
    }

    package var isEmpty: Bool { messages.isEmpty }

    package mutating func add(_ text: String, to field: String) {
        if let index = messages.firstIndex(where: { $0.field == field }) {
            if !messages[index].texts.contains(text) { messages[index].texts.append(text) }
        } else {
            messages.append((field, [text]))
        }
    }

    package mutating func add(_ other: FieldErrors) {
        for (field, texts) in other.messages {
            for text in texts { add(text, to: field) }
        }
    }

    package func contains(_ field: String) -> Bool {
        messages.contains { $0.field == field }
    }

    package static func == (left: FieldErrors, right: FieldErrors) -> Bool {
        left.messages.elementsEqual(right.messages) { $0.field == $1.field && $0.texts == $1.texts }
    }

    /// All in one line: `email: Enter a valid email address. subject: …`.
    package var line: String {
        messages.map { "\($0.field): \($0.texts.joined(separator: " "))" }.joined(separator: " ")
    }
}
