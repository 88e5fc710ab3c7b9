import CANFrames
import Testing

@testable import TorqueMonitor

/// Each check by itself: what it lowers, to what, and why.
@Suite struct GuardCheckTests {
    /// A car that drives at 1000 rpm with both gears in D, and whose limits are wide.
    func inputs(
        _ front: Int,
        _ rear: Int,
        change: (inout BoundInputs) -> Void = { _ in }
    ) throws -> BoundInputs {
        var none = VehicleInputs(InputFields())
        var vehicle = VehicleView(&none, at: 0)
        vehicle.isBraking = false
        vehicle.speed = PerAxle(both: 1000)
        vehicle.pedal = 1000
        vehicle.dischargeLimit = 250_000
        vehicle.chargeLimit = 250_000
        var inputs = BoundInputs(
            asked: PerAxle(front: front, rear: rear),
            last: PerAxle(both: 0),
            lastAt: PerAxle(both: 0),
            now: 1_000 * millisecond,
            vehicle: vehicle,
            gear: PerAxle(both: 4),
            isReady: PerAxle(both: true),
            isLinkReady: PerAxle(both: true),
            isPairBroken: false
        )
        change(&inputs)
        return inputs
    }

    func checks(
        _ driver: DriverBounds = makeDriver(),
        change: (inout MonitorBounds) -> Void = { _ in }
    ) throws -> CheckList {
        var bounds = try #require(makeSettings()).bounds
        change(&bounds)
        return CheckList(bounds: bounds, driver: driver)
    }

    func bounded(
        _ inputs: BoundInputs,
        _ check: (inout CheckList, BoundInputs, inout BoundedTorque) -> Void
    ) throws -> BoundedTorque {
        var bounded = BoundedTorque(torque: inputs.asked)
        var list = try checks()
        check(&list, inputs, &bounded)
        return bounded
    }

    @Test("what passes every check goes out as it was asked, without a reason")
    func whole() throws {
        var ramps = BoundRamps()
        var list = try checks()
        let bounded = try list.bound(inputs(400, 300), &ramps)
        #expect(bounded.torque.front == 400)
        #expect(bounded.torque.rear == 300)
        #expect(bounded.reasons.front.isEmpty)
        #expect(bounded.reasons.rear.isEmpty)
    }

    @Test("both axles' gears must be the same driving gear")
    func direction() throws {
        for (front, rear, direction) in [
            (4, 4, 1), (2, 2, -1), (3, 3, 0), (4, 2, 0), (2, 4, 0), (4, 3, 0), (0, 0, 0),
        ] as [(UInt8, UInt8, Int)] {
            let inputs = try inputs(0, 0) { $0.gear = PerAxle(front: front, rear: rear) }
            #expect(inputs.direction == direction)
        }
    }

    // 100 counts, 8000 a second.
    @Test(
        "of a torque is left what its ramp has not taken, of its own sign only",
        arguments: [
            (100, 50, 0, 100), (100, 50, 10, 20), (-100, -50, 10, 20), (100, -50, 10, 0),
            (-100, 50, 10, 0), (100, 50, 13, 0), (100, 50, -5, 100), (0, 0, 0, 0),
            (100, 0, 0, 0), (100, 50, 1_000_000_000, 0),
        ] as [(Int, Int, Int64, Int)]
    )
    func left(last: Int, asked: Int, milliseconds: Int64, left: Int) throws {
        let inputs = try inputs(0, asked) {
            $0.last = PerAxle(front: 999, rear: last)
            $0.lastAt = PerAxle(front: 0, rear: $0.now - milliseconds * millisecond)
        }
        #expect(inputs.left(of: .rear, rate: 8000) == left)
    }

    @Test("after a pause of any length a ramp of 1 a second has taken 10, and nothing overflows")
    func longPause() throws {
        let inputs = try inputs(100, 0) {
            $0.last = PerAxle(both: 100)
            $0.lastAt = PerAxle(both: 0)
            $0.now = .max
        }
        #expect(inputs.left(of: .front, rate: 1) == 90)
        let large = try self.inputs(100, 0) {
            $0.last = PerAxle(both: 1_000_000_005)
            $0.lastAt = PerAxle(both: 0)
            $0.now = .max
        }
        #expect(large.left(of: .front, rate: 100_000_000) == 5)
    }

    @Test("at the same time, or before it, all of a torque is left, however steep the ramp")
    func noTime() throws {
        for later in [0, 1] as [Int64] {
            let inputs = try inputs(100, 0) {
                $0.last = PerAxle(both: 100)
                $0.lastAt = PerAxle(both: $0.now + later)
            }
            #expect(inputs.left(of: .front, rate: 1_000_000_000) == 100)
        }
    }

    @Test(
        "a limit lowers a magnitude, never raises it, and says why only where it lowers",
        arguments: [(100, 99, 99), (100, 100, 100), (100, 101, 100), (-100, 99, -99), (-100, 0, 0)]
    )
    func limit(torque: Int, magnitude: Int, left: Int) {
        var bounded = BoundedTorque(torque: PerAxle(front: 7, rear: torque))
        bounded.limit(.rear, to: magnitude, because: .gear)
        #expect(bounded.torque.rear == left)
        #expect(bounded.torque.front == 7)
        #expect(bounded.reasons.rear == (left == torque ? Reasons() : .gear))
        #expect(bounded.reasons.front.isEmpty)
    }

    @Test(
        "a sum is lowered in proportion, of one sign, without credit from the other",
        arguments: [
            (300, 100, 1, 400, 300, 100), (300, 100, 1, 399, 299, 99), (300, 100, 1, 200, 150, 50),
            (300, -100, 1, 299, 299, -100), (300, -100, 1, 300, 300, -100),
            (-300, 100, 1, 50, -300, 50), (-300, -100, -1, 200, -150, -50),
            (-300, 100, -1, 150, -150, 100), (300, 100, -1, 0, 300, 100), (0, 0, 1, 0, 0, 0),
            (300, 100, 1, 0, 0, 0), (-100, 300, 1, 299, -100, 299), (300, 1, 1, 100, 99, 0),
            (1, 300, 1, 100, 0, 99),
        ]
    )
    func sum(
        front: Int,
        rear: Int,
        sign: Int,
        magnitude: Int,
        leftFront: Int,
        leftRear: Int
    ) {
        var bounded = BoundedTorque(torque: PerAxle(front: front, rear: rear))
        bounded.limitSum(of: sign, to: magnitude, because: .pedal)
        #expect(bounded.torque.front == leftFront)
        #expect(bounded.torque.rear == leftRear)
        #expect(bounded.reasons.front == (leftFront == front ? Reasons() : .pedal))
        #expect(bounded.reasons.rear == (leftRear == rear ? Reasons() : .pedal))
    }

    @Test("on the bench an axle whose speed is not known has what its ramp has left")
    func benchWithoutSpeed() throws {
        for left in [0, 30] {
            let inputs = try inputs(100, 100) {
                $0.vehicle.isBench = true
                $0.vehicle.speed = PerAxle(front: 500, rear: nil)
                $0.last = PerAxle(both: left)
                $0.lastAt = PerAxle(both: $0.now)
            }
            let bounded = try bounded(inputs) { $0.checkBench($1, &$2) }
            #expect(bounded.torque.front == 100)
            #expect(bounded.torque.rear == left)
            #expect(bounded.reasons.rear == .bench)
        }
    }

    @Test(
        "an axle whose speed is not known returns nothing, and keeps its torque at the charge limit"
    )
    func chargeWithoutSpeed() throws {
        let inputs = try inputs(-400, -400) {
            $0.vehicle.speed = PerAxle(front: 3000, rear: nil)
            $0.vehicle.chargeLimit = 0
        }
        let bounded = try bounded(inputs) { $0.checkCharge($1, &$2) }
        // What its copper takes alone is no more than it returns: 100 Nm at 0.1 W/Nm2 take 1 kW.
        #expect(bounded.torque.front > -4)
        #expect(bounded.torque.rear == -400)
        #expect(bounded.reasons.front == .charge)
        #expect(bounded.reasons.rear.isEmpty)
    }

    @Test("the pedal is read at the slower motor's speed, at 0 where one is not known")
    func pace() throws {
        var driver = makeDriver()
        driver.pedal = PedalTable()
        let isIn = driver.pedal.append(pedal: 0, makeCurve([(0, 100), (1000, 1100)]))
        #expect(isIn)
        driver.margin = 0
        var list = try checks(driver)
        for (front, rear, direction, bound) in [
            (500, 800, 1, 600), (800, 500, 1, 600), (nil, 800, 1, 100), (800, nil, 1, 100),
            (-500, 800, 1, 100), (-500, -800, -1, 600), (500, 800, -1, 100), (nil, nil, 1, 100),
            (nil, -800, -1, 100), (-800, nil, -1, 100),
        ] as [(Int?, Int?, Int, Int)] {
            var ramps = BoundRamps()
            ramps.direction = direction
            let inputs = try inputs(1360 * direction, 0) {
                $0.vehicle.speed = PerAxle(front: front, rear: rear)
            }
            var bounded = BoundedTorque(torque: inputs.asked)
            list.checkPedal(inputs, &ramps, &bounded)
            #expect(bounded.torque.front == bound * direction)
        }
    }
}
