import HTTPTypes
import Hummingbird
import Letterbox

/// `/api/keys`: decode, one call, encode.
struct KeysAPI: Sendable {
    let keys: APIKeys

    func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        var reader = request.parameters(["staff", "limit", "cursor"])
        let staffID = reader.id("staff")
        let page = reader.page()
        try reader.finish()
        let result = try await keys.list(of: staffID, page: page, by: context.caller)
        return .page(result, of: request, base: context.baseURL) { $0.write(to: &$1) }
    }

    func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (key, secret) = try await keys.create(APIKeys.NewKey(request.members()), by: context.caller)
        var writer = JSONWriter()
        key.write(to: &writer, secret: secret)
        return .json(writer.bytes, status: .created, headers: [.location: "/api/keys/\(key.id)"])
    }

    func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try request.parameters([]).finish()
        let key = try await keys.read(id, by: context.caller)
        var writer = JSONWriter()
        key.write(to: &writer)
        return .json(writer.bytes)
    }

    func revoke(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await keys.revoke(context.id(), by: context.caller)
        return Response(status: .noContent)
    }
}
