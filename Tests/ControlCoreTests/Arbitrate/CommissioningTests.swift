import ControlCore
import Testing
import VehicleModel

@Suite("Commissioning")
struct CommissioningTests {
    private static let still = AxlePair(both: RotationalSpeed.zero)

    private static func request(
        _ axle: Axle = .front,
        _ torque: Double = 4,
        deadline: Instant = .at(1_000_000)
    ) -> ControlRequest {
        var request = ControlRequest(
            kind: .commission,
            number: 1,
            client: 1,
            lease: 0,
            deadline: deadline
        )
        request.axle = axle
        request.torque = Torque(torque)
        return request
    }

    private static func ask(
        _ commissioning: inout Commissioning,
        _ request: ControlRequest = request(),
        armingID: UInt64 = 7,
        isBench: Bool = true,
        speeds: AxlePair<RotationalSpeed> = still,
        at now: Instant = .at(0)
    ) -> ControlAnswer.Outcome {
        commissioning.handle(
            request,
            armingID: armingID,
            isBench: isBench,
            speeds: speeds,
            at: now
        )
    }

    /// The bench's setpoints in a cycle, Nm; nil for none.
    private static func setpoints(
        _ commissioning: inout Commissioning,
        _ requests: inout RequestSet,
        armingID: UInt64 = 7,
        isBench: Bool = true,
        at milliseconds: Double
    ) -> [Double?] {
        let now = Instant.at(milliseconds)
        _ = commissioning.step(&requests, armingID: armingID, isBench: isBench, at: now)
        return [RequestScope.front, .rear].map { scope in
            let request = (0..<RequestSet.capacity).compactMap { requests[$0] }
                .first { $0.source == .bench && $0.kind == .setpoint && $0.scope == scope }
            return request.flatMap { $0.expiry == now ? $0.torque.rawValue : nil }
        }
    }

    @Test("each refusal, and nothing is asked of a motor then")
    func refusals() {
        var check = Commissioning()
        #expect(Self.ask(&check, Self.request(deadline: .at(-0.000_001))) == .late)
        #expect(Self.ask(&check, armingID: 0) == .noLease)
        #expect(Self.ask(&check, isBench: false) == .benchNeeded)
        for speed in [50, -50, .nan] {
            let turning = RotationalSpeed(revolutionsPerMinute: speed)
            let front = AxlePair(front: turning, rear: .zero)
            let rear = AxlePair(front: .zero, rear: turning)
            #expect(Self.ask(&check, speeds: front) == .motorsTurn)
            #expect(Self.ask(&check, speeds: rear) == .motorsTurn)
        }
        var requests = RequestSet()
        #expect(Self.setpoints(&check, &requests, at: 0) == [nil, nil])
        let slow = AxlePair(both: RotationalSpeed(revolutionsPerMinute: -49.9))
        #expect(Self.ask(&check, speeds: slow) == .done)
        var inTime = Commissioning()
        #expect(Self.ask(&inTime, Self.request(deadline: .at(0))) == .done)
    }

    @Test(
        "no more than 10 Nm either way, and none of what is no number",
        arguments: [(4.0, 4.0), (10, 10), (11, 10), (-11, -10), (.nan, 0), (.infinity, 0)]
    )
    func torque(asked: Double, given: Double) {
        var (check, requests) = (Commissioning(), RequestSet())
        #expect(Self.ask(&check, Self.request(.rear, asked)) == .done)
        #expect(Self.setpoints(&check, &requests, at: 0) == [nil, given])
    }

    @Test("it lasts 200 ms and no longer, however often it is looked at")
    func lease() {
        var (check, requests) = (Commissioning(), RequestSet())
        _ = Self.ask(&check)
        #expect(Self.setpoints(&check, &requests, at: 100) == [4, nil])
        #expect(Self.setpoints(&check, &requests, at: 200) == [4, nil])
        #expect(Self.setpoints(&check, &requests, at: 210) == [nil, nil])
        #expect(Self.setpoints(&check, &requests, at: 100) == [nil, nil])
    }

    @Test("a motor that turns may be renewed while its torque lasts, and no other begun")
    func renewal() {
        var (check, requests) = (Commissioning(), RequestSet())
        let turning = AxlePair(front: RotationalSpeed(80), rear: .zero)
        _ = Self.ask(&check)
        #expect(Self.ask(&check, Self.request(.front, 5), speeds: turning, at: .at(150)) == .done)
        #expect(
            Self.ask(&check, Self.request(.rear, 5), speeds: turning, at: .at(160)) == .motorsTurn
        )
        #expect(Self.setpoints(&check, &requests, at: 350) == [5, nil])
        #expect(Self.ask(&check, speeds: turning, at: .at(351)) == .motorsTurn)
        #expect(Self.ask(&check, armingID: 8, speeds: turning, at: .at(340)) == .motorsTurn)
    }

    @Test("the other axle takes the place of the first")
    func otherAxle() {
        var (check, requests) = (Commissioning(), RequestSet())
        _ = Self.ask(&check)
        #expect(Self.setpoints(&check, &requests, at: 10) == [4, nil])
        #expect(Self.ask(&check, Self.request(.rear, -3), at: .at(20)) == .done)
        #expect(Self.setpoints(&check, &requests, at: 20) == [nil, -3])
    }

    @Test("arming and bench state end it, and so does a clock that jumps back")
    func ends() {
        for (armingID, isBench, time) in [
            (0, true, 50.0), (8, true, 50), (7, false, 50), (7, true, -1),
        ] {
            var (check, requests) = (Commissioning(), RequestSet())
            _ = Self.ask(&check, at: .at(10))
            #expect(Self.setpoints(&check, &requests, at: 10) == [4, nil])
            let ended = Self.setpoints(
                &check,
                &requests,
                armingID: UInt64(armingID),
                isBench: isBench,
                at: time
            )
            #expect(ended == [nil, nil])
            // Nor does it go on under another arming, whatever its number.
            #expect(Self.setpoints(&check, &requests, armingID: 1, at: 20) == [nil, nil])
            #expect(Self.setpoints(&check, &requests, at: 20) == [nil, nil])
        }
    }

    @Test("it leaves the requests of others alone")
    func others() {
        var (check, requests) = (Commissioning(), RequestSet())
        let ceiling = TorqueRequest(
            source: .operatorCeiling,
            kind: .maximum,
            scope: .front,
            torque: Torque(2),
            expiry: .at(1_000)
        )
        _ = requests.place(ceiling)
        _ = Self.ask(&check)
        #expect(Self.setpoints(&check, &requests, at: 0) == [4, nil])
        #expect(Self.setpoints(&check, &requests, at: 900) == [nil, nil])
        let left = (0..<RequestSet.capacity).count { requests[$0] != nil }
        #expect(left == 1)
    }

    @Test(
        "an arming that was used for it ends with the bench state, torque or none, and no other one"
    )
    func endsWithBench() {
        for (armingID, isBench, time, ends) in [
            (7, false, 50.0, true), (7, false, 900, true), (7, true, 900, false),
            (8, false, 50, false), (0, false, 50, false),
        ] {
            var (check, requests) = (Commissioning(), RequestSet())
            let never = check.step(&requests, armingID: 0, isBench: false, at: .at(0))
            let before = check.step(&requests, armingID: 7, isBench: false, at: .at(0))
            _ = Self.ask(&check)
            let meanwhile = check.step(&requests, armingID: 7, isBench: true, at: .at(100))
            #expect(!never && !meanwhile)
            _ = check.step(&requests, armingID: 7, isBench: true, at: .at(300))
            let isOver = check.step(
                &requests,
                armingID: UInt64(armingID),
                isBench: isBench,
                at: .at(time)
            )
            #expect(!before && isOver == ends, "\(armingID) \(isBench) \(time)")
        }
    }

    @Test("while an axle is commissioned, the bench's own setpoints move neither")
    func alone() {
        var bench = Bench.ready()
        bench.isSlippery = true
        bench.holdsSpeed = true
        bench.values[.benchKey] = 1
        bench.values[.benchFrontTorque] = 6
        bench.values[.benchRearTorque] = 5
        bench.run(20)
        #expect(bench.given == AxlePair(front: Torque(6), rear: Torque(5)))
        var check = Commissioning()
        _ = Self.ask(&check, at: bench.now)
        for _ in 0..<15 {
            let next = bench.now + .milliseconds(10)
            _ = check.step(&bench.requests, armingID: 7, isBench: true, at: next)
            bench.step()
        }
        #expect(bench.given == AxlePair(front: Torque(4), rear: .zero))
        bench.run(20)
        #expect(bench.given == AxlePair(front: Torque(6), rear: Torque(5)))
    }

    @Test("without torque of its own it takes back no setpoint of the bench")
    func othersSetpoints() {
        for scope in [RequestScope.front, .rear] {
            var (check, requests) = (Commissioning(), RequestSet())
            let isPlaced = requests.place(
                TorqueRequest(
                    source: .bench,
                    kind: .setpoint,
                    scope: scope,
                    torque: Torque(6),
                    expiry: .at(50)
                )
            )
            #expect(isPlaced)
            _ = Self.setpoints(&check, &requests, at: 0)
            #expect(requests[0]?.torque == Torque(6))
        }
    }

    @Test("whatever the arming's number, its torque goes with it and leaves no request behind")
    func leavesNothing() {
        for armingID in [1, 2] as [UInt64] {
            for axle in Axle.allCases {
                var (check, requests) = (Commissioning(), RequestSet())
                #expect(Self.ask(&check, Self.request(axle), armingID: armingID) == .done)
                let given = Self.setpoints(&check, &requests, armingID: armingID, at: 0)
                #expect(given == (axle == .front ? [4, nil] : [nil, 4]))
                _ = Self.setpoints(&check, &requests, armingID: 0, at: 10)
                #expect((0..<RequestSet.capacity).allSatisfy { requests[$0] == nil })
            }
        }
    }

    @Test("through the whole core: torque on its axle alone, and none when the lease has run out")
    func wholeCore() {
        var bench = Bench.ready()
        bench.isSlippery = true
        bench.holdsSpeed = true
        bench.values[.benchKey] = 1
        bench.run(20)
        #expect(bench.report.isBench && bench.given == AxlePair(both: .zero))
        var check = Commissioning()
        #expect(Self.ask(&check, at: bench.now) == .done)
        for cycle in 1...40 {
            let next = bench.now + .milliseconds(10)
            _ = check.step(
                &bench.requests,
                armingID: 7,
                isBench: bench.report.isBench,
                at: next
            )
            bench.step()
            #expect(bench.given.front == Torque(cycle <= 20 ? 4 : 0), "cycle \(cycle)")
            #expect(bench.given.rear == .zero)
        }
        #expect(!bench.report.faults.active.contains(.requestExpired))
        bench.values[.benchKey] = 0
        bench.run(2)
        #expect(!bench.report.isBench)
    }

    @Test("only the client that armed holds the arming")
    func holder() {
        var arming = Arming(lastID: 10)
        var request = Self.request()
        request.kind = .arm
        request.lease = 500_000_000
        #expect(arming.armingID(heldBy: 0) == 0)
        let id = arming.handle(request, missing: .nothing, at: .at(0)).armingID
        #expect(arming.armingID(heldBy: 1) == id && arming.armingID(heldBy: 2) == 0)
        let other = arming.handle(Self.request(), missing: .nothing, at: .at(0))
        #expect(other.outcome == .done)
        request.kind = .disarm
        _ = arming.handle(request, missing: .nothing, at: .at(1))
        #expect(arming.armingID(heldBy: 1) == 0)
    }
}
