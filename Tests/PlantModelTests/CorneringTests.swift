import Foundation
import PlantModel
import Testing
import VehicleModel

@Suite struct CorneringTests {
    private func car(front: Double = 8, rear: Double = 10) throws -> PlantParameters {
        var parameters = try prototype()
        parameters.front.lateralStiffness = front
        parameters.rear.lateralStiffness = rear
        return parameters
    }

    @Test(
        "steady cornering follows the linear single-track formula",
        arguments: [(15.0, 8.0, 10.0), (25, 8, 10), (20, 9, 9), (15, 11, 9)]
    )
    func understeer(speed: Double, front: Double, rear: Double) throws {
        let parameters = try car(front: front, rear: rear)
        let body = parameters.body
        var maneuver = Maneuver(parameters)
        maneuver.reach(speed)
        maneuver.steering = .degrees(1)
        maneuver.hold(speed, 6)
        let perAngle = parameters.tyre.lateralFriction * parameters.tyre.shape
        let gradient = (1 / (perAngle * front) - 1 / (perAngle * rear)) / 9.80665
        let now = maneuver.plant.speed.rawValue
        let expected = now * maneuver.steering / (body.wheelbase + gradient * now * now)
        let yaw = maneuver.plant.yawRate.rawValue
        #expect(abs(yaw / expected - 1) < 0.03, "\(yaw) of \(expected) rad/s")
        let lateral = maneuver.plant.lateralAcceleration.rawValue
        #expect(abs(lateral - yaw * now) < 0.01 * lateral)
        var meter = WindowMeter()
        meter.step(maneuver.plant)
        let measured = try #require(meter.value(of: .understeer))
        #expect(abs(measured - gradient) < 0.0008)
    }

    @Test("to the left and to the right are mirror images")
    func mirrored() throws {
        var left = Maneuver(try car())
        var right = left
        left.steering = .degrees(3)
        right.steering = .degrees(-3)
        left.hold(12, 6)
        right.hold(12, 6)
        let (one, other) = (left.plant, right.plant)
        #expect(one.yawRate.rawValue > 0.1)
        #expect(abs(one.yawRate.rawValue + other.yawRate.rawValue) < 1e-9)
        #expect(abs(one.front.left.load - other.front.right.load) < 1e-6)
        // The outer wheels carry more and turn faster.
        #expect(one.front.right.load > one.front.left.load + 500)
        #expect(one.rear.right.speed > one.rear.left.speed + 0.2)
        let across = 1875 * one.lateralAcceleration.rawValue * 0.53 / 1.54
        let moved =
            one.front.right.load - one.front.left.load + one.rear.right.load
            - one.rear.left.load
        #expect(abs(moved - 2 * across) < 0.02 * across)
    }

    @Test(
        "on the circle at the limit no wheel's force leaves its friction ellipse",
        arguments: [(1.0, 0.0), (0.4, 150.0), (0.9, -120), (0.7, 300)]
    )
    func ellipse(grip: Double, torque: Double) throws {
        var parameters = try car()
        parameters.tyre.lateralFriction = 0.9
        var maneuver = Maneuver(parameters)
        maneuver.reach(20)
        for wheel in PlantWheel.allCases { maneuver.plant.road[wheel] = grip }
        maneuver.steering = .degrees(8)
        maneuver.torques = (torque, torque)
        var greatest = 0.0
        var lateral = 0.0
        maneuver.run(3) { plant in
            for wheel in PlantWheel.allCases {
                let one = plant[wheel]
                let along = one.tyre.force / max(1e-6, grip * one.load)
                let across = one.tyre.sideForce / max(1e-6, 0.9 * grip * one.load)
                greatest = max(greatest, along * along + across * across)
            }
            lateral = max(lateral, abs(plant.lateralAcceleration.rawValue))
        }
        #expect(greatest <= 1 + 1e-9 && greatest > 0.9, "\(greatest)")
        #expect(lateral <= 9.81 * grip && lateral > 0.3 * 9.81 * grip, "\(lateral)")
        #expect(maneuver.plant.yawRate.isFinite && maneuver.plant.speed.isFinite)
    }

    @Test("lifting the pedal in a bend turns the nose in, and the vehicle stays on its way")
    func liftOff() throws {
        var maneuver = Maneuver(try car())
        maneuver.reach(22)
        maneuver.steering = .degrees(2)
        maneuver.hold(22, 5)
        let steady = maneuver.plant.yawRate.rawValue
        #expect(maneuver.plant.lateralAcceleration.rawValue > 4)
        maneuver.torques = (-80, -80)
        var peak = 0.0
        maneuver.run(1) { peak = max(peak, $0.yawRate.rawValue) }
        print("lift-off: yaw from \(steady) to \(peak) rad/s")
        #expect(peak > 1.005 * steady && peak < 1.5 * steady)
    }

    @Test("at standstill and at a crawl steering does nothing wild, and a stop in a bend is a stop")
    func slow() throws {
        var standing = Maneuver(try car())
        standing.steering = .degrees(30)
        standing.run(2)
        #expect(standing.plant.yawRate == .zero && standing.plant.lateralSpeed == .zero)
        var maneuver = Maneuver(try car())
        maneuver.steering = .degrees(20)
        maneuver.hold(1, 6)
        let turned = maneuver.plant.yawRate.rawValue
        #expect(abs(turned - tan(.degrees(20)) / 2.7) < 0.04, "\(turned) rad/s")
        maneuver.hold(8, 4)
        maneuver.torques = (0, 0)
        maneuver.brake = 0.5
        maneuver.run(6)
        let plant = maneuver.plant
        #expect(abs(plant.speed.rawValue) < 1e-3 && abs(plant.lateralSpeed.rawValue) < 1e-3)
        #expect(abs(plant.yawRate.rawValue) < 1e-3)
        #expect(plant.front.left.speed == 0 && plant.rear.right.speed == 0)
    }

    @Test("on a slope the vehicle stands askew without creeping sideways")
    func slope() throws {
        var maneuver = Maneuver(try car(), road: Road(slope: 0.1))
        maneuver.brake = 1
        maneuver.steering = .degrees(20)
        maneuver.run(5)
        #expect(abs(maneuver.plant.speed.rawValue) < 1e-3)
        #expect(abs(maneuver.plant.lateralSpeed.rawValue) < 1e-3)
        #expect(abs(maneuver.plant.yawRate.rawValue) < 1e-3)
    }

    @Test(
        "in a bend with lash, brakes and slip, energy is stored or lost, to one part in a thousand"
    )
    func energyBalance() throws {
        var parameters = try car()
        parameters.front.drive?.shaft = ShaftParameters(lash: .degrees(4))
        var maneuver = Maneuver(parameters, road: Road(slope: 0.02, headWind: 5))
        maneuver.steering = .degrees(2)
        maneuver.hold(18, 8)
        maneuver.steering = .degrees(-4)
        maneuver.torques = (-60, 80)
        maneuver.brake = 0.2
        maneuver.run(1)
        let plant = maneuver.plant
        let energy = plant.energy
        let booked =
            energy.auxiliaries + energy.drag + energy.height + plant.front.energy.total
            + plant.rear.energy.total + plant.kineticEnergy.rawValue
        #expect(abs(energy.battery - booked) < 0.001 * energy.battery, "\(energy) \(booked)")
        #expect(plant.front.energy.tyreSlip > 0 && plant.front.energy.drivelineLoss > 0)
    }

    @Test("head wind is drag: with twice the air's speed four times the force")
    func wind() throws {
        var still = Maneuver(try prototype())
        still.reach(20)
        var windy = still
        windy.plant.road.headWind = still.plant.speed.rawValue
        still.run(0.001)
        windy.run(0.001)
        let drag = 0.5 * 1.2 * 0.644 * pow(still.plant.speed.rawValue, 2)
        let more = still.plant.acceleration.rawValue - windy.plant.acceleration.rawValue
        #expect(abs(more * 1875 - 3 * drag) < 0.01 * drag)
    }

    @Test(
        "the body pitches by its gradient, and what an axle's geometry holds of the motor's force"
    )
    func pitch() throws {
        var parameters = try prototype()
        parameters.body.pitch = PitchParameters(gradient: 0.004, frequency: 1.6, damping: 0.4)
        func settled(_ torques: (Double, Double), rear: Double) -> (pitch: Double, held: Double) {
            var parameters = parameters
            parameters.front.antiPitch = 0
            parameters.rear.antiPitch = rear
            var maneuver = Maneuver(parameters)
            maneuver.reach(10)
            maneuver.torques = torques
            maneuver.run(3)
            let expected = 0.004 * maneuver.plant.acceleration.rawValue
            return (maneuver.plant.pitchAngle.rawValue, expected)
        }
        let front = settled((150, 0), rear: 0.28)
        #expect(abs(front.pitch - front.held) < 0.03 * front.held && front.pitch > 0)
        let back = settled((0, 150), rear: 0.28)
        // 1.35 m x 0.28 of 0.53 m: 71 % of the motor's moment is held.
        #expect(back.pitch < 0.4 * front.pitch && back.pitch > 0.1 * front.pitch)
    }
}
