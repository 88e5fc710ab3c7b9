public import VehicleModel

/// What one axle may give, Nm in the direction of the gear; the upper one wins.
public struct TorqueBounds: Equatable, Sendable, BitwiseCopyable {
    /// No less than this.
    public var lower = Torque(-.infinity)
    /// No more than this.
    public var upper = Torque(.infinity)
    /// Whose the upper bound is; nil for none.
    public var source: RequestSource?

    /// No bound.
    public init() {}

    /// The nearest torque within; zero for what is not finite, unless zero is outside.
    public func clip(_ torque: Torque) -> Torque {
        min(upper, max(lower, torque.isFinite ? torque : .zero))
    }

    /// Takes a maximum; of equal ones the source first in order is named, whatever the sequence.
    mutating func lower(to maximum: Torque, by newSource: RequestSource) {
        guard maximum <= upper else { return }
        if maximum == upper, let source, source.rawValue <= newSource.rawValue { return }
        upper = maximum
        source = newSource
    }

    /// Takes a minimum.
    mutating func raise(to minimum: Torque) { lower = max(lower, minimum) }
}
