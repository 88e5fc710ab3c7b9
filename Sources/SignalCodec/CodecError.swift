/// Why a value could not be written into a payload; the payload is then untouched.
public enum CodecError: Error, Equatable, Sendable {
    /// The value is NaN; the ends are what the limits, or else the bits, allow.
    case notANumber(minimum: Double, maximum: Double)
    /// The value is infinite; the ends are what the limits, or else the bits, allow.
    case infinite(value: Double, minimum: Double, maximum: Double)
    /// The signal's factor is 0: no value has a count.
    case factorIsZero(value: Double)
    /// The value lies outside the limits that the database gives the signal.
    case outsideLimits(value: Double, minimum: Double, maximum: Double)
    /// The signal's bits cannot hold the value; the ends are what they can hold.
    case notRepresentable(value: Double, minimum: Double, maximum: Double)
}

#if !hasFeature(Embedded)
extension CodecError: CustomStringConvertible {
    /// One sentence with the value found and the range allowed.
    public var description: String {
        switch self {
        case .notANumber(let minimum, let maximum):
            "nan is not a finite number, expected \(minimum) to \(maximum)"
        case .infinite(let value, let minimum, let maximum):
            "\(value) is not a finite number, expected \(minimum) to \(maximum)"
        case .factorIsZero(let value):
            "\(value) cannot be written, as the factor is 0; expected a raw value or a label"
        case .outsideLimits(let value, let minimum, let maximum):
            "\(value) lies outside the signal's limits \(minimum) to \(maximum)"
        case .notRepresentable(let value, let minimum, let maximum):
            "\(value) does not fit in the signal's bits, which hold \(minimum) to \(maximum)"
        }
    }
}
#endif
