import Glibc
public import VehicleModel

/// What acts on an axle from outside in one time step.
struct AxleSurroundings {
    /// The vehicle's speed, m/s.
    var roadSpeed: Double
    /// Normal force, N.
    var load: Double
    /// Friction of the road relative to the reference road.
    var grip: Double
    /// Rolling resistance force over normal load.
    var rollingResistance: Double
    /// Torque of the friction brakes on this axle, Nm.
    var brakeTorque: Double
    /// DC link voltage.
    var voltage: Voltage
}

/// One axle: inverter, motor, gear, wheels, brakes and tyres; without a motor the inverter hears nothing.
public struct AxleDynamics: Equatable, Sendable {
    /// The axle's constants.
    public let parameters: AxleParameters
    /// The inverter with its command.
    public private(set) var inverter: Inverter
    /// Speed of the wheels, rad/s; positive forward.
    public private(set) var wheelSpeed = 0.0
    /// Normal force, N.
    public private(set) var load = 0.0
    /// Force of the tyres on the vehicle, N; positive forward.
    public private(set) var tyreForce = 0.0
    /// Mechanical power of the motor.
    public private(set) var shaftPower = Power.zero
    /// What inverter and motor take from the DC link; negative gives back.
    public private(set) var electricalPower = Power.zero
    /// Energy that has gone each way on this axle since the start.
    public private(set) var energy = AxleEnergy()

    private var tyre: Tyre
    private let losses: MotorLosses
    private let timeStep: Double
    /// Wheel speed in the middle of the last step, rad/s.
    private var middleSpeed = 0.0

    init(_ parameters: AxleParameters, of plant: PlantParameters, timeStep: Double) {
        self.parameters = parameters
        self.timeStep = timeStep
        losses = plant.losses
        tyre = Tyre(parameters: plant.tyre)
        inverter = Inverter(
            parameters: plant.inverter,
            envelope: plant.envelope,
            timeStep: timeStep
        )
    }

    /// Torque of the motor; positive drives forward.
    public var motorTorque: Torque { inverter.torque }

    /// Speed of the motor; positive forward.
    public var motorSpeed: RotationalSpeed {
        RotationalSpeed(wheelSpeed * parameters.gearRatio)
    }

    /// Speed of the wheels' surface; positive forward.
    public var surfaceSpeed: Speed { Speed(wheelSpeed * parameters.rollingRadius) }

    /// Energy in the turning parts.
    public var rotationalEnergy: Energy {
        Energy(0.5 * parameters.inertia * wheelSpeed * wheelSpeed)
    }

    mutating func accept(_ command: InverterCommand) {
        if parameters.isDriven { inverter.accept(command) }
    }

    mutating func setDisabled(_ isDisabled: Bool) { inverter.isDisabled = isDisabled }

    /// One time step of motor, wheel and tyre against a vehicle of the given speed.
    mutating func step(_ around: AxleSurroundings) {
        load = around.load
        inverter.step(speed: motorSpeed, voltage: around.voltage)
        tyreForce = tyre.step(
            surfaceSpeed: surfaceSpeed.rawValue,
            roadSpeed: around.roadSpeed,
            load: around.load,
            grip: around.grip,
            timeStep: timeStep
        )

        let atWheels = motorTorque.rawValue * parameters.gearRatio
        let drives = atWheels * wheelSpeed >= 0
        let efficiency = parameters.drivelineEfficiency
        let gearTorque = drives ? atWheels * efficiency : atWheels / efficiency
        let before = wheelSpeed
        let rolling = around.rollingResistance * around.load * parameters.rollingRadius
        let free =
            before
            + (gearTorque - tyreForce * parameters.rollingRadius) * timeStep / parameters.inertia
        // Friction can stop a wheel within a step, never turn it round.
        let stopping = (around.brakeTorque + rolling) * timeStep / parameters.inertia
        wheelSpeed = abs(free) <= stopping ? 0 : free - copysign(stopping, free)

        middleSpeed = 0.5 * (before + wheelSpeed)
        let friction = (free - wheelSpeed) * parameters.inertia / timeStep
        let motorMiddle = RotationalSpeed(middleSpeed * parameters.gearRatio)
        shaftPower = motorTorque * motorMiddle
        let loss =
            parameters.isDriven ? losses.power(torque: motorTorque, speed: motorMiddle) : .zero
        electricalPower = shaftPower + loss
        energy.motorLoss += loss.rawValue * timeStep
        energy.drivelineLoss += (shaftPower.rawValue - gearTorque * middleSpeed) * timeStep
        energy.wheelFriction += friction * middleSpeed * timeStep
    }

    /// Accounts for the tyre's slip once the vehicle's speed in the middle of the step is known.
    mutating func settle(roadSpeed: Double) {
        let slipSpeed = middleSpeed * parameters.rollingRadius - roadSpeed
        energy.tyreSlip += tyreForce * slipSpeed * timeStep
    }
}

/// Where one axle's energy went since the start, J.
public struct AxleEnergy: Equatable, Sendable {
    /// Lost in motor and inverter.
    public var motorLoss = 0.0
    /// Lost in gear and differential.
    public var drivelineLoss = 0.0
    /// Lost in brakes and rolling resistance.
    public var wheelFriction = 0.0
    /// Lost in the tyres by slip, with what is wound up in them.
    public var tyreSlip = 0.0

    /// All of it.
    public var total: Double { motorLoss + drivelineLoss + wheelFriction + tyreSlip }
}
