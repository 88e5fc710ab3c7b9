import CANFrames
import Testing
import TorqueMonitor

/// Lifting the pedal means nothing up to 100 rpm, and 400 counts from 500 rpm on.
private func makeLift() -> DriverBounds {
    var driver = makeDriver()
    driver.lift = makeCurve([(100, 0), (500, 400)])
    return driver
}

@Suite struct BrakingBoundTests {
    @Test(
        "both axles brake no more than lifting means at their speed, the brake's request and 20 Nm",
        arguments: [(100, 0, 80), (300, 0, 280), (500, 0, 480), (2000, 0, 480), (300, 200, 480)],
        [1, -1]
    )
    func lift(_ point: (speed: Int, request: Int, bound: Int), sign: Int) throws {
        for step in [-1, 0, 1] {
            let inputs = makeInputs(with: .regenRequest)
            var rig = try Rig.armed(makeSettings(inputs: inputs, driver: makeLift())) {
                $0.speed = PerAxle(both: point.speed)
                if sign < 0 { $0.reverse() }
                try $0.say(.regenRequest, point.request)
            }
            let decision = try rig.nextCycle(-(point.bound + step) * sign, 0)
            #expect(decision.torque.front == -min(point.bound + step, point.bound) * sign)
            #expect(decision.reasons.front.contains(.lift) == (step > 0))
        }
    }

    @Test("a negative request of the brake unit allows nothing less and nothing more")
    func negativeRequest() throws {
        let inputs = makeInputs(with: .regenRequest)
        var rig = try Rig.armed(makeSettings(inputs: inputs, driver: makeLift())) {
            try $0.say(.regenRequest, -300)
        }
        #expect(try rig.nextCycle(-480, 0).verdicts.front == .sent)
    }

    // 2 x 100 Nm at 3000 rpm: 62.832 kW less 2 kW of copper loss.
    @Test(
        "what is returned is no more than the charge limit by 0.9; unknown is none",
        arguments: [(219, true), (218, false), (0x3FF, false)]
    )
    func charge(limit: Int, isWhole: Bool) throws {
        var rig = try Rig.armed(makeSettings()) {
            $0.speed = PerAxle(both: 3000)
            $0.charge = limit
        }
        let decision = try rig.nextCycle(-400, -400)
        #expect((decision.torque.front == -400) == isWhole)
        #expect(decision.reasons.rear.contains(.charge) == !isWhole)
        if limit == 218 { #expect(decision.torque.front == -399 || decision.torque.front == -398) }
        if limit == 0x3FF { #expect(decision.torque.front == 0) }
    }

    @Test("a drop of the charge limit lets braking fall at 3500 Nm/s")
    func chargeRamp() throws {
        var rig = try Rig.armed(makeSettings()) { $0.speed = PerAxle(both: 3000) }
        try rig.drive(-600, -600)
        rig.charge = 0
        for step in 1...4 {
            let decision = try rig.nextCycle(-600, -600)
            #expect(decision.torque.front == -(600 - 140 * step))
        }
    }

    @Test("while ABS acts, or is not known, braking falls to nothing at 3500 Nm/s an axle")
    func abs() throws {
        var rig = try Rig.armed(makeSettings(inputs: makeInputs(with: .absActive))) {
            try $0.say(.absActive, 0)
        }
        try rig.drive(-600, -600)
        try rig.say(.absActive, 0)
        try rig.drive(-600, -600)
        try rig.say(.absActive, 1)
        for step in 1...4 {
            let decision = try rig.nextCycle(-(600 - 140 * step + 1), -(600 - 140 * step + 1))
            #expect(decision.torque.front == -(600 - 140 * step))
            #expect(decision.reasons.front.contains(.abs))
        }
        // Driving is not its matter.
        #expect(try rig.nextCycle(400, 400).torque.front == 400)
        try rig.say(.absActive, 0)
        for _ in 0..<10 { #expect(try rig.nextCycle(-100, -100).verdicts.front == .sent) }
        // Now its message is older than 100 ms.
        #expect(try rig.nextCycle(-100, -100).verdicts.front == .zeroed)
    }

    // 60 % of the load and the margin: 1.5 times the front's, and 12 Nm.
    @Test(
        "the rear's share of braking is its share of the load and 10 %",
        arguments: [
            (nil, nil, 348), (nil, -5000, 248), (nil, 2500, 419), (300, 2500, 181),
            (900, nil, 1000),
        ] as [(Int?, Int?, Int)]
    )
    func rearShare(_ point: (share: Int?, acceleration: Int?, bound: Int)) throws {
        var driver = makeDriver()
        driver.rearShareMargin = 100
        for step in [0, 1] {
            let inputs = makeInputs(with: .rearLoadShare, .acceleration)
            var rig = try Rig.armed(makeSettings(inputs: inputs, driver: driver)) {
                if let share = point.share { try $0.say(.rearLoadShare, share) }
                if let value = point.acceleration { try $0.say(.acceleration, value) }
            }
            let decision = try rig.nextCycle(-200, -(point.bound + step))
            let isFree = point.share == 900
            #expect(decision.torque.rear == -(point.bound + (isFree ? step : 0)))
            #expect(decision.torque.front == -200)
            #expect(decision.reasons.rear.contains(.rearShare) == (step > 0 && !isFree))
        }
    }

    // In reverse the front is behind.
    @Test(
        "in reverse the front's share of braking is its share of the load and 10 %",
        arguments: [
            (nil, nil, 348), (nil, -5000, 514), (nil, 2500, 292), (900, nil, 98),
            (1200, nil, 70), (0, nil, 1000),
        ] as [(Int?, Int?, Int)]
    )
    func frontShare(_ point: (share: Int?, acceleration: Int?, bound: Int)) throws {
        var driver = makeDriver()
        driver.rearShareMargin = 100
        for step in [0, 1] {
            let inputs = makeInputs(with: .rearLoadShare, .acceleration)
            var rig = try Rig.armed(makeSettings(inputs: inputs, driver: driver)) {
                $0.reverse()
                if let share = point.share { try $0.say(.rearLoadShare, share) }
                if let value = point.acceleration { try $0.say(.acceleration, value) }
            }
            let decision = try rig.nextCycle(point.bound + step, 200)
            let isFree = point.share == 0
            #expect(decision.torque.front == point.bound + (isFree ? step : 0))
            #expect(decision.torque.rear == 200)
            #expect(decision.reasons.front.contains(.rearShare) == (step > 0 && !isFree))
        }
    }

    // A tenth of the load is the margin alone: a ninth of the rear's 900 counts, and 12 Nm.
    @Test(
        "in reverse a front without load has the margin, however little that is",
        arguments: [1000, 1200]
    )
    func frontWithoutLoad(rearLoad: Int) throws {
        var driver = makeDriver()
        driver.rearShareMargin = 100
        let inputs = makeInputs(with: .rearLoadShare)
        var rig = try Rig.armed(makeSettings(inputs: inputs, driver: driver)) {
            $0.reverse()
            try $0.say(.rearLoadShare, rearLoad)
        }
        let decision = try rig.nextCycle(200, 900)
        #expect(decision.torque.front == 148)
        #expect(decision.torque.rear == 900)
    }

    @Test("where the axles may not oppose each other, the rear may not brake alone by one count")
    func rearAlone() throws {
        var driver = makeDriver()
        driver.rearShareMargin = 100
        var rig = try Rig.armed(makeSettings(opposite: 0, driver: driver))
        let decision = try rig.nextCycle(0, -1)
        #expect(decision.torque.rear == 0)
        #expect(decision.reasons.rear.contains(.rearShare))
    }

    @Test(
        "torque against the gear needs a car that rolls with it",
        arguments: [61, 60, 0, -2000],
        [1, -1]
    )
    func againstGear(speed: Int, sign: Int) throws {
        var rig = try Rig.armed(makeSettings()) {
            $0.speed = PerAxle(both: speed)
            if sign < 0 { $0.reverse() }
        }
        let decision = try rig.nextCycle(-200 * sign, -200 * sign)
        #expect(decision.torque.front == (speed > 60 ? -200 * sign : 0))
        #expect(decision.reasons.rear.contains(.againstGear) == (speed <= 60))
        #expect(try rig.nextCycle(40 * sign, 40 * sign).torque.front == 40 * sign)
    }
}
