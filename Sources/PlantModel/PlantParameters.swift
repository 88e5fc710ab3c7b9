/// Everything that makes one vehicle: read from a plant file, fixed while the plant runs.
///
/// Numbers in this module are SI units unless the text says otherwise: kg, m, s, N, Nm, rad/s, W,
/// V, A, J, ohm. Positive torque drives forward; positive current and power leave the battery.
public struct PlantParameters: Equatable, Sendable {
    /// The vehicle's name, for summaries.
    public var name: String
    /// Mass, drag and geometry.
    public var body: BodyParameters
    /// The tyres of both axles.
    public var tyre: TyreParameters
    /// The front axle with its drive unit.
    public var front: AxleParameters
    /// The rear axle with its drive unit.
    public var rear: AxleParameters
    /// Torque ceilings of each motor.
    public var envelope: MotorEnvelope
    /// Losses of each motor and inverter.
    public var losses: MotorLosses
    /// How each inverter follows its command.
    public var inverter: InverterParameters
    /// The traction battery and what its controller reports.
    public var battery: BatteryParameters
    /// The friction brakes.
    public var brakes: BrakeParameters
    /// What the 12 V converter and the rest draw from the DC link, W.
    public var auxiliaryPower: Double
    /// What its maker published of it; nil where nothing is.
    public var published: PublishedFigures?

    /// Puts the parts together.
    public init(
        name: String,
        body: BodyParameters,
        tyre: TyreParameters,
        front: AxleParameters,
        rear: AxleParameters,
        envelope: MotorEnvelope,
        losses: MotorLosses,
        inverter: InverterParameters,
        battery: BatteryParameters,
        brakes: BrakeParameters,
        auxiliaryPower: Double
    ) {
        self.name = name
        self.body = body
        self.tyre = tyre
        self.front = front
        self.rear = rear
        self.envelope = envelope
        self.losses = losses
        self.inverter = inverter
        self.battery = battery
        self.brakes = brakes
        self.auxiliaryPower = auxiliaryPower
    }
}

/// What a car's maker published, to compare with.
public struct PublishedFigures: Equatable, Sendable {
    /// From standstill to 100 km/h, s.
    public var zeroTo100: Double

    /// Takes the figure.
    public init(zeroTo100: Double) { self.zeroTo100 = zeroTo100 }
}

/// Mass, drag and geometry.
public struct BodyParameters: Equatable, Sendable {
    /// Mass with driver, kg.
    public var mass: Double
    /// Drag coefficient times frontal area, m2.
    public var dragArea: Double
    /// Density of the air, kg/m3.
    public var airDensity: Double
    /// Rolling resistance force over normal load.
    public var rollingResistance: Double
    /// Distance between the axles, m.
    public var wheelbase: Double
    /// Height of the centre of gravity, m.
    public var centreOfGravityHeight: Double
    /// The front axle's share of the weight at rest on the level, 0 to 1.
    public var frontLoadShare: Double

    /// Puts the numbers together.
    public init(
        mass: Double,
        dragArea: Double,
        airDensity: Double,
        rollingResistance: Double,
        wheelbase: Double,
        centreOfGravityHeight: Double,
        frontLoadShare: Double
    ) {
        self.mass = mass
        self.dragArea = dragArea
        self.airDensity = airDensity
        self.rollingResistance = rollingResistance
        self.wheelbase = wheelbase
        self.centreOfGravityHeight = centreOfGravityHeight
        self.frontLoadShare = frontLoadShare
    }
}

/// One axle's wheels and gear.
public struct AxleParameters: Equatable, Sendable {
    /// Rolling radius of the loaded tyre, m.
    public var rollingRadius: Double
    /// Motor revolutions per wheel revolution.
    public var gearRatio: Double
    /// Power out over power in of gear and differential, 0 to 1.
    public var drivelineEfficiency: Double
    /// Inertia of both wheels with tyres, discs and shafts, kg m2.
    public var wheelInertia: Double
    /// Inertia of the motor's rotor at its own speed, kg m2.
    public var rotorInertia: Double
    /// Whether it has a motor; without one it only rolls and brakes.
    public private(set) var isDriven = true

    /// An axle without a motor: wheels with brakes and tyres.
    public static func undriven(rollingRadius: Double, wheelInertia: Double) -> Self {
        var axle = Self(
            rollingRadius: rollingRadius,
            gearRatio: 1,
            drivelineEfficiency: 1,
            wheelInertia: wheelInertia,
            rotorInertia: 0
        )
        axle.isDriven = false
        return axle
    }

    /// Puts the numbers together.
    public init(
        rollingRadius: Double,
        gearRatio: Double,
        drivelineEfficiency: Double,
        wheelInertia: Double,
        rotorInertia: Double
    ) {
        self.rollingRadius = rollingRadius
        self.gearRatio = gearRatio
        self.drivelineEfficiency = drivelineEfficiency
        self.wheelInertia = wheelInertia
        self.rotorInertia = rotorInertia
    }

    /// Inertia of everything that turns with the wheels, seen at the wheels, kg m2.
    public var inertia: Double { wheelInertia + rotorInertia * gearRatio * gearRatio }
}

/// The friction brakes.
public struct BrakeParameters: Equatable, Sendable {
    /// Torque on all wheels together at full pedal, Nm.
    public var maximumTorque: Double
    /// The front axle's share of it, 0 to 1.
    public var frontShare: Double
    /// Time constant of the pressure's build-up, s.
    public var lag: Double

    /// Puts the numbers together.
    public init(maximumTorque: Double, frontShare: Double, lag: Double) {
        self.maximumTorque = maximumTorque
        self.frontShare = frontShare
        self.lag = lag
    }
}
