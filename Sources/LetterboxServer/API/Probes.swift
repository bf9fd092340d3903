import Hummingbird
import Letterbox

/// What tells others how the server is: alive, ready, and its metrics.
struct Probes: Sendable {
    let store: Store
    let metrics: PrometheusMetrics

    func health(_ request: Request, _ context: VisitorContext) async throws -> Response {
        Self.status("ok")
    }

    /// Unlike other refusals this one says what is wrong: whoever watches the server needs to know.
    func readiness(_ request: Request, _ context: VisitorContext) async throws -> Response {
        guard let reason = await store.trouble() else { return Self.status("ready") }
        context.notes.trouble = reason.message
        var problem = Problem(.unavailable, "Not ready: \(reason.message).")
        problem.headers[.retryAfter] = "5"
        return problem.response(requestID: context.requestID)
    }

    func metrics(_ request: Request, _ context: VisitorContext) async throws -> Response {
        let text = metrics.exposition() + ProcessMetrics.exposition()
        return .content(Array(text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private static func status(_ word: String) -> Response {
        .json(
            JSONWriter.object { writer in
                writer.name("status")
                writer.text(word)
            }, headers: [.cacheControl: "no-store"])
    }
}
