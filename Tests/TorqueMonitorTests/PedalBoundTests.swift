import CANFrames
import Testing
import TorqueMonitor

@Suite struct PedalBoundTests {
    // Released 160, at 2 % 160 + 840 x 20 / 500 = 193, at 50 % 1000, at 75 % 2500; and 80 more.
    @Test(
        "both axles drive no more than the greater known pedal track means, and 20 Nm",
        arguments: [
            (0, 0, 240), (3, 3, 240), (4, 4, 273), (100, 100, 1080), (0, 100, 1080),
            (100, 0, 1080), (150, 100, 2580), (100, 201, 1080), (201, 100, 1080), (201, 201, 0),
        ],
        [1, -1]
    )
    func pedal(_ point: (a: Int, b: Int, bound: Int), sign: Int) throws {
        for step in [-1, 0, 1] where point.bound > 0 || step >= 0 {
            var rig = try Rig.armed(makeSettings()) {
                $0.pedal = (point.a, point.b)
                if sign < 0 { $0.reverse() }
            }
            let rear = point.bound / 2
            let front = point.bound - rear + step
            let decision = try rig.nextCycle(front * sign, rear * sign)
            let sent = (decision.torque.front + decision.torque.rear) * sign
            // Scaling rounds both axles down.
            #expect(sent == (step > 0 ? point.bound - min(1, point.bound) : point.bound + step))
            #expect(decision.reasons.front.contains(.pedal) == (step > 0))
            #expect(decision.torque.front * sign >= 0)
        }
    }

    @Test(
        "a pedal of 100 ms is known; one nanosecond more, and the bound falls",
        arguments: [0, 1]
    )
    func stale(excess: Int64) throws {
        var rig = try Rig.armed(makeSettings(silence: 1000 * millisecond)) { $0.pedal = (100, 100) }
        rig.monitor.observe(try pedalFrame(100, 100), on: .car, isLoopback: false, at: rig.now)
        rig.pedal = nil
        rig.advance(200 * millisecond + excess)
        try rig.vehicle()
        let decision = try rig.send(rig.command(540, 540))
        // 200 ms at 4000 Nm/s take all of it.
        #expect((decision.torque.front == 540) == (excess == 0))
        #expect(excess == 0 || decision.torque.front == 0)
    }

    @Test(
        "a let-go pedal lets the bound fall by 40 Nm a cycle, and the arming trips on the sixth cut"
    )
    func ramp() throws {
        var rig = try Rig.armed()
        rig.speed = PerAxle(both: 1000)
        try rig.drive(1360, 1360)
        rig.pedal = (0, 0)
        for cycle in 1...16 {
            let decision = try rig.nextCycle(1360, 1360)
            let bound = min(1360, 1360 * (4080 - 160 * cycle) / 2720)
            if cycle < 16 {
                #expect(decision.torque.front == bound, "cycle \(cycle)")
                #expect(decision.reasons.rear.contains(.pedal) == (cycle > 8))
                // Cut by more than 40 counts from the tenth on; told from the next.
                #expect(decision.reasons.front.contains(.clampedAgain) == (cycle > 10))
            } else {
                #expect(decision.torque.front == 0)
                #expect(rig.monitor.trip == .clamping)
            }
        }
    }

    @Test("a tip-out at the daemon's comfort rate is not cut, a pedal pressed again counts at once")
    func tipOut() throws {
        var rig = try Rig.armed()
        rig.speed = PerAxle(both: 1000)
        try rig.drive(1360, 1360)
        rig.pedal = (0, 0)
        var torque = 1360
        while torque > 120 {
            torque = max(120, torque - 100)
            let decision = try rig.nextCycle(torque, torque)
            #expect(decision.verdicts.front == .sent)
        }
        for _ in 0..<30 { _ = try rig.nextCycle(120, 120) }
        rig.pedal = (200, 200)
        #expect(try rig.nextCycle(1000, 1000).torque.front == 1000)
    }

    @Test(
        "the pressed brake lets driving fall to nothing in 300 ms, whatever the pedal",
        arguments: [1, -1]
    )
    func brake(sign: Int) throws {
        var rig = try Rig.armed(makeSettings(inputs: makeInputs(with: .cruise))) {
            $0.speed = PerAxle(both: 1000)
            if sign < 0 { $0.reverse() }
        }
        try rig.drive(1360 * sign, 1360 * sign)
        rig.isBraking = true
        for cycle in 1...30 {
            let bound = 3000 - 100 * cycle
            let asked = min(1360, bound / 2 + 1)
            rig.advance()
            try rig.vehicle()
            try rig.say(.cruise, 1)
            let decision = try rig.send(rig.command(asked * sign, asked * sign))
            #expect(decision.torque.front * sign == min(asked, bound / 2), "cycle \(cycle)")
            #expect(decision.reasons.front.contains(.brake) == (asked > bound / 2))
        }
        rig.isBraking = false
        #expect(try rig.nextCycle(400 * sign, 400 * sign).torque.front == 400 * sign)
    }

    @Test("cruise control stands for the pedal while its lease lives", arguments: [true, false])
    func cruise(isLive: Bool) throws {
        var rig = try Rig.armed(makeSettings(inputs: makeInputs(with: .cruise))) {
            $0.pedal = (0, 0)
        }
        rig.advance()
        try rig.vehicle()
        try rig.say(.cruise, isLive ? 1 : 0)
        let decision = try rig.send(rig.command(640, 640))
        #expect(decision.torque.front == (isLive ? 640 : 120))
        // The lease is the greatest age.
        for _ in 0..<20 { _ = try rig.nextCycle(100, 100) }
        #expect(try rig.nextCycle(240, 240).torque.front == 120)
    }

    @Test(
        "stability control raises an axle by at most 60 Nm, and lowers both",
        arguments: [
            (1, 100, 240, 580), (1, 300, 300, 720), (0, 300, 300, 240), (1, 0, -50, 240),
        ]
    )
    func stability(_ point: (active: Int, front: Int, rear: Int, bound: Int)) throws {
        let inputs = makeInputs(with: .escActive, .escFrontIncrease, .escRearIncrease, .escLimit)
        var rig = try Rig.armed(makeSettings(inputs: inputs)) { $0.pedal = (0, 0) }
        rig.advance()
        try rig.vehicle()
        try rig.say(.escActive, point.active)
        try rig.say(.escFrontIncrease, point.front)
        try rig.say(.escRearIncrease, point.rear)
        var decision = try rig.send(rig.command(point.bound, 0))
        #expect(decision.torque.front == point.bound)
        rig.advance()
        try rig.vehicle()
        decision = try rig.send(rig.command(point.bound + 1, 0))
        #expect(decision.torque.front == point.bound)
        try rig.say(.escLimit, 100)
        for _ in 0..<3 { decision = try rig.nextCycle(100, 80) }
        #expect(decision.verdicts.front == .sent)
        #expect(try rig.nextCycle(101, 80).verdicts.front == (point.active == 1 ? .clamped : .sent))
    }
}
