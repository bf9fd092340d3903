import TestSupport
import Testing

/// A call of the API, whom it asks for, and what it answers when all is well.
struct APIRoute: Sendable, CustomTestStringConvertible {
    enum Needs: Sendable, Equatable {
        case nothing
        case anyStaff
        case admin
        case code(Int)
    }

    let method: String
    /// With `{contact}`, `{trashed}`, `{staff}` and `{key}` where an id stands, and `{code}` where a permission code does.
    let path: String
    let needs: Needs
    let success: Int
    let body: JSON?

    init(_ method: String, _ path: String, _ needs: Needs, _ success: Int, _ body: JSON? = nil) {
        self.method = method
        self.path = path
        self.needs = needs
        self.success = success
        self.body = body
    }

    var testDescription: String { "\(method) \(path)" }

    /// The path as OpenAPI writes it.
    var template: String {
        ["{contact}", "{trashed}", "{staff}", "{key}"].reduce(String(path.prefix { $0 != "?" })) {
            $0.replacing($1, with: "{id}")
        }
    }

    var hasID: Bool { template.contains("{id}") }

    static let all: [APIRoute] = [
        APIRoute("POST", "/api/contacts", .nothing, 201, ["message": "m", "email": "a@example.com"]),
        APIRoute("GET", "/api/contacts", .code(4001), 200),
        APIRoute("HEAD", "/api/contacts", .code(4001), 200),
        APIRoute("GET", "/api/contacts/{contact}", .code(4002), 200),
        APIRoute("GET", "/api/contacts/{contact}?peek=true", .code(4002), 200),
        APIRoute("HEAD", "/api/contacts/{contact}", .code(4002), 200),
        APIRoute("PATCH", "/api/contacts/{contact}", .code(4003), 200, ["subject": "new"]),
        APIRoute("DELETE", "/api/contacts/{contact}", .code(4004), 204),
        APIRoute("POST", "/api/contacts/{trashed}/restore", .code(4004), 200),
        APIRoute("PUT", "/api/contacts/{contact}/viewed", .code(4002), 200),
        APIRoute("DELETE", "/api/contacts/{contact}/viewed", .code(4002), 200),
        APIRoute("GET", "/api/contacts/{contact}/history", .code(4002), 200),
        APIRoute("GET", "/api/contacts/export?email=nobody@example.com", .code(4005), 200),
        APIRoute("GET", "/api/contacts/export?format=ndjson&email=nobody@example.com", .code(4005), 200),
        APIRoute("GET", "/api/me", .anyStaff, 200),
        APIRoute("GET", "/api/permissions", .anyStaff, 200),
        APIRoute("GET", "/api/staff", .admin, 200),
        APIRoute("POST", "/api/staff", .admin, 201, ["name": "Pat"]),
        APIRoute("GET", "/api/staff/{staff}", .admin, 200),
        APIRoute("PATCH", "/api/staff/{staff}", .admin, 200, ["name": "Sam"]),
        APIRoute("DELETE", "/api/staff/{staff}", .admin, 204),
        APIRoute("PUT", "/api/staff/{staff}/permissions/{code}", .admin, 200),
        APIRoute("DELETE", "/api/staff/{staff}/permissions/{code}", .admin, 200),
        APIRoute("GET", "/api/keys", .anyStaff, 200),
        APIRoute("POST", "/api/keys", .anyStaff, 201, [:]),
        APIRoute("GET", "/api/keys/{key}", .anyStaff, 200),
        APIRoute("DELETE", "/api/keys/{key}", .anyStaff, 204),
    ]
}
