import Testing
import VehicleModel

@Suite("Fixed tables")
struct TableTests {
    @Test("tables have one place for each case, and the numbers of cases are as said")
    func places() {
        #expect(Fault.count == Fault.allCases.count)
        #expect(BindingLimit.count == BindingLimit.allCases.count)
        #expect(AxleReport().margins.count == BindingLimit.count)
        #expect(InputQuantity.count == InputQuantity.allCases.count)
        #expect(PowerLimit.count == PowerLimit.allCases.count)
        for (index, limit) in PowerLimit.allCases.enumerated() {
            #expect(Int(limit.rawValue) == index)
        }
        #expect(DaemonSnapshot().buses.count == DaemonSnapshot.busLimit)
        for (index, fault) in Fault.allCases.enumerated() { #expect(Int(fault.rawValue) == index) }
        for (index, limit) in BindingLimit.allCases.enumerated() {
            #expect(Int(limit.rawValue) == index)
        }
        for (index, quantity) in InputQuantity.allCases.enumerated() {
            #expect(Int(quantity.rawValue) == index)
        }
    }

    @Test("an input is stored in its own place", arguments: InputQuantity.allCases)
    func inputs(quantity: InputQuantity) {
        var table = InputTable()
        #expect(table[quantity].quality == .missing)
        let arrival = Instant(nanoseconds: 5)
        table[quantity] = InputSample(value: 7, arrival: arrival, quality: .valid)
        for other in InputQuantity.allCases {
            #expect((table[other].quality == .valid) == (other == quantity))
        }
        #expect(table[quantity].value == 7)
        #expect(table[quantity].arrival == arrival)
    }

    @Test("a pair gives each axle its own value, and each axle has another one")
    func pairs() {
        var pair = AxlePair(front: 1, rear: 2)
        #expect(pair[.front] == 1 && pair[.rear] == 2)
        pair[.rear] = 5
        #expect(pair == AxlePair(front: 1, rear: 5))
        pair[.front] = 5
        #expect(pair == AxlePair(both: 5))
        #expect(Axle.front.other == .rear && Axle.rear.other == .front)
    }

    @Test("preconditions add up and none stands for another")
    func preconditions() {
        let all: [MissingPreconditions] = [
            .mode, .guardian, .pedal, .pedalReleased, .frontInverter, .rearInverter, .battery,
            .mainRelay, .gear, .fault, .speed, .torqueZero,
        ]
        #expect(Set(all).count == all.count)
        var missing = MissingPreconditions.nothing
        for one in all {
            missing.note(one, if: false)
            #expect(!missing.contains(one))
            missing.note(one, if: true)
            #expect(missing.contains(one))
        }
        #expect(missing.rawValue.nonzeroBitCount == all.count)
    }

    @Test(
        "D and B drive forward, R backward, P and N not",
        arguments: [(.park, 0), (.neutral, 0), (.drive, 1), (.brake, 1), (.reverse, -1)]
            as [(Gear, Double)]
    )
    func directions(gear: Gear, direction: Double) { #expect(gear.direction == direction) }
}
