public import VehicleModel

/// One axle's motor with inverter and gear.
public struct DriveUnitParameters: Equatable, Sendable {
    /// Motor revolutions per wheel revolution.
    public var gearRatio: Double
    /// Power out over power in of gear and differential, 0 to 1.
    public var drivelineEfficiency: Double
    /// Inertia of the motor's rotor at its own speed, kg m2.
    public var rotorInertia: Double
    /// Torque ceilings; nil for those that both axles share.
    public var envelope: MotorEnvelope?
    /// Losses of motor and inverter; nil for those that both axles share.
    public var losses: MotorLosses?
    /// How the inverter follows its command; nil for what both axles share.
    public var inverter: InverterParameters?
    /// How the winding warms; nil where it does not.
    public var heat: MotorHeatParameters?
    /// Play and stiffness between rotor and wheels; nil for a rotor that turns with the wheels.
    public var shaft: ShaftParameters?

    /// Puts the parts together.
    public init(
        gearRatio: Double,
        drivelineEfficiency: Double,
        rotorInertia: Double,
        envelope: MotorEnvelope? = nil,
        losses: MotorLosses? = nil,
        inverter: InverterParameters? = nil,
        heat: MotorHeatParameters? = nil,
        shaft: ShaftParameters? = nil
    ) {
        self.gearRatio = gearRatio
        self.drivelineEfficiency = drivelineEfficiency
        self.rotorInertia = rotorInertia
        self.envelope = envelope
        self.losses = losses
        self.inverter = inverter
        self.heat = heat
        self.shaft = shaft
    }

    /// The rotor's inertia seen at the wheels, kg m2.
    public var inertiaAtWheels: Double { rotorInertia * gearRatio * gearRatio }
}

/// An axle's inverter, motor and gear, down to the differential.
public struct DriveUnit: Equatable, Sendable {
    /// The unit's constants.
    public let parameters: DriveUnitParameters
    /// The inverter with its command.
    public internal(set) var inverter: Inverter
    /// What a real drive unit tells that stands in this one's place; nil where there is none.
    var reading: MotorReading?
    /// Rotor and play; nil where the rotor turns with the wheels.
    public private(set) var shaft: Shaft?
    /// The winding's warmth; nil where it does not warm.
    public private(set) var heat: MotorHeat?
    /// Mechanical power of the motor.
    public private(set) var shaftPower = Power.zero
    /// What inverter and motor take from the DC link; negative gives back.
    public private(set) var electricalPower = Power.zero
    /// Torque at the differential, both wheels together, Nm; positive drives.
    private(set) var torque = 0.0
    /// Lost since the start, J: in motor and inverter, and in gear and shafts.
    private(set) var motorLoss = 0.0, drivelineLoss = 0.0

    private let losses: MotorLosses
    /// The rotor's speed seen at the wheels at the step's beginning, rad/s.
    private var rotorBefore = 0.0
    /// Energy of rotor and shafts after the last step, J.
    private var energyBefore = 0.0

    init(_ parameters: DriveUnitParameters, of plant: PlantParameters, timeStep: Double) {
        self.parameters = parameters
        losses = parameters.losses ?? plant.losses
        inverter = Inverter(
            parameters: parameters.inverter ?? plant.inverter,
            envelope: parameters.envelope ?? plant.envelope,
            timeStep: timeStep
        )
        heat = parameters.heat.map(MotorHeat.init)
        shaft = parameters.shaft.map { Shaft($0, inertia: parameters.inertiaAtWheels) }
    }

    /// Torque at the motor's shaft; positive drives forward.
    var motorTorque: Torque { reading?.torque ?? inverter.torque }

    /// What of the rotor's inertia turns with the wheels, kg m2.
    var rigidInertia: Double { shaft == nil ? parameters.inertiaAtWheels : 0 }

    /// Energy of rotor and shafts that is not the wheels', J.
    var energy: Double { shaft?.energy ?? 0 }

    /// Speed of the motor where the differential turns at `carrier`, rad/s.
    func speed(at carrier: Double) -> RotationalSpeed {
        RotationalSpeed((shaft?.rotorSpeed ?? carrier) * parameters.gearRatio)
    }

    /// One time step before the wheels turn; `carrier` is the differential's speed, rad/s.
    mutating func step(carrier: Double, voltage: Voltage, timeStep: Double) {
        inverter.step(
            speed: speed(at: carrier),
            voltage: voltage,
            torqueShare: heat?.torqueShare ?? 1
        )
        var carried = motorTorque.rawValue * parameters.gearRatio
        rotorBefore = shaft?.rotorSpeed ?? carrier
        if shaft != nil {
            shaft?.step(motor: carried, wheels: carrier, timeStep: timeStep)
            carried = shaft?.torque ?? 0
        }
        let drives = carried * carrier >= 0
        let efficiency = parameters.drivelineEfficiency
        torque = drives ? carried * efficiency : carried / efficiency
    }

    /// The rest of the time step, once it is known that the differential turned from one speed to
    /// another, rad/s.
    mutating func settle(from before: Double, to after: Double, timeStep: Double) {
        shaft?.turn(wheels: after, timeStep: timeStep)
        let rotorAfter = shaft?.rotorSpeed ?? after
        let middle = RotationalSpeed(0.5 * (rotorBefore + rotorAfter) * parameters.gearRatio)
        shaftPower = motorTorque * (reading?.speed ?? middle)
        let loss = losses.power(torque: motorTorque, speed: middle)
        electricalPower = shaftPower + loss
        heat?.step(loss: loss.rawValue, timeStep: timeStep)
        motorLoss += loss.rawValue * timeStep
        let carried = torque * 0.5 * (before + after)
        let stored = energy
        drivelineLoss += (shaftPower.rawValue - carried) * timeStep - (stored - energyBefore)
        energyBefore = stored
    }
}
