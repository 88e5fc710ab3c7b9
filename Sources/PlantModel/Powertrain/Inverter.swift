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
    /// Motor torque, Nm; positive drives forward.
    public var torque: Double
    /// The largest torque allowed, Nm, 0 or more.
    public var upperLimit: Double
    /// The lowest torque allowed, Nm, 0 or less.
    public var lowerLimit: Double
    /// Whether the commander says that high voltage is on and torque is wanted.
    public var isReady: Bool

    /// Puts the parts together.
    public init(torque: Double, upperLimit: Double, lowerLimit: Double, isReady: Bool) {
        self.torque = torque
        self.upperLimit = upperLimit
        self.lowerLimit = lowerLimit
        self.isReady = isReady
    }

    /// The torque asked for inside the command's own limits, Nm; 0 where not ready or not finite.
    public var limitedTorque: Double {
        guard isReady, torque.isFinite, upperLimit.isFinite, lowerLimit.isFinite else { return 0 }
        return min(max(torque, lowerLimit), upperLimit)
    }
}

/// One inverter: holds the last command, loses it after a while, and follows it late.
public struct Inverter: Equatable, Sendable {
    /// The last command taken; nil before the first.
    public private(set) var command: InverterCommand?
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

    /// The motor's torque now, Nm.
    public var torque: Double { following.output }

    /// Whether the last command is young enough to be followed.
    public var hasCommand: Bool { command != nil && age <= timeoutSteps }

    /// Takes a command whose checks have passed.
    public mutating func accept(_ command: InverterCommand) {
        self.command = command
        age = 0
    }

    /// One time step at a motor speed in rad/s and a DC link voltage in V.
    public mutating func step(speed: Double, voltage: Double) {
        if age <= timeoutSteps { age += 1 }
        let wanted = hasCommand ? command?.limitedTorque ?? 0 : 0
        let bound = envelope.maximumTorque(at: speed, voltage: voltage)
        following.step(min(max(wanted, -bound), bound))
        following.limit(to: bound)
    }
}
