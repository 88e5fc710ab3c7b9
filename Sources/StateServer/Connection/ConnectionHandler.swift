import Logging
import NIOCore
import StateProtocol

/// Turns a socket's bytes into lines and back, and keeps a client that does not read from costing
/// more than its own output.
///
/// While the client does not take what was written, nothing more is read from it: at most one
/// request's answer lies above the high-water mark.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let core: ServerCore
    private let socket: SocketKind
    private var client: Client?
    private var context: ChannelHandlerContext?
    private var received = ByteBuffer()
    /// How much of `received` is known to hold no line end.
    private var scanned = 0
    private var isReadDeferred = false
    private var isInputEnded = false
    private var isClosing = false
    private var isTakingLines = false
    private var openWrites = 0
    private var openReplies = 0
    private var lastProgress = NIODeadline.now()

    init(core: ServerCore, socket: SocketKind) {
        self.core = core
        self.socket = socket
    }

    // MARK: - The connection's life

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        // The kernel answers at once; the future is complete when it is returned.
        guard let credentials = PeerCredentials.read(from: context.channel) else {
            return begin(PeerCredentials())
        }
        credentials.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let peer): self.begin(peer)
            case .failure: self.begin(PeerCredentials())
            }
        }
    }

    private func begin(_ peer: PeerCredentials) {
        guard let client = core.admit(socket: socket, peer: peer, connection: self) else {
            let error = RPCError(
                RPCError.tooManyClients,
                "\(socket.name) has \(core.configuration.clientLimit) clients already; "
                    + "no more are taken"
            )
            send(RPCMessage.response(to: .null, error: error))
            return closeWhenSent()
        }
        self.client = client
        send(core.hello(socket: socket))
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        self.context = nil
        if let client { core.dismiss(client) }
        client = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset by the client; the channel says so itself when it is closed.
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            return context.fireUserInboundEventTriggered(event)
        }
        isInputEnded = true
        takeLines()
        closeIfIdle()
    }

    /// Closes after everything written is with the kernel.
    private func closeWhenSent() {
        isClosing = true
        if openWrites == 0 { context?.close(promise: nil) }
    }

    /// A client that will ask nothing more and is owed nothing more is done.
    private func closeIfIdle() {
        guard isInputEnded, openReplies == 0, received.readableBytes == 0 else { return }
        guard client?.hasSubscriptions != true else { return }
        closeWhenSent()
    }

    // MARK: - Lines in

    func read(context: ChannelHandlerContext) {
        guard context.channel.isWritable, !isClosing else {
            isReadDeferred = true
            return
        }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard !isClosing else { return }
        received.writeBuffer(&bytes)
        takeLines()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            // Not from inside the write that changed it: an answer may end the very subscription
            // whose update is being written.
            context.eventLoop.assumeIsolated().execute { self.resumeReading() }
        }
        context.fireChannelWritabilityChanged()
    }

    private func resumeReading() {
        takeLines()
        guard isReadDeferred, !isClosing, isWritable else { return }
        isReadDeferred = false
        context?.read()
    }

    private func takeLines() {
        guard !isTakingLines else { return }
        isTakingLines = true
        defer { isTakingLines = false }
        while !isClosing, isWritable, let line = nextLine() {
            guard line.count <= RPCMessage.longestRequest else { return refuseLongLine() }
            guard let client, !Self.isBlank(line) else { continue }
            openReplies += 1
            let reply = Reply { [weak self] answer in
                guard let self else { return }
                openReplies -= 1
                if let answer { send(answer) }
                closeIfIdle()
            }
            core.handle(line, from: client, reply)
        }
        if received.readableBytes == 0 { received.clear(minimumCapacity: 0) }
    }

    /// The next line without its end; what is too long comes as soon as that is known.
    private func nextLine() -> [UInt8]? {
        let bytes = received.readableBytesView
        let end = bytes.dropFirst(scanned).firstIndex(of: UInt8(ascii: "\n"))
        scanned = bytes.count
        guard let end else {
            guard isInputEnded || bytes.count > RPCMessage.longestRequest else { return nil }
            scanned = 0
            return bytes.isEmpty ? nil : received.readBytes(length: bytes.count)
        }
        scanned = 0
        let line = received.readBytes(length: end - bytes.startIndex)
        received.moveReaderIndex(forwardBy: 1)
        return line
    }

    private func refuseLongLine() {
        core.logger.notice("\(client?.description ?? "a client"): request too long, closing")
        send(
            RPCMessage.response(
                to: .null,
                error: RPCError(
                    RPCError.parseError,
                    "parse error: the request is longer than \(RPCMessage.longestRequest) bytes; "
                        + "the connection is closed"
                )
            )
        )
        closeWhenSent()
    }

    private static func isBlank(_ line: [UInt8]) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    // MARK: - Lines out

    /// Whether the client takes what is written to it.
    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Sends one message as one line.
    func send(_ message: JSONValue) {
        guard let context else { return }
        var bytes = message.bytes
        bytes.append(UInt8(ascii: "\n"))
        if openWrites == 0 { lastProgress = .now() }
        openWrites += 1
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.openWrites -= 1
            self.lastProgress = .now()
            if self.isClosing, self.openWrites == 0 { self.context?.close(promise: nil) }
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: promise)
    }

    /// Disconnects a client that took nothing for too long.
    func checkProgress(at now: NIODeadline, limit: TimeAmount) {
        guard openWrites > 0, now - lastProgress > limit, let context else { return }
        core.logger.warning(
            """
            \(client?.description ?? "a client"): took nothing for \
            \(limit.nanoseconds / 1_000_000) ms, disconnecting
            """
        )
        context.close(promise: nil)
    }
}
