public import CANFrames
public import SignalCodec

/// What decoding a frame found, beside the values.
public struct DecodedFrame: Sendable {
    /// The message's index in the database.
    public let message: Int
    /// The checksum's verdict.
    public let checksum: ChecksumResult
    /// The alive counter's verdict; `none` where the checksum is bad, as the counter means nothing.
    public let counter: CounterResult
    /// Whether the frame has fewer bytes than the message: some signals may be missing.
    public let isShort: Bool
    /// Whether a multiplexor has a value that selects nothing.
    public let hasUnknownSelector: Bool
}

/// Decodes the frames of one bus; remembers the alive counter of each message.
public struct FrameDecoder: Sendable {
    /// The database in force.
    public let database: CompiledDatabase
    private var trackers: [CounterTracker]

    /// A decoder that has seen no frame.
    public init(_ database: CompiledDatabase) {
        self.database = database
        trackers = Array(repeating: CounterTracker(), count: database.messages.count)
    }

    /// Finds the frame's message and checks it, without allocating.
    ///
    /// Nil for a frame the database does not have, and for remote and error frames.
    public mutating func decode(_ frame: borrowing Frame) -> DecodedFrame? {
        guard frame.kind == .data, let index = database.index(of: frame.id) else { return nil }
        let protection = database.messages[index].protection
        let checksum = protection.checksumIsRight(frame)
        return DecodedFrame(
            message: index,
            checksum: checksum,
            counter: checksum == .bad ? .none : trackers[index].step(frame, protection),
            isShort: Int(frame.length) < database.messages[index].length,
            hasUnknownSelector: database.messages[index].hasUnknownSelector(in: frame)
        )
    }

    /// Calls `body` with the index and the physical value of each signal that is there.
    ///
    /// Does not allocate. The index is the signal's place in the message's `signals`.
    public func forEachSignal(
        of decoded: DecodedFrame,
        in frame: borrowing Frame,
        _ body: (_ signal: Int, _ value: Double) -> Void
    ) {
        let layouts = database.messages[decoded.message].layouts
        let length = database.messages[decoded.message].usableLength(of: frame)
        guard database.messages[decoded.message].isMultiplexed else {
            SignalLayout.decode(layouts.span, in: frame.payload, length: length, body)
            return
        }
        for index in layouts.indices {
            guard database.messages[decoded.message].hasSignal(index, in: frame) else { continue }
            body(index, layouts[index].physical(in: frame.payload))
        }
    }
}
