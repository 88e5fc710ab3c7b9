public import CANFrames
public import SignalCodec

/// A message ready to decode and encode.
public struct CompiledMessage: Sendable {
    /// Its name.
    public let name: String
    /// Its identifier.
    public let id: FrameID
    /// Payload length in bytes as the database gives it.
    public let length: Int
    /// Whether its frames are CAN FD (VFrameFormat), whatever their length.
    public let isFD: Bool
    /// Milliseconds between two frames (GenMsgCycleTime); nil where it is not sent in cycles.
    public let cycleTime: Int?
    /// Checksum and counter.
    public let protection: Protection
    /// Its signals in the database's order; those that lie past its end are left out.
    public let signals: [CompiledSignal]
    /// Its signals that can be read as bytes only, in the database's order.
    public let longSignals: [LongSignal]
    /// The node that sends it.
    public let sender: String
    /// The database's comment.
    public let comment: String
    /// The signals' layouts, in their order: decoding a frame touches nothing else.
    public let layouts: [SignalLayout]
    /// Whether any signal is there in some frames only.
    public let isMultiplexed: Bool
    /// Its multiplexors, each with all values that select anything.
    let selectors: [SelectorUse]

    /// A multiplexor and every value at which it selects something.
    struct SelectorUse: Sendable {
        /// What must hold for the multiplexor itself to be there.
        let conditions: [SelectorCondition]
        let values: SelectorCondition
    }

    /// How many multiplexors, one selected by the other, the deepest of its signals has above it.
    var deepestSelection: Int { signals.reduce(0) { max($0, $1.conditions.count) } }

    /// The index of a signal; nil where the message has none of that name.
    public func index(ofSignal name: String) -> Int? {
        signals.firstIndex { $0.name == name }
    }

    /// The signal of that name.
    public func signal(named name: String) -> CompiledSignal? {
        index(ofSignal: name).map { signals[$0] }
    }

    /// How many of the frame's bytes belong to the message.
    public func usableLength(of frame: borrowing Frame) -> Int {
        min(Int(frame.length), length)
    }

    /// Whether the frame is long enough for the signal and its multiplexors select it.
    public func hasSignal(_ index: Int, in frame: borrowing Frame) -> Bool {
        guard layouts[index].fits(length: usableLength(of: frame)) else { return false }
        guard isMultiplexed else { return true }
        return signals[index].isPresent(in: frame.payload)
    }

    /// The physical value; nil where the frame is too short or its multiplexors leave it out.
    ///
    /// `index` is the signal's index in `signals`. Does not allocate.
    public func value(of index: Int, in frame: borrowing Frame) -> Double? {
        guard hasSignal(index, in: frame) else { return nil }
        return layouts[index].physical(in: frame.payload)
    }

    /// Whether a multiplexor has a value that selects nothing.
    public func hasUnknownSelector(in frame: borrowing Frame) -> Bool {
        guard isMultiplexed else { return false }
        let length = usableLength(of: frame)
        for index in selectors.indices {
            let use = selectors[index]
            guard use.values.selector.fits(length: length),
                use.conditions.allHold(in: frame.payload)
            else { continue }
            if !use.values.holds(in: frame.payload) { return true }
        }
        return false
    }
}
