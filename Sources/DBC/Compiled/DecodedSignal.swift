public import CANFrames
import SignalCodec

/// All that a frame says of one signal.
public struct DecodedSignal: Hashable, Sendable {
    /// The count before factor and offset; of a float, its bits.
    public let raw: Int128
    /// Count × factor + offset, rounded as `Double` rounds.
    public let physical: Double
    /// The same exactly, where count, factor and offset are whole numbers.
    public let integer: Int128?
    /// What the count stands for; nil where it has no name.
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
        let count = layout.raw(in: frame.payload)
        return DecodedSignal(
            raw: layout.kind == .signed
                ? Int128(count) : Int128(layout.bits(in: frame.payload)),
            physical: layout.physical(in: frame.payload),
            integer: layout.integer(in: frame.payload),
            label: signals[index].label(of: count)
        )
    }
}
