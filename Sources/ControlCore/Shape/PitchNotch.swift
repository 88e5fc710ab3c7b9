/// A second-order notch at the body's pitch frequency, 1.2 to 2.0 Hz.
///
/// y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂; the coefficients are computed for the cycle's period by who
/// reads the configuration.
public struct PitchNotch: Sendable, BitwiseCopyable {
    /// The input's factors: now, one and two cycles ago.
    public var b0, b1, b2: Double
    /// The output's factors, one and two cycles ago.
    public var a1, a2: Double

    /// Lets everything pass.
    public static let none = PitchNotch()

    private init() { (b0, b1, b2, a1, a2) = (1, 0, 0, 0, 0) }

    /// Nil unless it is stable and passes a constant unchanged.
    public init?(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
        // A number that is not finite is within none of these.
        guard abs(a2) < 1, abs(a1) < 1 + a2, abs(b0 + b1 + b2 - (1 + a1 + a2)) < 1e-9
        else { return nil }
        (self.b0, self.b1, self.b2, self.a1, self.a2) = (b0, b1, b2, a1, a2)
    }
}
