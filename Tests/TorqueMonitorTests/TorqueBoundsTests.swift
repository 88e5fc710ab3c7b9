import CANFrames
import Testing
import TorqueMonitor

@Suite struct TorqueBoundsTests {
    @Test(
        "the envelope is straight between its points and holds its last value",
        arguments: [
            (0, 1360), (4000, 1360), (4001, 1360), (4005, 1359), (6000, 960), (-6000, 960),
            (8000, 560), (9000, 280), (10_000, 0), (16_000, 0),
        ]
    )
    func envelope(speed: Int, torque: Int) throws {
        let settings = try #require(makeSettings())
        #expect(settings.bounds.envelope.front.torque(at: speed) == torque)
    }

    // Envelope plus 10 Nm; the battery allows all of it at these speeds, one axle at a time.
    @Test(
        "torque beyond the envelope and its margin is cut to it, from both sides",
        arguments: [(2000, 1400), (6000, 1000), (-6000, 1000), (9000, 320)],
        [-1, 1]
    )
    func envelopeBound(_ point: (speed: Int, bound: Int), sign: Int) throws {
        for axle in [Axle.front, .rear] {
            for step in [-1, 0, 1] {
                var rig = try Rig.armed()
                rig.speed = PerAxle(both: point.speed)
                // Rolling backwards is driving in R: braking in D would be torque against the gear.
                if point.speed < 0 { rig.gear = PerAxle(both: 2) }
                let asked = (point.bound + step) * sign
                let decision = try rig.nextCycle(
                    axle == .front ? asked : 0,
                    axle == .rear ? asked : 0
                )
                let expected = min(point.bound, point.bound + step) * sign
                #expect(decision.torque[axle] == expected)
                #expect(decision.verdicts[axle] == (step > 0 ? .clamped : .sent))
                #expect(decision.reasons[axle].contains(.envelope) == (step > 0))
            }
        }
    }

    @Test("a speed of 200 ms is known, one nanosecond more is not", arguments: [0, 1])
    func staleSpeed(excess: Int64) throws {
        var rig = try Rig.armed(makeSettings(silence: 1000 * millisecond))
        rig.now += 200 * millisecond + excess
        rig.cycle += 1
        rig.counter += 1
        let decision = try rig.send(rig.command(100, -100))
        #expect(decision.reasons.front.contains(.speedUnknown) == (excess == 1))
        #expect((decision.torque.front == 0) == (excess == 1))
    }

    @Test(
        "a speed that is marked invalid, has a wrong checksum or a counter that stands still is unknown",
        arguments: ["invalid", "pattern", "checksum", "counter"]
    )
    func badSpeed(_ fault: String) throws {
        var rig = try Rig()
        try rig.driver()
        rig.monitor.observe(
            try statusFrame(0, counter: 0),
            on: .rear,
            isLoopback: false,
            at: rig.now
        )
        rig.monitor.observe(
            try limitFrame(1000, counter: 0),
            on: .front,
            isLoopback: false,
            at: rig.now
        )
        // The front's last frame is long ago; only the faulty one is new.
        let old = rig.now - 300 * millisecond
        rig.monitor.observe(try statusFrame(0, counter: 0), on: .front, isLoopback: false, at: old)
        let frame =
            switch fault {
            case "invalid": try statusFrame(100, counter: 1, isValid: false)
            case "pattern": try statusFrame(0x3FFF, counter: 1)
            case "counter": try statusFrame(100, counter: 0)
            default:
                try plain(0x1DA, statusFrame(100, counter: 1).bytes.dropLast() + [0x55])
            }
        rig.monitor.observe(frame, on: .front, isLoopback: false, at: rig.now)
        _ = try rig.send(rig.command(0, 0))
        rig.advance()
        let decision = try rig.send(rig.command(100, 100))
        #expect(decision.reasons.front.contains(.speedUnknown))
        #expect(decision.torque.front == 0)
        #expect(decision.torque.rear == 100)
    }

    @Test(
        "there is no torque while the frame says that high voltage is not ready",
        arguments: 0..<7
    )
    func notReady(state: UInt8) throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.startState = state
        let decision = try rig.nextCycle(400, 400)
        #expect(decision.torque.front == 0)
        #expect(decision.torque.rear == 0)
        #expect(decision.reasons.front.contains(.notReady))
        #expect(decision.verdicts.front == .zeroed)
    }

    @Test("there is torque in drive and reverse only", arguments: UInt8(0)..<16)
    func gear(_ gear: UInt8) throws {
        var rig = try Rig.armed()
        rig.gear = PerAxle(both: gear)
        let decision = try rig.nextCycle(-100, -100)
        let isDriving = gear == 2 || gear == 4
        #expect(decision.torque.rear == (isDriving ? -100 : 0))
        #expect(decision.reasons.front.contains(.gear) == !isDriving)
    }

    @Test("gears that differ between the axles make no torque on either")
    func differentGears() throws {
        var rig = try Rig.armed()
        rig.gear = PerAxle(front: 4, rear: 2)
        let decision = try rig.nextCycle(100, 100)
        #expect(decision.torque.front == 0)
        #expect(decision.torque.rear == 0)
    }

    @Test("leaving drive lets torque fall no slower than 2000 Nm/s", arguments: [-1, 1])
    func gearRamp(sign: Int) throws {
        var rig = try Rig.armed()
        try rig.drive(400 * sign, 400 * sign)
        rig.gear = PerAxle(both: 3)
        var left = 400
        for _ in 0..<6 {
            left = max(0, left - 80)
            let decision = try rig.nextCycle(400 * sign, left * sign)
            #expect(decision.torque.front == left * sign)
            #expect(decision.torque.rear == left * sign)
            #expect(!decision.reasons.rear.contains(.gear))
        }
    }

    @Test("of a torque sent before a bus was gone for long nothing is left")
    func oldTorque() throws {
        var rig = try Rig.armed()
        try rig.drive(1200, 0)
        rig.links.front = false
        for _ in 0..<30 { _ = try rig.nextCycle(0, 0) }
        rig.links.front = true
        rig.gear = PerAxle(both: 3)
        #expect(try rig.nextCycle(1200, 0).torque.front == 0)
    }

    // 200 Nm at 3000 rpm is 62.83 kW an axle: 125.66 kW and 0.4 kW for the others.
    @Test(
        "drive power stays inside the battery's limit, the split is kept",
        arguments: [(505, 800, 800), (504, 799, 799), (253, 400, 400), (0, 0, 0)]
    )
    func power(limit: Int, front: Int, rear: Int) throws {
        var rig = try Rig.armed()
        rig.speed = PerAxle(both: 3000)
        rig.limit = limit
        let decision = try rig.nextCycle(800, 800)
        #expect(decision.torque.front == front)
        #expect(decision.torque.rear == rear)
        #expect(decision.reasons.front.contains(.power) == (front < 800))
    }

    @Test("braking one axle gives the other no credit")
    func noCredit() throws {
        var rig = try Rig.armed(makeSettings(opposite: 400))
        rig.speed = PerAxle(both: 3000)
        rig.limit = 128
        let decision = try rig.nextCycle(800, -400)
        // (32,000 - 400) W / (3000 rpm) = 100.6 Nm.
        #expect(decision.torque.front == 402)
        #expect(decision.torque.rear == -400)
    }

    @Test(
        "an unknown or unavailable battery limit is no power",
        arguments: ["never", "3FF", "old"]
    )
    func unknownLimit(_ fault: String) throws {
        var rig = try Rig()
        try rig.driver()
        for axle in [Axle.front, .rear] {
            let status = try statusFrame(3000, counter: 0)
            rig.monitor.observe(status, on: MonitorBus(axle), isLoopback: false, at: rig.now)
        }
        if fault == "3FF" {
            rig.monitor.observe(
                try limitFrame(0x3FF, counter: 0),
                on: .front,
                isLoopback: false,
                at: rig.now
            )
        }
        if fault == "old" {
            let at = rig.now - 491 * millisecond
            rig.monitor.observe(
                try limitFrame(800, counter: 0),
                on: .front,
                isLoopback: false,
                at: at
            )
        }
        // The rear bus is not where the battery is.
        rig.monitor.observe(
            try limitFrame(800, counter: 0),
            on: .rear,
            isLoopback: false,
            at: rig.now
        )
        _ = try rig.send(rig.command(0, 0))
        rig.advance()
        let decision = try rig.send(rig.command(400, 400))
        #expect(decision.torque.front == 0)
        #expect(decision.reasons.rear.contains(.power))
    }

    @Test("a drop of the battery's limit lets torque fall at 3500 Nm/s, and no slower")
    func powerRamp() throws {
        var rig = try Rig.armed()
        rig.speed = PerAxle(both: 3000)
        try rig.drive(800, 800)
        rig.limit = 4
        for step in 1...4 {
            let decision = try rig.nextCycle(800, 800 - 140 * step)
            #expect(decision.torque.front == 800 - 140 * step)
            #expect(decision.torque.rear == 800 - 140 * step)
            #expect(decision.reasons.front.contains(.power))
            #expect(!decision.reasons.rear.contains(.power))
        }
    }

    // 2 x 100 Nm at 0.06 W/Nm2 is 1.2 kW, and 0.4 kW for the others: 1.6 kW.
    // Rolling back at 10 rpm the shafts give 209 W of it.
    @Test(
        "near standstill torque costs its copper loss, less what a braked shaft gives",
        arguments: [
            (7, 0, true), (6, 0, false), (7, 476, true), (6, 476, false), (6, -10, true),
            (5, -10, false), (0, -476, true),
        ]
    )
    func copper(limit: Int, speed: Int, isWhole: Bool) throws {
        var rig = try Rig.armed()
        rig.speed = PerAxle(both: speed)
        rig.limit = limit
        let decision = try rig.nextCycle(400, 400)
        #expect((decision.torque.front == 400) == isWhole)
    }

    @Test(
        "the weaker axle pulls against the other by at most 12 Nm",
        arguments: [
            (400, -47), (400, -48), (400, -49), (-400, 49), (49, -400), (-49, 400), (-49, 49),
        ]
    )
    func opposite(front: Int, rear: Int) throws {
        var rig = try Rig.armed()
        rig.speed = PerAxle(both: 1000)
        let decision = try rig.nextCycle(front, rear)
        let isFrontWeaker = abs(front) < abs(rear)
        let weaker = isFrontWeaker ? front : rear
        let expected = weaker.signum() * min(48, abs(weaker))
        #expect(decision.torque.front == (isFrontWeaker ? expected : front))
        #expect(decision.torque.rear == (isFrontWeaker ? rear : expected))
        let reasons = isFrontWeaker ? decision.reasons.front : decision.reasons.rear
        #expect(reasons.contains(.oppositeSigns) == (abs(weaker) > 48))
    }

    @Test(
        "the frame's own ceiling and floor are narrowed to the envelope and its margin",
        arguments: [(6000, 100, 100), (6000, 101, 100), (2000, 136, 136), (2000, 141, 140)],
        [true, false]
    )
    func ceiling(_ limit: (speed: Int, asked: Int, sent: Int), isCeiling: Bool) throws {
        var rig = try Rig.armed()
        rig.speed = PerAxle(both: limit.speed)
        rig.advance()
        try rig.vehicle()
        var command = rig.emptyCommand()
        let frame = try torqueFrame(
            40,
            counter: rig.counter,
            ceiling: isCeiling ? UInt8(limit.asked) : 80,
            floor: isCeiling ? 70 : UInt8(limit.asked)
        )
        try command.put(frame, for: .front)
        try command.put(gearFrame(4, counter: rig.counter), for: .front)
        try rig.add(0, .rear, to: &command)
        let decision = rig.send(command)
        let onWire = try #require(rig.front.frames.first { $0.id == frame.id && $0[2] != 0 })
        #expect(onWire[0] == (isCeiling ? UInt8(limit.sent) : 80))
        #expect(onWire[1] == (isCeiling ? 70 : UInt8(limit.sent)))
        #expect(decision.reasons.front.contains(.ceiling) == (limit.asked != limit.sent))
        #expect(decision.verdicts.front == .sent)
        #expect(decision.torque.front == 40)
    }

    @Test("what is left of a torque while its bound falls is no leave for the other sign")
    func rampOfOneSign() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.gear = PerAxle(both: 3)
        let decision = try rig.nextCycle(-400, -400)
        #expect(decision.torque.front == 0)
        #expect(decision.torque.rear == 0)
    }

    @Test("while one bus takes no frames the other gets zero", arguments: [Axle.front, .rear])
    func linkDown(axle: Axle) throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.links[axle] = false
        let decision = try rig.nextCycle(400, 400)
        #expect(decision.verdicts[axle] == .dropped)
        let other: Axle = axle == .front ? .rear : .front
        #expect(decision.verdicts[other] == .zeroed)
        #expect(decision.reasons[other].contains(.linkDown))
        #expect((other == .front ? rig.front : rig.rear).torques.last == 0)
        #expect(rig.monitor.transmission(of: axle, at: rig.now).dropped == 2)
        #expect(rig.monitor.transmission(of: other, at: rig.now).dropped == 0)
    }

    @Test("where the rear's frame fails after the front's went out, both are zero next cycle")
    func brokenPair() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.broken = .rear
        let half = try rig.nextCycle(420, 420)
        #expect(half.torque.front == 420)
        #expect(half.torque.rear == 0)
        #expect(half.verdicts.rear == .dropped)
        rig.broken = nil
        let next = try rig.nextCycle(440, 440)
        #expect(next.torque.front == 0)
        #expect(next.torque.rear == 0)
        #expect(next.reasons.front == .pairBroken)
        #expect(try rig.nextCycle(40, 40).torque.front == 40)
    }

    @Test("where the front's frame fails the rear gets no torque at all")
    func brokenFirst() throws {
        var rig = try Rig.armed()
        try rig.drive(400, 400)
        rig.broken = .front
        let sent = rig.rear.torques.count
        let decision = try rig.nextCycle(420, 420)
        #expect(decision.verdicts.rear == .dropped)
        #expect(rig.rear.torques.count == sent)
    }
}
