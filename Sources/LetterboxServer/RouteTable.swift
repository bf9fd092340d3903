import HTTPTypes
import Hummingbird
import Letterbox

/// One row: a method and a path, who may call it, and what answers.
struct Route: Sendable {
    enum Access: Sendable {
        case anybody(@Sendable (Request, VisitorContext) async throws -> Response)
        /// Any active member of staff.
        case staff(@Sendable (Request, StaffContext) async throws -> Response)
        /// Staff with this permission.
        case permitted(Permission, @Sendable (Request, StaffContext) async throws -> Response)
        case admin(@Sendable (Request, StaffContext) async throws -> Response)
    }

    let method: HTTPRequest.Method
    let path: String
    let access: Access

    init(_ method: HTTPRequest.Method, _ path: String, _ access: Access) {
        self.method = method
        self.path = path
        self.access = access
    }
}

/// All routes, and what the router does not tell: which methods a path has.
struct RouteTable: Sendable {
    let routes: [Route]

    /// What a path allows, for `Allow`; empty for a path that no row has.
    func methods(of path: String) -> [String] {
        var methods: [String] = []
        let names = path.split(separator: "/")
        // A path that stands in the table as it is hides the patterns that would match it too.
        let isLiteral = routes.contains { $0.path.split(separator: "/") == names }
        for route in routes where isLiteral ? route.path.split(separator: "/") == names : Self.matches(route.path, path) {
            methods.append(route.method.rawValue)
            if route.method == .get { methods.append("HEAD") }
        }
        return methods.isEmpty ? [] : methods + ["OPTIONS"]
    }

    /// Whether it is a method that any row has, so that metrics have no more labels than that.
    func isKnown(_ method: HTTPRequest.Method) -> Bool {
        [.get, .head, .post, .put, .patch, .delete, .options].contains(method)
    }

    private static func matches(_ pattern: String, _ path: String) -> Bool {
        let (pattern, path) = (pattern.split(separator: "/"), path.split(separator: "/"))
        return pattern.count == path.count && zip(pattern, path).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
