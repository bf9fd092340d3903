import HTTPTypes
import Hummingbird
import Letterbox
import NIOCore

extension Response {
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        content(bytes, type: "application/json", status: status, headers: headers)
    }

    static func html(_ page: HTML, status: HTTPResponse.Status = .ok, policy: String) -> Response {
        content(
            Array(page.text.utf8), type: "text/html; charset=utf-8", status: status, headers: [.contentSecurityPolicy: policy])
    }

    static func content(
        _ bytes: some Sequence<UInt8>, type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// One contact, with its entity tag.
    static func contact(_ contact: Contact, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var writer = JSONWriter()
        contact.write(to: &writer)
        var headers = headers
        headers[.eTag] = EntityTags.header(of: contact)
        return json(writer.bytes, status: status, headers: headers)
    }

    /// A page of a list.
    /// - Parameter request: whose URL the links to other pages repeat.
    static func page<Element>(
        _ page: Page<Element>, of request: Request, base: String, _ write: (Element, inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter(reserving: 512 * (page.elements.count + 1))
        writer.object { writer in
            writer.name("count")
            writer.integer(page.count)
            writer.name("next")
            writer.text(page.next.map { link(to: $0, from: request, base: base) })
            writer.name("previous")
            writer.text(page.previous.map { link(to: $0, from: request, base: base) })
            writer.name("results")
            writer.list(page.elements) { writer, element in write(element, &writer) }
        }
        return json(writer.bytes)
    }

    private static func link(to cursor: Cursor, from request: Request, base: String) -> String {
        var parameters = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }.map(String.init)
        parameters.append("cursor=\(cursor.text)")
        return "\(base)\(request.uri.path)?\(parameters.joined(separator: "&"))"
    }
}

extension HTTPField.Name {
    static let contentSecurityPolicy = HTTPField.Name(static: "Content-Security-Policy")
    static let crossOriginResourcePolicy = HTTPField.Name(static: "Cross-Origin-Resource-Policy")
    static let forwardedFor = HTTPField.Name(static: "X-Forwarded-For")
    static let forwardedHost = HTTPField.Name(static: "X-Forwarded-Host")
    static let forwardedProto = HTTPField.Name(static: "X-Forwarded-Proto")
    static let frameOptions = HTTPField.Name(static: "X-Frame-Options")
    static let idempotencyKey = HTTPField.Name(static: "Idempotency-Key")
    static let referrerPolicy = HTTPField.Name(static: "Referrer-Policy")
    static let requestID = HTTPField.Name(static: "X-Request-Id")

    /// A name that is known to be valid when the program is written.
    private init(static name: StaticString) {
        guard let name = HTTPField.Name(name.description) else { preconditionFailure("\(name) is no header name") }
        self = name
    }
}
