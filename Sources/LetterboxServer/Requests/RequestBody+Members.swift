import HTTPTypes
import Hummingbird
import Letterbox
import NIOCore

extension Request {
    /// How large a body may be, in bytes.
    static let largestBody = 256 * 1024

    /// The fields of the body, whichever of the known types it has: JSON, JSON merge patch, or a form.
    /// - Throws: `RequestError`.
    func members() async throws -> [JSONMember] {
        // The type is checked before the body is read, which is not wanted then.
        let type = try bodyType()
        let bytes = try await bodyBytes()
        switch type {
        case .none:
            guard bytes.isEmpty else { throw RequestError.unsupportedMediaType("") }
            return []
        case .json: return bytes.isEmpty ? [] : try Self.jsonMembers(bytes)
        case .form:
            return try FormDecoding.pairs(bytes).map { name, value in
                guard case .text(let name) = name else { throw RequestError.invalidBody("A field's name is not valid UTF-8.") }
                return JSONMember(name, value)
            }
        case .multipart(let boundary): return try MultipartDecoding.members(bytes, boundary: boundary)
        }
    }

    /// As `members()`; where it fails, `check` is asked first, so that what it throws is told instead.
    func members(after check: () async throws -> Void) async throws -> [JSONMember] {
        do {
            return try await members()
        } catch let error as RequestError {
            try await check()
            throw error
        }
    }

    private enum BodyType {
        case none, json, form
        case multipart(boundary: String)
    }

    private func bodyType() throws(RequestError) -> BodyType {
        guard let text = headers[.contentType], !text.isEmpty else { return .none }
        let type = HeaderParameters(text)
        if let charset = type.parameters["charset"]?.lowercased(), !["utf-8", "utf8", "us-ascii"].contains(charset) {
            throw .unsupportedMediaType(text)
        }
        if let encoding = headers[.contentEncoding]?.lowercased(), encoding != "identity" {
            throw .unsupportedMediaType("\(type.value), \(encoding)")
        }
        switch type.value {
        case "application/json", "application/merge-patch+json": return .json
        case "application/x-www-form-urlencoded": return .form
        case "multipart/form-data":
            guard let boundary = type.parameters["boundary"], (1...70).contains(boundary.utf8.count) else {
                throw .invalidBody("Multipart form parse error - the boundary is missing.")
            }
            return .multipart(boundary: boundary)
        default: throw .unsupportedMediaType(type.value)
        }
    }

    private func bodyBytes() async throws -> [UInt8] {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > Self.largestBody { throw RequestError.bodyTooLarge }
        do {
            let buffer = try await body.collect(upTo: Self.largestBody)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw RequestError.bodyTooLarge
        }
    }

    private static func jsonMembers(_ bytes: [UInt8]) throws(RequestError) -> [JSONMember] {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.read(bytes)
        } catch {
            throw .malformedJSON(message: error.message, line: error.line, column: error.column)
        }
        guard case .object(let members) = value else {
            throw .invalidBody("Invalid data. Expected a dictionary, but got \(value.typeName).")
        }
        return members
    }
}
