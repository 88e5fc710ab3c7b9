import Glibc
public import VehicleModel

/// How the body moves over the road.
struct BodyMotion: Equatable {
    /// Speed of the centre of gravity along the body, m/s; positive forward.
    var along = 0.0
    /// Speed of the centre of gravity across the body, m/s; positive to the left.
    var across = 0.0
    /// Yaw rate, rad/s; positive to the left.
    var yaw = 0.0
}

/// What acts on an axle from outside in one time step.
struct AxleSurroundings {
    /// How the body moves.
    var motion: BodyMotion
    /// Normal force, N.
    var load: Double
    /// What lateral acceleration moves from the left wheel to the right one, N.
    var loadShift: Double
    /// Friction of the road under the left wheel relative to the reference road.
    var leftGrip: Double
    /// Friction of the road under the right wheel relative to the reference road.
    var rightGrip: Double
    /// Torque that the friction brakes of both wheels are asked for, Nm.
    var brakeDemand: Double
    /// DC link voltage.
    var voltage: Voltage
}

/// One axle: two wheels with tyres and brakes, and between them a drive unit where it has one.
///
/// The differential is open: both wheels get the same torque, and the gear turns with their mean.
public struct AxleDynamics: Equatable, Sendable {
    /// The axle's constants.
    public let parameters: AxleParameters
    /// Motor with inverter and gear; nil where the axle only rolls.
    public private(set) var drive: DriveUnit?
    /// The left wheel.
    public private(set) var left: WheelDynamics
    /// The right wheel.
    public private(set) var right: WheelDynamics
    /// Normal force, N.
    public private(set) var load = 0.0
    /// Force of the tyres on the vehicle along the body, N; positive forward.
    public private(set) var tyreForce = 0.0
    /// Force of the tyres on the vehicle across the body, N; positive to the left.
    public private(set) var sideForce = 0.0
    /// Moment of the tyres about the centre of gravity, Nm; positive turns to the left.
    public private(set) var yawMoment = 0.0

    private var rolled = RollingLosses()
    private let wheel: WheelConstants
    private let rollingResistance: Double
    private let timeStep: Double
    /// Where the axle is before the centre of gravity, m; negative behind it.
    private let position: Double
    private let halfTrack: Double
    private let idle: Inverter
    /// The wheels' angle against the body, rad; positive to the left, and its cosine and sine.
    private var steering = 0.0, cosine = 1.0, sine = 0.0
    /// Wheel speeds in the middle of the last step, rad/s.
    private var middleLeft = 0.0, middleRight = 0.0

    init(_ axle: PlantAxle, of plant: PlantParameters, timeStep: Double) {
        let parameters = axle == .front ? plant.front : plant.rear
        let body = plant.body
        let brakeShare = axle == .front ? plant.brakes.frontShare : 1 - plant.brakes.frontShare
        var tyre = plant.tyre
        tyre.lateralStiffness = parameters.lateralStiffness ?? tyre.lateralStiffness
        self.parameters = parameters
        self.timeStep = timeStep
        drive = parameters.drive.map { DriveUnit($0, of: plant, timeStep: timeStep) }
        left = WheelDynamics(tyre)
        right = WheelDynamics(tyre)
        wheel = WheelConstants(
            parameters,
            tyre: tyre,
            brakes: plant.brakes,
            share: brakeShare,
            timeStep: timeStep
        )
        rollingResistance = body.rollingResistance
        position =
            axle == .front
            ? body.wheelbase * (1 - body.frontLoadShare) : -body.wheelbase * body.frontLoadShare
        halfTrack = 0.5 * body.track
        idle = Inverter(parameters: plant.inverter, envelope: plant.envelope, timeStep: timeStep)
    }

    /// Speed of the differential, rad/s: the mean of both wheels; positive forward.
    public var wheelSpeed: Double { 0.5 * (left.speed + right.speed) }

    /// Whether the antilock brakes hold one of the wheels.
    public var isAntilockActive: Bool { left.isAntilockActive || right.isAntilockActive }

    /// Energy in the turning parts.
    public var rotationalEnergy: Energy {
        let wheels =
            0.25 * parameters.wheelInertia
            * (left.speed * left.speed + right.speed * right.speed)
        guard let drive else { return Energy(wheels) }
        return Energy(wheels + 0.5 * drive.rigidInertia * wheelSpeed * wheelSpeed + drive.energy)
    }

    mutating func accept(_ command: InverterCommand) { drive?.inverter.accept(command) }

    mutating func setDisabled(_ isDisabled: Bool) { drive?.inverter.isDisabled = isDisabled }

    /// Gives what a real drive unit tells, and not what the inverter would; nil ends that.
    mutating func follow(_ reading: MotorReading?) { drive?.reading = reading }

    /// Turns the wheels to an angle against the body, rad; positive to the left.
    mutating func steer(to angle: Double) {
        guard angle != steering else { return }
        steering = angle
        cosine = cos(angle)
        sine = sin(angle)
    }

    /// One time step of motor, wheels and tyres on a body of the given motion.
    mutating func step(_ around: AxleSurroundings) {
        load = around.load
        let before = wheelSpeed
        drive?.step(carrier: before, voltage: around.voltage, timeStep: timeStep)
        let shift = min(max(around.loadShift, -0.5 * load), 0.5 * load)
        left.roll(
            contact(around.motion, -halfTrack, 0.5 * load - shift, around.leftGrip),
            of: wheel,
            brakeDemand: 0.5 * around.brakeDemand,
            timeStep: timeStep
        )
        right.roll(
            contact(around.motion, halfTrack, 0.5 * load + shift, around.rightGrip),
            of: wheel,
            brakeDemand: 0.5 * around.brakeDemand,
            timeStep: timeStep
        )
        sumForces()
        turnWheels()
        let after = wheelSpeed
        drive?.settle(from: before, to: after, timeStep: timeStep)
    }

    /// How a wheel meets the road that is `right` m to the right of the middle.
    private func contact(
        _ motion: BodyMotion,
        _ right: Double,
        _ load: Double,
        _ grip: Double
    ) -> WheelSurroundings {
        let along = motion.along + motion.yaw * right
        let across = motion.across + motion.yaw * position
        guard sine != 0 else {
            return WheelSurroundings(along: along, across: across, load: load, grip: grip)
        }
        return WheelSurroundings(
            along: cosine * along + sine * across,
            across: cosine * across - sine * along,
            load: load,
            grip: grip
        )
    }

    private mutating func sumForces() {
        let (left, right) = (left.tyre, right.tyre)
        let leftAlong = cosine * left.force - sine * left.sideForce
        let rightAlong = cosine * right.force - sine * right.sideForce
        tyreForce = leftAlong + rightAlong
        sideForce =
            cosine * (left.sideForce + right.sideForce) + sine * (left.force + right.force)
        yawMoment = position * sideForce + halfTrack * (rightAlong - leftAlong)
    }

    private mutating func turnWheels() {
        let rigid = drive?.rigidInertia ?? 0
        let radius = parameters.rollingRadius
        let pulls = (left.tyre.force * radius, right.tyre.force * radius)
        let both =
            ((drive?.torque ?? 0) - pulls.0 - pulls.1) * timeStep
            / (parameters.wheelInertia + rigid)
        let apart = (pulls.1 - pulls.0) * timeStep / parameters.wheelInertia
        let before = (left.speed, right.speed)
        let free = (before.0 + both + apart, before.1 + both - apart)
        let perLoad = rollingResistance * radius
        let friction = WheelFriction(
            own: 1 / (parameters.wheelInertia + rigid) + 1 / parameters.wheelInertia,
            cross: 1 / (parameters.wheelInertia + rigid) - 1 / parameters.wheelInertia,
            left: (left.brakeTorque + perLoad * left.load) * timeStep,
            right: (right.brakeTorque + perLoad * right.load) * timeStep
        )
        let stopped = friction.stop(left: free.0, right: free.1)
        left.speed = stopped.left
        right.speed = stopped.right
        middleLeft = 0.5 * (before.0 + stopped.left)
        middleRight = 0.5 * (before.1 + stopped.right)
        rolled.wheelFriction +=
            stopped.leftImpulse * middleLeft + stopped.rightImpulse * middleRight
    }

    /// Accounts for the tyres' slip once the body's motion in the middle of the step is known.
    mutating func settle(_ motion: BodyMotion) {
        let radius = parameters.rollingRadius
        let turning =
            left.tyre.force * radius * middleLeft + right.tyre.force * radius * middleRight
        let moving =
            tyreForce * motion.along + sideForce * motion.across + yawMoment * motion.yaw
        rolled.tyreSlip += (turning - moving) * timeStep
    }
}

extension AxleDynamics {
    /// The axle's inverter; one that is never heard where there is no motor.
    public var inverter: Inverter { drive?.inverter ?? idle }

    /// Torque of the motor; positive drives forward.
    public var motorTorque: Torque { drive?.motorTorque ?? .zero }

    /// Speed of the motor, of its gear where it has play; positive forward, zero without a motor.
    public var motorSpeed: RotationalSpeed { drive?.speed(at: wheelSpeed) ?? .zero }

    /// Mechanical power of the motor.
    public var shaftPower: Power { drive?.shaftPower ?? .zero }

    /// What inverter and motor take from the DC link; negative gives back.
    public var electricalPower: Power { drive?.electricalPower ?? .zero }

    /// Speed of the wheels' surface, the mean of both; positive forward.
    public var surfaceSpeed: Speed { Speed(wheelSpeed * parameters.rollingRadius) }

    /// The greater slip speed of both wheels, without sign: surface against road.
    public var slipSpeed: Speed {
        let radius = parameters.rollingRadius
        return Speed(
            max(abs(left.speed * radius - left.along), abs(right.speed * radius - right.along))
        )
    }

    /// Force of the motor at the wheels, N; positive forward.
    var motorForce: Double { (drive?.torque ?? 0) / parameters.rollingRadius }

    /// Energy that has gone each way on this axle since the start.
    public var energy: AxleEnergy {
        AxleEnergy(
            motorLoss: drive?.motorLoss ?? 0,
            drivelineLoss: drive?.drivelineLoss ?? 0,
            wheelFriction: rolled.wheelFriction,
            tyreSlip: rolled.tyreSlip
        )
    }
}

/// What wheels lose, J.
private struct RollingLosses: Equatable {
    var wheelFriction = 0.0
    var tyreSlip = 0.0
}

/// Where one axle's energy went since the start, J.
public struct AxleEnergy: Equatable, Sendable {
    /// Lost in motor and inverter.
    public var motorLoss = 0.0
    /// Lost in gear, shafts and differential.
    public var drivelineLoss = 0.0
    /// Lost in brakes and rolling resistance.
    public var wheelFriction = 0.0
    /// Lost in the tyres by slip, with what is wound up in them.
    public var tyreSlip = 0.0

    /// All of it.
    public var total: Double { motorLoss + drivelineLoss + wheelFriction + tyreSlip }
}

/// What a real drive unit tells.
public struct MotorReading: Equatable, Sendable {
    /// Torque at the motor's shaft; positive drives forward.
    public var torque: Torque
    /// Speed of the motor, which its power is counted with; nil where it is not known, and the plant's counts.
    public var speed: RotationalSpeed?

    /// Puts the two together.
    public init(torque: Torque, speed: RotationalSpeed?) {
        self.torque = torque
        self.speed = speed
    }
}
