/// How four neighbouring signals of a message become numbers, all by the same instructions.
///
/// Each lane takes 64-bit words in which its signal lies within bits 0 to 51 of one, and clears all
/// other bits. The signal is not shifted down: its count times a power of two becomes the
/// significand of a double in one step, by setting the exponent of 2^52 and subtracting 2^52, and
/// the power of two is taken back by the factor, which is exact. So the result is
/// count × factor + offset, rounded as `Double` rounds, without a shift or a conversion for each
/// signal.
@frozen
public struct DecodeQuad: BitwiseCopyable, Sendable {
    /// The signals' bits in their words: in the message's word, or in the lane's window.
    @usableFromInline var masks = SIMD4<UInt64>.zero
    /// The signals' bits in the message's word without its lowest bits, or where the windows begin.
    @usableFromInline var second = SIMD4<UInt64>.zero
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

    /// The physical values of signals of a message of at most eight bytes.
    ///
    /// - Parameters:
    ///   - word: The payload in the message's byte order.
    ///   - high: The same without its `MessageWord.shift` lowest bits.
    /// - Returns: The physical values of the four lanes, in the signals' units.
    @inlinable @inline(__always)
    func values(_ word: SIMD4<UInt64>, _ high: SIMD4<UInt64>) -> SIMD4<Double> {
        scaled(word & masks | high & second)
    }

    /// The physical values of signals of which every two lie in one window of eight bytes.
    @inlinable @inline(__always)
    func values(sharedWindows bytes: UnsafeRawPointer) -> SIMD4<Double> {
        let (first, other) = (window(0, of: bytes), window(2, of: bytes))
        return scaled(SIMD4(first, first, other, other) & masks)
    }

    /// The physical values of signals each of which has a window of eight bytes.
    @inlinable @inline(__always)
    func values(windows bytes: UnsafeRawPointer) -> SIMD4<Double> {
        let words = SIMD4(
            window(0, of: bytes),
            window(1, of: bytes),
            window(2, of: bytes),
            window(3, of: bytes)
        )
        return scaled(words & masks)
    }

    @inlinable @inline(__always)
    func window(_ lane: Int, of bytes: UnsafeRawPointer) -> UInt64 {
        let start = Int(truncatingIfNeeded: second[lane])
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }

    @inlinable @inline(__always)
    func scaled(_ bits: SIMD4<UInt64>) -> SIMD4<Double> {
        let counts = unsafeBitCast(bits ^ bias, to: SIMD4<Double>.self)
        return (counts - unsafeBitCast(bias, to: SIMD4<Double>.self)) * factors + offsets
    }

    /// Lets a lane, 0 to 3, decode a signal at this place.
    public mutating func set(_ lane: Int, _ layout: SignalLayout, at place: DecodePlace) {
        let length = layout.length
        let shift = place.shift
        let mask = (UInt64.max &>> UInt64(64 - length)) &<< UInt64(shift)
        switch place.source {
        case .word: masks[lane] = mask
        case .highWord: second[lane] = mask
        case .window(let start):
            masks[lane] = mask
            second[lane] = UInt64(start)
        case .sharedWindow(let start):
            masks[lane] = mask
            second[lane & ~1] = UInt64(start)
        }
        let sign: UInt64 = layout.kind == .signed ? 1 &<< UInt64(shift + length - 1) : 0
        bias[lane] = Self.exponent | sign
        factors[lane] = layout.factor * Double(sign: .plus, exponent: -shift, significand: 1)
        offsets[lane] = layout.offset
    }
}
