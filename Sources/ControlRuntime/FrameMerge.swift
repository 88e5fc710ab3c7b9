import CANFrames

/// Frames of several buses: taken in bus by bus, handed out in the order of their stamps.
///
/// A bus's own frames keep their order, whatever their stamps are. Uses no heap after it is made.
struct FrameMerge: ~Copyable {
    private let frames: UnsafeMutablePointer<ReceivedFrame>
    /// How many frames there is room for.
    private let capacity: Int
    private var count = 0
    /// Where each bus's frames that are still in begin and end; those of one bus stand together.
    private var begins: [8 of Int] = .init(repeating: 0)
    private var ends: [8 of Int] = .init(repeating: 0)
    private var runs = 0

    /// Makes room for so many frames.
    init(capacity: Int) {
        self.capacity = capacity
        frames = .allocate(capacity: capacity)
    }

    deinit { frames.deallocate() }

    /// Begins with the frames of another bus; of 8 at most before all are handed out.
    mutating func beginBus() {
        precondition(runs < 8, "more buses than there are")
        begins[runs] = count
        ends[runs] = count
        runs += 1
    }

    /// Takes in the next frame of the bus that was begun last.
    mutating func append(_ frame: borrowing ReceivedFrame) {
        precondition(runs > 0 && count < capacity, "no bus, or no room")
        (frames + count).initialize(to: copy frame)
        count += 1
        ends[runs - 1] = count
    }

    /// Takes out the frame with the oldest stamp; nil where none is left.
    mutating func next() -> ReceivedFrame? {
        var oldest: Int?
        for run in 0..<runs where begins[run] < ends[run] {
            guard let other = oldest else {
                oldest = run
                continue
            }
            if frames[begins[run]].stamp < frames[begins[other]].stamp { oldest = run }
        }
        guard let oldest else {
            count = 0
            runs = 0
            return nil
        }
        defer { begins[oldest] += 1 }
        return frames[begins[oldest]]
    }
}
