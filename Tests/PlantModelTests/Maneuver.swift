import PlantModel
import VehicleModel

/// A plant without a daemon: torques are put on its motors directly, and speeds held.
struct Maneuver {
    var plant: Plant
    /// Torque of each motor, Nm.
    var torques = (front: 0.0, rear: 0.0)
    var brake = 0.0
    /// Angle of the front wheels, rad.
    var steering = 0.0

    init(_ parameters: PlantParameters, road: Road = Road()) {
        plant = Plant(parameters, road: road)
    }

    /// Drives so many seconds; `watch` sees the plant after each step.
    mutating func run(_ time: Double, watch: (Plant) -> Void = { _ in }) {
        for _ in 0..<Int((time * 1000).rounded()) {
            step()
            watch(plant)
        }
    }

    /// Holds a speed, m/s, for so many seconds, with both motors.
    mutating func hold(_ speed: Double, _ time: Double, watch: (Plant) -> Void = { _ in }) {
        for _ in 0..<Int((time * 1000).rounded()) {
            let torque = min(max(150 * (speed - plant.speed.rawValue), -150), 250)
            torques = (torque, torque)
            step()
            watch(plant)
        }
    }

    /// Brings the plant to a speed, m/s, in a straight line, and lets it roll with idle motors.
    mutating func reach(_ speed: Double) {
        for _ in 0..<60_000 where plant.speed.rawValue < speed {
            torques = (220, 220)
            step()
        }
        torques = (0, 0)
        run(0.15)
    }

    private mutating func step() {
        if plant.steps % 10 == 0 {
            plant.accept(Self.command(torques.front), on: .front)
            plant.accept(Self.command(torques.rear), on: .rear)
        }
        plant.step(brake: brake, steering: steering)
    }

    private static func command(_ torque: Double) -> InverterCommand {
        InverterCommand(
            torque: Torque(torque),
            upperLimit: Torque(340),
            lowerLimit: Torque(-340),
            isReady: true
        )
    }
}

extension Double {
    /// So many degrees in rad.
    static func degrees(_ angle: Double) -> Double { angle * .pi / 180 }
}
