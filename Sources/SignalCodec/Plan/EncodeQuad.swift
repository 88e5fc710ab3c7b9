/// How four neighbouring values become bits, all by the same instructions.
///
/// A value is scaled with the factor's reciprocal and rounded by adding and subtracting 1.5 × 2^52.
/// That is the count which division gives as long as the scaled value is not within a thousandth of
/// half way between two counts: the two quotients differ by less than 2^-51 of themselves, and
/// counts here stay below 2^40. A value nearer to half way, or outside the lowest and highest value
/// that surely can be written, is refused here and left to `SignalLayout`, which divides. Then
/// the count is shifted to its place by a multiplication, and stands in the lowest bits of the sum
/// with 1.5 × 2^52.
@frozen
public struct EncodeQuad: BitwiseCopyable, Sendable {
    /// The smallest values that are surely allowed and fit.
    @usableFromInline var lowest = SIMD4<Double>.zero
    /// The largest values that are surely allowed and fit.
    @usableFromInline var highest = SIMD4<Double>.zero
    /// Values of count 0.
    @usableFromInline var offsets = SIMD4<Double>.zero
    /// 1 over the values of one count.
    @usableFromInline var reciprocals = SIMD4<Double>(repeating: 1)
    /// The powers of two of the places in the words.
    @usableFromInline var powers = SIMD4<Double>(repeating: 1)
    /// The bits in the words.
    @usableFromInline var masks = SIMD4<UInt64>.zero
    /// The bits in the second words, which begin `EncodeForm.step` bits further up.
    @usableFromInline var second = SIMD4<UInt64>.zero

    /// 1.5 × 2^52: the doubles near it are whole numbers.
    @usableFromInline static let whole = 0x1.8p52
    /// How far from a count a scaled value may be.
    @usableFromInline static let farthest = 0.499

    /// Four lanes that write nothing.
    public init() {}

    /// What tells whether all values were written so that nothing is in doubt.
    @usableFromInline
    struct Verdict {
        /// The sign bit is set in a lane where a value was no number, outside its range or near half way.
        @usableFromInline var signs = SIMD4<UInt64>.zero

        @inlinable @inline(__always)
        init() {}

        /// Whether every value may be written.
        @inlinable @inline(__always)
        var isClear: Bool {
            let signs = signs.lowHalf | signs.highHalf
            return (signs[0] | signs[1]) &>> 63 == 0
        }
    }

    /// The bits of the values at their places, with others around them that the masks take away.
    @inlinable @inline(__always)
    func placed(_ values: SIMD4<Double>, _ verdict: inout Verdict) -> SIMD4<UInt64> {
        let scaled = (values - offsets) * reciprocals
        let counts = (scaled + Self.whole) - Self.whole
        let rest = Self.bits(scaled - counts) & 0x7FFF_FFFF_FFFF_FFFF
        // Signs, because a comparison of each costs twice as much. The bits of NaN are more than
        // those of any number.
        verdict.signs |= Self.bits(values - lowest) | Self.bits(highest - values)
        verdict.signs |= SIMD4(repeating: Self.farthest.bitPattern) &- rest
        return Self.bits(counts * powers + Self.whole)
    }

    @inlinable @inline(__always)
    static func bits(_ values: SIMD4<Double>) -> SIMD4<UInt64> {
        unsafeBitCast(values, to: SIMD4<UInt64>.self)
    }

    /// Lets a lane, 0 to 3, encode a signal; false where it cannot, because nothing would be sure.
    public mutating func set(_ lane: Int, _ layout: SignalLayout, at place: EncodePlace) -> Bool {
        let reciprocal = 1 / layout.factor
        guard layout.factor.isNormal, reciprocal.isNormal, layout.offset.isFinite,
            layout.length <= 39
        else { return false }
        let ends = layout.representable
        let largest = max(
            max(ends.minimum.magnitude, ends.maximum.magnitude),
            layout.offset.magnitude
        )
        // Where doubles are as coarse as counts, the ends of the range are not sure.
        guard largest.ulp <= layout.factor.magnitude / 16 else { return false }
        lowest[lane] = ends.minimum
        highest[lane] = ends.maximum
        if layout.hasLimits {
            if layout.minimum > ends.minimum { lowest[lane] = layout.minimum }
            if layout.maximum < ends.maximum { highest[lane] = layout.maximum }
        }
        offsets[lane] = layout.offset
        reciprocals[lane] = reciprocal
        powers[lane] = Double(sign: .plus, exponent: place.shift, significand: 1)
        let mask = (UInt64.max &>> UInt64(64 - layout.length)) &<< UInt64(place.shift)
        masks[lane] = place.isSecond ? 0 : mask
        second[lane] = place.isSecond ? mask : 0
        return true
    }

    /// Lets a lane take any finite value and write nothing: its signal is encoded on its own.
    public mutating func ignore(_ lane: Int) {
        lowest[lane] = -.infinity
        highest[lane] = .infinity
        offsets[lane] = 0
        reciprocals[lane] = 0
        powers[lane] = 1
        masks[lane] = 0
        second[lane] = 0
    }

    /// Lets a lane do what another does.
    public mutating func copy(_ lane: Int, to other: Int) {
        lowest[other] = lowest[lane]
        highest[other] = highest[lane]
        offsets[other] = offsets[lane]
        reciprocals[other] = reciprocals[lane]
        powers[other] = powers[lane]
        masks[other] = masks[lane]
        second[other] = second[lane]
    }
}
