import Metrics
import NIOCore
import Synchronization

/// Counts the connections that are open.
final class ConnectionCount: Sendable {
    private let count = Atomic<Int>(0)
    private let gauge = Gauge(label: "letterbox_http_connections_open")

    init() { gauge.record(0) }

    func opened(_ channel: any Channel) {
        gauge.record(count.wrappingAdd(1, ordering: .relaxed).newValue)
        channel.closeFuture.whenComplete { _ in
            self.gauge.record(self.count.wrappingSubtract(1, ordering: .relaxed).newValue)
        }
    }
}

/// Reports each connection as it opens.
final class ConnectionCounter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let connections: ConnectionCount

    init(_ connections: ConnectionCount) {
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        connections.opened(context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(data)
    }
}
