import CANFrames

/// The newest frames in memory, whether something is recorded or not: at most so old, and at most so many.
struct BlackBox: Sendable {
    /// A frame, and what was lost just before it.
    struct Entry: Sendable, BitwiseCopyable {
        /// The frame.
        var received: ReceivedFrame
        /// Frames that came between the one before and this one, and found no room.
        var lostBefore: UInt64
    }

    /// Frames in it.
    private(set) var count = 0
    /// Frames that were lost behind the newest.
    private(set) var lostBehind: UInt64 = 0

    /// Nanoseconds.
    private let span: Int64
    /// Entries, at least 1.
    private let limit: Int
    /// Entries of the ring; all of them are in use before its beginning is used again.
    private var room: Int
    private var slots: [Entry] = []
    private var first = 0

    /// The room that is taken at the beginning, entries.
    private static let leastRoom = 4_096

    /// - Parameters:
    ///   - span: How much older than the newest frame the oldest may be.
    ///   - size: Bytes of memory that the frames may take.
    init(span: Duration, size: Int64) {
        self.span = span.wholeNanoseconds
        limit = max(1, Int(clamping: size / Int64(MemoryLayout<Entry>.stride)))
        room = min(limit, Self.leastRoom)
    }

    /// Takes in a frame, and lets go of those that are now too old or too many.
    mutating func append(_ received: ReceivedFrame) {
        while count > 0, received.arrival &- slots[first].received.arrival > span { removeOldest() }
        if count == room { if room < limit { grow() } else { removeOldest() } }
        let entry = Entry(received: received, lostBefore: lostBehind)
        lostBehind = 0
        let place = (first + count) % room
        if place == slots.count { slots.append(entry) } else { slots[place] = entry }
        count += 1
    }

    /// Notes that so many frames were lost behind the last one.
    mutating func lose(_ frames: UInt64) { lostBehind += frames }

    /// A frame of `count`, from the oldest on.
    subscript(_ index: Int) -> Entry { slots[(first + index) % room] }

    private mutating func removeOldest() {
        first = (first + 1) % room
        count -= 1
    }

    private mutating func grow() {
        slots = (0..<count).map { self[$0] }
        first = 0
        room = min(limit, 2 * room)
        slots.reserveCapacity(room)
    }
}
