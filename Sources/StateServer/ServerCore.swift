import CANFrames
import Logging
import NIOCore
import NIOPosix
import StateProtocol
import ThreadExchange
import VehicleModel

/// What the clients see and ask; everything here runs on the server's one event loop.
final class ServerCore {
    let configuration: StateServerConfiguration
    let logger: Logger
    private let snapshots: Mailbox<DaemonSnapshot>
    private let frames: Ring<ReceivedFrame>
    private let control: ControlLink
    private let recordings: RecorderLink
    private let documents: DocumentMaker
    let eventLoop: any EventLoop
    var board: SignalBoard
    private(set) var clients: [UInt64: Client] = [:]
    /// Databases for frames of a later generation than the board's.
    var prepared: PreparedDatabases?
    /// Whether the databases are being read again.
    var isReloading = false
    private var lastClient: UInt64 = 0
    private var ticks: UInt64 = 0

    /// How soon the rings are to be emptied again and updates sent: with nobody there only so often that no
    /// frame is lost, since each wake-up costs more than it does.
    var tickInterval: TimeAmount { clients.isEmpty ? .milliseconds(30) : .milliseconds(10) }

    /// The most frames taken in one tick, so that clients are served between them.
    private static let mostFrames = 8_192
    /// How many ticks lie between two looks for values that became stale.
    private static let ageTicks: UInt64 = 10

    init(
        _ configuration: StateServerConfiguration,
        snapshots: Mailbox<DaemonSnapshot>,
        frames: Ring<ReceivedFrame>,
        control: ControlLink,
        eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.frames = frames
        self.control = control
        self.eventLoop = eventLoop
        self.logger = logger
        recordings = RecorderLink(configuration, eventLoop: eventLoop, logger: logger)
        documents = DocumentMaker(configuration: configuration)
        board = SignalBoard(configuration)
    }

    /// Takes what the control thread left and sends what is due.
    func tick() {
        ticks += 1
        let hasNews = snapshots.hasNews
        if hasNews {
            board.snapshot = snapshots.latest()
            board.clock.note(board.snapshot.report)
            recordings.look(at: board.snapshot.report)
        }
        recordings.writeWhereDue()
        let subscribers = clients.values.filter(\.hasSubscriptions)
        takeFrames(for: subscribers)
        for client in subscribers {
            if hasNews { client.takeReport(board) }
            if ticks % Self.ageTicks == 0 { client.checkAges(board) }
            client.flush(board, documents)
        }
        control.takeAnswers(at: board.clock.now, cycle: board.snapshot.report.cycle)
        let now = NIODeadline.now()
        let limit = TimeAmount(configuration.stuckLimit)
        for client in clients.values { client.connection?.checkProgress(at: now, limit: limit) }
    }

    /// Gives nothing more to the thread that asks the recorder; nil where there is none.
    func endRecordings() -> NIOThreadPool? { recordings.end() }

    private func takeFrames(for subscribers: [Client]) {
        for _ in 0..<Self.mostFrames {
            guard let received = frames.pop() else { return }
            if received.generation != board.generation {
                followGeneration(of: received.generation)
            }
            guard let message = board.take(received) else { continue }
            for client in subscribers { client.takeFrame(of: message, board) }
        }
    }

    // MARK: - Clients

    /// Takes in a connection; nil where there are too many.
    func admit(
        socket: SocketKind,
        peer: PeerCredentials,
        connection: ConnectionHandler
    ) -> Client? {
        let count = clients.values.count { $0.socket == socket }
        guard count < configuration.clientLimit else {
            logger.warning("\(socket.name): \(count) clients already, pid \(peer.process) refused")
            return nil
        }
        // What it asks first shall not be older than what it asks later.
        tick()
        lastClient += 1
        let client = Client(
            number: lastClient,
            socket: socket,
            peer: peer,
            connection: connection
        )
        clients[lastClient] = client
        logger.debug("connected: \(client.description)")
        return client
    }

    /// Forgets a connection; a lease that it holds ends.
    func dismiss(_ client: Client) {
        clients[client.number] = nil
        logger.debug("disconnected: \(client.description)")
        if client.socket == .control { control.dismiss(client.number, at: board.clock.now) }
    }

    /// The first line for a connection.
    func hello(socket: SocketKind) -> JSONValue { documents.hello(board.snapshot, socket: socket) }

    // MARK: - Requests

    /// Answers one line.
    func handle(_ line: [UInt8], from client: Client, _ reply: Reply) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: line)
        } catch {
            return fail(reply, RPCError(RPCError.parseError, "parse error: \(error)"))
        }
        guard case .array(let requests) = json else {
            return handle(json, from: client, reply)
        }
        guard (1...RPCMessage.largestBatch).contains(requests.count) else {
            let sentence =
                "invalid request: a batch of \(requests.count), 1 to \(RPCMessage.largestBatch) "
                + "requests are allowed"
            return fail(reply, RPCError(RPCError.invalidRequest, sentence))
        }
        reply.expectBatch(of: requests.count)
        for request in requests { handle(request, from: client, reply) }
    }

    private func fail(_ reply: Reply, _ error: RPCError, id: JSONValue = .null) {
        reply.add(RPCMessage.response(to: id, error: error))
    }

    private func handle(_ json: JSONValue, from client: Client, _ reply: Reply) {
        let request: RPCRequest
        do {
            request = try RPCRequest(json)
        } catch {
            return fail(reply, error, id: RPCRequest.identifier(in: json))
        }
        let responder = Responder(id: request.id, reply: reply)
        do {
            if let method = RecordMethod(rawValue: request.method),
                client.socket.methods.contains(request.method)
            {
                return try recordings.submit(method, request, for: client.description, responder)
            }
            switch client.socket {
            case .state:
                guard let method = StateMethod(rawValue: request.method) else {
                    throw client.socket.methodNotFound(request.method)
                }
                let methods = StateMethods(board: board, documents: documents)
                responder.succeed(try methods.answer(method, request, client))
            case .control:
                if DatabaseMethod(rawValue: request.method) == .reload {
                    return try reloadDatabases(request, client, responder)
                }
                guard let method = ControlMethod(rawValue: request.method) else {
                    throw client.socket.methodNotFound(request.method)
                }
                try submit(method, request, client, responder)
            }
        } catch let error as RPCError {
            responder.fail(error)
        } catch {
            responder.fail(RPCError(RPCError.invalidRequest, "\(error)"))
        }
    }

    /// The arming that a request renews, 0 where it names none.
    ///
    /// Such a request never begins another arming: what is known to have ended is refused here at
    /// once, the rest by the control thread.
    private func renewedArming(
        _ parameters: Parameters,
        _ client: Client
    ) throws(RPCError) -> UInt64 {
        guard let text = try parameters.text("arming_id") else { return 0 }
        guard let armingID = UInt64(text) else {
            throw Parameters.error(
                "arming_id: found \"\(NearestName.shortened(text))\", the digits of an earlier "
                    + "answer's arming_id are allowed"
            )
        }
        guard control.isInForce(armingID, of: client.number, board.snapshot.report) else {
            let report = board.snapshot.report
            let isTripped = report.arming == .tripped && report.armingID == armingID
            let why = isTripped ? report.guardian.tripSentence : "it ran out, or somebody disarmed"
            throw RPCError(
                RPCError.noLease,
                "arming \(armingID) of this connection is over: \(why); arm again without arming_id"
            )
        }
        return armingID
    }

    private func reloadDatabases(
        _ request: RPCRequest,
        _ client: Client,
        _ responder: Responder
    ) throws(RPCError) {
        _ = try Parameters(request, allowed: [])
        reload(for: client.description) { result in
            switch result {
            case .success(let answer): responder.succeed(answer)
            case .failure(let error): responder.fail(error)
            }
        }
    }

    private func submit(
        _ method: ControlMethod,
        _ request: RPCRequest,
        _ client: Client,
        _ responder: Responder
    ) throws(RPCError) {
        let longest = configuration.leaseLimit.components
        let limit = longest.seconds * 1_000 + longest.attoseconds / 1_000_000_000_000_000
        var lease: Int64 = 0
        var renewing: UInt64 = 0
        var faults = FaultSet()
        var ceilings = OperatorCeilings()
        var commission = Commission()
        switch method {
        case .arm:
            let parameters = try Parameters(request, allowed: ["lease_ms", "arming_id"])
            lease = try parameters.integer("lease_ms", in: 1...max(1, limit), standard: limit)
            renewing = try renewedArming(parameters, client)
        case .disarm, .stop:
            _ = try Parameters(request, allowed: [])
        case .clearFaults:
            faults = try FaultNaming.faults(try Parameters(request, allowed: ["names"]))
        case .ceiling:
            ceilings = try CeilingReading.change(in: request)
        case .commission:
            commission = try Commission(request)
        }
        control.submit(
            method,
            lease: lease * 1_000_000,
            renewing: renewing,
            faults: faults,
            ceilings: ceilings,
            commission: commission,
            from: client,
            responder,
            at: board.clock.now
        )
    }
}
