import ControlCore
import Testing
import VehicleModel

/// How far a fault reaches: its axle, all torque, the next arming.
extension FaultMonitorTests {
    private func armed() -> Scene {
        var scene = Scene()
        scene.evidence.isArmed = true
        scene.inputs.motorTorques = AxlePair(both: .zero)
        return scene
    }

    @Test(
        "torque that is not what was told concerns its own axle alone",
        arguments: [
            (.frontTorqueTracking, 30, .ramp), (.rearTorqueTracking, 30, .ramp),
            (.frontTorqueRunaway, 60, .cut), (.rearTorqueRunaway, 60, .cut),
        ] as [(Fault, Double, AxleEffect)]
    )
    func ownAxle(fault: Fault, torque: Double, effect: AxleEffect) throws {
        let axle = try #require(fault.axle)
        var monitor = FaultMonitor()
        for cycle in 0..<10 { Self.step(&monitor, armed(), at: Double(cycle) * 10) }
        var bad = armed()
        bad.inputs.motorTorques[axle] = Torque(torque)
        for cycle in 10..<20 { Self.step(&monitor, bad, at: Double(cycle) * 10) }
        #expect(monitor.memory[fault].isActive)
        #expect(monitor.effects.axles[axle] == effect)
        #expect(monitor.effects.axles[axle.other] == .none)
        #expect(!monitor.isHolding)
    }

    @Test("an inverter that is late withholds torque while it is, not while it heals")
    func lateInverter() {
        for axle in Axle.allCases {
            var monitor = FaultMonitor()
            var bad = Scene()
            bad.inputs.motorSpeeds[axle] = nil
            Self.step(&monitor, bad, at: 0)
            #expect(monitor.isHolding)
            for time in [10, 110, 509.999] { Self.step(&monitor, Scene(), at: time) }
            #expect(monitor.isHolding)
            Self.step(&monitor, Scene(), at: 510)
            #expect(!monitor.isHolding)
        }
    }

    @Test("what takes torque or power away hinders arming until it has healed, less does not")
    func hinders() {
        var monitor = FaultMonitor()
        #expect(!monitor.hindersArming)
        Self.step(&monitor, Scene(), at: 0)
        #expect(!monitor.hindersArming)
        var plain = Scene()
        plain.inputs.isSpeedImplausible = true
        Self.step(&monitor, plain, at: 10)
        #expect(!monitor.hindersArming)
        var reduced = Scene()
        reduced.surroundings.isStalled = true
        Self.step(&monitor, reduced, at: 20)
        #expect(monitor.hindersArming)
        for cycle in 1...100 {
            Self.step(&monitor, Scene(), at: 20 + Double(cycle) * 10)
            #expect(monitor.hindersArming == (cycle < 100))
        }
    }

    @Test("below 0.2 m/s the vehicle stands, and the ladder goes up under a pressed pedal")
    func standing() {
        for (speed, isStanding) in [
            (0.2.nextDown, true), (-0.2.nextDown, true), (0.2, false), (-0.2, false), (nil, false),
        ] as [(Double?, Bool)] {
            var monitor = FaultMonitor()
            var scene = armed()
            scene.inputs.pedal = 1
            scene.inputs.speed = speed.map { Speed($0) }
            var bad = scene
            bad.surroundings.isStalled = true
            Self.step(&monitor, bad, at: 0)
            for cycle in 1...400 { Self.step(&monitor, scene, at: Double(cycle) * 10) }
            #expect(monitor.ladder.level == (isStanding ? .full : .reduced), "\(speed ?? .nan)")
        }
    }
}
