import HTTPTypes
import Hummingbird
import Letterbox

/// Lets a request through to what answers it: who calls comes first, then what they may do.
struct Gate: Sendable {
    let authentication: Authentication

    /// Puts the table into a router.
    func router(_ table: RouteTable) -> Router<VisitorContext> {
        let router = Router(context: VisitorContext.self, options: .autoGenerateHeadEndpoints)
        for route in table.routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await answer(request, context, route.access)
            }
        }
        return router
    }

    private func answer(_ request: Request, _ context: VisitorContext, _ access: Route.Access) async throws -> Response {
        switch access {
        case .anybody(let handler):
            return try await handler(request, context)
        case .staff(let handler):
            return try await handler(request, staff(request, context))
        case .permitted(let permission, let handler):
            let context = try await staff(request, context)
            try context.caller.require(permission)
            return try await handler(request, context)
        case .admin(let handler):
            let context = try await staff(request, context)
            try context.caller.requireAdmin()
            return try await handler(request, context)
        }
    }

    /// - Throws: `Failure.notAuthenticated` without a key; `Failure.invalidKey`.
    private func staff(_ request: Request, _ context: VisitorContext) async throws(Failure) -> StaffContext {
        guard let header = request.headers[.authorization] else { throw .notAuthenticated }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard let scheme = parts.first?.lowercased(), ["token", "bearer"].contains(scheme) else { throw .notAuthenticated }
        guard parts.count == 2 else { throw .invalidKey }
        let caller = try await authentication.caller(withKey: parts[1])
        context.notes.staffID = caller.staffID
        return StaffContext(visitor: context, caller: caller)
    }
}
