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
    private let signals: [Int]
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
        queue = OutgoingQueue(limit: queueLimit)
        told = signals.map { board.reading($0) }
        collected = told.enumerated().map { SignalUpdate.Entry(position: $0, reading: $1) }
        due = ServerClock.monotonic
        for (position, signal) in signals.enumerated() {
            switch board.catalog.entries[signal].source {
            case .frames(let key, _): carried[key, default: []].append(position)
            case .report: reported.append(position)
            }
        }
        if case .interval(let interval) = mode { due += interval }
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
        for (position, signal) in signals.enumerated() {
            let reading = board.reading(signal)
            if reading.quality != told[position].quality { collect(position, reading) }
        }
    }

    /// Whether the newest frame of the message holds the signal; a multiplexed one may be older.
    private func isCarried(
        _ position: Int,
        by message: MessageKey,
        _ board: SignalBoard
    ) -> Bool {
        guard case .frames(_, let signal) = board.catalog.entries[signals[position]].source else {
            return false
        }
        return board.store.isInLastFrame(signal, of: message)
    }

    private mutating func note(_ position: Int, _ board: SignalBoard) {
        switch mode {
        case .interval:
            return
        case .every:
            collect(position, board.reading(signals[position]))
        case .change(let deadband):
            let reading = board.reading(signals[position])
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
            for (position, signal) in signals.enumerated() {
                collect(position, board.reading(signal))
            }
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
