/// What a signal is to be encoded from.
public enum SignalValue: Hashable, Sendable {
    /// A physical value in the signal's unit; rounded to a count once, half away from zero.
    case physical(Double)
    /// A whole physical value, exact also where `Double` is not: beyond 2^53.
    case integer(Int128)
    /// The value before factor and offset, which knows no limits: a count or, of a float, a number.
    case raw(RawValue)
    /// The text of a value table; of several raw values with this text, the lowest.
    case label(String)
}

/// A signal's name and what it is to be.
public struct SignalAssignment: Hashable, Sendable {
    /// The signal's name.
    public var signal: String
    /// What it is to be.
    public var value: SignalValue

    /// Puts the two together.
    public init(_ signal: String, _ value: SignalValue) {
        self.signal = signal
        self.value = value
    }
}
