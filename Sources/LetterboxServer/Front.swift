import CoreMetrics
import HTTPTypes
import Hummingbird
import Letterbox
import Logging
import NIOCore

/// What every request passes on its way in and every answer on its way out: request ID, the client's address, the one
/// place where failures become problems, security headers, metrics and the log line.
struct Front: HTTPResponder {
    let router: RouterResponder<VisitorContext>
    let routes: RouteTable
    let settings: ServerSettings
    let metrics: RequestMetrics
    let logger: Logger

    func respond(to request: Request, context: VisitorContext) async throws -> Response {
        let start = NIODeadline.now()
        var context = context
        context.requestID = RequestID.kept(request.headers[.requestID]) ?? RequestID.random()
        let origin = RequestOrigin(request, peer: context.peer, local: context.local, settings: settings)
        (context.client, context.baseURL) = (origin.client, origin.baseURL)

        var response = await answer(request, context)
        if request.method == .head { response = Response(status: response.status, headers: response.headers) }
        response.headers[.requestID] = context.requestID
        SecurityHeaders.add(to: &response, isHTTPS: origin.baseURL.hasPrefix("https:"), path: request.uri.path)
        let duration = NIODeadline.now() - start
        let method = routes.isKnown(request.method) ? request.method.rawValue : "other"
        let route = isRouted(context) ? context.endpointPath ?? "none" : "none"
        metrics.record(method: method, route: route, status: response.status.code, duration: duration)
        log(request, response, context, route: route, duration: duration)
        return response
    }

    private func answer(_ request: Request, _ context: VisitorContext) async -> Response {
        do {
            let response = try await router.respond(to: request, context: context)
            return isRouted(context) ? response : try unrouted(request)
        } catch let failure as Failure {
            if case .unexpected(let what) = failure { context.notes.trouble = what }
            if case .unavailable(let reason) = failure { context.notes.trouble = reason.message }
            if case .throttled = failure { metrics.throttled.increment() }
            if case .invalidKey = failure { metrics.authenticationFailures.increment() }
            return Problem(failure).response(requestID: context.requestID)
        } catch let error as RequestError {
            return Problem(error).response(requestID: context.requestID)
        } catch {
            context.notes.trouble = String(describing: error)
            return Problem(.unexpected("")).response(requestID: context.requestID)
        }
    }

    /// Whether a row of the table matched; the router notes its own answer otherwise.
    private func isRouted(_ context: VisitorContext) -> Bool {
        ![nil, "NotFound"].contains(context.endpointPath)
    }

    /// What no row of the table answers: the path may still have other methods.
    private func unrouted(_ request: Request) throws(RequestError) -> Response {
        let methods = routes.methods(of: request.uri.path)
        guard !methods.isEmpty else { throw .noSuchRoute }
        guard request.method == .options else { throw .methodNotAllowed(request.method.rawValue, allowed: methods) }
        return Response(status: .noContent, headers: [.allow: methods.joined(separator: ", ")])
    }

    private func log(_ request: Request, _ response: Response, _ context: VisitorContext, route: String, duration: TimeAmount) {
        let notes = context.notes
        let level: Logger.Level = response.status.code >= 500 ? .error : .info
        guard logger.logLevel <= level else { return }
        // No query and no path as it came: both may hold an address or a word of a message.
        var metadata: Logger.Metadata = [
            "request_id": "\(context.requestID)", "method": "\(request.method.rawValue)", "route": "\(route)",
            "status": "\(response.status.code)", "duration_ms": "\(LogNumber(thousandths: duration.nanoseconds / 1000))",
        ]
        if let bytes = response.body.contentLength { metadata["bytes"] = "\(bytes)" }
        if let id = notes.staffID { metadata["staff"] = "\(id)" }
        if let id = notes.resourceID { metadata[route.hasPrefix("/api/contacts") ? "contact" : "id"] = "\(id)" }
        if let trouble = notes.trouble { metadata["error"] = "\(trouble)" }
        logger.log(level: level, "request", metadata: metadata)
    }
}

/// A number of three decimal places, without a detour over floating point.
private struct LogNumber: CustomStringConvertible {
    let thousandths: Int64

    var description: String {
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
