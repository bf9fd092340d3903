import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client takes too long: to send a request's head, its body, or the next request, or to
/// take an answer. It looks at the clock now and then rather than setting a timer for each step.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum Phase { case waitingForHead, readingBody, answering }

    private static let headTime = TimeAmount.seconds(15)
    private static let bodyTime = TimeAmount.seconds(30)
    private static let idleTime = TimeAmount.seconds(65)
    private static let stalledTime = TimeAmount.seconds(60)
    private static let interval = TimeAmount.seconds(3)

    private var phase = Phase.waitingForHead
    private var deadline = NIODeadline.now() + headTime
    private var isAnswerWritten = false
    private var check: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        scheduleCheck(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            enter(.readingBody, for: Self.bodyTime)
            isAnswerWritten = false
        case .body: break
        case .end:
            // The answer may have come before the end of the body.
            if isAnswerWritten { enter(.waitingForHead, for: Self.idleTime) } else { enter(.answering, for: nil) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            isAnswerWritten = true
            if phase == .answering { enter(.waitingForHead, for: Self.idleTime) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if phase == .answering { enter(.answering, for: context.channel.isWritable ? nil : Self.stalledTime) }
        context.fireChannelWritabilityChanged()
    }

    private func enter(_ phase: Phase, for time: TimeAmount?) {
        self.phase = phase
        deadline = time.map { .now() + $0 } ?? .distantFuture
    }

    private func scheduleCheck(_ context: ChannelHandlerContext) {
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        check = context.eventLoop.scheduleTask(in: Self.interval) {
            let (handler, context) = loopBound.value
            if handler.deadline < .now() {
                context.close(promise: nil)
            } else {
                handler.scheduleCheck(context)
            }
        }
    }
}
