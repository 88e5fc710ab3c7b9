import CANFrames

/// The newest frames in memory, whether something is recorded or not, and the journal's notes between
/// them: at most so old, and at most so many.
struct BlackBox: Sendable {
    /// A frame, and what was lost just before it.
    struct Entry: Sendable, BitwiseCopyable {
        /// The frame.
        var received: ReceivedFrame
        /// Frames that came between the one before and this one, and found no room.
        var lostBefore: UInt64
    }

    /// Frames that were lost behind the newest.
    private(set) var lostBehind: UInt64 = 0
    /// The journal's notes.
    private(set) var notes: SlidingRing<JournalNote>
    /// What the cycles of its time computed, from the oldest on.
    private(set) var cycles: [CycleLine] = []

    /// Nanoseconds.
    private let span: Int64
    private var frames: SlidingRing<Entry>
    /// Frames that were ever taken in.
    private var taken: UInt64 = 0

    /// The journal may take a part of the frames' memory beside it.
    private static let journalPart: Int64 = 4
    /// Two minutes of cycles of 10 ms.
    private static let mostCycles = 12_000

    /// - Parameters:
    ///   - span: How much older than the newest frame the oldest may be.
    ///   - size: Bytes of memory that the frames may take, and a quarter of it more for the journal.
    init(span: Duration, size: Int64) {
        self.span = span.wholeNanoseconds
        frames = SlidingRing(size: size)
        notes = SlidingRing(size: size / Self.journalPart)
    }

    /// Frames in it.
    var count: Int { frames.count }

    /// Frames that were ever taken in before the oldest of those in it.
    var leftBehind: UInt64 { taken - UInt64(frames.count) }

    /// A frame of `count`, from the oldest on.
    subscript(_ index: Int) -> Entry { frames[index] }

    /// Takes in a frame, and lets go of those that are now too old or too many.
    mutating func append(_ received: ReceivedFrame) {
        while let oldest = frames.oldest, received.arrival &- oldest.received.arrival > span {
            frames.removeOldest()
        }
        frames.append(Entry(received: received, lostBefore: lostBehind))
        lostBehind = 0
        taken += 1
    }

    /// Takes in a cycle, and from time to time lets go of those that are now too old.
    mutating func append(_ cycle: CycleLine) {
        cycles.append(cycle)
        guard let oldest = cycles.first,
            cycle.stamp.nanoseconds &- oldest.stamp.nanoseconds > span + span / 4
                || cycles.count > Self.mostCycles
        else { return }
        let kept = cycles.suffix(Self.mostCycles / 2)
        cycles = kept.filter { cycle.stamp.nanoseconds &- $0.stamp.nanoseconds <= span }
    }

    /// Takes in a note, and lets go of those that are now too old or too many.
    mutating func append(_ note: JournalNote) {
        while let oldest = notes.oldest, note.time &- oldest.time > span { notes.removeOldest() }
        notes.append(note)
    }

    /// Notes that so many frames were lost behind the last one.
    mutating func lose(_ frames: UInt64) { lostBehind += frames }
}
