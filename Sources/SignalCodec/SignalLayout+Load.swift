public import CANFrames

extension SignalLayout {
    /// The physical value: count × factor + offset, rounded as `Double` rounds.
    public func physical(in payload: borrowing Payload) -> Double {
        guard isDirect else { return slowPhysical(in: payload) }
        let count = Double(directCount(in: payload))
        return isIdentity ? count : count * factor + offset
    }

    /// The signal's bits, zero-extended.
    public func bits(in payload: borrowing Payload) -> UInt64 {
        aligned(in: payload) &>> UInt64(rightShift)
    }

    /// The count, sign-extended where the signal is signed; otherwise the bits.
    ///
    /// An unsigned count of 2^63 or more comes out negative: `bits(in:)` has it right.
    public func raw(in payload: borrowing Payload) -> Int64 {
        let aligned = aligned(in: payload)
        return kind == .signed
            ? Int64(bitPattern: aligned) &>> Int64(rightShift)
            : Int64(bitPattern: aligned &>> UInt64(rightShift))
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

    /// The count of a signal for which one load and a signed conversion suffice.
    private func directCount(in payload: borrowing Payload) -> Int64 {
        let aligned = word(in: payload) &<< UInt64(leftShift)
        return kind == .signed
            ? Int64(bitPattern: aligned) &>> Int64(rightShift)
            : Int64(bitPattern: aligned &>> UInt64(rightShift))
    }

    /// The bits with the most significant one at bit 63.
    private func aligned(in payload: borrowing Payload) -> UInt64 {
        spansNineBytes ? alignedAcrossNine(payload) : word(in: payload) &<< UInt64(leftShift)
    }

    /// The 64 bits the signal lies in, in its own byte order.
    func word(in payload: borrowing Payload) -> UInt64 {
        // Inside the payload by construction: `loadOffset` is at most 56 (55 across nine bytes), and
        // every bit pattern is a UInt64. The check that is left out costs as much as the load.
        let word = unsafe payload.span.bytes.unsafeLoadUnaligned(
            fromUncheckedByteOffset: Int(loadOffset),
            as: UInt64.self
        )
        return byteOrder == .littleEndian
            ? UInt64(littleEndian: word) : UInt64(bigEndian: word)
    }

    @inline(never)
    private func alignedAcrossNine(_ payload: borrowing Payload) -> UInt64 {
        let word = word(in: payload)
        let ninth = UInt64(payload.span[Int(lastByte)])
        let skipped = UInt64(leftShift)
        // `skipped` is 1 to 7 here: a signal that begins on a byte's edge fits in eight bytes.
        if byteOrder == .littleEndian {
            return (word &>> skipped | ninth &<< (64 - skipped)) &<< UInt64(rightShift)
        }
        return word &<< skipped | ninth &>> (8 - skipped)
    }

    @inline(never)
    private func slowPhysical(in payload: borrowing Payload) -> Double {
        let bits = bits(in: payload)
        let count =
            switch kind {
            case .unsigned: Double(bits)
            case .signed: Double(raw(in: payload))
            case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
            case .float64: Double(bitPattern: bits)
            }
        return isIdentity ? count : count * factor + offset
    }
}
