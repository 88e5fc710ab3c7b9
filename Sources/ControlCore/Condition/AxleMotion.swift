public import VehicleModel

/// Which way the motors and brakes push the wheels over the road.
public enum PushDirection: Sendable, BitwiseCopyable {
    /// Forward: driving, or braking in reverse. No wheel is slower than the vehicle.
    case forward
    /// Nowhere: the wheels roll.
    case none
    /// Backward: braking, or driving in reverse. No wheel is faster than the vehicle.
    case backward

    /// Motors first; brakes, where no motor pushes, act against the motion.
    public init(total: Torque, isBraking: Bool, speed: Speed?, leastTorque: Torque) {
        if total > leastTorque {
            self = .forward
        } else if total < -leastTorque {
            self = .backward
        } else if isBraking, let speed, speed != .zero {
            self = speed > .zero ? .backward : .forward
        } else {
            self = .none
        }
    }
}

/// What the vehicle's speed is estimated from.
public struct AxleMotion: Sendable, BitwiseCopyable {
    /// Speeds over ground that the motors turn with; nil where unknown.
    public var motors = AxlePair<Speed?>(both: nil)
    /// Means of each axle's wheels; nil where unknown.
    public var wheels = AxlePair<Speed?>(both: nil)
    /// Measured longitudinal acceleration; nil where unknown.
    public var acceleration: Acceleration?
    /// What gravity adds to it, positive uphill.
    public var slope = Acceleration.zero
    /// Which way the wheels are pushed.
    public var push = PushDirection.none
    /// The slip controller holds an axle's torque down.
    public var hasSlipCap = false
    /// Neither motor nor brake turns an axle's wheels: once they roll they are the vehicle's speed.
    public var idle = AxlePair(both: false)

    /// Nothing known.
    public init() {}

    /// Tells the idle axles; unless the brake is known to be released none is.
    mutating func noteIdle(_ torques: AxlePair<Torque>, isBraking: Bool?, leastTorque: Torque) {
        let least = leastTorque * 0.5
        idle.front = isBraking == false && torques.front.magnitude < least
        idle.rear = isBraking == false && torques.rear.magnitude < least
    }

    /// The speed an axle is followed by: its motor's, else its wheels'.
    func followed(_ axle: Axle) -> Speed? { Self.finite(motors[axle]) ?? Self.finite(wheels[axle]) }

    /// The speed an axle bounds the vehicle with: of motor and wheels, what slips less.
    func bound(_ axle: Axle, leastWheelSpeed: Speed) -> Speed? {
        guard let followed = followed(axle) else { return nil }
        guard let wheels = Self.finite(wheels[axle]), followed.magnitude >= leastWheelSpeed else {
            return followed
        }
        switch push {
        case .forward: return min(followed, wheels)
        case .backward: return max(followed, wheels)
        case .none: return followed
        }
    }

    private static func finite(_ speed: Speed?) -> Speed? {
        guard let speed, speed.isFinite else { return nil }
        return speed
    }
}

/// The vehicle's speed as estimated.
public struct SpeedEstimate: Sendable, BitwiseCopyable {
    /// Positive forward; nil where no axle's speed is known.
    public var speed: Speed?
    /// Nothing measures acceleration: the speed is the bounding axle's, so that slip of both axles
    /// cannot be seen.
    public var isBoundAlone = false
    /// The axle that slips least is believed enough to correct the estimate.
    public var isCorrected = false

    /// Nothing known.
    public init() {}
}
