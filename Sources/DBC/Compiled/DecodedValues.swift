/// What decoding a frame's values found.
public struct DecodedValues: Sendable, BitwiseCopyable {
    private let messageIndex: Int32
    private let valueStart: UInt32
    private let valueCount: UInt32
    /// Whether the frame has fewer bytes than the message: some signals may be missing.
    public let isShort: Bool
    /// Whether a multiplexor has a value that selects nothing.
    public let hasUnknownSelector: Bool

    /// What a frame is that nothing is decoded of.
    public static let none = DecodedValues(message: -1, start: 0, count: 0)

    /// The message's index in the database; -1 where no signal is decoded of the frame.
    public var message: Int { Int(messageIndex) }
    /// Where its values begin in the buffer.
    public var start: Int { Int(valueStart) }
    /// How many values it has.
    public var count: Int { Int(valueCount) }

    @inline(__always)
    init(
        message: Int,
        start: Int,
        count: Int,
        isShort: Bool = false,
        hasUnknownSelector: Bool = false
    ) {
        messageIndex = Int32(truncatingIfNeeded: message)
        valueStart = UInt32(truncatingIfNeeded: start)
        valueCount = UInt32(truncatingIfNeeded: count)
        self.isShort = isShort
        self.hasUnknownSelector = hasUnknownSelector
    }
}
