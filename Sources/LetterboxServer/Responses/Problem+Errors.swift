import HTTPTypes
import Letterbox

// The one table from what went wrong to what a client is told. Words are Django REST Framework's where it has some.

extension Problem {
    init(_ failure: Failure) {
        switch failure {
        case .notAuthenticated:
            self.init(.notAuthenticated, "Authentication credentials were not provided.")
            headers[.wwwAuthenticate] = "Token"
        case .invalidKey:
            self.init(.invalidToken, "Invalid token.")
            headers[.wwwAuthenticate] = "Token"
        case .forbidden(let missing):
            self.init(.forbidden, "You do not have permission to perform this action.")
            permission = missing.map { String($0.code) } ?? "admin"
        case .notFound: self.init(.notFound, "Not found.")
        case .invalid(let errors):
            self.init(.invalidFields, Self.counted(errors, "field"))
            self.errors = errors
        case .invalidParameters(let errors):
            self.init(.invalidParameters, Self.counted(errors, "parameter"))
            self.errors = errors
        case .conflict(let text): self.init(.conflict, text)
        case .stale:
            self.init(.preconditionFailed, "The contact was changed meanwhile. Read it again, and repeat the change on what it is now.")
        case .idempotencyKeyReused:
            self.init(.idempotencyKeyReused, "This Idempotency-Key was used for another request. Use a new one for each new contact.")
        case .throttled(let seconds):
            self.init(.tooManyRequests, "Request was throttled. Expected available in \(seconds) second\(seconds == 1 ? "" : "s").")
            headers[.retryAfter] = String(seconds)
        case .unavailable(let reason):
            self.init(.unavailable, Self.detail(reason.cause))
            headers[.retryAfter] = reason.cause == .busy ? "1" : "5"
        case .unexpected:
            self.init(.internal, "Something went wrong on our side. The request ID finds it in the log.")
        }
    }

    init(_ error: RequestError) {
        switch error {
        case .noSuchRoute: self.init(.notFound, "Not found.")
        case .methodNotAllowed(let method, let allowed):
            self.init(.methodNotAllowed, "Method \"\(method)\" not allowed.")
            headers[.allow] = allowed.joined(separator: ", ")
        case .unsupportedMediaType(let type):
            self.init(.unsupportedMediaType, "Unsupported media type \"\(type)\" in request.")
        case .malformedJSON(let message, let line, let column):
            self.init(.malformedJSON, "JSON parse error - \(message) at line \(line), column \(column).")
            place = (line, column)
        case .invalidBody(let detail): self.init(.invalidBody, detail)
        case .bodyTooLarge:
            self.init(.bodyTooLarge, "The body is larger than 256 KiB.")
        }
    }

    private static func counted(_ errors: FieldErrors, _ noun: String) -> String {
        errors.messages.count == 1 ? "1 \(noun) is invalid." : "\(errors.messages.count) \(noun)s are invalid."
    }

    private static func detail(_ cause: UnavailableReason.Cause) -> String {
        switch cause {
        case .busy: "The store is busy. Try again."
        case .full: "The store has no room left. Nothing was written."
        case .readOnly: "The store cannot be written at the moment. Nothing was written."
        case .unreachable, .unusable: "The store cannot be reached at the moment."
        case .closing: "The server is stopping. Try again."
        }
    }
}
