/// What the signals of a message are collected in.
@frozen
public enum EncodeForm: UInt8, Sendable, BitwiseCopyable {
    /// Two words for the payload's eight bytes, little-endian.
    case littleEndianWord
    /// The same, big-endian.
    case bigEndianWord
    /// Words for windows of the payload, in both orders.
    case windows

    /// Bits of a word that a signal may lie in: what a double counts exactly, and a sign.
    static let bits = 51
    /// How many bits further up than the first the second of two words begins.
    @usableFromInline static var step: UInt64 { @inlinable @inline(__always) get { 13 } }
}

/// Where a lane's bits are collected.
///
/// In the form of windows the payload is cut into words of eight bytes, and each word has three windows,
/// which begin at its bits 0, 21 and 42; a signal lies in one of them. Each window has two accumulators:
/// one for little-endian and one for big-endian signals, whose words are counted from the message's last.
public struct EncodePlace: Sendable {
    /// The accumulator's index, in the form of windows.
    public let accumulator: UInt8
    /// Whether the bits lie in the second of two words.
    let isSecond: Bool
    /// The signal's lowest bit there.
    let shift: Int

    private static let windows = 3
    @usableFromInline static var windowStep: UInt64 { @inlinable @inline(__always) get { 21 } }

    /// Nil where a signal cannot be collected in this form in a message of so many words of eight bytes.
    public init?(_ layout: SignalLayout, in form: EncodeForm, words: Int) {
        guard layout.kind == .unsigned || layout.kind == .signed else { return nil }
        // In one byte both orders are the same, and its bits count from the right.
        let isOneByte = layout.firstByte == layout.lastByte
        let isLittle = layout.byteOrder == .littleEndian || isOneByte
        let lowest = layout.lowestBit
        let reversed = words * 64 - 1 - (lowest / 8 * 8 + 7 - lowest % 8)
        switch form {
        case .littleEndianWord, .bigEndianWord:
            guard words == 1, isOneByte || isLittle == (form == .littleEndianWord) else {
                return nil
            }
            let low = form == .littleEndianWord ? lowest : reversed
            isSecond = low + layout.length > EncodeForm.bits
            shift = isSecond ? low - Int(EncodeForm.step) : low
            accumulator = 0
        case .windows:
            let low = isLittle ? lowest : reversed
            let step = Int(Self.windowStep)
            let window = min(low % 64 / step, Self.windows - 1)
            isSecond = false
            shift = low % 64 - window * step
            accumulator = UInt8(low / 64 * EncodeTables.perWord + window * 2 + (isLittle ? 0 : 1))
        }
        guard shift >= 0, shift + layout.length <= EncodeForm.bits else { return nil }
    }
}
