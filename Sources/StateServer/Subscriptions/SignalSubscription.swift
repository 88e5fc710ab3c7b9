import StateProtocol
import VehicleModel

/// One client's wish for values of signals.
struct SignalSubscription {
    /// When a value is sent.
    enum Mode {
        /// When it differs by more than the deadband, or its quality changes.
        case change(deadband: Double)
        /// With every frame, or every control cycle.
        case every
        /// All signals together, each time this many nanoseconds have passed.
        case interval(Int64)
    }

    let number: Int64
    private let mode: Mode
    /// The full names of the signals, which outlast the databases.
    private let names: [String]
    /// The catalog's entries of these names; nil for one that there is no longer.
    private var signals: [Int?]
    /// Positions in `signals`, by the message that carries them.
    private var carried: [MessageKey: [Int]] = [:]
    /// Positions of the control core's own quantities.
    private var reported: [Int] = []
    /// What the client was last told, by position.
    private var told: [SignalReading]
    private var collected: [SignalUpdate.Entry]
    private var isSnapshot = true
    private var sequence: UInt64 = 0
    private var due: Int64
    private var queue: OutgoingQueue<SignalUpdate>

    init(number: Int64, signals: [Int], mode: Mode, queueLimit: Int, _ board: SignalBoard) {
        self.number = number
        self.mode = mode
        self.signals = signals
        names = signals.map { board.catalog.entries[$0].name }
        queue = OutgoingQueue(limit: queueLimit)
        told = signals.map { board.reading($0) }
        collected = told.enumerated().map { SignalUpdate.Entry(position: $0, reading: $1) }
        due = ServerClock.monotonic
        if case .interval(let interval) = mode { due += interval }
        sort(board)
    }

    /// Finds the signals again by name, and notes what is no longer known.
    mutating func resolve(_ board: SignalBoard) {
        signals = names.map { board.catalog.index(of: $0) }
        sort(board)
        checkAges(board)
    }

    /// Sorts the positions by where their values come from.
    private mutating func sort(_ board: SignalBoard) {
        carried = [:]
        reported = []
        for (position, signal) in signals.enumerated() {
            guard let signal else { continue }
            switch board.catalog.entries[signal].source {
            case .frames(let key, _): carried[key, default: []].append(position)
            case .report: reported.append(position)
            }
        }
    }

    /// The newest value of a position.
    private func reading(_ position: Int, _ board: SignalBoard) -> SignalReading {
        board.reading(named: names[position], at: signals[position])
    }

    /// A frame of the message arrived and is on the board.
    mutating func takeFrame(of message: MessageKey, _ board: SignalBoard) {
        guard let positions = carried[message] else { return }
        for position in positions where isCarried(position, by: message, board) {
            note(position, board)
        }
    }

    /// A report arrived and is on the board.
    mutating func takeReport(_ board: SignalBoard) {
        for position in reported { note(position, board) }
    }

    /// Notes values that became stale, which no frame tells.
    mutating func checkAges(_ board: SignalBoard) {
        if case .interval = mode { return }
        for position in signals.indices {
            let reading = reading(position, board)
            if reading.quality != told[position].quality { collect(position, reading) }
        }
    }

    /// Whether the newest frame of the message holds the signal; a multiplexed one may be older.
    private func isCarried(
        _ position: Int,
        by message: MessageKey,
        _ board: SignalBoard
    ) -> Bool {
        guard let entry = signals[position],
            case .frames(_, let signal) = board.catalog.entries[entry].source
        else { return false }
        return board.store.isInLastFrame(signal, of: message)
    }

    private mutating func note(_ position: Int, _ board: SignalBoard) {
        switch mode {
        case .interval:
            return
        case .every:
            collect(position, reading(position, board))
        case .change(let deadband):
            let reading = reading(position, board)
            if Self.differs(reading, told[position], by: deadband) { collect(position, reading) }
        }
    }

    private mutating func collect(_ position: Int, _ reading: SignalReading) {
        told[position] = reading
        collected.append(SignalUpdate.Entry(position: position, reading: reading))
    }

    private static func differs(
        _ new: SignalReading,
        _ old: SignalReading,
        by deadband: Double
    ) -> Bool {
        if new.quality != old.quality { return true }
        if let newValue = new.value.double, let oldValue = old.value.double {
            return abs(newValue - oldValue) > deadband
        }
        return new.value != old.value
    }

    // MARK: - Out

    /// Makes what was collected since the last call one update.
    mutating func closeUpdate(_ board: SignalBoard) {
        if case .interval(let interval) = mode, ServerClock.monotonic >= due {
            let missed = (ServerClock.monotonic - due) / interval
            due += (missed + 1) * interval
            // The first values, if they are still to be sent, are these.
            collected.removeAll()
            for position in signals.indices { collect(position, reading(position, board)) }
        }
        guard !collected.isEmpty else { return }
        queue.append(
            SignalUpdate(
                stamp: UpdateStamp(
                    sequence: sequence,
                    monotonic: board.clock.now.nanoseconds,
                    wall: board.clock.wall
                ),
                isSnapshot: isSnapshot,
                entries: collected
            )
        )
        sequence += 1
        isSnapshot = false
        collected.removeAll(keepingCapacity: true)
    }

    /// The next line to send; nil where nothing waits.
    mutating func nextLine() -> JSONValue? {
        queue.popFirst()?.line(subscription: number, dropped: queue.dropped)
    }
}
