public import CANFrames
import SignalCodec

/// All that a frame says of one signal.
public struct DecodedSignal: Hashable, Sendable {
    /// The value before factor and offset: a count or, of a float, a number.
    public let raw: RawValue
    /// Raw value × factor + offset, rounded as `Double` rounds.
    public let physical: Double
    /// The same exactly, where count, factor and offset are whole numbers.
    public let integer: Int128?
    /// What the raw value stands for; nil where it has no name.
    public let label: String?
}

extension CompiledMessage {
    /// All that the frame says of a signal; nil where the frame is too short or its multiplexors
    /// leave the signal out.
    ///
    /// `index` is the signal's index in `signals`. For few values, and for people to read: allocates
    /// nothing, but takes longer than `ValueDecoder`.
    public func decoded(_ index: Int, in frame: borrowing Frame) -> DecodedSignal? {
        guard hasSignal(index, in: frame) else { return nil }
        let layout = layouts[index]
        return DecodedSignal(
            raw: layout.rawValue(in: frame.payload),
            physical: layout.physical(in: frame.payload),
            integer: layout.integer(in: frame.payload),
            label: signals[index].label(in: frame.payload)
        )
    }
}
