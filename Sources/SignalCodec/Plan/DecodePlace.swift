/// What all signals of a message are taken from.
@frozen
public enum DecodeForm: UInt8, Sendable, BitwiseCopyable {
    /// The payload's first eight bytes as one little-endian number.
    case littleEndianWord
    /// The payload's first eight bytes as one big-endian number.
    case bigEndianWord
    /// Little-endian windows of eight bytes of the payload, one for every two signals.
    case sharedWindows
    /// Windows of eight bytes, one for each signal, of the payload and behind it the payload with its
    /// 64 bytes in reverse order, in which big-endian signals are little-endian.
    case windowsBothWays

    /// The lowest bits that the second word of a message lacks: a signal that does not lie within
    /// bits 0 to 51 of the word lies there in the second.
    @usableFromInline static var shift: UInt64 { @inlinable @inline(__always) get { 12 } }
    /// Bits of a word that a signal may lie in.
    static let bits = 52
}

/// Where a lane of a quad takes its signal from.
public struct DecodePlace: Sendable {
    enum Source {
        /// The message's word.
        case word
        /// The word without its lowest bits.
        case highWord
        /// The eight bytes that begin at this one.
        case window(Int)
        /// The same for a lane and its neighbour.
        case sharedWindow(Int)
    }

    let source: Source
    /// The signal's lowest bit there.
    let shift: Int

    /// The place of a signal; nil where it cannot be decoded with others in this form.
    ///
    /// - Parameters:
    ///   - layout: The signal's.
    ///   - form: What the message's signals are taken from.
    ///   - neighbour: The signal that shares its window, which may be itself.
    public init?(_ layout: SignalLayout, in form: DecodeForm, beside neighbour: SignalLayout) {
        guard layout.isDirect else { return nil }
        // In one byte both orders are the same, and its bits count from the right.
        let isLittle = layout.byteOrder == .littleEndian || layout.firstByte == layout.lastByte
        let lowest = layout.lowestBit
        switch form {
        case .littleEndianWord, .bigEndianWord:
            let isOneByte = layout.firstByte == layout.lastByte
            guard isOneByte || isLittle == (form == .littleEndianWord), layout.lastByte < 8 else {
                return nil
            }
            let low = form == .littleEndianWord ? lowest : Self.reversed(lowest, of: 8)
            let isLow = low + layout.length <= DecodeForm.bits
            source = isLow ? .word : .highWord
            shift = isLow ? low : low - Int(DecodeForm.shift)
        case .sharedWindows:
            guard isLittle else { return nil }
            let window = min(min(lowest, neighbour.lowestBit) / 8, 56)
            source = .sharedWindow(window)
            shift = lowest - window * 8
        case .windowsBothWays:
            let low = isLittle ? lowest : 512 + Self.reversed(lowest, of: 64)
            source = .window(low / 8)
            shift = low % 8
        }
        guard shift >= 0, shift + layout.length <= DecodeForm.bits else { return nil }
        let factor = layout.factor * Double(sign: .plus, exponent: -shift, significand: 1)
        // Taking the power of two back must be exact.
        guard factor * Double(sign: .plus, exponent: shift, significand: 1) == layout.factor else {
            return nil
        }
    }

    /// The number of a bit where the bytes stand in reverse order.
    private static func reversed(_ bit: Int, of bytes: Int) -> Int {
        (bytes - 1 - bit / 8) * 8 + bit % 8
    }
}

extension SignalLayout {
    /// The least significant bit, as byte × 8 + bit.
    var lowestBit: Int {
        guard byteOrder == .bigEndian else { return startBit }
        let fromTop = startBit / 8 * 8 + 7 - startBit % 8 + length - 1
        return fromTop / 8 * 8 + 7 - fromTop % 8
    }
}
