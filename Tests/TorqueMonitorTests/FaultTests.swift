import CANFrames
import Testing
import TorqueMonitor

@Suite struct FaultTests {
    /// Runs cycles of 10 ms until the arming trips, 40 at most; when it did, ms after the first.
    private func time(
        of rig: inout Rig,
        _ torque: Int = 0,
        _ prepare: (inout Rig) throws -> Void
    ) throws -> Int? {
        for cycle in 0..<40 {
            rig.advance()
            try rig.vehicle()
            try prepare(&rig)
            let decision = try rig.send(rig.command(torque, torque))
            if rig.monitor.state == .tripped {
                #expect(decision.torque.front == 0)
                #expect(decision.torque.rear == 0)
                #expect(try rig.nextCycle(0, 0).verdicts.front == .refused)
                return cycle * 10
            }
        }
        return nil
    }

    // 25 kW: 26.25 kW are 75 A at 350 V, 28.75 kW are 82.1 A.
    @Test(
        "measured power above 1.05 times the limit trips in 100 ms, above 1.15 times in 40 ms",
        arguments: [(150, nil), (151, 100), (164, 100), (165, 40), (-400, nil)] as [(Int, Int?)]
    )
    func power(halfAmperes: Int, milliseconds: Int?) throws {
        var rig = try Rig()
        rig.limit = 100
        try rig.vehicle()
        _ = try rig.send(rig.command(0, 0))
        let tripped = try time(of: &rig) {
            try $0.battery(halfVolts: 700, halfAmperes: halfAmperes)
        }
        #expect(tripped == milliseconds)
        if milliseconds != nil { #expect(rig.monitor.trip == .overPower) }
    }

    @Test("a limit that dropped counts for 200 ms more; below 3 kW power is not torque's")
    func limitMemory() throws {
        var rig = try Rig()
        rig.limit = 100
        try rig.vehicle()
        _ = try rig.send(rig.command(0, 0))
        rig.limit = 0
        // 25.2 kW; the drop is seen in the first cycle, 10 ms after the last one with the limit.
        let tripped = try time(of: &rig) { try $0.battery(halfVolts: 700, halfAmperes: 144) }
        #expect(tripped == 200 + 40)
        var small = try Rig()
        small.limit = 0
        try small.vehicle()
        _ = try small.send(small.command(0, 0))
        #expect(try time(of: &small) { try $0.battery(halfVolts: 700, halfAmperes: 18) } == nil)
    }

    @Test(
        "a reported torque further than 15 Nm or 5 % from what was sent trips in 100 ms",
        arguments: [
            (400, 460, nil), (400, 461, 100), (400, 340, nil), (400, 339, 100), (1360, 1428, nil),
            (1360, 1429, 100), (400, -400, 100),
        ] as [(Int, Int, Int?)]
    )
    func tracking(sent: Int, actual: Int, milliseconds: Int?) throws {
        for input in [MonitorInput.frontTorque, .rearTorque] {
            let inputs = makeInputs(with: .frontTorque, .rearTorque)
            var rig = try Rig.armed(makeSettings(inputs: inputs)) {
                $0.speed = PerAxle(both: 1000)
            }
            for _ in 0..<8 { _ = try rig.nextCycle(sent, sent) }
            let tripped = try time(of: &rig, sent) {
                try $0.say(.frontTorque, input == .frontTorque ? actual : sent)
                try $0.say(.rearTorque, input == .rearTorque ? actual : sent)
            }
            #expect(tripped == milliseconds)
            if milliseconds != nil { #expect(rig.monitor.trip == .tracking) }
        }
    }

    @Test("an inverter that is 60 ms late follows well, one that is frozen does not")
    func late() throws {
        let inputs = makeInputs(with: .frontTorque)
        var rig = try Rig.armed(makeSettings(inputs: inputs)) { $0.speed = PerAxle(both: 1000) }
        var sent: [Int] = [0, 0, 0, 0, 0, 0, 0]
        for cycle in 0..<60 {
            let torque = cycle < 30 ? 40 * cycle : 40 * (60 - cycle)
            rig.advance()
            try rig.vehicle()
            try rig.say(.frontTorque, sent[sent.count - 6])
            _ = try rig.send(rig.command(torque, 0))
            sent.append(torque)
        }
        #expect(rig.monitor.state == .armed)
        for cycle in 0..<30 where rig.monitor.state == .armed {
            rig.advance()
            try rig.vehicle()
            try rig.say(.frontTorque, 40)
            _ = try rig.send(rig.command(40 * cycle, 0))
        }
        #expect(rig.monitor.trip == .tracking)
    }

    // 2 x 100 Nm make 3 m/s2, and 1.5 more.
    @Test(
        "acceleration beyond what the torque makes and 1.5 m/s2 trips in 200 ms",
        arguments: [(4500, 1, nil), (4501, 1, 200), (-4501, 1, nil), (-4501, -1, 200)]
            as [(Int, Int, Int?)]
    )
    func acceleration(measured: Int, sign: Int, milliseconds: Int?) throws {
        let inputs = makeInputs(with: .acceleration)
        var rig = try Rig.armed(makeSettings(inputs: inputs)) {
            $0.speed = PerAxle(both: 1000)
            if sign < 0 { $0.reverse() }
        }
        for _ in 0..<8 { _ = try rig.nextCycle(400 * sign, 400 * sign) }
        let tripped = try time(of: &rig, 400 * sign) { try $0.say(.acceleration, measured) }
        #expect(tripped == milliseconds)
        if milliseconds != nil { #expect(rig.monitor.trip == .acceleration) }
    }

    // 60 rpm is the fade speed.
    @Test(
        "what wheels that slow down push says nothing of torque",
        arguments: [
            (10, 1, 200), (11, 1, nil), (10, -1, 200), (11, -1, nil), (0, 1, 200),
        ]
            as [(Int, Int, Int?)]
    )
    func slowing(loss: Int, sign: Int, milliseconds: Int?) throws {
        let inputs = makeInputs(with: .acceleration)
        for axle in [Axle.front, .rear] {
            var rig = try Rig.armed(makeSettings(inputs: inputs)) {
                $0.speed = PerAxle(both: 3000)
                if sign < 0 { $0.reverse() }
            }
            for _ in 0..<8 { _ = try rig.nextCycle(0, 0) }
            let tripped = try time(of: &rig, 0) {
                $0.speed[axle] -= loss * sign
                try $0.say(.acceleration, 4000 * sign)
            }
            #expect(tripped == milliseconds)
        }
    }

    @Test(
        "what the brake holds says nothing of torque, nor what stands on a slope",
        arguments: [true, false]
    )
    func held(isBraking: Bool) throws {
        let inputs = makeInputs(with: .acceleration)
        var rig = try Rig.armed(makeSettings(inputs: inputs)) {
            $0.isBraking = isBraking
            $0.speed = PerAxle(both: isBraking ? 1000 : 60)
        }
        #expect(try time(of: &rig) { try $0.say(.acceleration, 4000) } == nil)
    }

    @Test("the emergency stop's own cycle says so on both axles, also on one without torque")
    func emergencyStopReasons() throws {
        let inputs = makeInputs(with: .emergencyStopReleased)
        var rig = try Rig.armed(makeSettings(inputs: inputs)) {
            try $0.say(.emergencyStopReleased, 1)
        }
        try rig.drive(100, 0)
        try rig.say(.emergencyStopReleased, 0)
        let decision = try rig.nextCycle(100, 0)
        #expect(decision.reasons.front.contains(.emergencyStop))
        #expect(decision.reasons.front.contains(.tripped))
        #expect(decision.reasons.rear == .emergencyStop)
    }

    @Test(
        "the emergency stop trips in the same cycle, unknown after its age",
        arguments: [true, false]
    )
    func emergencyStop(isSaid: Bool) throws {
        let inputs = makeInputs(with: .emergencyStopReleased)
        var rig = try Rig.armed(makeSettings(inputs: inputs)) {
            try $0.say(.emergencyStopReleased, 1)
        }
        let tripped = try time(of: &rig, 100) {
            if isSaid { try $0.say(.emergencyStopReleased, 0) }
        }
        // The first cycle is 10 ms after the message, the eleventh 110 ms.
        #expect(tripped == (isSaid ? 0 : 100))
        #expect(rig.monitor.trip == .emergencyStop)
        rig.arming += 1
        let refused = try rig.nextCycle(0, 0)
        #expect(refused.verdicts.front == .refused)
        #expect(refused.reasons.front == .emergencyStop)
        #expect(rig.monitor.state == .tripped)
        #expect(rig.monitor.armingID == 70)
        // The same number may arm as soon as it is released: it was never taken.
        rig.advance()
        try rig.vehicle()
        try rig.say(.emergencyStopReleased, 1)
        #expect(try rig.send(rig.command(0, 0)).verdicts.front == .sent)
        #expect(rig.monitor.state == .armed)
    }
}
