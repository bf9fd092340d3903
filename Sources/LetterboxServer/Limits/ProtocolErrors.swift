import HTTPTypes
import Hummingbird
import Letterbox
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Answers what is not HTTP, or more of it than we take, in the same shape as every other refusal, and closes.
final class ProtocolErrors: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let logger: Logger
    private var requestsInProgress = 0
    private var hasFailed = false

    init(logger: Logger) {
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // What a head says of its version stands before the codec only, where no setting puts a handler.
        let pipeline = context.pipeline.syncOperations
        if let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) {
            try? pipeline.addHandler(RequestHeads(), position: .before(codec))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasFailed { return }
        if case .head = unwrapInboundIn(data) { requestsInProgress += 1 }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { requestsInProgress -= 1 }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if hasFailed { return }
        // Only between requests is it clear where an answer belongs; within one the connection ends.
        guard requestsInProgress == 0, error is HTTPParserError || error is HTTP1TypeConversionError else {
            context.fireErrorCaught(error)
            return
        }
        hasFailed = true
        let (problem, requestID) = (Self.problem(error), RequestID.random())
        var response = problem.response(requestID: requestID)
        response.headers[.requestID] = requestID
        response.headers[.connection] = "close"
        SecurityHeaders.add(to: &response, isHTTPS: false, path: "")
        let body = problem.bytes(requestID: requestID)
        logger.info(
            "request",
            metadata: ["request_id": "\(requestID)", "route": "none", "status": "\(response.status.code)", "bytes": "\(body.count)"])
        context.write(wrapOutboundOut(.head(response.head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
        let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in loopBound.value.close(promise: nil) }
    }

    private static func problem(_ error: any Error) -> Problem {
        if case .headerOverflow? = error as? HTTPParserError {
            return Problem(.headersTooLarge, "The request's head is larger than 32 KiB.")
        }
        return Problem(.badRequest, "This is not a request that HTTP/1.1 allows.")
    }
}
