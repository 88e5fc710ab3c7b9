public import CANFrames
public import Logging
import NIOCore
import NIOPosix
import Synchronization
public import ThreadExchange
public import VehicleModel

/// Answers clients on `state.sock` and `control.sock` from one thread of its own.
///
/// It alone reads `snapshots`, pops `frames` and `answers`, and pushes `requests`. The control
/// thread is never waited for: a slow or hostile client costs its own output, never a cycle.
public final class StateServer: Sendable {
    private let configuration: StateServerConfiguration
    private let snapshots: Mailbox<DaemonSnapshot>
    private let frames: Ring<ReceivedFrame>
    private let requests: Ring<ControlRequest>
    private let answers: Ring<ControlAnswer>
    private let logger: Logger
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let isStopped = Atomic(false)
    private let running: NIOLoopBoundBox<Running?>

    /// What exists between `start` and `stop`.
    private struct Running {
        var core: ServerCore
        var nextTick: Scheduled<Void>?
        /// The sockets whose files this server made.
        var listening: [SocketKind] = []
    }

    /// A server that does not listen yet.
    public init(
        _ configuration: StateServerConfiguration,
        snapshots: Mailbox<DaemonSnapshot>,
        frames: Ring<ReceivedFrame>,
        requests: Ring<ControlRequest>,
        answers: Ring<ControlAnswer>,
        logger: Logger
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.frames = frames
        self.requests = requests
        self.answers = answers
        self.logger = logger
        running = .makeEmptyBox(eventLoop: group.next())
    }

    /// Listens on both sockets; replaces files that a dead daemon left, refuses a live one's.
    ///
    /// To be called once; where it throws, nothing listens and the server has ended.
    public func start() async throws(StateServerError) {
        await begin()
        do {
            try await listen(.state)
            try await listen(.control)
        } catch {
            await stop()
            throw error
        }
    }

    /// Closes every connection, removes both sockets and ends the thread.
    ///
    /// A client that holds the lease loses it. Calling it again does nothing.
    public func stop() async {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let (listening, orders) = await onLoop { running in
            // What the control thread has answered, such as the wish to stop, is still passed on.
            running?.core.tick()
            running?.nextTick?.cancel()
            defer { running = nil }
            return (running?.listening ?? [], running?.core.endRecordings())
        }
        // Only what this server made: a socket that it was refused belongs to another.
        for socket in listening { file(socket).remove(logger) }
        do {
            try await orders?.shutdownGracefully()
            // Closes every channel, and so tells the core that each client left.
            try await group.shutdownGracefully()
        } catch {
            logger.warning("the socket server did not end cleanly: \(error)")
        }
    }

    /// Has the databases read again, as `dbc.reload` does; what becomes of it is logged.
    ///
    /// `asker` is who wants it, for the log.
    public func reloadDatabases(for asker: String) {
        running.eventLoop.execute { [running] in
            running.value?.core.reload(for: asker) { _ in }
        }
    }

    // MARK: - Starting

    private func begin() async {
        let (configuration, snapshots, frames) = (configuration, snapshots, frames)
        let (requests, answers, logger) = (requests, answers, logger)
        let eventLoop = running.eventLoop
        await onLoop { running in
            let control = ControlLink(
                requests: requests,
                answers: answers,
                patience: configuration.answerLimit,
                logger: logger
            )
            let core = ServerCore(
                configuration,
                snapshots: snapshots,
                frames: frames,
                control: control,
                eventLoop: eventLoop,
                logger: logger
            )
            running = Running(core: core)
        }
        eventLoop.execute { [running] in Self.tick(running) }
    }

    /// Empties the rings, sends updates, and does so again when the core wants it.
    private static func tick(_ running: NIOLoopBoundBox<Running?>) {
        guard let core = running.value?.core else { return }
        core.tick()
        running.value?.nextTick = running.eventLoop.scheduleTask(in: core.tickInterval) {
            tick(running)
        }
    }

    private func file(_ socket: SocketKind) -> SocketFile {
        switch socket {
        case .state: SocketFile(path: configuration.statePath, group: configuration.stateGroup)
        case .control:
            SocketFile(path: configuration.controlPath, group: configuration.controlGroup)
        }
    }

    private func listen(_ socket: SocketKind) async throws(StateServerError) {
        let file = file(socket)
        try await file.prepare(on: group)
        try await file.bind(bootstrap(socket))
        await onLoop { running in running?.listening.append(socket) }
        try file.open(logger)
        logger.info("\(file.path): listening")
    }

    private func bootstrap(_ socket: SocketKind) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 16)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .writeBufferWaterMark,
                value: ChannelOptions.Types.WriteBufferWaterMark(low: 32_768, high: 131_072)
            )
            .childChannelInitializer { [running] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let core = running.value?.core else {
                        throw ChannelError.ioOnClosedChannel
                    }
                    let handler = ConnectionHandler(core: core, socket: socket)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
    }

    /// Runs `body` on the server's thread with what runs there.
    private func onLoop<Result: Sendable>(
        _ body: @escaping @Sendable (inout Running?) -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            running.eventLoop.execute { [running] in
                continuation.resume(returning: body(&running.value))
            }
        }
    }
}
