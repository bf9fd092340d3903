import Hummingbird
import NIOCore
import NIOHTTP1

/// What HTTP/1.1 asks of a server at a request's head and the framework leaves to it: a `Host` (RFC 9112, 3.2), `100
/// Continue` for a client that waits for it (RFC 9110, 10.1.1), and the end of the connection for a client of HTTP/1.0
/// that did not ask to keep it (RFC 9112, 9.3).
final class RequestHeads: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var closesAfterAnswer = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) {
            let isOld = head.version.major == 1 && head.version.minor == 0
            guard isOld || head.headers["Host"].count == 1 else {
                context.fireErrorCaught(HTTPParserError.invalidHost)
                return
            }
            closesAfterAnswer = isOld && !head.isKeepAlive
            if !isOld, expectsContinue(head) {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
            }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard closesAfterAnswer, case .end = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(data).whenComplete { _ in loopBound.value.close(promise: nil) }
        promise?.succeed()
    }

    /// Whoever announces more than we take is answered instead, and need not send it.
    private func expectsContinue(_ head: HTTPRequestHead) -> Bool {
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        return head.headers.first(name: "Expect")?.lowercased() == "100-continue" && length <= Request.largestBody
    }
}
