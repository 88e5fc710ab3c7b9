import Logging
import StateProtocol
import VehicleModel

/// One connection: who it is and what it subscribed to.
final class Client {
    /// Numbers the connection from 1; a lease belongs to it.
    let number: UInt64
    let socket: SocketKind
    let peer: PeerCredentials
    /// Where its lines go; nil once it is gone.
    weak var connection: ConnectionHandler?
    private(set) var signalSubscriptions: [SignalSubscription] = []
    private(set) var stateSubscriptions: [StateSubscription] = []
    private var lastSubscription: Int64 = 0
    /// What was logged last of its arming; the same again is no news.
    var loggedArming: LoggedArming?

    /// What was logged last of its polarity check; the same again is no news.
    var loggedCommission: LoggedCommission?

    /// An answer to the polarity check, as far as the log tells of it.
    struct LoggedCommission: Equatable {
        var outcome: ControlAnswer.Outcome
        var axle: Axle
    }

    /// An answer to a request to arm, as far as the log tells of it.
    struct LoggedArming: Equatable {
        var outcome: ControlAnswer.Outcome
        var armingID: UInt64
        var missing: MissingPreconditions
    }

    /// The most subscriptions of one connection.
    static let subscriptionLimit = 8

    init(number: UInt64, socket: SocketKind, peer: PeerCredentials, connection: ConnectionHandler) {
        self.number = number
        self.socket = socket
        self.peer = peer
        self.connection = connection
    }

    /// How it is called in the log.
    var description: String {
        "client \(number) on \(socket.name), pid \(peer.process), uid \(peer.user)"
    }

    var hasSubscriptions: Bool { !signalSubscriptions.isEmpty || !stateSubscriptions.isEmpty }

    // MARK: - Subscriptions

    /// The number for one more subscription; refuses too many.
    func nextSubscription() throws(RPCError) -> Int64 {
        let count = signalSubscriptions.count + stateSubscriptions.count
        guard count < Self.subscriptionLimit else {
            throw RPCError(
                RPCError.invalidParameters,
                "a connection may have at most \(Self.subscriptionLimit) subscriptions; "
                    + "end one with unsubscribe"
            )
        }
        lastSubscription += 1
        return lastSubscription
    }

    func add(_ subscription: SignalSubscription) { signalSubscriptions.append(subscription) }
    func add(_ subscription: StateSubscription) { stateSubscriptions.append(subscription) }

    /// Ends a subscription; false where there is none of that number.
    func endSubscription(_ number: Int64) -> Bool {
        let before = signalSubscriptions.count + stateSubscriptions.count
        signalSubscriptions.removeAll { $0.number == number }
        stateSubscriptions.removeAll { $0.number == number }
        return signalSubscriptions.count + stateSubscriptions.count < before
    }

    // MARK: - Updates

    func takeFrame(of message: MessageKey, _ board: SignalBoard) {
        for index in signalSubscriptions.indices {
            signalSubscriptions[index].takeFrame(of: message, board)
        }
    }

    func takeReport(_ board: SignalBoard) {
        for index in signalSubscriptions.indices { signalSubscriptions[index].takeReport(board) }
        for index in stateSubscriptions.indices { stateSubscriptions[index].takeReport(board) }
    }

    func checkAges(_ board: SignalBoard) {
        for index in signalSubscriptions.indices { signalSubscriptions[index].checkAges(board) }
    }

    /// Finds the signals of every subscription again, by name, in the board's new databases.
    func databasesChanged(_ board: SignalBoard) {
        for index in signalSubscriptions.indices { signalSubscriptions[index].resolve(board) }
    }

    /// Closes the updates of this tick and sends as much as the client takes.
    func flush(_ board: SignalBoard, _ documents: DocumentMaker) {
        guard let connection else { return }
        for index in signalSubscriptions.indices {
            signalSubscriptions[index].closeUpdate(board)
            while connection.isWritable, let line = signalSubscriptions[index].nextLine() {
                connection.send(line)
            }
        }
        for index in stateSubscriptions.indices {
            stateSubscriptions[index].closeUpdate(board)
            while connection.isWritable,
                let line = stateSubscriptions[index].nextLine(board, documents)
            {
                connection.send(line)
            }
        }
    }
}
