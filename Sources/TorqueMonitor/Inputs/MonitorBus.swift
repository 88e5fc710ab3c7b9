/// A bus the monitor listens on.
public enum MonitorBus: UInt8, Sendable {
    /// The front axle's.
    case front
    /// The rear axle's.
    case rear
    /// The car's, on which nothing is ever sent.
    case car

    /// An axle's.
    public init(_ axle: Axle) {
        switch axle {
        case .front: self = .front
        case .rear: self = .rear
        }
    }

    /// The axle whose bus it is; nil for the car's.
    public var axle: Axle? {
        switch self {
        case .front: .front
        case .rear: .rear
        case .car: nil
        }
    }
}
