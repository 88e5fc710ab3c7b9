/// The standard library's own are calls, and convert 128 bits digit by digit: together a third of a
/// control cycle. These are the same numbers, inlined.
extension Duration {
    /// How many times `right` goes into `left`.
    @inlinable @inline(__always)
    public static func / (left: Duration, right: Duration) -> Double {
        left.attosecondsAsDouble / right.attosecondsAsDouble
    }

    /// Whether `left` is the shorter one.
    @inlinable
    public static func < (left: Duration, right: Duration) -> Bool {
        left.attoseconds < right.attoseconds
    }

    /// Whether `left` is not the longer one.
    @inlinable
    public static func <= (left: Duration, right: Duration) -> Bool {
        left.attoseconds <= right.attoseconds
    }

    /// Whether `left` is the longer one.
    @inlinable
    public static func > (left: Duration, right: Duration) -> Bool {
        left.attoseconds > right.attoseconds
    }

    /// Whether `left` is not the shorter one.
    @inlinable
    public static func >= (left: Duration, right: Duration) -> Bool {
        left.attoseconds >= right.attoseconds
    }

    /// No time.
    @inlinable public static var zero: Duration { Duration(attoseconds: 0) }

    /// The time in seconds.
    @inlinable @inline(__always) public var inSeconds: Double { self / .seconds(1) }

    /// Attoseconds, rounded to the nearest number.
    @inlinable @inline(__always) var attosecondsAsDouble: Double {
        guard let short = Int64(exactly: attoseconds) else { return longAttosecondsAsDouble }
        return Double(short)
    }

    /// The same beyond nine seconds.
    ///
    /// The leading 64 bits, the last of them set where any bit below is: so they round as the whole would.
    @usableFromInline var longAttosecondsAsDouble: Double {
        let whole = attoseconds
        let size = whole.magnitude
        let shift = 64 - UInt64(truncatingIfNeeded: size &>> 64).leadingZeroBitCount
        let leading = UInt64(truncatingIfNeeded: size &>> UInt128(shift))
        let hasRest = size & ((1 &<< UInt128(shift)) &- 1) != 0
        let scale = Double(bitPattern: UInt64(1023 + shift) &<< 52)
        let rounded = Double(hasRest ? leading | 1 : leading) * scale
        return whole < 0 ? -rounded : rounded
    }
}
