import Testing

@testable import TorqueMonitor

/// The driver's checks and those of the pair, to the count.
extension GuardCheckTests {
    /// A driver whose every table rises by 4 counts an rpm from nothing, without margin.
    private func steep() -> DriverBounds {
        var driver = makeDriver()
        driver.lift = makeCurve([(0, 0), (1000, 4000)])
        driver.margin = 0
        driver.rearShareMargin = 100
        return driver
    }

    @Test(
        "braking is read at the faster motor's speed with the gear, at 0 where none rolls with it"
    )
    func liftPace() throws {
        for (front, rear, direction, bound) in [
            (100, 300, 1, 1200), (300, 100, 1, 1200), (nil, 100, 1, 400), (100, nil, 1, 400),
            (nil, nil, 1, 0), (nil, nil, -1, 0), (-500, -500, 1, 0), (-500, 20, 1, 80),
            (-100, -300, -1, 1200), (100, 300, -1, 0), (nil, -100, -1, 400), (-100, nil, -1, 400),
        ] as [(Int?, Int?, Int, Int)] {
            var ramps = BoundRamps()
            ramps.direction = direction
            let inputs = try inputs(-1360 * direction, 0) {
                $0.vehicle.speed = PerAxle(front: front, rear: rear)
            }
            var bounded = BoundedTorque(torque: inputs.asked)
            var list = try checks(steep())
            list.checkLift(inputs, &ramps, &bounded)
            #expect(bounded.torque.front == -bound * direction)
        }
    }

    @Test("when the brake unit asks no more, braking falls by 2000 Nm/s an axle")
    func liftRamp() throws {
        var ramps = BoundRamps()
        for (request, at, bound) in [
            (2000, 0, 2000), (0, 10, 1840), (0, 20, 1680), (1700, 30, 1700), (0, 40, 1540),
        ] {
            let inputs = try inputs(-1360, -1360) {
                $0.vehicle.speed = PerAxle(both: 0)
                $0.vehicle.regenRequest = request
                $0.now = Int64(at) * millisecond
            }
            var bounded = BoundedTorque(torque: inputs.asked)
            var list = try checks(steep())
            list.checkLift(inputs, &ramps, &bounded)
            #expect(bounded.torque.front == -1360 * bound / 2720, "\(at)")
        }
    }

    @Test(
        "on the bench twice the axle's torque stands for the pedal, or the pedal where it is more"
    )
    func bench() throws {
        for (pedal, bound) in [(nil, 240), (0, 240), (100, 408), (1000, 4080)] as [(Int?, Int)] {
            for step in [0, 1] {
                var ramps = BoundRamps()
                let inputs = try inputs(bound + step, 0) {
                    $0.vehicle.pedal = pedal
                    $0.vehicle.isBench = true
                }
                var bounded = BoundedTorque(torque: inputs.asked)
                var list = try checks()
                list.checkPedal(inputs, &ramps, &bounded)
                #expect(bounded.torque.front == bound)
            }
        }
    }

    @Test("a brake pressed for long leaves not one count, and one that is not pressed takes none")
    func brake() throws {
        var ramps = BoundRamps()
        for (isBraking, at, asked, given) in [
            (false, 0, 1600, 1600), (true, 100, 1600, 1000), (true, 1000, 1, 0),
            (false, 1010, 1600, 1600),
        ] {
            let inputs = try inputs(asked, asked == 1 ? 0 : asked) {
                $0.vehicle.isBraking = isBraking
                $0.now = Int64(at) * millisecond
            }
            var bounded = BoundedTorque(torque: inputs.asked)
            var list = try checks()
            list.checkBrake(inputs, &ramps, &bounded)
            #expect(bounded.torque.front == given)
            #expect(bounded.torque.rear == (asked == 1 ? 0 : given))
            #expect(bounded.reasons.front.isEmpty == !isBraking)
        }
    }

    @Test("ABS takes braking from what was braked, at 3500 Nm/s an axle, to not one count")
    func antilock() throws {
        for (front, rear, direction, braked) in [
            (-600, -300, 1, 900), (300, -300, 1, 300), (-300, 300, 1, 300), (600, 300, -1, 900),
            (0, 0, 1, 0),
        ] {
            var ramps = BoundRamps()
            ramps.direction = direction
            for (isActive, at, bound) in [
                (false, 0, nil), (true, 10, max(0, braked - 280)), (true, 1000, 0),
            ] as [(Bool, Int, Int?)] {
                let inputs = try inputs(-1360 * direction, 0) {
                    $0.vehicle.isABSActive = isActive
                    $0.last = PerAxle(front: front, rear: rear)
                    $0.now = Int64(at) * millisecond
                }
                var bounded = BoundedTorque(torque: inputs.asked)
                var list = try checks()
                list.checkABS(inputs, &ramps, &bounded)
                #expect(bounded.torque.front == -(bound ?? 1360) * direction)
            }
            let inputs = try inputs(-direction, 0) {
                $0.vehicle.isABSActive = true
                $0.now = 2000 * millisecond
            }
            var bounded = BoundedTorque(torque: inputs.asked)
            var list = try checks()
            list.checkABS(inputs, &ramps, &bounded)
            #expect(bounded.torque.front == 0)
        }
    }

    @Test("the last driving gear's direction holds until there is another")
    func lastDirection() throws {
        var ramps = BoundRamps()
        for (gear, direction) in [(2, -1), (3, -1), (4, 1), (0, 1), (2, -1), (4, 1)]
            as [(UInt8, Int)]
        {
            let inputs = try inputs(0, 0) { $0.gear = PerAxle(both: gear) }
            var list = try checks()
            _ = list.bound(inputs, &ramps)
            #expect(ramps.direction == direction)
        }
    }

    @Test("one count against the gear is against it, at 60 rpm with it and below")
    func againstGear() throws {
        for (torque, speed, given) in [
            (-1, 60, 0), (-1, 61, -1), (-2, 0, 0), (1, -500, 1), (0, 0, 0),
        ] {
            for sign in [1, -1] {
                let inputs = try inputs(torque * sign, 0) {
                    $0.gear = PerAxle(both: sign > 0 ? 4 : 2)
                    $0.vehicle.speed = PerAxle(both: speed * sign)
                }
                let bounded = try bounded(inputs) { $0.checkAgainstGear($1, &$2) }
                #expect(bounded.torque.front == given * sign)
            }
        }
    }

    // Braking's part of the rear is the load's and 10 %, and 12 Nm beside.
    @Test("the rear's part follows the load's share, measured or by acceleration, not below 0")
    func rearShare() throws {
        for (share, acceleration, front, bound) in [
            (500, nil, -200, 348), (500, nil, 0, 48), (500, nil, 10, 48), (899, nil, 0, 48),
            (899, nil, -1, 1047), (0, nil, -1000, 159), (-5, nil, -1000, 159),
            (nil, nil, -1000, 1548), (nil, 9990, -1000, 711), (nil, -50_000, -1000, 159),
        ] as [(Int?, Int?, Int, Int)] {
            var driver = steep()
            // By acceleration from 10 %, without one from 50 %.
            driver.rearLoadShare = acceleration == nil ? 500 : 100
            driver.loadTransfer = acceleration == nil ? 1000 : 20
            var ramps = BoundRamps()
            ramps.direction = 1
            let inputs = try inputs(front, -4000) {
                $0.vehicle.rearLoadShare = share
                $0.vehicle.acceleration = acceleration
            }
            var bounded = BoundedTorque(torque: inputs.asked)
            var list = try checks(driver)
            list.checkRearShare(inputs, ramps, &bounded)
            #expect(bounded.torque.rear == -bound)
            #expect(bounded.torque.front == front)
        }
    }

    @Test("a rear that bears all, or drives, is not bound by its share")
    func rearFree() throws {
        for (share, rear) in [(900, -1360), (901, -1360), (500, 1360), (500, 0)] {
            let inputs = try inputs(0, rear) { $0.vehicle.rearLoadShare = share }
            var bounded = BoundedTorque(torque: inputs.asked)
            var list = try checks(steep())
            list.checkRearShare(inputs, BoundRamps(), &bounded)
            #expect(bounded.torque.rear == rear)
            #expect(bounded.reasons.rear.isEmpty)
        }
    }
}
