public import VehicleModel

/// Why the selector's gear is not granted.
public enum GearRejection: UInt8, Sendable, BitwiseCopyable {
    /// The wheels or the motors turn too fast, or their speed is unknown.
    case speed
    /// The brake is not known to be pressed.
    case brake
    /// Out of park, the pedal is not known to be released.
    case pedal
}

/// Stage S1: which gear is in force.
///
/// Park and neutral are always granted. A driving gear needs walking pace and the brake, or the
/// direction that is already in force; otherwise the old gear stays.
public struct GearSelection: Sendable, BitwiseCopyable {
    /// The gear in force.
    public private(set) var gear = Gear.park
    /// Why the gear that the selector asks for is not granted; nil where it is.
    public private(set) var rejection: GearRejection?

    /// Whether the selector asks for a gear that is not granted.
    public var isRejected: Bool { rejection != nil }

    /// Below this a change of direction is granted: 3 km/h.
    private static let walkingPace = Speed(kilometresPerHour: 3)
    /// Above this the pedal counts as pressed: 2 %.
    private static let pedalReleased = 0.02

    /// Starts in park.
    public init() {}

    /// Takes the selector of this cycle; an unknown selector keeps the gear.
    public mutating func step(_ inputs: ConditionedInputs) -> Gear {
        guard let wanted = inputs.selector else { return gear }
        rejection = nil
        if wanted.direction == 0 || wanted.direction == gear.direction {
            gear = wanted
            return gear
        }
        rejection = hindrance(inputs)
        guard rejection != nil else {
            gear = wanted
            return gear
        }
        // A car that moves with its selector out of park is not parked, as after a restart.
        if gear == .park, let speed = inputs.speed, speed.magnitude >= Self.walkingPace {
            gear = .neutral
        }
        return gear
    }

    /// What speaks against a driving gear; the brake is enough between D and R, out of park the pedal
    /// must be released as well.
    private func hindrance(_ inputs: ConditionedInputs) -> GearRejection? {
        // Both the wheels and the motors must say so: a direction is no matter of one sensor.
        let areMotorsSlow = inputs.motorPace.map { $0 < Self.walkingPace } ?? true
        let areWheelsSlow = inputs.speed.map { $0.magnitude < Self.walkingPace } ?? false
        guard areMotorsSlow && areWheelsSlow else { return .speed }
        guard inputs.isBraking == true else { return .brake }
        let isReleased = inputs.pedal.map { $0 < Self.pedalReleased } ?? false
        guard gear != .park || isReleased else { return .pedal }
        return nil
    }
}
