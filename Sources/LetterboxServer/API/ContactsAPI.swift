import CoreMetrics
import HTTPTypes
import Hummingbird
import Letterbox
import NIOCore

/// `/api/contacts`: decode, one call, encode.
struct ContactsAPI: Sendable {
    let contacts: Contacts
    let intake: RateLimiter?
    let metrics: RequestMetrics

    func create(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try intake?.admit(context.client)
        let key = try idempotencyKey(request)
        let contact = try await contacts.create(ContactChanges(request.members()), idempotencyKey: key)
        metrics.contactsCreated.increment()
        return .contact(contact, status: .created, headers: [.location: "/api/contacts/\(contact.id)"])
    }

    func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        var reader = request.parameters(ContactQuery.filters + ["limit", "cursor"])
        let query = ContactQuery(&reader)
        let page = reader.page(ordering: query.ordering.text)
        try reader.finish()
        let result = try await contacts.list(query.filter, orderedBy: query.ordering, page: page, by: context.caller)
        return .page(result, of: request, base: context.baseURL) { $0.write(to: &$1) }
    }

    func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        var reader = request.parameters(["peek"])
        let isPeeking = reader.boolean("peek") ?? false
        try reader.finish()
        let contact = try await contacts.read(id, peeking: isPeeking || request.method == .head, by: context.caller)
        if EntityTags.isUnchanged(contact, ifNoneMatch: request.headers[.ifNoneMatch]) {
            return Response(status: .notModified, headers: [.eTag: EntityTags.header(of: contact)])
        }
        return .contact(contact)
    }

    func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        // A contact that is not there is told before anything that is wrong with the body.
        let members = try await request.members(after: { _ = try await contacts.read(id, peeking: true, by: .operator) })
        let contact = try await contacts.update(
            id, with: ContactChanges(members), if: EntityTags.ifMatch(request.headers[.ifMatch]), by: context.caller)
        return .contact(contact)
    }

    func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await contacts.delete(context.id(), if: EntityTags.ifMatch(request.headers[.ifMatch]), by: context.caller)
        return Response(status: .noContent)
    }

    func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        .contact(try await contacts.restore(context.id(), by: context.caller))
    }

    func markViewed(_ request: Request, _ context: StaffContext) async throws -> Response {
        .contact(try await contacts.mark(context.id(), viewed: true, by: context.caller))
    }

    func markNotViewed(_ request: Request, _ context: StaffContext) async throws -> Response {
        .contact(try await contacts.mark(context.id(), viewed: false, by: context.caller))
    }

    func history(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        var reader = request.parameters(["limit", "cursor"])
        let page = reader.page()
        try reader.finish()
        let result = try await contacts.history(of: id, page: page, by: context.caller)
        return .page(result, of: request, base: context.baseURL) { $0.write(to: &$1) }
    }

    func export(_ request: Request, _ context: StaffContext) async throws -> Response {
        var reader = request.parameters(ContactQuery.filters + ["format"])
        let query = ContactQuery(&reader)
        let format: ExportFormat = reader.choice("format") ?? .csv
        try reader.finish()
        let export = try contacts.export(query.filter, orderedBy: query.ordering, as: format, by: context.caller)
        var headers: HTTPFields = [.contentDisposition: "attachment; filename=\"contacts.\(format.rawValue)\""]
        headers[.contentType] = format == .csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson"
        if request.method == .head { return Response(status: .ok, headers: headers) }
        return Response(status: .ok, headers: headers, body: try await Self.stream(export))
    }

    /// The first part is read before the answer begins, so that a failure then is still told as one.
    private static func stream(_ export: ContactExport) async throws(Failure) -> ResponseBody {
        var parts = export.makeAsyncIterator()
        let first = try await parts.next() ?? []
        let rest = parts
        return ResponseBody { writer in
            try await writer.write(ByteBuffer(bytes: first))
            var parts = rest
            while let part = try await parts.next() { try await writer.write(ByteBuffer(bytes: part)) }
            try await writer.finish(nil)
        }
    }

    private func idempotencyKey(_ request: Request) throws(Failure) -> IdempotencyKey? {
        guard let text = request.headers[.idempotencyKey] else { return nil }
        guard let key = IdempotencyKey(text) else {
            throw .invalidParameters(FieldErrors("Idempotency-Key", "Give 1 to 255 visible ASCII characters."))
        }
        return key
    }
}
