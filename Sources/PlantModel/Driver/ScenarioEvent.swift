/// Something that happens to the vehicle in a phase, once.
public struct ScenarioEvent: Equatable, Sendable {
    /// What must all hold for it to happen; none at all means the phase's beginning.
    public var when: [ScenarioCondition]
    /// What changes then, and stays.
    public var changes: [PlantChange]

    /// Puts the parts together.
    public init(when: [ScenarioCondition] = [], changes: [PlantChange]) {
        self.when = when
        self.changes = changes
    }
}

/// One change of the vehicle or of what it says; it stays until another change.
public enum PlantChange: Equatable, Sendable {
    /// The largest power out that the battery tells, W.
    case dischargeLimit(Double)
    /// The largest power in that the battery tells, W.
    case chargeLimit(Double)
    /// Friction under an axle relative to the plant's reference road.
    case grip(PlantAxle, Double)
    /// Friction under a wheel relative to the plant's reference road, and how long it takes to get
    /// there, s.
    case wheelGrip(PlantWheel, Double, over: Double)
    /// Wind against the vehicle's direction, m/s.
    case headWind(Double)
    /// What an inverter does.
    case inverter(PlantAxle, InverterCondition)
    /// How a drive unit is built in.
    case mounting(PlantAxle, UnitMounting)
    /// The message whose alive counter stands still, as `front.INV_Status`; nil lets all run.
    case frozenCounter(String?)
    /// What a sensor tells beyond the truth, in the unit of its signal.
    case bias(BiasedSensor, Double)
}

/// What an inverter does.
public enum InverterCondition: UInt8, CaseIterable, Sendable {
    /// It follows its commands.
    case working
    /// It says that it is not ready, and gives no torque.
    case notReady
    /// It says nothing, and gives no torque.
    case silent
}

/// How a drive unit is built in and wired.
public enum UnitMounting: UInt8, CaseIterable, Sendable {
    /// Positive torque drives forward.
    case right
    /// Turned round: positive torque drives backward, and the unit reports forward what is backward.
    case mirrored
    /// Wired wrongly: positive torque drives backward, and the unit reports so.
    case reversed
}

/// A sensor that can be made to tell something else than the truth.
public enum BiasedSensor: UInt8, CaseIterable, Sendable {
    /// The first pedal track, %.
    case pedalA
    /// The second pedal track, %.
    case pedalB
    /// The front motor's speed, rpm.
    case frontMotorSpeed
    /// The rear motor's speed, rpm.
    case rearMotorSpeed
    /// Acceleration along the vehicle, m/s2.
    case acceleration
    /// The battery's voltage, V.
    case batteryVoltage
    /// The battery's current, A; positive says that more leaves it.
    case batteryCurrent
}

/// What is wrong with what the vehicle says.
public struct Disturbances: Equatable, Sendable {
    /// What each inverter does, front and rear.
    public private(set) var inverters = [InverterCondition](repeating: .working, count: 2)
    /// The message whose alive counter stands still; nil where all run.
    public private(set) var frozenCounter: String?
    /// How each unit is built in, front and rear.
    public private(set) var mountings = [UnitMounting](repeating: .right, count: 2)
    private var biases = [Double](repeating: 0, count: BiasedSensor.allCases.count)

    /// Nothing is wrong.
    public init() {}

    /// What a sensor tells beyond the truth, in the unit of its signal.
    public func bias(_ sensor: BiasedSensor) -> Double { biases[Int(sensor.rawValue)] }

    /// What an axle's inverter does.
    public func inverter(_ axle: PlantAxle) -> InverterCondition {
        inverters[Int(axle.rawValue)]
    }

    /// How an axle's unit is built in.
    public func mounting(_ axle: PlantAxle) -> UnitMounting { mountings[Int(axle.rawValue)] }

    /// Makes a change, in the vehicle or here.
    public mutating func make(_ change: PlantChange, in plant: inout Plant) {
        switch change {
        case .dischargeLimit(let limit): plant.setLimits(discharge: limit)
        case .chargeLimit(let limit): plant.setLimits(charge: limit)
        case .grip(.front, let grip): plant.road.frontGrip = grip
        case .grip(.rear, let grip): plant.road.rearGrip = grip
        case .wheelGrip(let wheel, let grip, over: let time):
            plant.road.move(wheel, to: grip, over: time)
        case .headWind(let speed): plant.road.headWind = speed
        case .inverter(let axle, let condition):
            inverters[Int(axle.rawValue)] = condition
            plant.setDisabled(condition != .working, on: axle)
        case .mounting(let axle, let mounting): mountings[Int(axle.rawValue)] = mounting
        case .frozenCounter(let message): frozenCounter = message
        case .bias(let sensor, let bias): biases[Int(sensor.rawValue)] = bias
        }
    }
}
