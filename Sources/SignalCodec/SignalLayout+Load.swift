public import CANFrames

extension SignalLayout {
    /// The physical value: count × factor + offset, rounded as `Double` rounds; where factor and offset
    /// are whole, rounded once.
    @inlinable
    public func physical(in payload: borrowing Payload) -> Double {
        physical(in: payload.span.bytes)
    }

    /// Calls `body` with the index and the physical value of each layout that fits.
    ///
    /// Faster than asking one by one: the payload is borrowed once, where else it may be copied.
    /// - Parameters:
    ///   - layouts: The layouts of one message.
    ///   - payload: The frame's payload.
    ///   - length: How many of the payload's bytes count.
    ///   - body: Takes index and value.
    @inlinable
    public static func decode(
        _ layouts: Span<SignalLayout>,
        in payload: borrowing Payload,
        length: Int,
        _ body: (_ index: Int, _ value: Double) -> Void
    ) {
        let bytes = payload.span.bytes
        for index in layouts.indices where layouts[index].fits(length: length) {
            body(index, layouts[index].physical(in: bytes))
        }
    }

    @inlinable
    func physical(in payload: RawSpan) -> Double {
        let count = extended(bits(in: payload))
        guard isDirect else {
            return Self.physical(of: count, kind, factor, offset, isWide: isWide)
        }
        return Double(count) * factor + offset
    }

    /// The signal's bits, zero-extended.
    @inlinable
    public func bits(in payload: borrowing Payload) -> UInt64 { bits(in: payload.span.bytes) }

    @inlinable
    func bits(in payload: RawSpan) -> UInt64 { aligned(in: payload) &>> UInt64(rightShift) }

    /// The count, sign-extended where the signal is signed; otherwise the bits.
    ///
    /// An unsigned count of 2^63 or more comes out negative: `bits(in:)` has it right.
    @inlinable
    public func raw(in payload: borrowing Payload) -> Int64 {
        extended(bits(in: payload))
    }

    /// The exact physical value where count, factor and offset are whole numbers; otherwise nil.
    ///
    /// `Double` holds whole numbers exactly only up to 2^53; this widens before it multiplies.
    public func integer(in payload: borrowing Payload) -> Int128? {
        guard kind == .unsigned || kind == .signed,
            let factor = Int64(exactly: factor), let offset = Int64(exactly: offset)
        else { return nil }
        let count = kind == .signed ? Int128(raw(in: payload)) : Int128(bits(in: payload))
        return count * Int128(factor) + Int128(offset)
    }

    /// The bits as a count: sign-extended where there is a sign bit.
    @inlinable
    func extended(_ bits: UInt64) -> Int64 { Int64(bitPattern: (bits ^ signBit) &- signBit) }

    /// The bits with the most significant one at bit 63.
    @inlinable
    func aligned(in payload: RawSpan) -> UInt64 {
        spansNineBytes ? alignedAcrossNine(payload) : word(in: payload) &<< UInt64(leftShift)
    }

    /// The 64 bits the signal lies in, in its own byte order.
    @inlinable
    func word(in payload: RawSpan) -> UInt64 {
        // Unsafe is only the type: every bit pattern is a UInt64. The bounds are checked, and hold by
        // construction, as `loadOffset` is at most 56.
        let word = unsafe payload.unsafeLoadUnaligned(
            fromByteOffset: Int(loadOffset),
            as: UInt64.self
        )
        let little = UInt64(littleEndian: word)
        return little ^ (little ^ little.byteSwapped) & swapMask
    }

    /// As `aligned(in:)` where the signal's last bits lie in a ninth byte.
    @inlinable
    func alignedAcrossNine(_ payload: RawSpan) -> UInt64 {
        let word = word(in: payload)
        let ninth = UInt64(unsafe payload.unsafeLoad(fromByteOffset: Int(lastByte), as: UInt8.self))
        let skipped = UInt64(leftShift)
        // `skipped` is 1 to 7 here: a signal that begins on a byte's edge fits in eight bytes.
        if byteOrder == .littleEndian {
            return (word &>> skipped | ninth &<< (64 &- skipped)) &<< UInt64(rightShift)
        }
        return word &<< skipped | ninth &>> (8 &- skipped)
    }

    /// The physical value of what is no count, or one that `Double` would round on the way.
    ///
    /// Static, so that a layout need not lie in memory for the sake of this rare call.
    @inline(never)
    @usableFromInline
    static func physical(
        of extended: Int64,
        _ kind: SignalKind,
        _ factor: Double,
        _ offset: Double,
        isWide: Bool
    ) -> Double {
        let bits = UInt64(bitPattern: extended)
        if isWide {
            let count = kind == .signed ? Int128(extended) : Int128(bits)
            // Stays in 128 bits: the count takes 64 of them, factor and offset 64 each.
            return Double(count * Int128(factor) + Int128(offset))
        }
        let number =
            switch kind {
            case .unsigned: Double(bits)
            case .signed: Double(extended)
            case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
            case .float64: Double(bitPattern: bits)
            }
        return number * factor + offset
    }
}
