import ControlCore
import Testing
import VehicleModel

@Suite("Requests on one axle, the bench and ceilings")
struct AxleRequestTests {
    private func outcome(
        _ requests: [TorqueRequest],
        driver: Double = 0,
        _ change: (inout ArbitrationInput) -> Void = { _ in }
    ) -> Arbitration.Outcome {
        var set = RequestSet()
        for request in requests { _ = set.place(request) }
        var input = ArbitrationInput(driver: Torque(driver), pedal: 0, now: .at(0))
        change(&input)
        return Arbitration().step(input, set, with: ArbitrationParameters(limpTorque: Torque(204)))
    }

    private func request(
        _ source: RequestSource,
        _ kind: TorqueRequest.Kind,
        _ scope: RequestScope,
        _ torque: Double,
        left: Double = 40
    ) -> TorqueRequest {
        TorqueRequest(
            source: source,
            kind: kind,
            scope: scope,
            torque: Torque(torque),
            expiry: .at(left)
        )
    }

    @Test(
        "stability control may drive one axle with 60 Nm while its lease is in force",
        arguments: [
            (59.9, 40, 59.9), (60, 0, 60), (60.1, 40, 60), (-20, 40, -20),
            (60, -0.000001, -.infinity),
            (.nan, 40, -.infinity), (.infinity, 40, -.infinity), (60, 100.1, -.infinity),
        ] as [(Double, Double, Double)]
    )
    func increase(asked: Double, left: Double, lower: Double) {
        let result = outcome(
            [request(.stability, .minimum, .front, asked, left: left)],
            driver: -80
        )
        #expect(result.bounds.front.lower == Torque(lower))
        #expect(result.bounds.rear == TorqueBounds())
        #expect(result.torque == Torque(-80))
    }

    @Test("no one else's minimum drives an axle")
    func foreignIncrease() {
        let result = outcome([request(.operatorCeiling, .minimum, .rear, 50)])
        #expect(result.bounds.rear.lower == .zero)
    }

    @Test("the lowest maximum of an axle is its upper bound; lapsed it is half the limp torque")
    func upper() {
        let low = request(.stability, .maximum, .rear, 80)
        let high = request(.antilock, .maximum, .rear, 90)
        let result = outcome([high, low])
        #expect(result.bounds.rear.upper == Torque(80))
        #expect(result.bounds.rear.source == .stability)
        #expect(result.bounds.front.upper == Torque(.infinity))
        for scope in [RequestScope.front, .rear] {
            for (left, expected) in [(-100.0, 80.0), (-100.1, 102)] {
                let bounds = outcome([request(.stability, .maximum, scope, 80, left: left)]).bounds
                let (one, other) =
                    scope == .front ? (bounds.front, bounds.rear) : (bounds.rear, bounds.front)
                #expect(one.upper == Torque(expected))
                #expect(other == TorqueBounds())
            }
        }
        #expect(result.bounds.rear.clip(Torque(200)) == Torque(80))
        #expect(result.bounds.rear.clip(Torque(.nan)) == .zero)
    }

    @Test("the operator's ceiling holds in both directions, and above an increase")
    func operatorCeiling() {
        let ceiling = request(.operatorCeiling, .maximum, .front, 40)
        let bounds = outcome([ceiling]).bounds.front
        #expect(bounds.clip(Torque(300)) == Torque(40))
        #expect(bounds.clip(Torque(-300)) == Torque(-40))
        let both = outcome([ceiling, request(.stability, .minimum, .front, 60)]).bounds.front
        #expect(both.clip(.zero) == Torque(40))
    }

    @Test(
        "the operator's speed takes drive torque away and never brakes, forward and backward",
        arguments: [1.0, -1]
    )
    func speedCeiling(direction: Double) {
        func torque(_ speed: Double?) -> Double {
            outcome([], driver: 680) {
                $0.direction = direction
                $0.speed = speed.map { Speed($0 * direction) }
                $0.ceilings.speed = Speed(10)
            }.torque.rawValue
        }
        #expect(torque(8) == 680)
        #expect(torque(9) == 340)
        #expect(torque(10) == 0)
        #expect(torque(11) == 0)
        #expect(torque(nil) == 0)
        for bad in notFinite { #expect(torque(bad) == 0) }
    }

    @Test("a ceiling that is no number leaves no drive torque", arguments: notFinite)
    func badSpeedCeiling(bad: Double) {
        let result = outcome([], driver: 680) {
            $0.speed = Speed(1)
            $0.ceilings.speed = Speed(bad)
        }
        #expect(result.torque == .zero)
        #expect(result.source == .operatorCeiling)
    }

    @Test("without a gear no speed counts against the ceiling")
    func speedCeilingInNeutral() {
        for speed in [30.0, -30] {
            let result = outcome([], driver: 680) {
                $0.direction = 0
                $0.speed = Speed(speed)
                $0.ceilings.speed = Speed(10)
            }
            #expect(result.torque == Torque(680))
            #expect(!result.isCapped)
        }
    }

    private func bench(
        _ front: Double,
        _ rear: Double,
        rpm: Double? = 0,
        direction: Double = 1,
        _ more: [TorqueRequest] = []
    ) -> Arbitration.Outcome {
        let asked = [
            request(.bench, .setpoint, .front, front), request(.bench, .setpoint, .rear, rear),
        ]
        return outcome(asked + more, driver: 680) {
            $0.isBench = true
            $0.direction = direction
            let speed = rpm.map { RotationalSpeed(revolutionsPerMinute: $0) }
            $0.motorSpeeds = AxlePair(both: speed)
        }
    }

    @Test("the bench's setpoints replace the driver, under 30 Nm, each axle on its own")
    func benchTorque() {
        #expect(bench(30, -29).bench == AxlePair(front: Torque(30), rear: Torque(-29)))
        #expect(bench(31, -31).bench == AxlePair(front: Torque(30), rear: Torque(-30)))
        #expect(bench(31, -31).torque == .zero)
        #expect(bench(31, -31).source == .bench)
        #expect(
            bench(20, 10, direction: -1).bench == AxlePair(front: Torque(-20), rear: Torque(-10))
        )
        #expect(bench(20, -10, direction: 0).bench == AxlePair(both: .zero))
        #expect(bench(20, -10, direction: 0).torque == .zero)
        #expect(bench(20, 10, rpm: nil).bench == AxlePair(both: .zero))
        for bad in notFinite { #expect(bench(bad, 10).bench?.front == .zero) }
        #expect(outcome([], driver: 680) { $0.isBench = true }.torque == .zero)
        let outside = outcome([request(.bench, .setpoint, .front, 20)], driver: 5)
        #expect(outside.torque == Torque(5))
        #expect(outside.bench == nil)
    }

    @Test("the bench's lease lasts to its last nanosecond")
    func benchLease() {
        for (left, expected) in [(0.0, 20.0), (-0.000001, 0), (100, 20), (100.1, 0)] {
            let result = outcome([request(.bench, .setpoint, .front, 20, left: left)]) {
                $0.isBench = true
                $0.motorSpeeds = AxlePair(both: .zero)
            }
            #expect(result.bench?.front == Torque(expected))
        }
    }

    @Test("the bench's torque along the motion is gone at 500 rpm, against it stays; power holds")
    func benchSpeed() {
        #expect(bench(31, 0, rpm: 400).bench?.front == Torque(30))
        #expect(bench(30, 0, rpm: 450).bench?.front == Torque(30))
        #expect(abs(bench(30, 0, rpm: 475).bench!.front.rawValue - 15) < 1e-9)
        #expect(bench(30, 0, rpm: 500).bench?.front == .zero)
        #expect(bench(30, 0, rpm: 501).bench?.front == .zero)
        #expect(bench(-30, 0, rpm: -500).bench?.front == .zero)
        #expect(bench(-30, 0, rpm: 460).bench?.front == Torque(-30))
        var profile = BenchParameters()
        profile.power = Power(100)
        #expect(profile.limited(Torque(30), at: RotationalSpeed(10)) == Torque(10))
        #expect(profile.limited(Torque(-30), at: RotationalSpeed(10)) == Torque(-10))
        #expect(profile.limited(nil, at: .zero) == .zero)
    }

    @Test("what is no number, torque or speed, gives the bench nothing", arguments: notFinite)
    func benchBadNumbers(bad: Double) {
        let profile = BenchParameters()
        #expect(profile.limited(Torque(bad), at: .zero) == .zero)
        #expect(profile.limited(Torque(bad), at: RotationalSpeed(10)) == .zero)
        #expect(profile.limited(Torque(20), at: RotationalSpeed(bad)) == .zero)
        #expect(profile.limited(Torque(-20), at: RotationalSpeed(bad)) == .zero)
    }

    @Test(
        "however little the torque, beyond the bench's speed it is gone along the motion alone",
        arguments: [(0.01, 501, 0), (-0.01, -501, 0), (-0.01, 501, -0.01), (0.01, -501, 0.01)]
            as [(Double, Double, Double)]
    )
    func benchLittleTorque(asked: Double, rpm: Double, given: Double) {
        let speed = RotationalSpeed(revolutionsPerMinute: rpm)
        #expect(BenchParameters().limited(Torque(asked), at: speed) == Torque(given))
    }

    @Test("every maximum holds on the bench, and none turns its torque round")
    func benchMaxima() {
        let operatorMaximum = request(.operatorCeiling, .maximum, .front, 5)
        #expect(
            bench(30, 30, [operatorMaximum]).bench == AxlePair(front: Torque(5), rear: Torque(30))
        )
        #expect(bench(-30, 0, [operatorMaximum]).bench?.front == Torque(-5))
        let total = request(.stability, .maximum, .total, 30)
        #expect(bench(30, 30, [total]).bench == AxlePair(both: Torque(15)))
        #expect(bench(30, 30, [total]).isCapped)
        #expect(!bench(15, 15, [total]).isCapped)
        #expect(bench(15, 15, [total]).bench == AxlePair(both: Torque(15)))
        #expect(!bench(31, -31).isCapped)
        let negative = request(.stability, .maximum, .total, -30)
        #expect(bench(30, -10, [negative]).bench == AxlePair(front: .zero, rear: Torque(-10)))
    }

    @Test("the brake's cap holds for the total, an increase and the bench")
    func brakeCap() {
        let increases = [RequestScope.front, .rear].map { request(.stability, .minimum, $0, 60) }
        var result = outcome(increases, driver: 300)
        for (cap, torque, lower) in [
            (Double.infinity, 300.0, 60.0), (120, 120, 60), (119, 119, 59.5), (100, 100, 50),
            (.nan, 0, 0),
        ] {
            result.capDrive(at: Torque(cap))
            #expect(result.torque == Torque(torque), "capped at \(cap)")
            #expect(result.bounds.front.lower == Torque(lower), "capped at \(cap)")
            #expect(result.bounds.rear.lower == Torque(lower), "capped at \(cap)")
        }
        for (front, rear) in [(30.0, -30.0), (-30, 30), (30, 30), (10, 11), (9, 10)] {
            var onBench = bench(front, rear)
            onBench.capDrive(at: Torque(20))
            #expect(
                onBench.bench
                    == AxlePair(front: Torque(min(front, 10)), rear: Torque(min(rear, 10)))
            )
        }
    }

    @Test("the bench is entered at standstill with the key, and left with it")
    func benchState() {
        var inputs = ConditionedInputs()
        var state = BenchState()
        let profile = BenchParameters()
        func step() -> Bool { state.step(inputs, with: profile) }
        inputs.hasBenchKey = true
        #expect(!step())
        inputs.motorSpeeds = AxlePair(both: .zero)
        for (speed, pace) in [
            (Speed(0.1), Speed.zero), (Speed(-0.1), .zero), (.zero, Speed(-0.1)),
            (.zero, Speed(0.1)), (Speed(.nan), .zero), (.zero, Speed(.nan)), (nil, .zero),
            (.zero, nil),
        ] as [(Speed?, Speed?)] {
            (inputs.speed, inputs.motorPace) = (speed, pace)
            #expect(!step())
        }
        (inputs.speed, inputs.motorPace) = (Speed(-0.0999), Speed(0.0999))
        for axle in Axle.allCases {
            inputs.motorSpeeds = AxlePair(both: nil)
            inputs.motorSpeeds[axle] = .zero
            #expect(!step())
        }
        inputs.motorSpeeds = AxlePair(both: .zero)
        #expect(step())
        inputs.speed = Speed(5)
        #expect(step())
        inputs.hasBenchKey = nil
        #expect(!step())
        inputs.hasBenchKey = true
        #expect(!step())
        inputs.speed = .zero
        #expect(step())
        inputs.hasBenchKey = false
        #expect(!step())
    }
}
