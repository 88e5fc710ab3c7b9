import Foundation
import Testing
import VehicleModel

@testable import PlantModel

@Suite struct WheelFrictionTests {
    /// Friction that is free to couple both wheels by a rotor of 3.7 kg m2.
    private func friction(_ left: Double, _ right: Double) -> WheelFriction {
        WheelFriction(
            own: 1 / 5.9 + 1 / 2.2,
            cross: 1 / 5.9 - 1 / 2.2,
            left: left,
            right: right
        )
    }

    @Test("what slides is slowed by friction over inertia, and what can be stopped stands")
    func alike() {
        let slides = friction(1, 1).stop(left: 10, right: 10)
        #expect(abs(slides.left - (10 - 2 / 5.9)) < 1e-12 && slides.left == slides.right)
        let stands = friction(30, 30).stop(left: 10, right: -10)
        #expect(stands.left == 0 && stands.right == 0)
        let backward = friction(1, 1).stop(left: -10, right: -10)
        #expect(backward.left == -slides.left && backward.leftImpulse == -1)
    }

    @Test("one wheel can stand while the other slides, and neither turns round")
    func apart() {
        let one = friction(20, 0.5).stop(left: 0.3, right: 10)
        #expect(one.left == 0 && one.right > 9 && one.right < 10.2)
        #expect(abs(one.leftImpulse) <= 20 && one.rightImpulse == 0.5)
        let other = friction(0.5, 20).stop(left: 10, right: 0.3)
        #expect(other.left == one.right && other.right == 0)
    }
}

@Suite struct SplitRoadTests {
    private func split(_ front: Double, _ rear: Double) throws -> Maneuver {
        var road = Road()
        for wheel in [PlantWheel.frontLeft, .rearLeft] { road[wheel] = 0.2 }
        for wheel in [PlantWheel.frontRight, .rearRight] { road[wheel] = 0.8 }
        var maneuver = Maneuver(try prototype(), road: road)
        maneuver.torques = (front, rear)
        return maneuver
    }

    @Test("with open differentials the slippery side's grip is all there is: 1.96 m/s2")
    func acceleration() throws {
        // 0.2 x 4,597 N a wheel, twice, through 8.193 and 96 %: 76.8 Nm a motor; 8 Nm more for rolling
        // resistance and what turns; 6 Nm less in front and more behind, as load moves.
        var maneuver = try split(76, 88)
        var fastest = 0.0
        maneuver.run(1)
        let before = maneuver.plant.speed.rawValue
        maneuver.run(3) { fastest = max(fastest, $0.slipSpeed.rawValue) }
        let mean = (maneuver.plant.speed.rawValue - before) / 3
        print("split road: \(mean) m/s2")
        #expect(mean > 1.8 && mean < 1.96, "\(mean) m/s2")
        #expect(fastest < 3)
        let (left, right) = (maneuver.plant.front.left.tyre, maneuver.plant.front.right.tyre)
        #expect(abs(left.force - right.force) < 0.03 * right.force)
        // Equal forces do not turn the vehicle.
        #expect(abs(maneuver.plant.yawRate.rawValue) < 0.01)
    }

    @Test("more torque only spins the slippery side; the motor turns with the mean of both wheels")
    func spin() throws {
        var maneuver = try split(200, 200)
        maneuver.run(2)
        let front = maneuver.plant.front
        #expect(front.left.speed > 3 * front.right.speed)
        let mean = 0.5 * (front.left.speed + front.right.speed)
        #expect(abs(front.motorSpeed.rawValue - 8.193 * mean) < 1e-9)
        #expect(maneuver.plant.speed.rawValue < 1.96 * 2 * 1.6)
        #expect(front.left.tyre.force <= 0.2 * front.left.load * 1.0001)
    }

    @Test("braked on a split road it turns to the side that grips")
    func braking() throws {
        var maneuver = Maneuver(try prototype())
        maneuver.reach(20)
        for wheel in [PlantWheel.frontLeft, .rearLeft] { maneuver.plant.road[wheel] = 0.2 }
        maneuver.brake = 0.6
        maneuver.run(0.3)
        #expect(maneuver.plant.yawRate.rawValue < -0.05)
        #expect(maneuver.plant.front.left.isAntilockActive)
        #expect(!maneuver.plant.front.right.isAntilockActive)
    }

    @Test("friction changes at once or in a straight line, each wheel for itself")
    func ramps() {
        var road = Road(grip: 0.9)
        road.move(.frontRight, to: 0.3, over: 0.6)
        road.move(.rearLeft, to: 0.5, over: 0)
        #expect(road[.frontRight] == 0.9 && road[.rearLeft] == 0.5)
        for _ in 0..<300 { road.step(0.001) }
        #expect(abs(road[.frontRight] - 0.6) < 1e-9 && road[.frontLeft] == 0.9)
        for _ in 0..<400 { road.step(0.001) }
        #expect(road[.frontRight] == 0.3)
        #expect(abs(road.frontGrip - 0.6) < 1e-12)
    }
}

@Suite struct AntilockTests {
    @Test(
        "a full stop from 100 km/h takes little more than v2 / (2 mu g) and the pedal's lag",
        arguments: [1.0, 0.8, 0.4, 0.2]
    )
    func stop(grip: Double) throws {
        var parameters = try prototype()
        parameters.brakes.maximumTorque = 9000
        var maneuver = Maneuver(parameters)
        maneuver.reach(100 / 3.6 + 0.1)
        maneuver.plant.road.frontGrip = grip
        maneuver.plant.road.rearGrip = grip
        maneuver.brake = 1
        let start = maneuver.plant.distance.rawValue
        let speed = maneuver.plant.speed.rawValue
        var locked = 0.0
        for _ in 0..<30_000 where maneuver.plant.speed.rawValue > 0.05 {
            maneuver.run(0.001)
            let plant = maneuver.plant
            if plant.speed.rawValue > 3, plant.front.wheelSpeed < 1 { locked += 0.001 }
        }
        let distance = maneuver.plant.distance.rawValue - start
        let ideal = speed * speed / (2 * grip * 9.80665) + speed * parameters.brakes.lag
        print("100-0 km/h at \(grip): \(distance) m, ideal \(ideal) m")
        #expect(distance > 0.9 * ideal && distance < 1.05 * ideal, "\(distance) of \(ideal) m")
        #expect(locked == 0)
    }

    @Test("without it the wheels lock and the stop is longer")
    func without() throws {
        var parameters = try prototype()
        parameters.brakes.antilock = nil
        var maneuver = Maneuver(parameters)
        maneuver.reach(20)
        maneuver.plant.road.frontGrip = 0.4
        maneuver.plant.road.rearGrip = 0.4
        maneuver.brake = 1
        maneuver.run(1)
        #expect(maneuver.plant.speed.rawValue > 10)
        #expect(maneuver.plant.front.wheelSpeed == 0 && maneuver.plant.rear.wheelSpeed == 0)
        #expect(!maneuver.plant.isAntilockActive)
    }

    @Test("it acts only while it holds a wheel, and a light brake never calls it")
    func flag() throws {
        var maneuver = Maneuver(try prototype())
        maneuver.reach(25)
        maneuver.brake = 0.3
        var acted = false
        maneuver.run(2) { acted = acted || $0.isAntilockActive }
        #expect(!acted)
        maneuver.plant.road.frontGrip = 0.2
        maneuver.plant.road.rearGrip = 0.2
        maneuver.run(0.3)
        #expect(maneuver.plant.isAntilockActive)
        maneuver.plant.road.frontGrip = 1
        maneuver.plant.road.rearGrip = 1
        maneuver.run(1)
        #expect(!maneuver.plant.isAntilockActive)
    }

    @Test("blended brakes give only what the motors leave over, and ask these for all of it")
    func blending() throws {
        var parameters = try prototype()
        parameters.brakes.isBlended = true
        var maneuver = Maneuver(parameters)
        maneuver.reach(22)
        maneuver.brake = 0.3
        maneuver.run(0.5)
        #expect(abs(maneuver.plant.wantedRegeneration.rawValue - 0.3 * 5500 / 8.193) < 0.01)
        let friction = maneuver.plant.acceleration.rawValue
        maneuver.torques = (-60, -40)
        maneuver.run(0.6)
        // The motors brake with 100 Nm x 8.193 / 0.96; what friction gives is less by so much.
        let brakes = PlantWheel.allCases.reduce(0.0) { $0 + maneuver.plant[$1].brakeTorque }
        let motors = 100 * 8.193 / 0.96
        #expect(abs(brakes - (0.3 * 5500 - motors)) < 10, "\(brakes) Nm")
        #expect(abs(maneuver.plant.acceleration.rawValue - friction) < 0.12)
        maneuver.torques = (-200, -200)
        maneuver.run(0.6)
        let left = PlantWheel.allCases.reduce(0.0) { $0 + maneuver.plant[$1].brakeTorque }
        #expect(left < 1)
        maneuver.torques = (0, 0)
        maneuver.run(0.8)
        #expect(abs(maneuver.plant.acceleration.rawValue - friction) < 0.12)
    }
}
