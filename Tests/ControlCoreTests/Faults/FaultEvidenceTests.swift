import Testing
import VehicleModel

@testable import ControlCore

@Suite("FaultEvidence")
struct FaultEvidenceTests {
    private static let watched: [InputQuantity] = [
        .pedalA, .pedalB, .brakePressed, .gearSelector, .frontMotorSpeed, .rearMotorSpeed,
        .frontInverterReady, .rearInverterReady, .dischargeLimit, .chargeLimit,
    ]

    /// What is read of a table with a sound value of everything that is watched, each with an arrival
    /// of its own in ms: 1, 2, 3 and so on in the order above.
    private func evidence(_ change: (inout InputTable) -> Void = { _ in }) -> FaultEvidence {
        let rules = InputRules(
            all: InputRule(greatestAge: .milliseconds(50), minimum: -1000, maximum: 1000)
        )
        var table = InputTable()
        for (index, quantity) in Self.watched.enumerated() {
            table[quantity] = .valid(0.5, at: .at(Double(index + 1)))
        }
        change(&table)
        return FaultEvidence(InputReader(table.all, rules: rules.all, at: .at(1000)))
    }

    @Test("of two values the older one's arrival counts, however old it is")
    func older() {
        let found = evidence()
        #expect(found.pedalArrival == .at(1))
        #expect(found.inverterArrivals.front == .at(5))
        #expect(found.inverterArrivals.rear == .at(6))
        #expect(found.batteryArrival == .at(9))
        #expect(!found.arePedalsInvalid && !found.hasInvalidValue)
        let swapped = evidence {
            $0[.pedalB] = .valid(0, at: .at(0.5))
            $0[.frontInverterReady] = .valid(0, at: .at(0.6))
            $0[.rearInverterReady] = .valid(0, at: .at(0.7))
            $0[.chargeLimit] = .valid(0, at: .at(0.8))
        }
        #expect(swapped.pedalArrival == .at(0.5))
        #expect(swapped.inverterArrivals.front == .at(0.6))
        #expect(swapped.inverterArrivals.rear == .at(0.7))
        #expect(swapped.batteryArrival == .at(0.8))
    }

    @Test("a value that is out of range or not available has no arrival, and is invalid")
    func invalid() {
        let bad = [
            InputSample.valid(1001, at: .at(20)),
            InputSample(value: 0, arrival: .at(20), quality: .outOfRange),
            InputSample(value: 0, arrival: .at(20), quality: .notAvailable),
        ]
        for quantity in Self.watched {
            for sample in bad {
                let found = evidence { $0[quantity] = sample }
                let isReady = quantity == .frontInverterReady || quantity == .rearInverterReady
                #expect(found.hasInvalidValue == !isReady, "\(quantity)")
                #expect(!found.arePedalsInvalid)
                let isPedal = quantity == .pedalA || quantity == .pedalB
                let isFront = quantity == .frontMotorSpeed || quantity == .frontInverterReady
                let isRear = quantity == .rearMotorSpeed || quantity == .rearInverterReady
                let isLimit = quantity == .dischargeLimit || quantity == .chargeLimit
                #expect((found.pedalArrival == nil) == isPedal, "\(quantity)")
                #expect((found.inverterArrivals.front == nil) == isFront, "\(quantity)")
                #expect((found.inverterArrivals.rear == nil) == isRear, "\(quantity)")
                #expect((found.batteryArrival == nil) == isLimit, "\(quantity)")
            }
        }
        let both = evidence {
            $0[.pedalA] = bad[0]
            $0[.pedalB] = bad[2]
        }
        #expect(both.arePedalsInvalid && both.hasInvalidValue)
    }

    @Test("what never came or is stale by its sender has no arrival, and is not invalid")
    func missing() {
        for quality in [Quality.missing, .stale] {
            for quantity in Self.watched {
                let found = evidence {
                    $0[quantity] = InputSample(value: 0, arrival: .at(20), quality: quality)
                }
                #expect(!found.hasInvalidValue && !found.arePedalsInvalid)
                if quantity == .pedalB { #expect(found.pedalArrival == nil) }
                if quantity == .chargeLimit { #expect(found.batteryArrival == nil) }
            }
        }
    }
}
