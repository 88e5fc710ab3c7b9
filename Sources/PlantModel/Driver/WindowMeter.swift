import Glibc
import VehicleModel

/// The extremes of a run, or of a part of it.
public struct WindowMeter: Equatable, Sendable {
    private var extremes = [Double?](repeating: nil, count: MeasuredQuantity.allCases.count)
    private var overLimit = 0.0
    private var ride = RideMeter()
    private var crossings: Int?
    private static let slipping = Speed(1.5)

    /// A meter that has seen nothing.
    public init() {}

    /// What was measured, in SI units; nil where nothing was, or where it is nothing of a window.
    public func value(of quantity: MeasuredQuantity) -> Double? {
        extremes[Int(quantity.rawValue)]
    }

    /// Looks at the plant after a time step.
    public mutating func step(_ plant: Plant) {
        let power = plant.battery.power.rawValue
        raise(.peakElectrical, to: power)
        lower(.leastElectrical, to: power)
        raise(.peakShaft, to: plant.shaftPower.rawValue)
        lower(.lowestVoltage, to: plant.battery.voltage.rawValue)
        raise(.greatestSpeed, to: plant.speed.rawValue)
        lower(.leastSpeed, to: plant.speed.rawValue)
        raise(.greatestSlip, to: plant.slipSpeed.rawValue)
        add(.timeSlipping, plant.slipSpeed > Self.slipping ? Plant.timeStep : 0)
        let torque = (plant.front.motorTorque + plant.rear.motorTorque).rawValue
        raise(.greatestTotalTorque, to: torque)
        lower(.leastTotalTorque, to: torque)
        let excess = power - plant.battery.dischargeLimit
        overLimit = excess > 0 ? overLimit + Plant.timeStep : 0
        raise(.longestOverLimit, to: overLimit)
        add(.timeOverLimit, excess > 0 ? Plant.timeStep : 0)
        raise(.peakOverLimit, to: max(0, excess))
        add(.energyOverLimit, max(0, excess) * Plant.timeStep)
        add(.energyRecovered, max(0, -power) * Plant.timeStep)
        lower(.leastCellVoltage, to: plant.battery.leastCellVoltage.rawValue)
        stepMotion(plant)
        stepDriveUnits(plant)
    }

    private mutating func stepMotion(_ plant: Plant) {
        let speed = plant.speed.rawValue
        let lateral = plant.lateralAcceleration.rawValue
        raise(.greatestYawRate, to: abs(plant.yawRate.rawValue))
        raise(.greatestLateralAcceleration, to: abs(lateral))
        raise(.greatestPitch, to: abs(plant.pitchAngle.rawValue))
        add(.stoppingDistance, abs(speed) * Plant.timeStep)
        add(.antilockTime, plant.isAntilockActive ? Plant.timeStep : 0)
        if let jerk = ride.jerk(plant.acceleration.rawValue) { raise(.peakJerk, to: abs(jerk)) }
        if abs(speed) > 2 {
            raise(.greatestSideslip, to: abs(atan(plant.lateralSpeed.rawValue / speed)))
        }
        if speed > 5, abs(lateral) > 1 {
            let needed = plant.parameters.body.wheelbase * plant.yawRate.rawValue / speed
            set(.understeer, to: (plant.steering.rawValue - needed) / lateral)
        }
    }

    private mutating func stepDriveUnits(_ plant: Plant) {
        let units = (plant.front.drive, plant.rear.drive)
        let crossed = (units.0?.shaft?.crossings ?? 0) + (units.1?.shaft?.crossings ?? 0)
        set(.lashCrossings, to: Double(crossed - (crossings ?? crossed)))
        crossings = crossings ?? crossed
        if let heat = units.0?.heat { raise(.greatestMotorTemperature, to: heat.temperature) }
        if let heat = units.1?.heat { raise(.greatestMotorTemperature, to: heat.temperature) }
    }

    private mutating func set(_ quantity: MeasuredQuantity, to value: Double) {
        extremes[Int(quantity.rawValue)] = value
    }

    private mutating func raise(_ quantity: MeasuredQuantity, to value: Double) {
        let index = Int(quantity.rawValue)
        extremes[index] = max(extremes[index] ?? value, value)
    }

    private mutating func lower(_ quantity: MeasuredQuantity, to value: Double) {
        let index = Int(quantity.rawValue)
        extremes[index] = min(extremes[index] ?? value, value)
    }

    private mutating func add(_ quantity: MeasuredQuantity, _ value: Double) {
        let index = Int(quantity.rawValue)
        extremes[index] = (extremes[index] ?? 0) + value
    }
}

/// Measures the whole of a run and those parts of it of which something is expected.
public struct RunMeter: Equatable, Sendable {
    /// The whole run.
    public private(set) var whole = WindowMeter()
    private var windows: [PhaseWindow]
    private var meters: [WindowMeter]

    /// A meter for a scenario that has not begun.
    public init(_ scenario: Scenario) {
        windows = Set(scenario.expectations.compactMap(\.window)).sorted {
            ($0.phase, $0.after) < ($1.phase, $1.after)
        }
        meters = .init(repeating: WindowMeter(), count: windows.count)
    }

    /// The meter of a part of the run; nil where nothing is expected of it.
    public subscript(_ window: PhaseWindow) -> WindowMeter? {
        windows.firstIndex(of: window).map { meters[$0] }
    }

    /// Looks at the plant after a time step that the runner drove.
    public mutating func step(_ plant: Plant, _ runner: ScenarioRunner) {
        whole.step(plant)
        guard case .running(let phase) = runner.progress else { return }
        for index in windows.indices where windows[index].phase == phase {
            // Half a step of slack: tenths of a second are no binary fractions.
            guard runner.inPhase > windows[index].after + 0.5 * Plant.timeStep else { continue }
            meters[index].step(plant)
        }
    }
}

/// How fast acceleration changes, as far as a passenger feels it: below 10 Hz.
struct RideMeter: Equatable, Sendable {
    private static let gain = 1 - exp(-2 * Double.pi * 10 * Plant.timeStep)
    private var felt: Double?

    /// Change of the acceleration, m/s3; nil in the first step.
    mutating func jerk(_ acceleration: Double) -> Double? {
        guard let before = felt else {
            felt = acceleration
            return nil
        }
        let now = before + (acceleration - before) * Self.gain
        felt = now
        return (now - before) / Plant.timeStep
    }
}
