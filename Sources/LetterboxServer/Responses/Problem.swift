import HTTPTypes
import Hummingbird
import Letterbox
import NIOCore

/// A refusal as a client gets it: RFC 9457, the same shape everywhere.
struct Problem {
    let kind: ProblemKind
    let detail: String
    var errors: FieldErrors?
    /// The code that is missing; `admin` where no code would do.
    var permission: String?
    /// Where JSON breaks.
    var place: (line: Int, column: Int)?
    var headers: HTTPFields = [:]

    init(_ kind: ProblemKind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    func response(requestID: String) -> Response {
        .content(bytes(requestID: requestID), type: "application/problem+json", status: kind.status, headers: headers)
    }

    func bytes(requestID: String) -> [UInt8] {
        JSONWriter.object { writer in
            writer.name("type")
            writer.text("/problems/\(kind.name)")
            writer.name("title")
            writer.text(kind.title)
            writer.name("status")
            writer.integer(kind.status.code)
            writer.name("detail")
            writer.text(detail)
            writer.name("request_id")
            writer.text(requestID)
            writeMembers(to: &writer)
        }
    }

    private func writeMembers(to writer: inout JSONWriter) {
        if let permission {
            writer.name("permission")
            if let code = Int(permission) { writer.integer(code) } else { writer.text(permission) }
        }
        if let place {
            writer.name("line")
            writer.integer(place.line)
            writer.name("column")
            writer.integer(place.column)
        }
        if let errors {
            writer.name("errors")
            writer.object { writer in
                for (field, texts) in errors.messages {
                    writer.name(escaping: field)
                    writer.list(texts) { writer, text in writer.text(text) }
                }
            }
        }
    }
}

/// Every type of problem, with its status.
enum ProblemKind: String, CaseIterable {
    case invalidFields = "invalid-fields"
    case invalidParameters = "invalid-parameters"
    case malformedJSON = "malformed-json"
    case invalidBody = "invalid-body"
    case badRequest = "bad-request"
    case notAuthenticated = "not-authenticated"
    case invalidToken = "invalid-token"
    case forbidden
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case conflict
    case preconditionFailed = "precondition-failed"
    case bodyTooLarge = "body-too-large"
    case unsupportedMediaType = "unsupported-media-type"
    case idempotencyKeyReused = "idempotency-key-reused"
    case tooManyRequests = "too-many-requests"
    case headersTooLarge = "headers-too-large"
    case `internal`
    case unavailable

    var name: String { rawValue }

    var status: HTTPResponse.Status {
        switch self {
        case .invalidFields, .invalidParameters, .malformedJSON, .invalidBody, .badRequest: .badRequest
        case .notAuthenticated, .invalidToken: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .preconditionFailed: .preconditionFailed
        case .bodyTooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .idempotencyKeyReused: .unprocessableContent
        case .tooManyRequests: .tooManyRequests
        case .headersTooLarge: .requestHeaderFieldsTooLarge
        case .internal: .internalServerError
        case .unavailable: .serviceUnavailable
        }
    }

    var title: String {
        switch self {
        case .invalidFields: "Invalid fields"
        case .invalidParameters: "Invalid parameters"
        case .malformedJSON: "Malformed JSON"
        case .invalidBody: "Invalid body"
        case .badRequest: "Bad request"
        case .notAuthenticated: "Not authenticated"
        case .invalidToken: "Invalid token"
        case .forbidden: "Forbidden"
        case .notFound: "Not found"
        case .methodNotAllowed: "Method not allowed"
        case .conflict: "Conflict"
        case .preconditionFailed: "Precondition failed"
        case .bodyTooLarge: "Body too large"
        case .unsupportedMediaType: "Unsupported media type"
        case .idempotencyKeyReused: "Idempotency key reused"
        case .tooManyRequests: "Too many requests"
        case .headersTooLarge: "Headers too large"
        case .internal: "Internal error"
        case .unavailable: "Unavailable"
        }
    }
}
