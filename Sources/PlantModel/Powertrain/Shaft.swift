/// Gear and shafts between rotor and differential, with play; all seen at the wheels.
public struct ShaftParameters: Equatable, Sendable {
    /// How far the motor turns from one flank to the other, rad.
    public var lash: Double
    /// Torque over twist once the flanks touch, Nm/rad.
    public var stiffness: Double
    /// Torque over speed of twist, Nm s/rad.
    public var damping: Double

    /// Puts the numbers together.
    public init(lash: Double, stiffness: Double = 12_000, damping: Double = 40) {
        self.lash = lash
        self.stiffness = stiffness
        self.damping = damping
    }
}

/// Which flank of the gear carries.
public enum ShaftContact: UInt8, Sendable {
    /// That of braking.
    case braking
    /// Neither: the motor is in the play.
    case none
    /// That of driving.
    case driving
}

/// Gear and shafts as a spring with play, and the rotor before them.
public struct Shaft: Equatable, Sendable {
    /// The rotor's speed seen at the wheels, rad/s.
    public private(set) var rotorSpeed = 0.0
    /// Torque that is carried, Nm at the wheels; positive drives.
    public private(set) var torque = 0.0
    /// How often the play was crossed from flank to flank.
    public private(set) var crossings = 0
    /// Which flank carries.
    public private(set) var contact = ShaftContact.none

    /// The rotor's angle less the wheels', rad; 0 is the middle of the play.
    private var twist = 0.0
    private var lastFlank = ShaftContact.none
    private let parameters: ShaftParameters
    private let inertia: Double

    /// A shaft in the middle of its play; the rotor's inertia, kg m2, is seen at the wheels.
    init(_ parameters: ShaftParameters, inertia: Double) {
        self.parameters = parameters
        self.inertia = inertia
    }

    /// Energy of rotor and spring, J.
    var energy: Double {
        let over = stretch
        return 0.5 * (inertia * rotorSpeed * rotorSpeed + parameters.stiffness * over * over)
    }

    /// Twist beyond the play, rad.
    private var stretch: Double {
        let half = 0.5 * parameters.lash
        if twist > half { return twist - half }
        return twist < -half ? twist + half : 0
    }

    /// One time step of the rotor, driven by a torque seen at the wheels, Nm.
    mutating func step(motor: Double, wheels: Double, timeStep: Double) {
        let over = stretch
        let pull = parameters.stiffness * over + parameters.damping * (rotorSpeed - wheels)
        // A flank can push, never pull.
        if over > 0 {
            torque = max(0, pull)
            touch(.driving)
        } else if over < 0 {
            torque = min(0, pull)
            touch(.braking)
        } else {
            torque = 0
            contact = .none
        }
        rotorSpeed += (motor - torque) * timeStep / inertia
    }

    /// Twists by what rotor and wheels have turned.
    mutating func turn(wheels: Double, timeStep: Double) {
        twist += (rotorSpeed - wheels) * timeStep
    }

    private mutating func touch(_ flank: ShaftContact) {
        if lastFlank != .none, lastFlank != flank { crossings += 1 }
        lastFlank = flank
        contact = flank
    }
}
