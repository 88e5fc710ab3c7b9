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
    /// The axle without a motor: it is followed by its wheels; nil where both have one.
    public var undriven: Axle?
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
    ///
    /// Without a motor only what its wheels' sensors surely see: below that nothing is known to roll.
    func followed(_ axle: Axle, leastWheelSpeed: Speed) -> Speed? {
        if let motor = Self.finite(motors[axle]) { return motor }
        guard let wheels = Self.finite(wheels[axle]) else { return nil }
        return axle == undriven && wheels.magnitude < leastWheelSpeed ? nil : wheels
    }

    /// The speed an axle bounds the vehicle with: of motor and wheels, what slips less.
    func bound(_ axle: Axle, leastWheelSpeed: Speed) -> Speed? {
        guard let followed = followed(axle, leastWheelSpeed: leastWheelSpeed) else {
            return unseen(axle, leastWheelSpeed: leastWheelSpeed)
        }
        guard let wheels = Self.finite(wheels[axle]), followed.magnitude >= leastWheelSpeed else {
            return followed
        }
        switch push {
        case .forward: return min(followed, wheels)
        case .backward: return max(followed, wheels)
        case .none: return followed
        }
    }

    /// Wheels too slow to be seen turn as the motor of the other axle does, but no faster than that.
    private func unseen(_ axle: Axle, leastWheelSpeed: Speed) -> Speed? {
        guard axle == undriven, let wheels = Self.finite(wheels[axle]) else { return nil }
        guard let motor = Self.finite(motors[axle.other]) else { return wheels }
        return max(-leastWheelSpeed, min(leastWheelSpeed, motor))
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
