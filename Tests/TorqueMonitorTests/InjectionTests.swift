import CANFrames
import Testing
import TorqueMonitor

/// Errors put into an otherwise right command, and the time until torque is as it must be.
@Suite struct InjectionTests {
    /// A car at 500 rpm whose pedal at 50 % means 1000 counts, and whose lifting means 400.
    private func driving(_ torque: Int) throws -> Rig {
        var driver = makeDriver()
        driver.lift = makeCurve([(0, 0), (500, 400)])
        driver.rearShareMargin = 100
        var rig = try Rig.armed(makeSettings(driver: driver)) {
            $0.pedal = (100, 100)
            $0.speed = PerAxle(both: 500)
        }
        try rig.drive(torque, torque)
        return rig
    }

    @Test(
        "sign, scale and 50 Nm more are cut in the same cycle and trip after 50 ms",
        arguments: [(-500, -500, -480), (1000, 1000, 1080), (700, 700, 1080), (500, 2000, 1080)]
    )
    func sameCycle(front: Int, rear: Int, sum: Int) throws {
        var rig = try driving(500)
        for cycle in 0..<7 {
            let decision = try rig.nextCycle(front, rear)
            if cycle < 6 {
                #expect(abs(decision.torque.front + decision.torque.rear) <= abs(sum))
                #expect(decision.verdicts.front == .clamped)
            } else if rig.monitor.state == .tripped {
                #expect(decision.torque.front == 0)
            }
        }
        let cut = max(abs(front), abs(rear)) - abs(sum) / 2
        #expect(rig.monitor.trip == (cut > 40 ? .clamping : .none))
    }

    @Test("exchanged axles in regeneration are cut to the rear's share in the same cycle")
    func exchanged() throws {
        var rig = try driving(-100)
        let decision = try rig.nextCycle(-60, -420)
        #expect(decision.torque.rear == -138)
        #expect(decision.reasons.rear.contains(.rearShare))
    }

    @Test("a frozen command loses its torque on the pedal's ramp and trips within 120 ms of it")
    func frozen() throws {
        var rig = try driving(500)
        rig.pedal = (0, 0)
        var cycles = 0
        while rig.monitor.state == .armed, cycles < 30 {
            cycles += 1
            let decision = try rig.nextCycle(500, 500)
            #expect(decision.torque.front + decision.torque.rear <= max(240, 1080 - 160 * cycles))
        }
        // Cut by more than 10 Nm an axle from the second cycle on.
        #expect(cycles == 8)
        #expect(rig.monitor.trip == .clamping)
    }
}
