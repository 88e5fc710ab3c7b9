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
        let message = database.messages[index]
        let checksum = message.protection.checksumIsRight(frame)
        return DecodedFrame(
            message: index,
            checksum: checksum,
            counter: checksum == .bad ? .none : trackers[index].step(frame, message.protection),
            isShort: Int(frame.length) < message.length,
            hasUnknownSelector: message.hasUnknownSelector(in: frame)
        )
    }

    /// Calls `body` with each signal that is there and its physical value, without allocating.
    public func forEachSignal(
        of decoded: DecodedFrame,
        in frame: borrowing Frame,
        _ body: (CompiledSignal, Double) -> Void
    ) {
        let message = database.messages[decoded.message]
        let length = message.usableLength(of: frame)
        for index in message.signals.indices {
            let signal = message.signals[index]
            guard signal.layout.fits(length: length), signal.isPresent(in: frame.payload) else {
                continue
            }
            body(signal, signal.layout.physical(in: frame.payload))
        }
    }
}
