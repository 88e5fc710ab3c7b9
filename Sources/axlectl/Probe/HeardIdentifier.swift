import CANFrames
import DBC
import SignalCodec

/// One identifier on a bus, and the messages that known databases have under it.
struct HeardIdentifier {
    /// The identifier.
    let id: FrameID
    /// Its data frames.
    private(set) var count = 0
    /// The payload lengths that its frames had, bytes.
    private(set) var lengths: Set<Int> = []
    /// What databases make of it, at most one of each, in the databases' order.
    private(set) var matches: [MessageMatch]

    private var last: Frame?
    private var lastStamp: Int64 = 0
    private var periods = Histogram()

    /// An identifier of which no frame was added yet.
    init(_ id: FrameID, _ matches: [MessageMatch]) {
        self.id = id
        self.matches = matches
    }

    mutating func add(_ frame: borrowing Frame, at stamp: Timestamp) {
        if count > 0 { periods.add((stamp.nanoseconds &- lastStamp) / 1_000) }
        lastStamp = stamp.nanoseconds
        let isNew = if let last { last != frame } else { true }
        count += 1
        lengths.insert(Int(frame.length))
        for index in matches.indices { matches[index].add(frame, isNew: isNew) }
        if isNew { last = copy frame }
    }

    /// Milliseconds from frame to frame: smallest, median and largest; nil of a single frame.
    var period: (minimum: Double, median: Double, maximum: Double)? {
        periods.spread { Double($0) / 1_000 }
    }

    /// Whether the median of the periods is, within a quarter, so many milliseconds; nil of a single frame.
    func hasPeriod(_ milliseconds: Int) -> Bool? {
        period.map { (0.75...1.25).contains($0.median / Double(milliseconds)) }
    }

    /// What a database makes of it; nil where the database has no such message.
    func match(in database: Int) -> MessageMatch? { matches.first { $0.database == database } }
}

/// A message of a database, held against the frames of one identifier.
struct MessageMatch {
    /// The database's index.
    let database: Int
    /// The message's index in the database.
    let message: Int
    /// Payload bytes that its frames have: the message's, or the next length that CAN FD has.
    let length: Int

    /// Frames held against it.
    private(set) var frames = 0
    /// Frames of another length; no check is made on them.
    private(set) var wrongLengths = 0
    /// Frames whose checksum is the one that their bytes give.
    private(set) var rightChecksums = 0
    /// Frames with another checksum.
    private(set) var wrongChecksums = 0
    /// Frames whose alive counter is one more than that of the frame before.
    private(set) var rightSteps = 0
    /// Frames whose alive counter jumped or stood still.
    private(set) var wrongSteps = 0

    private let protection: Protection
    private var tracker = CounterTracker()
    private var hasCounted = false
    // Frames that differ from the one before and have a right checksum.
    private var rightChanges = 0

    /// A right checksum says nothing of a payload that stays the same: it may be constant with it.
    private static let provingChanges = 8

    init(database: Int, message index: Int, _ message: CompiledMessage) {
        self.database = database
        self.message = index
        length = (message.length...max(64, message.length)).first { Frame.isLength($0) } ?? 64
        protection = message.protection
    }

    /// Takes a frame; `isNew` where it differs from the one before.
    mutating func add(_ frame: borrowing Frame, isNew: Bool) {
        frames += 1
        guard Int(frame.length) == length else {
            wrongLengths += 1
            return
        }
        switch protection.checksumIsRight(frame) {
        case .ok:
            rightChecksums += 1
            if isNew { rightChanges += 1 }
        case .bad:
            wrongChecksums += 1
            // Its counter means nothing, and that the next one jumps says nothing new.
            hasCounted = false
            return
        case .none: break
        }
        let step = tracker.step(frame, protection)
        guard hasCounted else {
            hasCounted = step != .none
            return
        }
        switch step {
        case .ok: rightSteps += 1
        case .gap, .repeated: wrongSteps += 1
        case .none: break
        }
    }

    /// Why the frames are not this message's; empty where nothing speaks against it.
    ///
    /// A tenth of the frames may be damaged or lost, and one of any number.
    var objections: [Objection] {
        var objections: [Objection] = []
        if wrongLengths * 10 > frames { objections.append(.length) }
        if Self.isTooMuch(wrongChecksums, beside: rightChecksums) { objections.append(.checksum) }
        if Self.isTooMuch(wrongSteps, beside: rightSteps) { objections.append(.counter) }
        return objections
    }

    /// What can speak against a message.
    enum Objection: String { case length, checksum, counter }

    /// Whether checksums prove that the frames are this message's, or one's of the same make.
    var isProven: Bool { rightChanges >= Self.provingChanges && objections.isEmpty }

    private static func isTooMuch(_ wrong: Int, beside right: Int) -> Bool {
        wrong > 1 && wrong * 10 > wrong + right
    }
}
