import Glibc
public import VehicleModel

/// A vehicle with two axles, each with or without a motor, and one battery, on a road.
///
/// The body moves along, across and in yaw on four wheels. The step is fixed and nothing else is an
/// input than commands, brake pedal, steering and road, so equal inputs give bit-equal states. Wheels
/// before vehicle (semi-implicit Euler): the tyres' spring at standstill, about 30 Hz against the
/// wheels, stays stable at 1 ms.
public struct Plant: Sendable {
    /// The fixed time step, s.
    public static let timeStep = 0.001
    /// Standard gravity, m/s2.
    static let gravity = 9.80665
    /// How late load transfer follows acceleration, s: the body's pitching and rolling.
    private static let transferLag = 0.030

    /// The vehicle.
    public let parameters: PlantParameters
    /// The road; may change while driving.
    public var road: Road
    /// The front axle.
    public private(set) var front: AxleDynamics
    /// The rear axle.
    public private(set) var rear: AxleDynamics
    /// The battery.
    public private(set) var battery: Battery
    /// What joins it to the motors.
    public private(set) var link = DCLink()
    /// Steps taken.
    public private(set) var steps: UInt64 = 0
    /// Force along the vehicle over its mass; in a straight line the change of speed.
    public private(set) var acceleration = Acceleration.zero
    /// Force across the vehicle over its mass, as an accelerometer reads it; positive to the left.
    public private(set) var lateralAcceleration = Acceleration.zero
    /// Way since the start.
    public private(set) var distance = Length.zero
    /// Energy since the start.
    public private(set) var energy = VehicleEnergy()

    private var motion = BodyMotion()
    private var transfer: LaggedSignal
    private var lateralTransfer: LaggedSignal
    private var brakes: BrakeSystem
    private var pitch: Pitch
    private var steeringAngle = 0.0

    /// A vehicle at rest.
    public init(_ parameters: PlantParameters, road: Road = Road()) {
        self.parameters = parameters
        self.road = road
        let step = Self.timeStep
        front = AxleDynamics(.front, of: parameters, timeStep: step)
        rear = AxleDynamics(.rear, of: parameters, timeStep: step)
        battery = Battery(parameters: parameters.battery, timeStep: step)
        let resting = Self.gravity * sin(road.slope)
        transfer = LaggedSignal(
            delay: 0,
            lag: Self.transferLag,
            timeStep: step,
            start: resting
        )
        lateralTransfer = LaggedSignal(delay: 0, lag: Self.transferLag, timeStep: step)
        brakes = BrakeSystem(parameters.brakes, timeStep: step)
        pitch = Pitch(parameters.body.pitch, resting: resting)
    }

    /// Gives an inverter a command whose checks have passed.
    public mutating func accept(_ command: InverterCommand, on axle: PlantAxle) {
        switch axle {
        case .front: front.accept(command)
        case .rear: rear.accept(command)
        }
    }

    /// Lets an inverter give no torque, or follow its commands again.
    public mutating func setDisabled(_ isDisabled: Bool, on axle: PlantAxle) {
        switch axle {
        case .front: front.setDisabled(isDisabled)
        case .rear: rear.setDisabled(isDisabled)
        }
    }

    /// Lets an axle give what a real drive unit tells, and not what its inverter would; nil ends that.
    public mutating func follow(_ unit: MotorReading?, on axle: PlantAxle) {
        switch axle {
        case .front: front.follow(unit)
        case .rear: rear.follow(unit)
        }
    }

    /// Lets the battery have the voltage that a real one tells; nil ends that.
    public mutating func follow(batteryVoltage: Voltage?) {
        battery.measuredVoltage = batteryVoltage
    }

    /// Changes the limits that the battery's controller tells, W; nil leaves one as it is.
    public mutating func setLimits(discharge: Double? = nil, charge: Double? = nil) {
        battery.setLimits(discharge: discharge, charge: charge)
    }

    /// The voltage at the inverters: the battery's while its contactor is closed.
    public var linkVoltage: Voltage { link.voltage(beside: battery.voltage) }

    /// Opens the battery's contactor, or closes it.
    public mutating func setContactor(isOpen: Bool) {
        link.setOpen(isOpen, at: battery.voltage)
    }

    /// One time step with the brake pedal at `brake`, 0 to 1, and the front wheels at an angle to the
    /// body, rad, positive to the left.
    public mutating func step(brake: Double, steering: Double = 0) {
        road.step(Self.timeStep)
        steeringAngle = steering
        front.steer(to: steering)
        let backward = motion.along < 0
        brakes.step(
            pedal: brake,
            frontMotor: (backward ? 1 : -1) * (front.drive?.torque ?? 0),
            rearMotor: (backward ? 1 : -1) * (rear.drive?.torque ?? 0)
        )
        rollAxles()
        moveBody()
        let taken =
            front.electricalPower + rear.electricalPower + Power(parameters.auxiliaryPower)
        battery.step(power: link.step(taken, timeStep: Self.timeStep))
        energy.battery += battery.power.rawValue * Self.timeStep
        energy.auxiliaries += parameters.auxiliaryPower * Self.timeStep
        steps += 1
    }

    private mutating func rollAxles() {
        let body = parameters.body
        let weight = body.mass * Self.gravity * cos(road.slope)
        let shift =
            body.mass * transfer.output * body.centreOfGravityHeight / body.wheelbase
        let frontLoad = min(max(weight * body.frontLoadShare - shift, 0), weight)
        let across =
            body.mass * lateralTransfer.output * body.centreOfGravityHeight / body.track
        front.step(
            AxleSurroundings(
                motion: motion,
                load: frontLoad,
                loadShift: across * body.frontRollShare,
                leftGrip: road[.frontLeft],
                rightGrip: road[.frontRight],
                brakeDemand: brakes.front,
                voltage: link.isBlocked ? .zero : linkVoltage
            )
        )
        rear.step(
            AxleSurroundings(
                motion: motion,
                load: weight - frontLoad,
                loadShift: across * (1 - body.frontRollShare),
                leftGrip: road[.rearLeft],
                rightGrip: road[.rearRight],
                brakeDemand: brakes.rear,
                voltage: link.isBlocked ? .zero : linkVoltage
            )
        )
    }

    private mutating func moveBody() {
        let body = parameters.body
        let before = motion
        let air = before.along + road.headWind
        let drag = 0.5 * body.airDensity * body.dragArea * air * abs(air)
        let downhill = body.mass * Self.gravity * sin(road.slope)
        let force = front.tyreForce + rear.tyreForce - drag - downhill
        let sideForce = front.sideForce + rear.sideForce
        acceleration = Acceleration(force / body.mass)
        lateralAcceleration = Acceleration(sideForce / body.mass)
        motion.along += force / body.mass * Self.timeStep
        motion.across += sideForce / body.mass * Self.timeStep
        motion.yaw += (front.yawMoment + rear.yawMoment) / body.yawInertia * Self.timeStep
        let middle = BodyMotion(
            along: 0.5 * (before.along + motion.along),
            across: 0.5 * (before.across + motion.across),
            yaw: 0.5 * (before.yaw + motion.yaw)
        )
        front.settle(middle)
        rear.settle(middle)
        turn(by: middle.yaw * Self.timeStep)
        distance = distance + Length(middle.along * Self.timeStep)
        transfer.step(specificForce.rawValue)
        lateralTransfer.step(lateralAcceleration.rawValue)
        pitch.step(specificForce.rawValue - heldByGeometry, timeStep: Self.timeStep)
        energy.drag += drag * middle.along * Self.timeStep
        energy.height += downhill * middle.along * Self.timeStep
    }

    /// Turns the axes that the motion is told in with the body; its size stays.
    private mutating func turn(by angle: Double) {
        guard angle != 0 else { return }
        let (along, across) = (motion.along, motion.across)
        motion.along = along * cos(angle) + across * sin(angle)
        motion.across = across * cos(angle) - along * sin(angle)
    }

    /// What of an acceleration the axles' geometry holds by the motors' force, m/s2.
    private var heldByGeometry: Double {
        let body = parameters.body
        guard body.centreOfGravityHeight > 0 else { return 0 }
        let moment =
            front.motorForce * body.toFrontAxle * parameters.front.antiPitch
            + rear.motorForce * body.toRearAxle * parameters.rear.antiPitch
        return moment / (body.mass * body.centreOfGravityHeight)
    }
}

extension Plant {
    /// Time since the start, s.
    public var time: Double { Double(steps) * Self.timeStep }

    /// Speed of the centre of gravity along the vehicle; positive forward.
    public var speed: Speed { Speed(motion.along) }

    /// Speed of the centre of gravity across the vehicle; positive to the left.
    public var lateralSpeed: Speed { Speed(motion.across) }

    /// Yaw rate; positive to the left.
    public var yawRate: YawRate { YawRate(motion.yaw) }

    /// Angle of the front wheels against the body; positive to the left.
    public var steering: Angle { Angle(steeringAngle) }

    /// Pitch of the body; positive lifts the nose.
    public var pitchAngle: Angle { Angle(pitch.angle) }

    /// Mechanical power of all motors.
    public var shaftPower: Power { front.shaftPower + rear.shaftPower }

    /// Whether the antilock brakes hold a wheel.
    public var isAntilockActive: Bool { front.isAntilockActive || rear.isAntilockActive }

    /// What an accelerometer in the body reads along the vehicle.
    public var specificForce: Acceleration {
        acceleration + Acceleration(Self.gravity * sin(road.slope))
    }

    /// The largest of the wheels' slip speeds, without sign: wheel's surface against road.
    public var slipSpeed: Speed { max(front.slipSpeed, rear.slipSpeed) }

    /// What blended brakes want recovered, torque of all motors together, not negative; zero where the
    /// brakes are not blended, and while the antilock brakes act.
    public var wantedRegeneration: Torque {
        guard parameters.brakes.isBlended, !isAntilockActive else { return .zero }
        let ratio = max(parameters.front.gearRatio, parameters.rear.gearRatio)
        return ratio > 0 ? Torque(brakes.wanted / ratio) : .zero
    }

    /// The axles that have a motor, the front first.
    public var drivenAxles: [PlantAxle] {
        PlantAxle.allCases.filter { self[$0].parameters.isDriven }
    }

    /// The axle asked for.
    public subscript(_ axle: PlantAxle) -> AxleDynamics {
        switch axle {
        case .front: front
        case .rear: rear
        }
    }

    /// The wheel asked for.
    public subscript(_ wheel: PlantWheel) -> WheelDynamics {
        switch wheel {
        case .frontLeft: front.left
        case .frontRight: front.right
        case .rearLeft: rear.left
        case .rearRight: rear.right
        }
    }

    /// Energy of motion, of the vehicle and of all that turns.
    public var kineticEnergy: Energy {
        let body = parameters.body
        let moving =
            0.5 * body.mass * (motion.along * motion.along + motion.across * motion.across)
            + 0.5 * body.yawInertia * motion.yaw * motion.yaw
        return Energy(moving) + front.rotationalEnergy + rear.rotationalEnergy
    }
}

/// Where the vehicle's energy came from and went since the start, J, beside the axles' own.
public struct VehicleEnergy: Equatable, Sendable {
    /// Out of the battery's terminals.
    public var battery = 0.0
    /// Into the auxiliaries.
    public var auxiliaries = 0.0
    /// Lost to the air.
    public var drag = 0.0
    /// Stored by climbing.
    public var height = 0.0
}
