import Glibc
public import VehicleModel

/// Which axle.
public enum PlantAxle: UInt8, CaseIterable, Sendable {
    /// The front axle.
    case front
    /// The rear axle.
    case rear
}

/// The road under the vehicle.
public struct Road: Equatable, Sendable {
    /// Angle, rad; positive is uphill.
    public var slope: Double
    /// Friction under the front axle relative to the plant's reference road.
    public var frontGrip: Double
    /// Friction under the rear axle relative to the plant's reference road.
    public var rearGrip: Double

    /// Puts the numbers together; a level road of reference friction where nothing is said.
    public init(slope: Double = 0, grip: Double = 1) {
        self.slope = slope
        frontGrip = grip
        rearGrip = grip
    }
}

/// A vehicle with a motor on one axle or on both, and one battery, along a straight road.
///
/// The step is fixed and nothing else is an input than commands, brake pedal and road, so equal
/// inputs give bit-equal states. Wheels before vehicle (semi-implicit Euler): the tyres' spring at
/// standstill, about 30 Hz against the wheels, stays stable at 1 ms.
public struct Plant: Sendable {
    /// The fixed time step, s.
    public static let timeStep = 0.001
    /// Standard gravity, m/s2.
    static let gravity = 9.80665
    /// How late load transfer follows acceleration, s: the body's pitching.
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
    /// Steps taken.
    public private(set) var steps: UInt64 = 0
    /// Speed over the road; positive forward.
    public private(set) var speed = Speed.zero
    /// Change of speed.
    public private(set) var acceleration = Acceleration.zero
    /// Way since the start.
    public private(set) var distance = Length.zero
    /// Energy since the start.
    public private(set) var energy = VehicleEnergy()

    private var transfer: LaggedSignal
    private var brakes: LaggedSignal

    /// A vehicle at rest.
    public init(_ parameters: PlantParameters, road: Road = Road()) {
        self.parameters = parameters
        self.road = road
        let step = Self.timeStep
        front = AxleDynamics(parameters.front, of: parameters, timeStep: step)
        rear = AxleDynamics(parameters.rear, of: parameters, timeStep: step)
        battery = Battery(parameters: parameters.battery, timeStep: step)
        transfer = LaggedSignal(
            delay: 0,
            lag: Self.transferLag,
            timeStep: step,
            start: Self.gravity * sin(road.slope)
        )
        brakes = LaggedSignal(delay: 0, lag: parameters.brakes.lag, timeStep: step)
    }

    /// Time since the start, s.
    public var time: Double { Double(steps) * Self.timeStep }

    /// Mechanical power of both motors.
    public var shaftPower: Power { front.shaftPower + rear.shaftPower }

    /// What an accelerometer in the body reads along the vehicle.
    public var specificForce: Acceleration {
        acceleration + Acceleration(Self.gravity * sin(road.slope))
    }

    /// The larger of the axles' slip speeds, without sign: wheel's surface against road.
    public var slipSpeed: Speed {
        max((front.surfaceSpeed - speed).magnitude, (rear.surfaceSpeed - speed).magnitude)
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

    /// Changes the limits that the battery's controller tells, W; nil leaves one as it is.
    public mutating func setLimits(discharge: Double? = nil, charge: Double? = nil) {
        battery.setLimits(discharge: discharge, charge: charge)
    }

    /// One time step with the brake pedal at `brake`, 0 to 1.
    public mutating func step(brake: Double) {
        let body = parameters.body
        brakes.step(min(max(brake, 0), 1) * parameters.brakes.maximumTorque)
        let brakeTorque = brakes.output

        let weight = body.mass * Self.gravity * cos(road.slope)
        let shift =
            body.mass * transfer.output * body.centreOfGravityHeight / body.wheelbase
        let frontLoad = min(max(weight * body.frontLoadShare - shift, 0), weight)
        let frontBrake = brakeTorque * parameters.brakes.frontShare
        front.step(surroundings(frontLoad, road.frontGrip, brakeTorque: frontBrake))
        rear.step(
            surroundings(
                weight - frontLoad,
                road.rearGrip,
                brakeTorque: brakeTorque - frontBrake
            )
        )

        let before = speed.rawValue
        let drag = 0.5 * body.airDensity * body.dragArea * before * abs(before)
        let downhill = body.mass * Self.gravity * sin(road.slope)
        let force = front.tyreForce + rear.tyreForce - drag - downhill
        acceleration = Acceleration(force / body.mass)
        speed = Speed(before + force / body.mass * Self.timeStep)
        let middle = 0.5 * (before + speed.rawValue)
        distance = distance + Length(middle * Self.timeStep)
        transfer.step(specificForce.rawValue)

        front.settle(roadSpeed: middle)
        rear.settle(roadSpeed: middle)
        battery.step(
            power: front.electricalPower + rear.electricalPower + Power(parameters.auxiliaryPower)
        )
        energy.battery += battery.power.rawValue * Self.timeStep
        energy.auxiliaries += parameters.auxiliaryPower * Self.timeStep
        energy.drag += drag * middle * Self.timeStep
        energy.height += downhill * middle * Self.timeStep
        steps += 1
    }

    /// Energy of motion, of the vehicle and of all that turns.
    public var kineticEnergy: Energy {
        let moving = 0.5 * parameters.body.mass * speed.rawValue * speed.rawValue
        return Energy(moving) + front.rotationalEnergy + rear.rotationalEnergy
    }

    private func surroundings(
        _ load: Double,
        _ grip: Double,
        brakeTorque: Double
    ) -> AxleSurroundings {
        AxleSurroundings(
            roadSpeed: speed.rawValue,
            load: load,
            grip: grip,
            rollingResistance: parameters.body.rollingResistance,
            brakeTorque: brakeTorque,
            voltage: battery.voltage
        )
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
