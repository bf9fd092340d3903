import HTTPTypes
import Hummingbird
import Resources

/// The API's documentation: as an OpenAPI document for programs, and as a page for people.
struct DocumentationRoutes: Sendable {
    private let document: [UInt8]
    private let html: [UInt8]
    private let policy: String

    init() throws {
        var count = 0
        let start = letterbox_openapi_json(&count)
        document = Array(UnsafeBufferPointer(start: start, count: count))
        html = Array(try DocumentationPage(openAPI: document).html.utf8)
        policy = Style(css: DocumentationPage.style).policy
    }

    func openAPI(_ request: Request, _ context: VisitorContext) async throws -> Response {
        .json(document, headers: [.cacheControl: "no-cache"])
    }

    func page(_ request: Request, _ context: VisitorContext) async throws -> Response {
        .content(
            html, type: "text/html; charset=utf-8", headers: [.cacheControl: "no-cache", .contentSecurityPolicy: policy])
    }

    /// A problem's type is a URL, and leads to its explanation.
    func problem(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let kind = context.parameters.get("name").flatMap(ProblemKind.init(rawValue:)) else { throw RequestError.noSuchRoute }
        return Response(status: .found, headers: [.location: "/docs#problem-\(kind.name)"])
    }

    func start(_ request: Request, _ context: VisitorContext) async throws -> Response {
        Response(status: .found, headers: [.location: "/docs"])
    }
}
