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
    /// Frames that are made and not sent; nil lets all of all messages through.
    case frameLoss(FrameLoss?)
    /// The message whose first byte is inverted, under the checksum of the right one; nil leaves all alone.
    case corruption(String?)
    /// Whether the battery's contactor is open.
    case contactor(isOpen: Bool)
    /// Whether the vehicle's controllers on a bus are in bus-off: they neither send nor receive.
    case bus(PlantBus, isOff: Bool)
}

/// Frames of one message that are made and not sent.
public struct FrameLoss: Equatable, Sendable {
    /// The message, as `front.INV_Status`.
    public var message: String
    /// Which part of its frames is lost, 0 to 1; 0 lets all through.
    public var part: Double
    /// For how long, s; nil until another change.
    public var time: Double?
    /// Where the generator begins that chooses them.
    public var seed: UInt64

    /// Puts the parts together.
    public init(message: String, part: Double = 1, time: Double? = nil, seed: UInt64 = 0) {
        self.message = message
        self.part = part
        self.time = time
        self.seed = seed
    }

    /// Whether the frame of this number, counted from 0, is lost: the same ones in every run.
    public func takes(_ number: UInt64) -> Bool {
        // SplitMix64, which gives the number at any place of its sequence at once.
        var bits = seed &+ (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        bits ^= bits >> 31
        return Double(bits >> 11) * 0x1p-53 < part
    }
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
    /// The message whose first byte is inverted; nil where none is.
    public private(set) var corrupted: String?
    private var biases = [Double](repeating: 0, count: BiasedSensor.allCases.count)
    private var losses: [LastingLoss] = []
    private var busesOff: Set<PlantBus> = []

    /// A loss, and when it is over, s since the plant's start.
    private struct LastingLoss: Equatable {
        var loss: FrameLoss
        var end: Double
    }

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

    /// Whether a bus's controllers neither send nor receive.
    public func isOff(_ bus: PlantBus) -> Bool { busesOff.contains(bus) }

    /// What is lost at a time since the plant's start, s.
    public func losses(at time: Double) -> [FrameLoss] {
        losses.filter { time < $0.end }.map(\.loss)
    }

    /// Whether the frame of this number of a message is lost at a time since the plant's start, s.
    public func loses(_ message: String, number: UInt64, at time: Double) -> Bool {
        losses.contains { $0.loss.message == message && time < $0.end && $0.loss.takes(number) }
    }

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
        case .frameLoss(let loss): lose(loss, from: plant.time)
        case .corruption(let message): corrupted = message
        case .contactor(let isOpen): plant.setContactor(isOpen: isOpen)
        case .bus(let bus, isOff: true): busesOff.insert(bus)
        case .bus(let bus, isOff: false): busesOff.remove(bus)
        }
    }

    /// Puts a loss in the place of the one that its message has; nil ends all.
    private mutating func lose(_ loss: FrameLoss?, from time: Double) {
        guard let loss else { return losses.removeAll() }
        losses.removeAll { $0.loss.message == loss.message || time >= $0.end }
        guard loss.part > 0 else { return }
        losses.append(LastingLoss(loss: loss, end: time + (loss.time ?? .infinity)))
    }
}
