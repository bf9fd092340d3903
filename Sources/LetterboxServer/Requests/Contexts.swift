import HTTPTypes
import Hummingbird
import Letterbox
import Logging
import NIOCore

/// What is known of a request before anybody asked who sent it.
struct VisitorContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Names the request in the answer and in the log.
    var requestID = ""
    /// Where the request came from, through the proxies that are trusted.
    var client = ClientAddress.unknown
    /// The scheme and host by which the client called: `https://example.org`, without a slash at the end.
    var baseURL = ""
    /// What the log line says beside what every request has.
    let notes = RequestNotes()
    /// The peer of the connection, a proxy perhaps.
    let peer: SocketAddress?
    /// The address of the connection on this side.
    let local: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
        local = source.channel.localAddress
    }
}

/// What is known of a request of a member of staff.
struct StaffContext {
    let visitor: VisitorContext
    let caller: Caller

    var baseURL: String { visitor.baseURL }

    /// The integer that the path has for `name`.
    /// - Throws: `Failure.notFound` for anything else.
    func id(_ name: String = "id") throws(Failure) -> Int64 {
        guard let text = visitor.parameters.get(name), text.utf8.allSatisfy({ (48...57).contains($0) }), let id = Int64(text) else {
            throw .notFound
        }
        if name == "id" { visitor.notes.resourceID = id }
        return id
    }
}
