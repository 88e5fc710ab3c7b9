import ControlCore
import VehicleModel

/// A straight road under one or two driven axles with tyres that slip, and inverters that are 20 ms late.
struct BenchRoad {
    /// How much faster than the car each axle's wheels turn, m/s.
    private(set) var slip = AxlePair(both: 0.0)
    /// Torque at the motors, Nm.
    private(set) var torque = AxlePair(both: 0.0)
    /// What an accelerometer says, m/s²: without gravity's part.
    private(set) var acceleration = 0.0
    private var late = AxlePair(both: 0.0)

    private static let rotor = 0.055
    private static let wheels = 2.2
    private static let step = 0.001
    /// Of the weight; load transfer is left out.
    private static let weight = 9.80665 / 2

    /// Moves on by a time in s.
    mutating func move(
        _ time: Double,
        given: AxlePair<Torque>,
        friction: AxlePair<Double>,
        slope: Double,
        isBraking: Bool,
        speed: inout Double,
        with parameters: ControlParameters
    ) {
        torque = late
        late = AxlePair(front: given.front.rawValue, rear: given.rear.rawValue)
        let mass = parameters.body.mass.rawValue
        var left = time
        while left > 1e-9 {
            let step = min(left, Self.step)
            left -= step
            var force = 0.0
            for axle in [Axle.front, .rear] where axle != parameters.undriven {
                let drive = parameters.axles[axle]
                let radius = drive.rollingRadius.rawValue
                let grip = grip(slip[axle], speed, friction[axle]) * mass * Self.weight
                let inertia =
                    (Self.rotor * drive.gearRatio * drive.gearRatio + Self.wheels)
                    / (radius * radius)
                let pull = torque[axle] * drive.gearRatio / radius
                slip[axle] += (pull - grip) / inertia * step
                force += grip
            }
            let before = speed
            acceleration = (force - 0.4 * speed * abs(speed)) / mass
            speed += (acceleration + slope) * step
            slip.front -= speed - before
            slip.rear -= speed - before
            // Wheels that nothing turns roll.
            if let undriven = parameters.undriven { slip[undriven] = 0 }
            if isBraking { brake(&speed, step) }
        }
    }

    /// The tyre's force as a part of its load: the peak at 10 % slip, falling beyond.
    private func grip(_ slip: Double, _ speed: Double, _ friction: Double) -> Double {
        let part = slip / max(0.4, 0.1 * abs(speed))
        return friction * 2 * part / (1 + part * part)
    }

    /// The friction brakes hold all wheels alike.
    private mutating func brake(_ speed: inout Double, _ step: Double) {
        let braked = max(0, abs(speed) - 8 * step)
        speed = speed < 0 ? -braked : braked
        let kept = 1 - min(1, step / 0.02)
        slip = AxlePair(front: slip.front * kept, rear: slip.rear * kept)
    }
}
