public import VehicleModel

/// Stage S1: which gear is in force.
///
/// Park and neutral are always granted. A driving gear needs walking pace and the brake, or the
/// direction that is already in force; otherwise the old gear stays.
public struct GearSelection: Sendable, BitwiseCopyable {
    /// The gear in force.
    public private(set) var gear = Gear.park
    /// Whether the selector asks for a gear that is not granted.
    public private(set) var isRejected = false

    /// Below this a change of direction is granted: 3 km/h.
    private static let walkingPace = Speed(kilometresPerHour: 3)
    /// Above this the pedal counts as pressed: 2 %.
    private static let pedalReleased = 0.02

    /// Starts in park.
    public init() {}

    /// Takes the selector of this cycle; an unknown selector keeps the gear.
    public mutating func step(_ inputs: ConditionedInputs) -> Gear {
        guard let wanted = inputs.selector else { return gear }
        isRejected = false
        if wanted == gear { return gear }
        if wanted.direction == 0 || wanted.direction == gear.direction {
            gear = wanted
            return gear
        }
        // Both the wheels and the motors must say so: a direction is no matter of one sensor.
        let areMotorsSlow = inputs.motorPace.map { $0 < Self.walkingPace } ?? true
        let isSlow =
            areMotorsSlow && (inputs.speed.map { $0.magnitude < Self.walkingPace } ?? false)
        let isBraking = inputs.isBraking ?? false
        let isReleased = inputs.pedal.map { $0 < Self.pedalReleased } ?? false
        // The brake is enough between D and R; out of park the pedal must be released as well.
        guard isSlow, isBraking, gear != .park || isReleased else {
            isRejected = true
            // A car that moves with its selector out of park is not parked, as after a restart.
            if gear == .park, let speed = inputs.speed, speed.magnitude >= Self.walkingPace {
                gear = .neutral
            }
            return gear
        }
        gear = wanted
        return gear
    }
}
