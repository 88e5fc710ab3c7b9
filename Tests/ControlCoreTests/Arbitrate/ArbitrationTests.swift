import ControlCore
import Testing
import VehicleModel

@Suite("Arbitration")
struct ArbitrationTests {
    private let now = Instant.at(0)
    private static let sources: [RequestSource] = [
        .cruise, .speedLimiter, .stability, .limp, .operatorCeiling,
    ]

    private func request(
        _ kind: TorqueRequest.Kind,
        _ torque: Double,
        _ source: RequestSource = .cruise,
        left milliseconds: Double = 40
    ) -> TorqueRequest {
        TorqueRequest(
            source: source,
            kind: kind,
            torque: Torque(torque),
            expiry: Instant.at(milliseconds)
        )
    }

    private func total(
        driver: Double,
        _ requests: [TorqueRequest],
        limp: Double = 204,
        pedal: Double? = 0,
        isArmed: Bool = true
    ) -> Arbitration.Outcome {
        var set = RequestSet()
        for request in requests {
            let isPlaced = set.place(request)
            #expect(isPlaced)
        }
        var input = ArbitrationInput(driver: Torque(driver), pedal: pedal, now: now)
        input.isCruiseArmed = isArmed
        return Arbitration().step(
            input,
            set,
            with: ArbitrationParameters(limpTorque: Torque(limp))
        )
    }

    @Test(
        "the driver alone gets what he asks for",
        arguments: [-150, -0.25, 0, 0.25, 680] as [Double]
    )
    func driverAlone(asked: Double) {
        let outcome = total(driver: asked, [])
        #expect(outcome.torque == Torque(asked))
        #expect(!outcome.isCapped)
    }

    @Test("armed, cruise control has it up to the override pedal; above, the larger wins")
    func cruiseCompetes() {
        let cruise = request(.setpoint, 150)
        #expect(total(driver: 100, [cruise], pedal: 0.05).torque == Torque(150))
        #expect(total(driver: 200, [cruise], pedal: 0.05).torque == Torque(150))
        #expect(total(driver: 200, [cruise], pedal: 0.050001).torque == Torque(200))
        #expect(total(driver: 100, [cruise], pedal: 0.9).torque == Torque(150))
        #expect(total(driver: 200, [cruise], pedal: nil).torque == Torque(150))
        #expect(total(driver: 200, [cruise], pedal: .nan).torque == Torque(150))
        #expect(total(driver: -50, [request(.setpoint, -80)]).torque == Torque(-80))
        let disarmed = total(driver: 100, [cruise], pedal: 0.9, isArmed: false)
        #expect(disarmed.torque == Torque(100))
        #expect(disarmed.source == .driver)
        #expect(total(driver: 200, [cruise], pedal: 0.9).source == .driver)
        #expect(total(driver: 100, [cruise], pedal: 0.9).source == .cruise)
    }

    @Test("a setpoint counts only where cruise control is said to be armed")
    func disarmedByDefault() {
        var set = RequestSet()
        let isPlaced = set.place(request(.setpoint, 150))
        #expect(isPlaced)
        let outcome = Arbitration().step(
            ArbitrationInput(driver: Torque(20), pedal: 0, now: now),
            set,
            with: ArbitrationParameters(limpTorque: Torque(204))
        )
        #expect(outcome.torque == Torque(20))
        #expect(outcome.source == .driver)
        #expect(!outcome.isCapped)
    }

    @Test(
        "above the override pedal the driver is named from cruise control's torque on",
        arguments: [(149.999, .cruise), (150, .driver), (150.001, .driver)]
            as [(Double, RequestSource)]
    )
    func overrides(driver: Double, source: RequestSource) {
        #expect(total(driver: driver, [request(.setpoint, 150)], pedal: 0.06).source == source)
    }

    @Test(
        "a minimum's source is named where it lifts, and only there",
        arguments: [(-30.001, .driver), (-30, .driver), (-29.999, .stability), (10, .stability)]
            as [(Double, RequestSource)]
    )
    func namesWhoLifts(minimum: Double, source: RequestSource) {
        let lifted = request(.minimum, minimum, .stability)
        #expect(total(driver: -30, [lifted]).source == source)
        let capped = total(driver: -10, [lifted, request(.maximum, -30, .speedLimiter)])
        #expect(capped.source == (source == .driver ? .speedLimiter : .stability))
        #expect(capped.isCapped)
    }

    @Test("setpoints of anyone but cruise control are nothing")
    func foreignSetpoints() {
        for source in Self.sources where source != .cruise {
            #expect(total(driver: 10, [request(.setpoint, 90, source)]).torque == Torque(10))
        }
    }

    @Test("the lowest maximum is named, of equal ones always the same")
    func namesTheSource() {
        let low = request(.maximum, 50, .operatorCeiling)
        let high = request(.maximum, 60, .speedLimiter)
        #expect(total(driver: 100, [high, low]).source == .operatorCeiling)
        #expect(total(driver: 100, [low, high]).source == .operatorCeiling)
        let same = request(.maximum, 50, .stability)
        #expect(total(driver: 100, [low, same]).source == .stability)
        #expect(total(driver: 100, [same, low]).source == .stability)
    }

    @Test("a maximum caps at its value", arguments: [(99, 99), (100, 100), (101, 100), (-20, -20)])
    func maximumCaps(maximum: Int, expected: Int) {
        let outcome = total(driver: 100, [request(.maximum, Double(maximum))])
        #expect(outcome.torque == Torque(Double(expected)))
        #expect(outcome.isCapped == (maximum < 100))
    }

    @Test("a minimum lifts regeneration towards zero and never drives")
    func minimumLifts() {
        #expect(total(driver: -100, [request(.minimum, -30)]).torque == Torque(-30))
        #expect(total(driver: -100, [request(.minimum, -130)]).torque == Torque(-100))
        #expect(total(driver: -100, [request(.minimum, 60)]).torque == .zero)
        #expect(total(driver: 20, [request(.minimum, 60)]).torque == Torque(20))
        let capped = total(
            driver: 100,
            [request(.maximum, -50), request(.minimum, 300, .stability)]
        )
        #expect(capped.torque == .zero)
    }

    @Test("a lease ends after its last nanosecond; a setpoint and a minimum are gone at once")
    func leasesEnd() {
        #expect(total(driver: 0, [request(.setpoint, 50, left: 0)]).torque == Torque(50))
        #expect(total(driver: 0, [request(.setpoint, 50, left: -0.000001)]).torque == .zero)
        #expect(total(driver: -90, [request(.minimum, -9, left: 0)]).torque == Torque(-9))
        #expect(total(driver: -90, [request(.minimum, -9, left: -0.000001)]).torque == Torque(-90))
    }

    @Test("a maximum outlives its lease by 100 ms and then falls to the limp torque")
    func maximumFallsToLimp() {
        let held = [request(.maximum, 50, left: -100)]
        let lapsed = [request(.maximum, 50, left: -100.000001)]
        let loose = [request(.maximum, 500, left: -100.000001)]
        #expect(total(driver: 680, held).torque == Torque(50))
        #expect(total(driver: 680, lapsed).torque == Torque(204))
        #expect(total(driver: 680, loose).torque == Torque(204))
        #expect(total(driver: 100, loose).torque == Torque(100))
    }

    @Test("a lease longer than any that is granted was stamped by another clock and wakes nothing")
    func impossibleLeases() {
        #expect(total(driver: 0, [request(.setpoint, 50, left: 100)]).torque == Torque(50))
        #expect(total(driver: 0, [request(.setpoint, 50, left: 100.1)]).torque == .zero)
        #expect(total(driver: -90, [request(.minimum, -9, left: 3_600_000)]).torque == Torque(-90))
        #expect(total(driver: 680, [request(.maximum, 50, left: 3_600_000)]).torque == Torque(50))
    }

    @Test("numbers that are not finite never raise torque", arguments: notFinite)
    func notFiniteRequests(bad: Double) {
        #expect(total(driver: bad, []).torque == .zero)
        #expect(total(driver: 10, [request(.setpoint, bad)]).torque == Torque(10))
        #expect(total(driver: -10, [request(.minimum, bad)]).torque == Torque(-10))
        #expect(total(driver: 680, [request(.maximum, bad)]).torque == Torque(204))
        #expect(total(driver: 680, [request(.maximum, bad)], limp: bad).torque == .zero)
    }

    @Test(
        "requests commute, repeat without effect, and a maximum never raises torque",
        arguments: 0..<200
    )
    func laws(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let driver = random.number(-200...700)
        var requests: [TorqueRequest] = []
        for source in Self.sources {
            guard random.happens(onceIn: 2) else { continue }
            let kind = random.one(of: [TorqueRequest.Kind.setpoint, .maximum, .minimum])
            let torque = random.one(of: [random.number(-200...700), .nan, .infinity])
            let left = random.number(-200...100)
            requests.append(request(kind, torque, source, left: left))
        }
        let outcome = total(driver: driver, requests)
        let shuffled = total(driver: driver, requests.shuffled(using: &random))
        #expect(outcome.torque == shuffled.torque, "seed \(seed)")
        #expect(outcome.torque.isFinite, "seed \(seed)")

        let maximum = request(.maximum, random.number(-200...700), .operatorCeiling)
        let others = requests.filter { $0.source != .operatorCeiling }
        let without = total(driver: driver, others)
        let with = total(driver: driver, others + [maximum])
        #expect(with.torque <= without.torque, "seed \(seed)")
        let twin = request(.maximum, maximum.torque.rawValue, .limp)
        let alone = others.filter { $0.source != .limp }
        let once = total(driver: driver, alone + [maximum])
        #expect(
            total(driver: driver, alone + [maximum, twin]).torque == once.torque,
            "seed \(seed)"
        )
        printInvariant(16, "requests commute and repeat without effect", steps: 1, looks: 3)
    }

    @Test("an expired lease does nothing but what its kind falls back to", arguments: 0..<200)
    func expired(seed: Int) {
        var random = SplitMix(seed: UInt64(seed) + 17)
        let driver = random.number(-200...700)
        let others = [request(.maximum, random.number(0...700), .limp)]
        let torque = random.number(-200...700)
        let alone = total(driver: driver, others).torque
        for kind in [TorqueRequest.Kind.setpoint, .minimum] {
            let gone = request(kind, torque, left: -random.number(0.000001...1000))
            #expect(total(driver: driver, others + [gone]).torque == alone, "seed \(seed)")
        }
        let live = request(.maximum, torque, .stability)
        let held = request(.maximum, torque, .stability, left: -random.number(0.000001...100))
        let lapsed = request(.maximum, torque, .stability, left: -random.number(100.00001...9000))
        let limp = request(.maximum, 204, .stability)
        func outcome(_ request: TorqueRequest) -> Torque {
            total(driver: driver, others + [request]).torque
        }
        #expect(outcome(held) == outcome(live), "seed \(seed)")
        #expect(outcome(lapsed) == min(outcome(limp), alone), "seed \(seed)")
        printInvariant(17, "an expired lease has its fallback only", steps: 1, looks: 4)
    }

    @Test("a request replaces the one of its source, kind and scope; twenty-four fit")
    func placing() {
        var set = RequestSet()
        var placed: [Bool] = []
        for scope in [RequestScope.total, .front, .rear] {
            for source in Self.sources {
                var next = request(.maximum, 1, source)
                next.scope = scope
                placed.append(set.place(next))
            }
        }
        for source in Self.sources { placed.append(set.place(request(.minimum, 1, source))) }
        for source in Self.sources.prefix(4) {
            placed.append(set.place(request(.setpoint, 1, source)))
        }
        #expect(placed == Array(repeating: true, count: 24))
        var over = request(.setpoint, 1, .operatorCeiling)
        #expect(set.place(over) == false)
        over.kind = .maximum
        over.scope = .rear
        over.torque = Torque(9)
        #expect(set.place(over) == true)
        #expect(set[14]?.torque == Torque(9))
        #expect(set[9]?.torque == Torque(1))
        set.withdraw(.operatorCeiling, .maximum, .rear)
        #expect(set[14] == nil)
        #expect(set[9] != nil)
        #expect(set[4] != nil)
        var other = RequestSet()
        _ = other.place(request(.maximum, 7, .stability))
        #expect(set.place(all: other) == true)
        #expect(set[2]?.torque == Torque(7))
    }
}
