public import VehicleModel

/// How an inverter follows its command.
public struct InverterParameters: Equatable, Sendable {
    /// From the frame's arrival until torque begins to move, s.
    public var transportDelay: Double
    /// Time constant of the torque after that, s.
    public var torqueLag: Double
    /// How long the last command is held when no further one comes, s.
    public var commandTimeout: Double

    /// Puts the times together.
    public init(transportDelay: Double, torqueLag: Double, commandTimeout: Double) {
        self.transportDelay = transportDelay
        self.torqueLag = torqueLag
        self.commandTimeout = commandTimeout
    }
}

/// What one torque command asks of an inverter.
public struct InverterCommand: Equatable, Sendable {
    /// Motor torque.
    public var torque: Torque
    /// The largest torque allowed, 0 or more.
    public var upperLimit: Torque
    /// The lowest torque allowed, 0 or less.
    public var lowerLimit: Torque
    /// Whether the commander says that high voltage is on and torque is wanted.
    public var isReady: Bool

    /// Puts the parts together.
    public init(torque: Torque, upperLimit: Torque, lowerLimit: Torque, isReady: Bool) {
        self.torque = torque
        self.upperLimit = upperLimit
        self.lowerLimit = lowerLimit
        self.isReady = isReady
    }

    /// The command as a unit takes it whose shaft turns the other way.
    public var reversed: InverterCommand {
        InverterCommand(
            torque: -torque,
            upperLimit: -lowerLimit,
            lowerLimit: -upperLimit,
            isReady: isReady
        )
    }

    /// The torque asked for inside the command's own limits; zero where not ready or not finite.
    public var limitedTorque: Torque {
        guard isReady, torque.isFinite, upperLimit.isFinite, lowerLimit.isFinite else {
            return .zero
        }
        return min(max(torque, lowerLimit), upperLimit)
    }
}

/// One inverter: holds the last command, loses it after a while, and follows it late.
public struct Inverter: Equatable, Sendable {
    /// The last command taken; nil before the first.
    public private(set) var command: InverterCommand?
    /// Whether it gives no torque, whatever it is told.
    public internal(set) var isDisabled = false
    private let envelope: MotorEnvelope
    private let timeoutSteps: Int
    /// Steps since the last command.
    private var age = 0
    private var following: LaggedSignal

    /// An inverter without a command.
    public init(parameters: InverterParameters, envelope: MotorEnvelope, timeStep: Double) {
        self.envelope = envelope
        timeoutSteps = Int((parameters.commandTimeout / timeStep).rounded())
        following = LaggedSignal(
            delay: parameters.transportDelay,
            lag: parameters.torqueLag,
            timeStep: timeStep
        )
    }

    /// The motor's torque now.
    public var torque: Torque { Torque(following.output) }

    /// Whether the last command is young enough to be followed.
    public var hasCommand: Bool { command != nil && age <= timeoutSteps }

    /// Takes a command whose checks have passed.
    public mutating func accept(_ command: InverterCommand) {
        self.command = command
        age = 0
    }

    /// One time step at a motor speed and a DC link voltage.
    ///
    /// `torqueShare` is what warmth leaves of the envelope, 0 to 1.
    public mutating func step(
        speed: RotationalSpeed,
        voltage: Voltage,
        torqueShare: Double = 1
    ) {
        if age <= timeoutSteps { age += 1 }
        let isFollowing = hasCommand && !isDisabled
        let wanted = isFollowing ? command?.limitedTorque ?? .zero : .zero
        let bound =
            torqueShare * envelope.maximumTorque(at: speed, voltage: voltage).rawValue
        following.step(min(max(wanted.rawValue, -bound), bound))
        following.limit(to: bound)
    }
}
