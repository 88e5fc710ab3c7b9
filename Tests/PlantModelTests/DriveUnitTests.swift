import Foundation
import PlantModel
import Testing
import VehicleModel

@Suite struct LashTests {
    private func car(_ lash: Double) throws -> PlantParameters {
        var parameters = try prototype()
        let shaft = ShaftParameters(lash: .degrees(lash))
        parameters.front.drive?.shaft = shaft
        parameters.rear.drive?.shaft = shaft
        return parameters
    }

    @Test("tip-in crosses the play once, tip-out back, and more play takes longer")
    func crossing() throws {
        func crossed(_ lash: Double) throws -> (time: Double, peak: Double) {
            var maneuver = Maneuver(try car(lash))
            maneuver.reach(12)
            maneuver.torques = (-40, -40)
            maneuver.run(1)
            let before = try #require(maneuver.plant.front.drive?.shaft).crossings
            #expect(maneuver.plant.front.drive?.shaft?.contact == .braking)
            maneuver.torques = (60, 60)
            var (inPlay, peak) = (0.0, 0.0)
            maneuver.run(1) {
                if $0.front.drive?.shaft?.contact == ShaftContact.none { inPlay += 0.001 }
                peak = max(peak, $0.front.drive?.shaft?.torque ?? 0)
            }
            let shaft = try #require(maneuver.plant.front.drive?.shaft)
            #expect(shaft.contact == .driving && shaft.crossings == before + 1)
            maneuver.torques = (-40, -40)
            maneuver.run(1)
            #expect(maneuver.plant.front.drive?.shaft?.crossings == before + 2)
            return (inPlay, peak)
        }
        let (small, large) = (try crossed(1), try crossed(6))
        print("in the play: \(small.time) s with 1 degree, \(large.time) s with 6")
        #expect(large.time > 1.3 * small.time && small.time > 0.002 && large.time < 0.2)
        // The hit after the play is beyond what the motor gives by itself.
        #expect(large.peak > small.peak && large.peak > 1.1 * 60 * 8.193)
    }

    @Test("once the flanks touch, the vehicle drives as one without play")
    func alike() throws {
        var rigid = Maneuver(try prototype())
        var loose = Maneuver(try car(3))
        for maneuver in 0..<2 {
            var one = maneuver == 0 ? rigid : loose
            one.torques = (120, 120)
            one.run(5)
            if maneuver == 0 { rigid = one } else { loose = one }
        }
        let (one, other) = (rigid.plant.speed.rawValue, loose.plant.speed.rawValue)
        #expect(abs(one - other) < 0.005 * one)
        let speeds = (loose.plant.front.motorSpeed.rawValue, loose.plant.front.wheelSpeed * 8.193)
        #expect(abs(speeds.0 - speeds.1) < 0.005 * speeds.1)
    }

    @Test("at rest in the play nothing grows, with any stiffness that a file may give")
    func stable() throws {
        for (stiffness, damping) in [(500.0, 0.0), (50_000, 200), (12_000, 40)] {
            var parameters = try car(4)
            parameters.front.drive?.shaft = ShaftParameters(
                lash: .degrees(4),
                stiffness: stiffness,
                damping: damping
            )
            var maneuver = Maneuver(parameters)
            maneuver.brake = 0.5
            maneuver.torques = (100, 100)
            var early = 0.0
            maneuver.run(2) { early = max(early, abs($0.front.drive?.shaft?.torque ?? 0)) }
            maneuver.torques = (0, 0)
            maneuver.run(3)
            var late = 0.0
            maneuver.run(1) { late = max(late, abs($0.front.drive?.shaft?.torque ?? 0)) }
            #expect(late <= early && early < 2 * 100 * 8.193 * 1.2, "\(stiffness): \(late) Nm")
            if damping > 0 { #expect(late < 0.1 * early, "\(stiffness): \(late) Nm") }
            #expect(abs(maneuver.plant.speed.rawValue) < 1e-3)
        }
    }
}

@Suite struct MotorHeatTests {
    private let parameters = MotorHeatParameters(
        capacity: 20_000,
        cooling: 100,
        coolant: 60,
        lossShare: 0.5,
        deratesFrom: 140,
        deratesTo: 160
    )

    @Test("a loss warms the winding with its time constant to loss over cooling")
    func warming() {
        var heat = MotorHeat(parameters)
        #expect(heat.temperature == 60 && parameters.timeConstant == 200)
        for _ in 0..<200_000 { heat.step(loss: 10_000, timeStep: 0.001) }
        #expect(abs(heat.temperature - (60 + 50 * (1 - exp(-1)))) < 0.01)
        for _ in 0..<200_000 { heat.step(loss: 0, timeStep: 0.001) }
        #expect(abs(heat.temperature - (60 + 50 * (1 - exp(-1)) * exp(-1))) < 0.01)
    }

    @Test("above its limit the winding takes torque back, to none at the end")
    func derating() {
        var heat = MotorHeat(parameters)
        #expect(heat.torqueShare == 1)
        while heat.temperature < 150 { heat.step(loss: 50_000, timeStep: 0.01) }
        #expect(abs(heat.torqueShare - 0.5) < 0.01)
        while heat.temperature < 161 { heat.step(loss: 50_000, timeStep: 0.01) }
        #expect(heat.torqueShare == 0)
    }

    @Test("each axle has its own unit where its file says so")
    func perAxle() throws {
        var parameters = try prototype()
        parameters.front.drive?.heat = MotorHeatParameters(
            capacity: 300,
            cooling: 1,
            coolant: 100,
            lossShare: 1,
            deratesFrom: 120,
            deratesTo: 140
        )
        var weak = parameters.envelope
        weak.peakTorque = 100
        parameters.rear.drive?.envelope = weak
        parameters.rear.drive?.inverter = InverterParameters(
            transportDelay: 0.1,
            torqueLag: 0,
            commandTimeout: 0.2
        )
        var maneuver = Maneuver(parameters)
        maneuver.torques = (300, 300)
        maneuver.run(0.095)
        #expect(maneuver.plant.front.motorTorque > Torque(290))
        #expect(maneuver.plant.rear.motorTorque == .zero)
        maneuver.run(1)
        #expect(maneuver.plant.rear.motorTorque == Torque(100))
        let heat = try #require(maneuver.plant.front.drive?.heat)
        #expect(heat.temperature > 120 && heat.temperature < 140)
        #expect(maneuver.plant.front.motorTorque < Torque(299))
        #expect(maneuver.plant.rear.drive?.heat == nil)
    }

    @Test("an axle without a motor rolls, and takes no command")
    func withoutMotor() throws {
        var parameters = try prototype()
        parameters.rear.drive = nil
        var maneuver = Maneuver(parameters)
        maneuver.torques = (200, 200)
        maneuver.run(3)
        let plant = maneuver.plant
        #expect(plant.speed.rawValue > 5 && plant.rear.motorTorque == .zero)
        #expect(plant.rear.motorSpeed == .zero && plant.rear.electricalPower == .zero)
        #expect(abs(plant.rear.surfaceSpeed.rawValue / plant.speed.rawValue - 1) < 0.01)
        #expect(!plant.rear.inverter.hasCommand && plant.rear.energy.motorLoss == 0)
    }
}
