public import VehicleModel

/// Everything about one vehicle that the control core needs; checked by the configuration's reader.
public struct ControlParameters: Sendable, BitwiseCopyable {
    /// The cycle's length.
    public var period: Duration
    /// The vehicle's body.
    public var body: BodyParameters
    /// The motors and their gears.
    public var axles: AxlePair<AxleParameters>
    /// The pedal's meaning in each driving mode.
    public var maps: PedalMaps
    /// How fast torque may change.
    public var rates: TorqueRates
    /// The limits that follow from the battery itself.
    public struct BatteryLimits: Sendable, BitwiseCopyable {
        /// Out of it.
        public var discharge: BatteryParameters
        /// Into it.
        public var charge: BatteryParameters
        /// How measured power lowers the limit.
        public var trim: PowerTrimParameters

        /// Puts the parts together.
        public init(
            discharge: BatteryParameters,
            charge: BatteryParameters,
            trim: PowerTrimParameters
        ) {
            self.discharge = discharge
            self.charge = charge
            self.trim = trim
        }
    }

    /// How limits on power are taken.
    public var power: PowerParameters
    /// Range and greatest age of each input.
    public var inputs: InputRules
    /// How requests are weighed, and the bench profile.
    public var requests: ArbitrationParameters
    /// Which of the inputs that forbid torque the vehicle has.
    public var readiness = ReadinessParameters()
    /// How regeneration gives way to the antilock brakes.
    public var antilock = RegenerationVetoParameters()
    /// How far the split may move from the load's.
    public var split = SplitParameters.loadOnly
    /// From where to where regeneration fades on the way to standstill.
    public var regenerationFade = RegenerationFade(
        start: Speed(kilometresPerHour: 7),
        end: Speed(kilometresPerHour: 2)
    )
    /// The greatest lateral acceleration at which the rear axle takes what the front cannot give.
    public var greatestLateral = Acceleration(3)
    /// The tyre force over load up to which an axle takes what the other one cannot give, 0 to 2.
    public var sureGrip = 0.8
    /// The battery's own limits beside its broadcast; nil where that alone is trusted.
    public var battery: BatteryLimits?
    /// What is a sound input.
    public var condition = ConditionParameters()
    /// What is a fault, and what follows.
    public var faults = FaultParameters()

    /// The axle without a motor; nil where both have one.
    ///
    /// One of them has one: the configuration's reader sees to it.
    public var undriven: Axle? {
        if axles.front.isDriven { return axles.rear.isDriven ? nil : .rear }
        return .front
    }

    /// Puts the parts together.
    public init(
        period: Duration,
        body: BodyParameters,
        axles: AxlePair<AxleParameters>,
        maps: PedalMaps,
        rates: TorqueRates,
        power: PowerParameters,
        inputs: InputRules,
        requests: ArbitrationParameters
    ) {
        self.period = period
        self.body = body
        self.axles = axles
        self.maps = maps
        self.rates = rates
        self.power = power
        self.inputs = inputs
        self.requests = requests
    }
}

/// The vehicle's body, as far as axle loads need it.
public struct BodyParameters: Sendable, BitwiseCopyable {
    /// Mass with driver, kg, above 0.
    public var mass: Mass
    /// Front to rear axle, m, above 0.
    public var wheelbase: Length
    /// Height of the centre of gravity, m, not negative.
    public var gravityHeight: Length
    /// Part of the weight on the front axle at rest, 0 to 1.
    public var frontLoadShare: Double
    /// Wheel force that reaches the road of what leaves the motors, 0 to 1.
    public var drivelineEfficiency: Double

    /// Puts the parts together.
    public init(
        mass: Mass,
        wheelbase: Length,
        gravityHeight: Length,
        frontLoadShare: Double,
        drivelineEfficiency: Double
    ) {
        self.mass = mass
        self.wheelbase = wheelbase
        self.gravityHeight = gravityHeight
        self.frontLoadShare = frontLoadShare
        self.drivelineEfficiency = drivelineEfficiency
    }
}

/// One motor with its gear and wheels.
public struct AxleParameters: Sendable, BitwiseCopyable {
    /// Greatest torque by speed and voltage.
    public var envelope: MotorEnvelope
    /// Electrical losses.
    public var losses: AxleLosses
    /// Motor revolutions a wheel revolution, above 0.
    public var gearRatio: Double
    /// Rolling radius of the tyres, m, above 0.
    public var rollingRadius: Length
    /// How hot the drive unit may become; nil where its own inverter watches alone.
    public var thermal: ThermalParameters?
    /// When its slip controller acts; nil where it has none.
    public var slip: SlipParameters?
    /// Whether it has a motor; without one it only rolls.
    public private(set) var isDriven = true

    /// An axle without a motor: it gives nothing and loses nothing, and its gear is its wheels'.
    public static func undriven(rollingRadius: Length) -> Self {
        var axle = Self(
            envelope: .nothing,
            losses: AxleLosses(.nothing),
            gearRatio: 1,
            rollingRadius: rollingRadius
        )
        axle.isDriven = false
        return axle
    }

    /// Puts the parts together.
    public init(
        envelope: MotorEnvelope,
        losses: AxleLosses,
        gearRatio: Double,
        rollingRadius: Length,
        thermal: ThermalParameters? = nil,
        slip: SlipParameters? = nil
    ) {
        self.envelope = envelope
        self.losses = losses
        self.gearRatio = gearRatio
        self.rollingRadius = rollingRadius
        self.thermal = thermal
        self.slip = slip
    }

    /// The vehicle speed at which the wheels turn without slip.
    public func speed(of motor: RotationalSpeed) -> Speed { gearing.speed(of: motor) }

    /// The motor speed without slip.
    public func motorSpeed(at speed: Speed) -> RotationalSpeed { gearing.motorSpeed(at: speed) }
}

/// How fast torque may change, per axle.
public struct TorqueRates: Sendable, BitwiseCopyable {
    /// Every increase of |torque|, Nm/s.
    public var up: TorqueRate
    /// A decrease that the driver asked for, Nm/s.
    public var comfortDown: TorqueRate
    /// A decrease that a limit demands, Nm/s.
    public var protectiveDown: TorqueRate
    /// How long the pressed brake takes to ramp the cap on drive torque from full to zero.
    public var brakeRamp: Duration
    /// How torque moves within those rates.
    public var shaping = ShapingParameters()

    /// Puts the parts together.
    public init(
        up: TorqueRate,
        comfortDown: TorqueRate,
        protectiveDown: TorqueRate,
        brakeRamp: Duration
    ) {
        self.up = up
        self.comfortDown = comfortDown
        self.protectiveDown = protectiveDown
        self.brakeRamp = brakeRamp
    }
}

/// How the battery's power is divided where it does not suffice for what both axles drive with.
public enum PowerAllocation: Sendable, BitwiseCopyable {
    /// Both axles are scaled alike, so the split stays.
    case keepSplit
    /// As it pushes the vehicle hardest; needs losses by a formula.
    case maxThrust
}

/// How limits on power are taken.
public struct PowerParameters: Sendable, BitwiseCopyable {
    /// What the auxiliaries draw beside the motors, W, not negative.
    public var auxiliary: Power
    /// The published ceiling on the sum of shaft powers, W; infinite where there is none.
    public var systemCeiling: Power
    /// How fast a rising limit of the battery is believed while armed, W/s.
    public var limitRise: PowerRate
    /// What a battery limit that is missing for long falls to on the way to zero, W.
    public var limpPower: Power
    /// How far speed is looked ahead: from a torque command to torque at the shaft.
    public var speedLead: Duration
    /// The largest shaft acceleration believed for the look-ahead, rad/s².
    public var greatestShaftAcceleration: Double
    /// When heating and air conditioning are asked to shed load.
    public var shedding = LoadSheddingParameters()
    /// Who gives up how much torque where the discharge limit binds.
    public var allocation = PowerAllocation.keepSplit

    /// Puts the parts together.
    public init(
        auxiliary: Power,
        systemCeiling: Power,
        limitRise: PowerRate,
        limpPower: Power,
        speedLead: Duration,
        greatestShaftAcceleration: Double
    ) {
        self.auxiliary = auxiliary
        self.systemCeiling = systemCeiling
        self.limitRise = limitRise
        self.limpPower = limpPower
        self.speedLead = speedLead
        self.greatestShaftAcceleration = greatestShaftAcceleration
    }
}
