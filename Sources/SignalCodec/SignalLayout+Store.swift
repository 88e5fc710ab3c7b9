public import CANFrames

/// How a physical value that lies between two counts is rounded.
public enum Rounding: UInt8, Sendable {
    /// To the nearer count; half way, to the one farther from 0.
    case nearestAwayFromZero
    /// To the count whose physical value is not larger in magnitude: for torque, so that encoding
    /// never adds any.
    case towardZero
}

extension SignalLayout {
    /// Writes the lowest `length` bits; the payload's other bits stay.
    public func store(bits: UInt64, in payload: inout Payload) {
        guard !spansNineBytes else { return storeAcrossNine(bits, in: &payload) }
        let lowest = UInt64(64 - length) - UInt64(leftShift)
        let mask = (UInt64.max &>> UInt64(rightShift)) &<< lowest
        let merged = word(in: payload.span.bytes) & ~mask | (bits &<< lowest) & mask
        let stored = byteOrder == .littleEndian ? merged.littleEndian : merged.bigEndian
        var span = payload.mutableSpan
        var bytes = span.mutableBytes
        bytes.storeBytes(of: stored, toByteOffset: Int(loadOffset), as: UInt64.self)
    }

    /// Writes a physical value, rounded once; where it throws, the payload is untouched.
    ///
    /// Refuses what is not finite, what lies outside `minimum...maximum` by more than 1e-6 of the
    /// factor, and what the signal's bits cannot hold.
    public func store(
        physical value: Double,
        in payload: inout Payload,
        rounding: Rounding = .nearestAwayFromZero
    ) throws(CodecError) {
        guard value.isFinite else { throw notFinite(value) }
        guard factor != 0 else { throw .factorIsZero(value: value) }
        // Written so that a limit which is no number limits nothing.
        if hasLimits, value < minimum - tolerance || value > maximum + tolerance {
            throw .outsideLimits(value: value, minimum: minimum, maximum: maximum)
        }
        guard !isWide else {
            let count = ExactScale(self)?.count(for: value, rounding: rounding)
            return try store(count: count, for: value, in: &payload)
        }
        let scaled = (value - offset) / factor
        switch kind {
        case .unsigned, .signed:
            store(bits: try count(nearest: scaled, to: value, rounding: rounding), in: &payload)
        case .float32:
            let single = Float(scaled)
            guard single.isFinite else { throw notRepresentable(value) }
            store(bits: UInt64(single.bitPattern), in: &payload)
        case .float64:
            guard scaled.isFinite else { throw notRepresentable(value) }
            store(bits: scaled.bitPattern, in: &payload)
        }
    }

    /// Writes a whole physical value, rounded once, half away from zero; where it throws, the payload
    /// is untouched.
    ///
    /// As `store(physical:)`, but exact beyond 2^53 too. Only for a float, and where factor and offset
    /// are no decimal fractions of up to 18 digits, the value is first taken as near as `Double` comes.
    public func store(integer value: Int128, in payload: inout Payload) throws(CodecError) {
        guard kind == .unsigned || kind == .signed, let scale = ExactScale(self) else {
            return try store(physical: Double(value), in: &payload)
        }
        if hasLimits, isOutsideLimits(value) {
            throw .outsideLimits(value: Double(value), minimum: minimum, maximum: maximum)
        }
        try store(count: scale.count(nearest: value), for: Double(value), in: &payload)
    }

    /// Whether a whole value is beyond a limit by more than the tolerance.
    private func isOutsideLimits(_ value: Int128) -> Bool {
        let lowest = (minimum - tolerance).rounded(.up)
        let highest = (maximum + tolerance).rounded(.down)
        // Not every limit fits in 128 bits, or is a number.
        let isBelow =
            lowest.magnitude < 0x1p120 ? value < Int128(lowest) : Double(value) < lowest
        let isAbove =
            highest.magnitude < 0x1p120 ? value > Int128(highest) : Double(value) > highest
        return isBelow || isAbove
    }

    /// How far beyond a limit a value may lie, as a limit is often a rounded count.
    private var tolerance: Double { 1e-6 * factor.magnitude }

    private func store(
        count: Int128?,
        for value: Double,
        in payload: inout Payload
    ) throws(CodecError) {
        guard let count, counts?.contains(count) == true else { throw notRepresentable(value) }
        store(bits: UInt64(truncatingIfNeeded: count), in: &payload)
    }

    /// The smallest and the largest physical value the bits can hold.
    public var representable: (minimum: Double, maximum: Double) {
        let values = Double(sign: .plus, exponent: length, significand: 1)
        let ends: (Double, Double) =
            switch kind {
            case .unsigned: (0, values - 1)
            case .signed: (-values / 2, values / 2 - 1)
            case .float32:
                (
                    -Double(Float.greatestFiniteMagnitude), Double(Float.greatestFiniteMagnitude)
                )
            case .float64: (-.greatestFiniteMagnitude, .greatestFiniteMagnitude)
            }
        let first = ends.0 * factor + offset
        let second = ends.1 * factor + offset
        return first < second ? (first, second) : (second, first)
    }

    /// The count for `scaled`, as bits, rounded by integer arithmetic so that nothing rounds twice.
    private func count(
        nearest scaled: Double,
        to value: Double,
        rounding: Rounding
    ) throws(CodecError) -> UInt64 {
        let isSigned = kind == .signed
        // Beyond these ends a conversion to an integer would trap.
        guard scaled.magnitude < 0x1p64 else { throw notRepresentable(value) }
        if scaled.magnitude >= 0x1p63 {
            if isSigned, length == 64, scaled == -0x1p63 { return 1 << 63 }
            guard !isSigned, length == 64, scaled > 0 else { throw notRepresentable(value) }
            return UInt64(scaled)
        }
        var count = Int64(scaled)
        // Exact: what is cut off has fewer digits than the number itself. Above 2^52 it is 0.
        let rest = scaled - Double(count)
        if rest >= 0.5 { count += 1 } else if rest <= -0.5 { count -= 1 }
        if rounding == .towardZero { count = notLarger(count, than: value) }
        let highest = Int64.max &>> Int64(isSigned ? 64 - length : max(0, 63 - length))
        let lowest = isSigned ? -highest - 1 : 0
        guard count >= lowest, count <= highest else { throw notRepresentable(value) }
        return UInt64(bitPattern: count)
    }

    /// The count, or its neighbour towards physical 0 where it stands for more than `value`.
    private func notLarger(_ count: Int64, than value: Double) -> Int64 {
        let physical = Double(count) * factor + offset
        guard physical.magnitude > value.magnitude else { return count }
        let neighbour = (physical > 0) == (factor > 0) ? count - 1 : count + 1
        let magnitude = (Double(neighbour) * factor + offset).magnitude
        return magnitude < physical.magnitude ? neighbour : count
    }

    private func notFinite(_ value: Double) -> CodecError {
        let ends = hasLimits ? (minimum, maximum) : representable
        return value.isNaN
            ? .notANumber(minimum: ends.0, maximum: ends.1)
            : .infinite(value: value, minimum: ends.0, maximum: ends.1)
    }

    private func notRepresentable(_ value: Double) -> CodecError {
        let ends = representable
        return .notRepresentable(value: value, minimum: ends.minimum, maximum: ends.maximum)
    }

    @inline(never)
    private func storeAcrossNine(_ bits: UInt64, in payload: inout Payload) {
        let skipped = Int(leftShift)
        for index in 0..<length {
            // `index` counts from the least significant bit.
            let byte: Int
            let bit: Int
            if byteOrder == .littleEndian {
                byte = Int(firstByte) + (skipped + index) / 8
                bit = (skipped + index) % 8
            } else {
                let fromTop = skipped + length - 1 - index
                byte = Int(firstByte) + fromTop / 8
                bit = 7 - fromTop % 8
            }
            let isSet = bits &>> UInt64(index) & 1 == 1
            payload[byte] = isSet ? payload[byte] | 1 << bit : payload[byte] & ~(1 << bit)
        }
    }
}
