public import CANFrames
public import SignalCodec

/// What a signal's bits stand for before factor and offset.
public enum RawValue: Hashable, Sendable {
    /// A count; one of 64 unsigned bits is not negative.
    case count(Int128)
    /// The number of a float signal.
    case number(Double)

    /// The number, as near as `Double` comes to it.
    var number: Double {
        switch self {
        case .count(let count): Double(count)
        case .number(let number): number
        }
    }

    /// The same as a count; nil where it is no whole number of up to 128 bits.
    var count: Int128? {
        switch self {
        case .count(let count): count
        case .number(let number): Int128(exactly: number)
        }
    }
}

extension RawValue: ExpressibleByIntegerLiteral {
    /// A count.
    public init(integerLiteral value: Int128) { self = .count(value) }
}

extension RawValue: CustomStringConvertible {
    /// Its digits.
    public var description: String {
        switch self {
        case .count(let count): "\(count)"
        case .number(let number): "\(number)"
        }
    }
}

extension SignalLayout {
    /// What the payload's bits stand for before factor and offset: of a float a number, else a count.
    public func rawValue(in payload: borrowing Payload) -> RawValue {
        let bits = bits(in: payload)
        switch kind {
        case .unsigned: return .count(Int128(bits))
        case .signed: return .count(Int128(raw(in: payload)))
        case .float32:
            return .number(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
        case .float64: return .number(Double(bitPattern: bits))
        }
    }

    /// The bits that stand for a raw value; nil where none do.
    ///
    /// A count must be whole and fit. A float takes the number that is nearest, NaN and infinity too,
    /// but none that is finite becomes infinite.
    func bits(of raw: RawValue) -> UInt64? {
        switch kind {
        case .unsigned, .signed:
            guard let count = raw.count, counts?.contains(count) == true else { return nil }
            return UInt64(truncatingIfNeeded: count)
        case .float32:
            let single = Float(raw.number)
            guard single.isFinite || !raw.number.isFinite else { return nil }
            return UInt64(single.bitPattern)
        case .float64: return raw.number.bitPattern
        }
    }

    /// What the bits hold, for a sentence.
    var rawRange: String {
        if let counts { return "whole numbers \(counts.lowerBound) to \(counts.upperBound)" }
        let largest =
            kind == .float32
            ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
        return "\(-largest) to \(largest)"
    }
}

extension AttributeValue {
    /// A signal's GenSigStartValue: a count rounded half away from zero, or a float's number; nil
    /// where the attribute is none.
    func startValue(_ kind: SignalKind) -> RawValue? {
        switch self {
        case .integer(let count): .count(count)
        case .number(let number) where kind == .unsigned || kind == .signed:
            .number(number.rounded())
        case .number(let number): .number(number)
        case .text, .choice: nil
        }
    }
}
