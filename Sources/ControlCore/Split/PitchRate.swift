public import VehicleModel

extension Dimension {
    /// Radians per second about the transverse axis.
    public enum PitchRate {}
}

/// Radians per second about the transverse axis; positive lifts the nose.
public typealias PitchRate = Quantity<Dimension.PitchRate>

/// The part of the pitch rate that a body on its springs answers to: 0.5 to 3 Hz.
///
/// Without a sensor the rate is what the acceleration's change would give on springs that follow at
/// once. The two filters are of first order, discretised backward.
struct PitchBand: Sendable, BitwiseCopyable {
    private var lastAcceleration: Acceleration?
    private var smooth = 0.0
    private var slow = 0.0

    /// Below this, pitch is a lasting attitude, 1/s.
    private static let lowerCorner = 2 * Double.pi * 0.5
    /// Above this, it is noise, 1/s.
    private static let upperCorner = 2 * Double.pi * 3

    /// The rate within the band.
    mutating func step(
        sensor: PitchRate?,
        acceleration: Acceleration,
        gradient: Double,
        period: Duration
    ) -> PitchRate {
        let time = period.inSeconds
        let change = acceleration - (lastAcceleration ?? acceleration)
        lastAcceleration = acceleration
        let rate = sensor?.rawValue ?? gradient * change.rawValue / time
        let input = rate.isFinite ? rate : 0
        smooth += (input - smooth) * Self.weight(Self.upperCorner * time)
        slow += (smooth - slow) * Self.weight(Self.lowerCorner * time)
        return PitchRate(smooth - slow)
    }

    private static func weight(_ phase: Double) -> Double { phase / (1 + phase) }
}
