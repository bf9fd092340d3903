import Hummingbird
import Letterbox

/// `/api/me` and `/api/permissions`.
struct MeAPI: Sendable {
    func me(_ request: Request, _ context: StaffContext) async throws -> Response {
        try request.parameters([]).finish()
        guard case .staff(let staff, let key) = context.caller else { throw Failure.notAuthenticated }
        return .json(
            JSONWriter.object { writer in
                writer.name("id")
                writer.integer(staff.id)
                writer.name("email")
                writer.text(staff.email)
                writer.name("name")
                writer.text(staff.name)
                writer.name("admin")
                writer.boolean(context.caller.isAdmin)
                writer.name("permissions")
                context.caller.permissions.write(to: &writer)
                writer.name("key")
                Self.write(key, to: &writer)
            })
    }

    func permissions(_ request: Request, _ context: StaffContext) async throws -> Response {
        var reader = request.parameters(["limit", "cursor"])
        let page = Permission.page(reader.page())
        try reader.finish()
        return .page(page, of: request, base: context.baseURL) { permission, writer in
            writer.object { writer in
                writer.name("code")
                writer.integer(permission.code)
                writer.name("name")
                writer.text(permission.name)
                writer.name("allows")
                writer.text(permission.allows)
            }
        }
    }

    private static func write(_ key: APIKey, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("id")
            writer.integer(key.id)
            writer.name("name")
            writer.text(key.name)
            writer.name("permissions")
            if let permissions = key.permissions { permissions.write(to: &writer) } else { writer.null() }
            writer.name("expires_at")
            writer.timestamp(key.expiresAt)
        }
    }
}
