/// Which end of a signal comes first in the payload.
public enum ByteOrder: UInt8, Sendable, BitwiseCopyable {
    /// Motorola, `@0` in DBC: the start bit is the most significant, in sawtooth numbering.
    case bigEndian
    /// Intel, `@1` in DBC: the start bit is the least significant.
    case littleEndian
}

/// How a signal's bits are to be read as a number.
public enum SignalKind: UInt8, Sendable, BitwiseCopyable {
    /// A whole number from 0.
    case unsigned
    /// A whole number in two's complement.
    case signed
    /// An IEEE 754 single; exactly 32 bits.
    case float32
    /// An IEEE 754 double; exactly 64 bits.
    case float64
}

/// Where one signal lies in a payload and how its bits become a physical value.
///
/// The place is compiled to one 64-bit load and two shifts: the load, byte-swapped where the signal
/// is big-endian, is shifted left until the signal's most significant bit is bit 63, then right. A
/// signal that touches nine bytes takes a slower way.
public struct SignalLayout: Sendable, BitwiseCopyable {
    /// Physical value of one count.
    public let factor: Double
    /// Physical value of count 0.
    public let offset: Double
    /// The smallest physical value that may be stored; no limits where both are 0.
    public let minimum: Double
    /// The largest physical value that may be stored; no limits where both are 0.
    public let maximum: Double
    /// Which end comes first.
    public let byteOrder: ByteOrder
    /// How the bits are read.
    public let kind: SignalKind
    /// The first payload byte the signal touches, 0 to 63.
    public let firstByte: UInt8
    /// The last payload byte the signal touches, 0 to 63.
    public let lastByte: UInt8

    /// Where the 64-bit load begins: at most 56, so that it stays inside the payload.
    @usableFromInline let loadOffset: UInt8
    /// Bits above the signal in the loaded word, or, across nine bytes, above (big-endian) or below
    /// (little-endian) it in its first byte.
    @usableFromInline let leftShift: UInt8
    /// 64 - length.
    @usableFromInline let rightShift: UInt8
    /// Whether values are computed in 128 bits, because `Double` would round on the way.
    ///
    /// So where factor and offset are whole and a count times the factor may be beyond 2^53, but for
    /// an offset of 0 with a factor that is a power of two, as most long counts have: that rounds once.
    @usableFromInline let isWide: Bool
    /// Whether a signed conversion makes the number: a count, not wide and not one of 64 unsigned bits.
    @usableFromInline let isDirect: Bool
    /// Whether the signal touches nine bytes.
    @usableFromInline let spansNineBytes: Bool
    /// All ones where the loaded bytes must be swapped.
    ///
    /// A mask and not a branch, like `signBit`: neighbouring signals differ, and a branch that is
    /// guessed wrong costs more than all the rest.
    @usableFromInline let swapMask: UInt64
    /// The sign's bit in the bits of a signed signal; 0 where there is none.
    @usableFromInline let signBit: UInt64

    /// Compiles a signal as DBC writes it, `startBit|length@order`.
    ///
    /// Nil where it does not lie inside 64 bytes, where `length` is not 1 to 64, or not 32 or 64 for
    /// a float.
    public init?(
        startBit: Int,
        length: Int,
        byteOrder: ByteOrder,
        kind: SignalKind,
        factor: Double = 1,
        offset: Double = 0,
        minimum: Double = 0,
        maximum: Double = 0
    ) {
        guard (0..<512).contains(startBit), (1...64).contains(length) else { return nil }
        switch kind {
        case .unsigned, .signed: break
        case .float32: guard length == 32 else { return nil }
        case .float64: guard length == 64 else { return nil }
        }
        let first = startBit / 8
        // Bits of the first byte that lie before the signal, counted from the end it begins at.
        let skipped = byteOrder == .littleEndian ? startBit % 8 : 7 - startBit % 8
        let last = first + (skipped + length - 1) / 8
        guard last < 64 else { return nil }

        self.factor = factor
        self.offset = offset
        self.minimum = minimum
        self.maximum = maximum
        self.byteOrder = byteOrder
        self.kind = kind
        firstByte = UInt8(first)
        lastByte = UInt8(last)
        rightShift = UInt8(64 - length)
        swapMask = byteOrder == .bigEndian ? .max : 0
        signBit = kind == .signed ? 1 << UInt64(length - 1) : 0
        spansNineBytes = last - first == 8
        if spansNineBytes {
            loadOffset = UInt8(first)
            leftShift = UInt8(skipped)
        } else {
            let load = min(first, 56)
            let before = (first - load) * 8 + skipped
            loadOffset = UInt8(load)
            leftShift = UInt8(byteOrder == .littleEndian ? 64 - before - length : before)
        }
        let isCount = kind == .unsigned || kind == .signed
        let largest = Double(sign: .plus, exponent: length, significand: factor.magnitude)
        let roundsOnce = offset == 0 && factor.significand == 1
        isWide =
            isCount && largest > 0x1p53 && !roundsOnce && Int64(exactly: factor) != nil
            && Int64(exactly: offset) != nil
        isDirect = !isWide && (kind == .signed || (kind == .unsigned && length < 64))
    }

    /// Number of bits, 1 to 64.
    public var length: Int { 64 - Int(rightShift) }

    /// The counts that the bits can hold; nil for a float.
    public var counts: ClosedRange<Int128>? {
        let values = Int128(1) << Int128(length)
        switch kind {
        case .unsigned: return 0...values - 1
        case .signed: return -values / 2...values / 2 - 1
        case .float32, .float64: return nil
        }
    }

    /// The start bit as DBC numbers it.
    public var startBit: Int {
        let skipped: Int
        if spansNineBytes {
            skipped = Int(leftShift)
        } else if byteOrder == .littleEndian {
            skipped = 64 - length - Int(leftShift) - (Int(firstByte) - Int(loadOffset)) * 8
        } else {
            skipped = Int(leftShift) - (Int(firstByte) - Int(loadOffset)) * 8
        }
        return Int(firstByte) * 8 + (byteOrder == .littleEndian ? skipped : 7 - skipped)
    }

    /// Whether values outside `minimum...maximum` are refused.
    public var hasLimits: Bool { minimum != 0 || maximum != 0 }

    /// The same place and scaling with no limits.
    public var withoutLimits: SignalLayout {
        SignalLayout(
            startBit: startBit,
            length: length,
            byteOrder: byteOrder,
            kind: kind,
            factor: factor,
            offset: offset
        ) ?? self
    }

    /// Whether all the signal's bits lie inside the first `length` bytes.
    @inlinable
    public func fits(length: Int) -> Bool { Int(lastByte) < length }
}
