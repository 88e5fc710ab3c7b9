import StateProtocol
import VehicleModel

/// The whole state for one subscriber.
struct StateUpdate: Update {
    var stamp: UpdateStamp
    var snapshot: DaemonSnapshot

    var count: Int { 1 }

    mutating func absorb(_ newer: StateUpdate) -> Int {
        self = newer
        return 1
    }
}

/// One client's wish for the whole state.
struct StateSubscription {
    /// When the state is sent.
    enum Mode {
        /// With every report that reaches the server.
        case every
        /// Each time this many nanoseconds have passed.
        case interval(Int64)
    }

    let number: Int64
    private let mode: Mode
    /// The first update is sent whatever the mode.
    private var isDue = true
    private var due = ServerClock.monotonic
    private var sequence: UInt64 = 0
    private var queue: OutgoingQueue<StateUpdate>

    init(number: Int64, mode: Mode, queueLimit: Int) {
        self.number = number
        self.mode = mode
        queue = OutgoingQueue(limit: queueLimit)
        if case .interval(let interval) = mode { due += interval }
    }

    /// A report arrived and is on the board.
    mutating func takeReport(_ board: SignalBoard) {
        if case .every = mode { isDue = true }
    }

    /// Makes an update where one is due.
    mutating func closeUpdate(_ board: SignalBoard) {
        if case .interval(let interval) = mode, ServerClock.monotonic >= due {
            let missed = (ServerClock.monotonic - due) / interval
            due += (missed + 1) * interval
            isDue = true
        }
        guard isDue else { return }
        isDue = false
        let stamp = UpdateStamp(
            sequence: sequence,
            monotonic: board.clock.now.nanoseconds,
            wall: board.clock.wall
        )
        queue.append(StateUpdate(stamp: stamp, snapshot: board.snapshot))
        sequence += 1
    }

    /// The next line to send; nil where nothing waits.
    mutating func nextLine(_ board: SignalBoard, _ documents: DocumentMaker) -> JSONValue? {
        guard let update = queue.popFirst() else { return nil }
        let isSeen = update.snapshot.report.cycle > 0
        return RPCMessage.notification(
            NotificationName.stateUpdate,
            [
                "subscription": .integer(number),
                "seq": .count(update.stamp.sequence),
                "snapshot": .bool(update.stamp.sequence == 0),
                "time": WireTime.seconds(update.stamp.wall),
                "monotonic_ns": .digits(update.stamp.monotonic),
                "dropped": .count(queue.dropped),
                "state": isSeen
                    ? documents.state(update.snapshot, at: board.clock.now).json : .null,
            ]
        )
    }
}
