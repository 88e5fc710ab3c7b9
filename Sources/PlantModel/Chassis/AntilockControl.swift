import Glibc

/// How the antilock brakes act on each wheel.
public struct AntilockParameters: Equatable, Sendable {
    /// The slip that is sought, over the slip at which the tyre's force is greatest.
    public var target: Double
    /// How fast a wheel's brake is released, over its torque at full pedal, 1/s.
    public var release: Double
    /// How fast it is built up again, over its torque at full pedal, 1/s.
    public var build: Double
    /// The speed below which the brakes may lock, m/s.
    public var leastSpeed: Double

    /// Puts the numbers together.
    public init(
        target: Double = 1,
        release: Double = 10,
        build: Double = 2.5,
        leastSpeed: Double = 1
    ) {
        self.target = target
        self.release = release
        self.build = build
        self.leastSpeed = leastSpeed
    }
}

/// The brake of one wheel: follows the pedal, or holds the wheel's slip near the best.
///
/// Slip is judged by where it will be in a short while. Above the band around the target the brake is
/// released, inside it held, below it built up, never beyond what the pedal asks for.
struct AntilockControl: Equatable, Sendable {
    /// How far slip is looked ahead, s.
    private static let lead = 0.020
    /// How late the change of slip is known, s.
    private static let filter = 0.004
    /// Half of the band around the target, over the target.
    private static let band = 0.15
    /// How long the pedal must be followed again for control to be over, s.
    private static let rest = 0.2

    /// Torque of the brake, Nm; 0 or more.
    private(set) var torque = 0.0
    /// Whether the pedal is not followed, or was not shortly before.
    private(set) var isActive = false

    private var last = 0.0
    private var rate = 0.0
    private var followed = 0.0

    /// Gives what the pedal asks for.
    mutating func follow(_ demand: Double) {
        torque = demand
        isActive = false
        last = 0
        rate = 0
    }

    /// One time step; `slip` is the wheel's over the tyre's best, positive while it is braked.
    mutating func step(
        demand: Double,
        full: Double,
        slip: Double,
        with parameters: AntilockParameters,
        timeStep: Double
    ) {
        rate += ((slip - last) / timeStep - rate) * (timeStep / Self.filter)
        last = slip
        let coming = (slip + Self.lead * rate) / parameters.target
        if coming > 1 + Self.band, demand > 0 {
            torque = max(0, torque - parameters.release * full * timeStep)
            isActive = true
            followed = 0
        } else if !isActive {
            torque = demand
        } else if coming < 1 - Self.band {
            torque += parameters.build * full * timeStep
        }
        if torque >= demand {
            torque = demand
            followed += timeStep
            if followed >= Self.rest { isActive = false }
        } else {
            followed = 0
        }
    }
}
