import Testing
import VehicleModel

@testable import ControlCore

@Suite("RequestSet")
struct RequestSetTests {
    private static let sources: [RequestSource] = [
        .driver, .cruise, .speedLimiter, .stability, .antilock, .limp, .operatorCeiling, .bench,
    ]

    private func request(
        _ number: Int,
        _ torque: Double = 0,
        until milliseconds: Double = 50
    ) -> TorqueRequest {
        let kinds: [TorqueRequest.Kind] = [.setpoint, .maximum, .minimum]
        let scopes: [RequestScope] = [.total, .front, .rear]
        return TorqueRequest(
            source: Self.sources[number / 9],
            kind: kinds[number / 3 % 3],
            scope: scopes[number % 3],
            torque: Torque(torque),
            expiry: .at(milliseconds)
        )
    }

    private func filled(_ numbers: Range<Int>) -> RequestSet {
        var set = RequestSet()
        for number in numbers {
            let isPlaced = set.place(request(number, Double(number)))
            #expect(isPlaced)
        }
        return set
    }

    private func torques(_ set: RequestSet) -> [Double] {
        (0..<RequestSet.capacity).compactMap { set[$0]?.torque.rawValue }
    }

    @Test("24 requests find room; one more does not, and one that is there is renewed")
    func capacity() {
        var set = filled(0..<24)
        #expect(torques(set) == (0..<24).map(Double.init))
        var isPlaced = set.place(request(24, 24))
        #expect(!isPlaced)
        isPlaced = set.place(request(23, 99))
        #expect(isPlaced)
        #expect(torques(set) == (0..<23).map(Double.init) + [99])
    }

    @Test("a request that is there is renewed in its place, though one before it is free")
    func renewed() {
        var set = filled(0..<3)
        let first = request(0)
        set.withdraw(first.source, first.kind, first.scope)
        var isPlaced = set.place(request(2, 7))
        #expect(isPlaced)
        #expect(torques(set) == [1, 7])
        #expect(set[0] == nil)
        isPlaced = set.place(request(5, 8))
        #expect(isPlaced)
        #expect(set[0]?.torque == Torque(8))
    }

    @Test("only the request of that source, kind and scope is withdrawn", arguments: 0..<24)
    func withdrawn(number: Int) {
        var set = filled(0..<24)
        let asked = request(number)
        set.withdraw(asked.source, asked.kind, asked.scope)
        #expect(torques(set) == (0..<24).filter { $0 != number }.map(Double.init))
        set.withdraw(asked.source, asked.kind, asked.scope)
        #expect(torques(set).count == 23)
    }

    @Test("no place is read behind the last that is taken")
    func places() {
        var set = RequestSet()
        #expect(set.all.count == 0)
        set = filled(0..<3)
        #expect(set.all.count == 3)
        for (number, count) in [(1, 3), (2, 1), (0, 0), (0, 0)] {
            let asked = request(number)
            set.withdraw(asked.source, asked.kind, asked.scope)
            #expect(set.all.count == count)
        }
        let isPlaced = set.place(request(5, 8))
        #expect(isPlaced)
        #expect(set.all.count == 1)
        #expect(set[0]?.torque == Torque(8))
    }

    @Test("all of another set are added, and where one finds no room that is told")
    func added() {
        var set = filled(0..<20)
        var isPlaced = set.place(all: filled(18..<24))
        #expect(isPlaced)
        #expect(torques(set) == (0..<24).map(Double.init))
        isPlaced = set.place(all: filled(22..<26))
        #expect(!isPlaced)
        #expect(torques(set).count == 24)
        isPlaced = set.place(all: RequestSet())
        #expect(isPlaced)
    }

    @Test("the bench's setpoints are left out where that is said, and nothing else is")
    func withoutBench() {
        // The driver's three setpoints, and all nine of the bench's requests: 63 to 65 are setpoints.
        var others = filled(0..<3)
        for number in 63..<72 { _ = others.place(request(number, Double(number))) }
        var set = RequestSet()
        var isPlaced = set.place(all: others.all, leavingOutBench: true)
        #expect(isPlaced)
        #expect(torques(set) == [0, 1, 2] + (66..<72).map(Double.init))
        set = RequestSet()
        isPlaced = set.place(all: others.all)
        #expect(isPlaced)
        #expect(torques(set) == [0, 1, 2] + (63..<72).map(Double.init))
        set = RequestSet()
        isPlaced = set.place(all: others)
        #expect(isPlaced && torques(set).count == 12)
    }

    @Test("the bench has a setpoint where a live one of it is there: no maximum, nobody else's")
    func benchSetpoint() {
        var set = filled(0..<3)
        for number in 66..<72 { _ = set.place(request(number)) }
        func hasSetpoint(_ milliseconds: Double) -> Bool {
            set.all.hasBenchSetpoint(at: .at(milliseconds))
        }
        #expect(!hasSetpoint(0))
        _ = set.place(request(64, until: 20))
        #expect(hasSetpoint(20))
        #expect(!hasSetpoint(20.001))
    }

    @Test("a setpoint is that of its source and scope, alive and a number")
    func setpoint() {
        var set = RequestSet()
        for (source, scope, torque) in [
            (RequestSource.cruise, RequestScope.total, 10.0), (.bench, .front, 20),
            (.bench, .rear, 30),
        ] {
            let isPlaced = set.place(
                TorqueRequest(
                    source: source,
                    kind: .setpoint,
                    scope: scope,
                    torque: Torque(torque),
                    expiry: .at(50)
                )
            )
            #expect(isPlaced)
        }
        #expect(set.setpoint(of: .cruise, .total, at: .at(0)) == Torque(10))
        #expect(set.setpoint(of: .cruise, .front, at: .at(0)) == nil)
        #expect(set.setpoint(of: .bench, .front, at: .at(0)) == Torque(20))
        #expect(set.setpoint(of: .bench, .rear, at: .at(50)) == Torque(30))
        #expect(set.setpoint(of: .bench, .rear, at: .at(50.001)) == nil)
        #expect(set.setpoint(of: .driver, .total, at: .at(0)) == nil)
        for bad in notFinite {
            let isPlaced = set.place(
                TorqueRequest(
                    source: .cruise,
                    kind: .setpoint,
                    torque: Torque(bad),
                    expiry: .at(50)
                )
            )
            #expect(isPlaced)
            #expect(set.setpoint(of: .cruise, .total, at: .at(0)) == nil)
        }
    }

    @Test("a lease lives to its end, and none longer than 100 ms does at all")
    func lease() {
        let request = request(3, 10, until: 100)
        #expect(request.isLive(at: .at(0)))
        #expect(request.isLive(at: .at(100)))
        #expect(!request.isLive(at: .at(100.000_001)))
        #expect(!request.isLive(at: .at(-0.000_001)))
    }

    @Test("a maximum holds 100 ms beyond its lease, then it is the limp torque, as is a bad number")
    func ceiling() {
        let request = request(3, 10, until: 100)
        let limp = Torque(5)
        #expect(request.ceiling(at: .at(-1_000), limp: limp) == Torque(10))
        #expect(request.ceiling(at: .at(200), limp: limp) == Torque(10))
        #expect(request.ceiling(at: .at(200.000_001), limp: limp) == limp)
        for bad in notFinite {
            #expect(self.request(3, bad).ceiling(at: .at(0), limp: limp) == limp)
        }
    }

    @Test("an axle's minimum drives for stability control alone, and up to what it may")
    func minimum() {
        for (source, asked, lower) in [
            (RequestSource.stability, 50.0, 50.0), (.stability, 61, 60), (.stability, -20, -20),
            (.cruise, 50, 0), (.cruise, -20, -20), (.operatorCeiling, 50, 0),
        ] {
            for scope in [RequestScope.front, .rear] {
                var set = RequestSet()
                let isPlaced = set.place(
                    TorqueRequest(
                        source: source,
                        kind: .minimum,
                        scope: scope,
                        torque: Torque(asked),
                        expiry: .at(50)
                    )
                )
                #expect(isPlaced)
                let outcome = Arbitration().step(
                    ArbitrationInput(driver: .zero, now: .at(0)),
                    set,
                    with: ArbitrationParameters(limpTorque: Torque(204))
                )
                let (one, other) =
                    scope == .front
                    ? (outcome.bounds.front, outcome.bounds.rear)
                    : (outcome.bounds.rear, outcome.bounds.front)
                #expect(one.lower == Torque(lower))
                #expect(other == TorqueBounds())
            }
        }
    }
}

extension RequestSet {
    /// As the core asks: by all places.
    fileprivate func setpoint(
        of source: RequestSource,
        _ scope: RequestScope,
        at now: Instant
    ) -> Torque? {
        all.setpoint(of: source, scope, at: now)
    }
}
