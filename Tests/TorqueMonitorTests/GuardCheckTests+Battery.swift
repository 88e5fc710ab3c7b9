import Testing

@testable import TorqueMonitor

/// Power, to the milliwatt: torque in 0.25 Nm, speed in rpm, 26.18 mW for one of both.
extension GuardCheckTests {
    private func charged(
        _ front: (torque: Int, speed: Int?),
        _ rear: (torque: Int, speed: Int?) = (0, 0),
        limit: Int?,
        returnLoss: Int = 0
    ) throws -> BoundedTorque {
        let inputs = try inputs(front.torque, rear.torque) {
            $0.vehicle.speed = PerAxle(front: front.speed, rear: rear.speed)
            $0.vehicle.chargeLimit = limit
        }
        var bounded = BoundedTorque(torque: inputs.asked)
        var list = try checks { $0.returnLoss = returnLoss }
        list.checkCharge(inputs, &bounded)
        return bounded
    }

    private func drawn(
        _ front: (torque: Int, speed: Int?),
        _ rear: (torque: Int, speed: Int?) = (0, 1000),
        limit: Int?,
        auxiliary: Int = 0,
        copperLoss: Int = 60
    ) throws -> BoundedTorque {
        let inputs = try inputs(front.torque, rear.torque) {
            $0.vehicle.speed = PerAxle(front: front.speed, rear: rear.speed)
            $0.vehicle.dischargeLimit = limit
        }
        var list = try checks {
            $0.auxiliaryPower = auxiliary
            $0.copperLoss = copperLoss
        }
        var bounded = BoundedTorque(torque: inputs.asked)
        list.checkPower(inputs, &bounded)
        return bounded
    }

    // 500 counts at 1000 rpm are 13.09 kW, and 11.781 kW / 0.9 are the same.
    @Test("what is returned may be the limit by 0.9 exactly, and a count more is taken off")
    func chargeExactly() throws {
        #expect(try charged((-500, 1000), limit: 11_781).torque.front == -500)
        #expect(try charged((-500, 1000), limit: 11_780).torque.front == -499)
        #expect(try charged((-501, 1000), limit: 11_781).torque.front == -500)
        #expect(try charged((-1000, 1000), limit: 11_781).torque.front == -500)
        #expect(try charged((0, 1000), (-501, 1000), limit: 11_781).torque.rear == -500)
        #expect(try charged((500, -1000), limit: 11_780).torque.front == 499)
        // 261.8 kW and 1 W less.
        #expect(try charged((-1000, 10_000), limit: 235_620).torque.front == -1000)
        #expect(try charged((-1000, 10_000), limit: 235_619).torque.front > -1000)
    }

    // 10 kW: 381 counts at 1002 rpm are 9.9945 kW, 382 at 1000 rpm are 10.0008 kW.
    @Test("the limit counts in watts")
    func chargeWatts() throws {
        #expect(try charged((-381, 1002), limit: 9000).torque.front == -381)
        #expect(try charged((-382, 1000), limit: 9000).torque.front == -381)
        // Of 1024 at 3000 rpm 127 are left: 9.974 kW.
        #expect(try charged((-1024, 3000), limit: 9000).torque.front == -127)
        #expect(try charged((0, 3000), (-1024, 3000), limit: 9000).torque.rear == -127)
    }

    @Test(
        "a limit of zero, below it or unknown takes all that is returned",
        arguments: [0, -9, nil]
    )
    func chargeNothing(limit: Int?) throws {
        #expect(try charged((-1, 30), limit: limit).torque.front == 0)
        #expect(try charged((-400, 3000), (-400, 3000), limit: limit).torque.rear == 0)
    }

    @Test("braking whose copper takes all it returns is not the battery's matter")
    func chargeCopper() throws {
        // 100 Nm at 61 rpm are 0.64 kW, its copper takes 1 kW.
        for limit in [0, -9] {
            let slow = try charged((-400, 61), limit: limit, returnLoss: 100)
            #expect(slow.torque.front == -400)
            #expect(slow.reasons.front.isEmpty)
        }
        // 31.416 kW less 1 kW by 0.9: 27,374.4 W.
        #expect(try charged((-400, 3000), limit: 27_375, returnLoss: 100).torque.front == -400)
        #expect(try charged((-400, 3000), limit: 27_374, returnLoss: 100).torque.front == -399)
    }

    @Test("an axle that stands or drives returns nothing, and keeps its torque")
    func chargeOther() throws {
        for (torque, speed) in [(-100, 0), (100, 1000), (-100, -1000), (0, 1000)] {
            let bounded = try charged((-1000, 1000), (torque, speed), limit: 9000)
            #expect(bounded.torque.rear == torque)
            #expect(bounded.reasons.rear.isEmpty)
            #expect(bounded.torque.front == -381)
        }
        #expect(try charged((-500, 1000), limit: 11_781).reasons.front.isEmpty)
    }

    @Test("what is drawn may be the limit exactly, less what others take")
    func drawExactly() throws {
        // 500 at 1000 rpm: 13.09 kW.
        #expect(try drawn((500, 1000), limit: 13_090).torque.front == 500)
        #expect(try drawn((500, 1000), limit: 13_089).torque.front == 499)
        #expect(try drawn((500, 1000), limit: 13_490, auxiliary: 400).torque.front == 500)
        #expect(try drawn((500, 1000), limit: 13_489, auxiliary: 400).torque.front == 499)
        #expect(try drawn((-500, -1000), limit: 13_089).torque.front == -499)
        // 1000 at 10,000 rpm: 261.8 kW, and 10 W less.
        #expect(try drawn((1000, 10_000), limit: 261_790).torque.front == 999)
        #expect(try drawn((1000, 10_000), limit: 261_800).torque.front == 1000)
    }

    @Test("one milliwatt above a limit is above it, and braking earns not even one")
    func drawMilliwatt() throws {
        // 1 count at 573 rpm: 15.001 W.
        #expect(try drawn((1, 573), limit: 15).torque.front == 0)
        #expect(try drawn((1, 573), limit: 16).torque.front == 1)
        #expect(try drawn((1, 573), (-400, 1000), limit: 15).torque.front == 0)
        // At a copper loss of 16 mW/Nm2 a quarter takes 1 mW.
        #expect(try drawn((1, 0), limit: 0, copperLoss: 16).torque.front == 0)
    }

    @Test(
        "an unknown limit, or one that others use up, is none",
        arguments: [nil, 0, 399] as [Int?]
    )
    func drawNothing(limit: Int?) throws {
        // 4 Nm at standstill take 0.96 W.
        #expect(
            try drawn((16, 0), limit: limit, auxiliary: limit == nil ? 0 : 400).torque.front == 0
        )
        let braking = try drawn((-16, 1000), limit: limit, auxiliary: 400)
        #expect(braking.torque.front == -16)
        #expect(braking.reasons.front.isEmpty)
    }

    // 100 Nm at 0.06 W/Nm2: 0.6 kW an axle.
    @Test("below 477 rpm copper loss counts, from there on torque times speed")
    func drawCopper() throws {
        #expect(try drawn((400, 476), (400, 0), limit: 1200).torque.front == 400)
        #expect(try drawn((400, 476), (400, 0), limit: 1199).torque.front == 399)
        // A shaft that is braked pays for its own.
        #expect(try drawn((400, 476), (400, -476), limit: 600).torque.front == 400)
        #expect(try drawn((400, 476), (400, -476), limit: 599).torque.front == 399)
        #expect(try drawn((400, nil), (400, 0), limit: 1200).torque.front == 400)
        #expect(try drawn((400, nil), (400, 0), limit: 1199).torque.front == 399)
        // 400 at 477 rpm: 4.995 kW.
        #expect(try drawn((400, 477), limit: 4_996).torque.front == 400)
        #expect(try drawn((400, 477), limit: 4_994).torque.front == 399)
        #expect(try drawn((-400, -477), limit: 4_994).torque.front == -399)
    }

    @Test("both axles are lowered by the same part, each to no less than its ramp has left")
    func drawShare() throws {
        var bounded = try drawn((600, 1000), (200, 1000), limit: 10_472)
        #expect(bounded.torque.front == 300)
        #expect(bounded.torque.rear == 100)
        #expect(bounded.reasons.front == .power)
        let inputs = try inputs(600, 200) {
            $0.vehicle.dischargeLimit = 0
            $0.last = PerAxle(front: 600, rear: 0)
            $0.lastAt = PerAxle(both: $0.now - 10 * millisecond)
        }
        bounded = BoundedTorque(torque: inputs.asked)
        var list = try checks()
        list.checkPower(inputs, &bounded)
        #expect(bounded.torque.front == 460)
        #expect(bounded.torque.rear == 0)
    }
}
