/// How the body pitches on its springs.
public struct PitchParameters: Equatable, Sendable {
    /// Angle over acceleration along the vehicle, rad s2/m, where no axle's geometry holds it.
    public var gradient: Double
    /// Natural frequency, Hz.
    public var frequency: Double
    /// Damping ratio, 0 to 2.
    public var damping: Double

    /// Puts the numbers together.
    public init(gradient: Double = 0.0040, frequency: Double = 1.6, damping: Double = 0.37) {
        self.gradient = gradient
        self.frequency = frequency
        self.damping = damping
    }
}

/// The body's pitch: a mass on springs, pushed by acceleration less what the axles' geometry holds.
struct Pitch: Equatable, Sendable {
    /// Angle, rad; positive lifts the nose.
    private(set) var angle: Double
    /// Change of the angle, rad/s.
    private(set) var rate = 0.0

    private let gradient: Double
    private let natural: Double
    private let damping: Double

    init(_ parameters: PitchParameters, resting acceleration: Double) {
        gradient = parameters.gradient
        natural = 2 * .pi * parameters.frequency
        damping = parameters.damping
        angle = gradient * acceleration
    }

    /// One time step with an acceleration along the vehicle, m/s2.
    mutating func step(_ acceleration: Double, timeStep: Double) {
        let away = gradient * acceleration - angle
        rate += (natural * natural * away - 2 * damping * natural * rate) * timeStep
        angle += rate * timeStep
    }
}
