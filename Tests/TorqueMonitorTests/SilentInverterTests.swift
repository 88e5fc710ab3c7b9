import CANFrames
import Testing
import TorqueMonitor

@Suite struct SilentInverterTests {
    /// Driving with 50 Nm on each axle in 1,000 rpm.
    private func driving() throws -> Rig {
        var rig = try Rig.armed()
        rig.pedal = (200, 200)
        try rig.drive(200, 200)
        return rig
    }

    @Test("an axle that is sent zero without a speed is no reason to trip, for ever")
    func zeroWithoutSpeed() throws {
        for lost in [Axle.front, .rear] {
            var rig = try driving()
            rig.silent = lost
            for cycle in 0..<300 {
                // Held for 50 ms, then down at the daemon's 40 Nm a cycle.
                let left = cycle < 5 ? 200 : max(0, 200 - 160 * (cycle - 4))
                let torque = lost == .front ? (left, 200) : (200, left)
                let decision = try rig.nextCycle(torque.0, torque.1)
                try #require(decision.verdicts.front == .sent, "\(decision.reasons) \(cycle)")
                try #require(decision.verdicts.rear == .sent, "\(decision.reasons) \(cycle)")
            }
            #expect(rig.monitor.state == .armed)
        }
    }

    @Test("torque on an axle without a speed falls, and trips where it is asked for longer")
    func torqueWithoutSpeed() throws {
        var rig = try driving()
        rig.silent = .front
        var clamped = false
        for _ in 0..<80 where rig.monitor.state == .armed {
            let decision = try rig.nextCycle(200, 200)
            if decision.reasons.front.contains(.speedUnknown) { clamped = true }
        }
        #expect(clamped)
        #expect(rig.monitor.state == .tripped && rig.monitor.trip == .clamping)
        #expect(rig.front.torques.last == 0 && rig.rear.torques.last == 0)
    }

    @Test("the rear alone may not brake: the daemon must give it up with the front")
    func rearBrakesAlone() throws {
        var driver = makeDriver()
        driver.rearShareMargin = 100
        var rig = try Rig.armed(makeSettings(driver: driver))
        rig.speed = PerAxle(both: 3000)
        rig.silent = .front
        let decision = try rig.nextCycle(0, -100)
        #expect(decision.torque.rear == -48)
        #expect(decision.reasons.rear.contains(.rearShare))
    }
}
