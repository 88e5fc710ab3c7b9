/// How four neighbouring signals of a message become numbers, all by the same instructions.
///
/// Each lane takes a 64-bit word in which the signal lies within bits 0 to 51 and clears the other
/// bits. The signal is not shifted down: its count times a power of two becomes the significand of
/// a double in one step, by setting the exponent of 2^52 and subtracting 2^52, and the power of two
/// is taken back by the factor, which is exact. So the result is count × factor + offset, rounded
/// as `Double` rounds, without a shift or a conversion for each signal.
@frozen
public struct DecodeQuad: BitwiseCopyable, Sendable {
    /// The signals' bits in their words.
    @usableFromInline var masks = SIMD4<UInt64>.zero
    /// The exponent of 2^52, and the sign bit of a signed signal, at its place in the word.
    @usableFromInline var bias = SIMD4<UInt64>(repeating: Self.exponent)
    /// The factors over the powers of two of the signals' places.
    @usableFromInline var factors = SIMD4<Double>.zero
    /// The offsets.
    @usableFromInline var offsets = SIMD4<Double>.zero

    /// The bits of 2^52 as a double.
    @usableFromInline static let exponent: UInt64 = 0x4330_0000_0000_0000

    /// Four lanes that give 0.
    public init() {}

    /// The physical values of signals that lie in these words.
    @inlinable @inline(__always)
    func values(_ words: SIMD4<UInt64>) -> SIMD4<Double> {
        let counts = unsafeBitCast((words & masks) ^ bias, to: SIMD4<Double>.self)
        return (counts - unsafeBitCast(bias, to: SIMD4<Double>.self)) * factors + offsets
    }

    /// Lets a lane, 0 to 3, decode a signal out of the word at this place.
    public mutating func set(_ lane: Int, _ layout: SignalLayout, at place: WordPlace) {
        let length = layout.length
        let shift = place.shift
        masks[lane] = (UInt64.max &>> UInt64(64 - length)) &<< UInt64(shift)
        let sign: UInt64 = layout.kind == .signed ? 1 &<< UInt64(shift + length - 1) : 0
        bias[lane] = Self.exponent | sign
        factors[lane] = layout.factor * Double(sign: .plus, exponent: -shift, significand: 1)
        offsets[lane] = layout.offset
    }
}

/// Where a lane of a quad takes its word from: bytes from the start of the words, or the payload.
public struct WordPlace: Sendable {
    /// Bytes from the start.
    public let offset: UInt8
    /// The signal's lowest bit in the word.
    let shift: Int

    /// The words that a frame of at most eight bytes is decoded from, in this order.
    ///
    /// The payload, little-endian; that without its 12 lowest bits; both of it big-endian.
    static let highShift = 12
    private static let bits = 52

    /// Nil where the signal fits in no word: it must be decoded on its own.
    ///
    /// - Parameters:
    ///   - layout: The signal.
    ///   - inWords: Whether the message has at most eight bytes: its signals lie in four words, and
    ///     those of longer ones are loaded from the payload.
    public init?(_ layout: SignalLayout, inWords: Bool) {
        guard layout.kind == .unsigned || layout.kind == .signed, layout.length <= Self.bits else {
            return nil
        }
        let first = Int(layout.firstByte)
        // In one byte both orders are the same, and its bits count from the right.
        let isLittle = layout.byteOrder == .littleEndian || layout.firstByte == layout.lastByte
        let lowest = layout.lowestBit
        let low = isLittle ? lowest : 63 - (lowest / 8 * 8 + 7 - lowest % 8)
        let place: Int
        if !inWords {
            guard isLittle else { return nil }
            place = min(first, 56)
            shift = lowest - place * 8
        } else if low + layout.length <= Self.bits {
            place = isLittle ? 0 : 16
            shift = low
        } else {
            place = isLittle ? 8 : 24
            shift = low - Self.highShift
        }
        guard shift >= 0, shift + layout.length <= Self.bits else { return nil }
        offset = UInt8(place)
        let factor = layout.factor * Double(sign: .plus, exponent: -shift, significand: 1)
        // Taking the power of two back must be exact.
        guard factor * Double(sign: .plus, exponent: shift, significand: 1) == layout.factor else {
            return nil
        }
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
