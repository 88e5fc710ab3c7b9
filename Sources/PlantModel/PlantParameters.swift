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
    /// The front axle.
    public var front: AxleParameters
    /// The rear axle.
    public var rear: AxleParameters
    /// Torque ceilings of each motor that has none of its own.
    public var envelope: MotorEnvelope
    /// Losses of each motor and inverter that has none of its own.
    public var losses: MotorLosses
    /// How each inverter follows its command that has nothing of its own.
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
    /// Distance between the wheels of an axle, m.
    public var track: Double
    /// Moment of inertia about the upright axis, kg m2.
    public var yawInertia: Double
    /// The front axle's share of the load that moves across the vehicle in a bend, 0 to 1.
    public var frontRollShare: Double
    /// Turns of the steering wheel over turns of the wheels.
    public var steeringRatio: Double
    /// How the body pitches on its springs.
    public var pitch: PitchParameters

    /// Puts the numbers together.
    ///
    /// Without a yaw inertia it is mass times both distances from the centre of gravity to the axles.
    public init(
        mass: Double,
        dragArea: Double,
        airDensity: Double,
        rollingResistance: Double,
        wheelbase: Double,
        centreOfGravityHeight: Double,
        frontLoadShare: Double,
        track: Double = 1.54,
        yawInertia: Double? = nil,
        frontRollShare: Double = 0.55,
        steeringRatio: Double = 15,
        pitch: PitchParameters = PitchParameters()
    ) {
        self.mass = mass
        self.dragArea = dragArea
        self.airDensity = airDensity
        self.rollingResistance = rollingResistance
        self.wheelbase = wheelbase
        self.centreOfGravityHeight = centreOfGravityHeight
        self.frontLoadShare = frontLoadShare
        self.track = track
        self.yawInertia =
            yawInertia ?? mass * wheelbase * wheelbase * frontLoadShare * (1 - frontLoadShare)
        self.frontRollShare = frontRollShare
        self.steeringRatio = steeringRatio
        self.pitch = pitch
    }

    /// From the centre of gravity to the front axle, m.
    public var toFrontAxle: Double { wheelbase * (1 - frontLoadShare) }

    /// From the centre of gravity to the rear axle, m.
    public var toRearAxle: Double { wheelbase * frontLoadShare }
}

/// One axle: its wheels, and the drive unit between them.
public struct AxleParameters: Equatable, Sendable {
    /// Rolling radius of the loaded tyre, m.
    public var rollingRadius: Double
    /// Inertia of both wheels with tyres, discs and shafts, kg m2.
    public var wheelInertia: Double
    /// Motor, inverter and gear; nil where the axle only rolls.
    public var drive: DriveUnitParameters?
    /// The tyres' stiffness factor across the wheel; nil for that of all tyres.
    public var lateralStiffness: Double?
    /// Rise over run of the wheel centre's path, at which a motor's force holds the body against
    /// pitching; positive holds.
    public var antiPitch: Double

    /// Puts the parts together.
    public init(
        rollingRadius: Double,
        wheelInertia: Double,
        drive: DriveUnitParameters?,
        lateralStiffness: Double? = nil,
        antiPitch: Double = 0
    ) {
        self.rollingRadius = rollingRadius
        self.wheelInertia = wheelInertia
        self.drive = drive
        self.lateralStiffness = lateralStiffness
        self.antiPitch = antiPitch
    }

    /// Whether it has a motor; without one it only rolls and brakes.
    public var isDriven: Bool { drive != nil }

    /// Motor revolutions per wheel revolution; 1 without a motor.
    public var gearRatio: Double {
        get { drive?.gearRatio ?? 1 }
        set { drive?.gearRatio = newValue }
    }

    /// Inertia of everything that turns with the wheels, seen at the wheels, kg m2.
    public var inertia: Double { wheelInertia + (drive?.inertiaAtWheels ?? 0) }
}

/// The friction brakes.
public struct BrakeParameters: Equatable, Sendable {
    /// Torque on all wheels together at full pedal, Nm.
    public var maximumTorque: Double
    /// The front axle's share of it, 0 to 1.
    public var frontShare: Double
    /// Time constant of the pressure's build-up, s.
    public var lag: Double
    /// How each wheel's slip is held near the best; nil lets the wheels lock.
    public var antilock: AntilockParameters?
    /// Whether they ask the motors for what the pedal wants, and give only what these leave over.
    public var isBlended: Bool

    /// Puts the numbers together.
    public init(
        maximumTorque: Double,
        frontShare: Double,
        lag: Double,
        antilock: AntilockParameters? = AntilockParameters(),
        isBlended: Bool = false
    ) {
        self.maximumTorque = maximumTorque
        self.frontShare = frontShare
        self.lag = lag
        self.antilock = antilock
        self.isBlended = isBlended
    }
}
