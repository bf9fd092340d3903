import HTTPTypes
import Hummingbird
import Letterbox

/// `/api/staff`: decode, one call, encode.
struct StaffAPI: Sendable {
    let accounts: StaffAccounts

    func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        var reader = request.parameters(["active", "limit", "cursor"])
        let isActive = reader.boolean("active")
        let page = reader.page()
        try reader.finish()
        let result = try await accounts.list(active: isActive, page: page, by: context.caller)
        return .page(result, of: request, base: context.baseURL) { $0.write(to: &$1) }
    }

    func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let changes = try StaffChanges(creating: await request.members())
        let staff = try await accounts.create(changes, by: context.caller)
        return .staff(staff, status: .created, headers: [.location: "/api/staff/\(staff.id)"])
    }

    func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try request.parameters([]).finish()
        return .staff(try await accounts.read(id, by: context.caller))
    }

    func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        // Somebody who is not there is told before anything that is wrong with the body.
        _ = try await accounts.read(id, by: context.caller)
        let changes = try StaffChanges(updating: await request.members())
        return .staff(try await accounts.update(id, with: changes, by: context.caller))
    }

    func deactivate(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await accounts.deactivate(context.id(), by: context.caller)
        return Response(status: .noContent)
    }

    func grant(_ request: Request, _ context: StaffContext) async throws -> Response {
        .staff(try await accounts.grant(permission(context), to: context.id(), by: context.caller))
    }

    func revoke(_ request: Request, _ context: StaffContext) async throws -> Response {
        .staff(try await accounts.revoke(permission(context), from: context.id(), by: context.caller))
    }

    private func permission(_ context: StaffContext) throws(Failure) -> PermissionSet {
        guard let permission = Permission(rawValue: Int(try context.id("code"))) else { throw .notFound }
        return PermissionSet([permission])
    }
}

extension Response {
    static func staff(_ staff: Staff, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var writer = JSONWriter()
        staff.write(to: &writer)
        return .json(writer.bytes, status: status, headers: headers)
    }
}
