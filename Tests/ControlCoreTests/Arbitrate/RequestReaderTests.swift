import ControlCore
import Testing
import VehicleModel

@Suite("RequestReader")
struct RequestReaderTests {
    private static let places: [(InputQuantity, RequestSource, TorqueRequest.Kind, RequestScope)] =
        [
            (.cruiseTorque, .cruise, .setpoint, .total),
            (.speedLimiterTorque, .speedLimiter, .maximum, .total),
            (.stabilityMaximum, .stability, .maximum, .total),
            (.frontStabilityMaximum, .stability, .maximum, .front),
            (.rearStabilityMaximum, .stability, .maximum, .rear),
            (.stabilityMinimum, .stability, .minimum, .total),
            (.frontStabilityMinimum, .stability, .minimum, .front),
            (.rearStabilityMinimum, .stability, .minimum, .rear),
            (.operatorTorqueCeiling, .operatorCeiling, .maximum, .front),
            (.operatorTorqueCeiling, .operatorCeiling, .maximum, .rear),
            (.benchFrontTorque, .bench, .setpoint, .front),
            (.benchRearTorque, .bench, .setpoint, .rear),
        ]

    private var rules: InputRules {
        InputRules(all: InputRule(greatestAge: .milliseconds(50), minimum: -700, maximum: 700))
    }

    private func find(
        _ reader: RequestReader,
        _ source: RequestSource,
        _ kind: TorqueRequest.Kind,
        _ scope: RequestScope
    ) -> TorqueRequest? {
        (0..<RequestSet.capacity).compactMap { reader.requests[$0] }
            .first { $0.source == source && $0.kind == kind && $0.scope == scope }
    }

    @Test(
        "every request quantity becomes its request, leased from its arrival; a fresh sample that is not available withdraws it",
        arguments: 0..<12
    )
    func reads(place: Int) {
        let (quantity, source, kind, scope) = Self.places[place]
        var reader = RequestReader()
        var table = InputTable()
        table[quantity] = .valid(100, at: .at(5))
        reader.step(table, rules: rules, at: .at(10))
        let found = find(reader, source, kind, scope)
        #expect(found?.torque == Torque(100))
        #expect(found?.expiry == .at(55))
        table[quantity] = InputSample(value: 0, arrival: .at(20), quality: .notAvailable)
        // Too old to say that it ends as meant.
        reader.step(table, rules: rules, at: .at(70.000001))
        #expect(find(reader, source, kind, scope) != nil)
        reader.step(table, rules: rules, at: .at(70))
        #expect(find(reader, source, kind, scope) == nil)
    }

    @Test(
        "what is wrong, old or from the future leaves the lease as it was",
        arguments: [
            InputSample(value: 7, arrival: .at(20), quality: .badChecksum),
            InputSample(value: 7, arrival: .at(20), quality: .badCounter),
            InputSample(value: 7, arrival: .at(20), quality: .stale),
            InputSample(value: 7, arrival: .at(20), quality: .outOfRange),
            InputSample(value: 7, arrival: .at(20), quality: .missing),
            InputSample(value: .nan, arrival: .at(20), quality: .valid),
            InputSample(value: .infinity, arrival: .at(20), quality: .valid),
            InputSample(value: 700.1, arrival: .at(20), quality: .valid),
            InputSample(value: 7, arrival: .at(30.1), quality: .valid),
            InputSample(value: 7, arrival: .at(-21), quality: .valid),
            InputSample(value: 0, arrival: .at(30.1), quality: .notAvailable),
        ]
    )
    func leavesLease(sample: InputSample) {
        var reader = RequestReader()
        var table = InputTable()
        table[.stabilityMaximum] = .valid(100, at: .at(0))
        table[.operatorSpeedCeiling] = .valid(10, at: .at(0))
        reader.step(table, rules: rules, at: .at(0))
        table[.stabilityMaximum] = sample
        table[.operatorSpeedCeiling] = sample
        reader.step(table, rules: rules, at: .at(30))
        let found = find(reader, .stability, .maximum, .total)
        #expect(found?.torque == Torque(100))
        #expect(found?.expiry == .at(50))
        #expect(reader.ceilings.speed == Speed(10))
    }

    @Test("no lease is longer than 100 ms, whatever the rule")
    func longestLease() {
        var reader = RequestReader()
        var table = InputTable()
        var slow = rules
        slow[.cruiseTorque].greatestAge = .seconds(2)
        table[.cruiseTorque] = .valid(100, at: .at(0))
        reader.step(table, rules: slow, at: .at(100.000001))
        #expect(find(reader, .cruise, .setpoint, .total) == nil)
        reader.step(table, rules: slow, at: .at(100))
        #expect(find(reader, .cruise, .setpoint, .total)?.expiry == .at(100))
    }

    @Test("ceilings on power and speed stay when their frames end, and go when withdrawn")
    func ceilings() {
        var reader = RequestReader()
        var table = InputTable()
        reader.step(table, rules: rules, at: .at(0))
        #expect(reader.ceilings == OperatorCeilings())
        table[.operatorDischargeCeiling] = .valid(500, at: .at(0))
        table[.operatorChargeCeiling] = .valid(400, at: .at(0))
        table[.operatorSpeedCeiling] = .valid(-1, at: .at(0))
        reader.step(table, rules: rules, at: .at(0))
        #expect(reader.ceilings.discharge == Power(500))
        #expect(reader.ceilings.charge == Power(400))
        #expect(reader.ceilings.speed == .zero)
        reader.step(table, rules: rules, at: .at(5000))
        #expect(reader.ceilings.discharge == Power(500))
        table[.operatorDischargeCeiling] = InputSample(
            value: 0,
            arrival: .at(5000),
            quality: .notAvailable
        )
        reader.step(table, rules: rules, at: .at(5010))
        #expect(reader.ceilings.discharge == nil)
        #expect(reader.ceilings.charge == Power(400))
    }

    @Test("a maximum that stops coming holds 100 ms past its lease, then is the limp torque")
    func maximumLapses() {
        var reader = RequestReader()
        var table = InputTable()
        table[.speedLimiterTorque] = .valid(50, at: .at(0))
        for (time, expected) in [(50.0, 50.0), (150, 50), (150.000001, 204), (60_000, 204)] {
            reader.step(table, rules: rules, at: .at(time > 50 ? 50.1 : 0))
            let outcome = Arbitration().step(
                ArbitrationInput(driver: Torque(680), pedal: 1, now: .at(time)),
                reader.requests,
                with: ArbitrationParameters(limpTorque: Torque(204))
            )
            #expect(outcome.torque == Torque(expected), "at \(time)")
        }
    }

    @Test("cruise control is armed by a live setpoint and needs a new one after the brake")
    func cruiseArming() {
        var cruise = CruiseArming()
        var live = RequestSet()
        _ = live.place(
            TorqueRequest(source: .cruise, kind: .setpoint, torque: Torque(100), expiry: .at(50))
        )
        func step(
            _ set: RequestSet,
            _ brake: Bool?,
            _ allowed: Bool = true,
            _ time: Double = 0
        )
            -> Bool
        {
            cruise.step(set, isBraking: brake, isAllowed: allowed, at: .at(time))
        }
        #expect(!cruise.isArmed)
        #expect(step(live, false))
        #expect(cruise.isArmed)
        #expect(!step(RequestSet(), false))
        #expect(step(live, false))
        #expect(!step(live, true))
        #expect(!step(live, false))
        #expect(!step(RequestSet(), false))
        #expect(step(live, false))
        #expect(!step(live, nil))
        #expect(!step(live, false))
        #expect(!step(live, false, true, 50.000001))
        #expect(step(live, false, true, 50))
        #expect(!step(live, false, false))
        #expect(!step(live, false))
        // Let go while the brake is pressed is not let go after it.
        #expect(!step(RequestSet(), true))
        #expect(!step(live, false))
        #expect(!cruise.isArmed)
    }
}
