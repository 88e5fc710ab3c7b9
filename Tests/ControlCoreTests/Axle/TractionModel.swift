import Foundation
import VehicleModel

@testable import ControlCore

/// A car with two axles on tyres, its inverters with dead time and lag, and the split, slip control and
/// redistribution of the core in a loop around it.
struct TractionModel {
    /// Grip of each axle by time in s.
    var grip: (Double) -> AxlePair<Double>
    /// From a command to the inverter, ms.
    var transport = 12
    /// The slip controllers' parameters.
    var slip = SlipParameters.em57
    /// Forward or backward.
    var direction = 1.0
    /// What is asked in total, Nm along the gear; the envelopes at the vehicle's speed where nil.
    var demand: Torque?
    /// Speed along the gear, m/s.
    var speed = 0.0
    /// Whether what one axle cannot give goes to the other one.
    var redistributes = true

    private(set) var wheels = AxlePair<Double>(both: 0)
    private(set) var torques = AxlePair<Double>(both: 0)
    private(set) var given = AxlePair<Torque>(both: .zero)
    private(set) var caps = AxlePair<SlipCaps>(both: SlipCaps())
    private(set) var time = 0.0
    private var pipe = [AxlePair<Torque>](repeating: AxlePair(both: .zero), count: 128)
    private var step = 0
    private var acceleration = 0.0
    private var controllers = AxlePair(both: AxleSlip())
    private var split = TorqueSplit()
    private let parameters = ControlParameters.prototype

    private static let mass = 1875.0
    private static let radius = 0.3285
    private static let ratio = 8.193
    private static let inertia = 0.055 + 2.2 / (8.193 * 8.193)

    init(grip: @escaping (Double) -> AxlePair<Double>) { self.grip = grip }

    init(grip: Double) { self.init { _ in AxlePair(both: grip) } }

    /// Begins at a speed along the gear, with wheels that roll.
    mutating func roll(at speed: Double) {
        self.speed = speed
        wheels = AxlePair(both: speed * Self.ratio / Self.radius)
    }

    /// How much faster an axle's wheels turn than the car, m/s along the gear.
    func slip(_ axle: Axle) -> Double { wheels[axle] * Self.radius / Self.ratio - speed }

    /// One control cycle, and ten milliseconds of the car.
    mutating func cycle() {
        control()
        for _ in 0..<10 {
            pipe[step & 127] = given
            let command = pipe[(step - transport) & 127]
            for axle in Axle.allCases { lag(axle, command) }
            for _ in 0..<20 { move(0.000_05) }
            step += 1
        }
        time = Double(step) / 1000
    }

    /// Cycles until `time` s, each seen by `watch`.
    mutating func run(until end: Double, _ watch: (borrowing TractionModel) -> Void = { _ in }) {
        while time < end - 1e-9 {
            cycle()
            watch(self)
        }
    }

    private mutating func lag(_ axle: Axle, _ command: AxlePair<Torque>) {
        torques[axle] += (command[axle].rawValue - torques[axle]) * 0.0645
    }

    private mutating func move(_ dt: Double) {
        let grips = grip(time)
        let transfer = acceleration * direction * 0.53 / 2.7
        var force = 0.0
        for axle in Axle.allCases {
            let side = axle == .front ? -1.0 : 1
            let load = Self.mass * (9.80665 / 2 + side * transfer)
            let relative = slip(axle) / max(abs(speed), 1)
            let tyre = Self.curve(relative) * grips[axle] * load
            force += tyre
            let shaft = torques[axle] * 0.96 - tyre * Self.radius / Self.ratio
            wheels[axle] += shaft / Self.inertia * dt
        }
        let drag = (0.01 * Self.mass * 9.80665 + 0.39 * speed * speed) * min(1, speed * 10)
        acceleration = (force - drag) / Self.mass
        speed += acceleration * dt
    }

    /// Grip used by relative slip: all of it at 10 %, falling to 59 %.
    static func curve(_ slip: Double) -> Double {
        sin(1.6 * atan(15 * slip))
    }

    private func available() -> Torque {
        let ground = parameters.axles.front.motorSpeed(at: Speed(speed))
        return parameters.axles.front.envelope.greatestTorque(at: ground, voltage: nil) * 2
    }

    private mutating func control() {
        let total = demand ?? available()
        var input = SplitInput(total: total * direction, direction: direction)
        input.acceleration = Acceleration(acceleration * direction)
        input.referenceSpeed = Speed(speed * direction - 0.05 * direction)
        input.motorSpeeds.front = RotationalSpeed(wheels.front * direction)
        input.motorSpeeds.rear = RotationalSpeed(wheels.rear * direction)
        let asked = split.step(input, by: .sample, with: parameters).torques
        var all = AxlePair(both: AxleCaps())
        for axle in Axle.allCases {
            caps[axle] = controllers[axle].step(
                direction: direction,
                request: asked[axle],
                sent: given[axle] * direction,
                speed: input.motorSpeeds[axle],
                reference: input.referenceSpeed,
                by: slip,
                of: parameters.axles[axle],
                period: parameters.period
            )
            var conditions = AxleCapInput(direction: direction)
            conditions.speed = input.motorSpeeds[axle]
            conditions.leadSpeed = input.motorSpeeds[axle]
            conditions.slip = caps[axle]
            all[axle] = AxleCaps(conditions, fade: .sample, of: parameters.axles[axle])
        }
        var move = RedistributionInput(
            demand: AxlePair(front: asked.front * direction, rear: asked.rear * direction),
            ranges: all.ranges,
            previous: given,
            direction: direction
        )
        move.isIntervening = !redistributes
        move.lateralAcceleration = .zero
        let redistribution = Redistribution(
            greatestLateral: Acceleration(3),
            up: parameters.rates.up
        )
        let wanted = redistribution.step(move, period: parameters.period).torques
        for axle in Axle.allCases {
            given[axle] = TorqueSlew.step(
                from: given[axle],
                to: wanted[axle],
                up: parameters.rates.up,
                down: TorqueRate(caps[axle].isActive ? 8000 : 4000),
                period: parameters.period
            )
        }
    }
}
