import ControlCore
import Testing
import VehicleModel

@Suite("Pedal sensors")
struct PedalCheckTests {
    private let parameters = ControlParameters.prototype

    /// Frames every 10 ms into one conditioning.
    private struct Pedal {
        var conditioning = Conditioning()
        var time = 0.0
        var inputs = ConditionedInputs()
        let parameters: ControlParameters

        mutating func step(_ first: Double?, _ second: Double?) {
            var table = InputTable()
            if let first { table[.pedalA] = .valid(first, at: .at(time)) }
            if let second { table[.pedalB] = .valid(second, at: .at(time)) }
            inputs = conditioning.step(table, at: .at(time), with: parameters)
            time += 10
        }
    }

    private func pedal() -> Pedal { Pedal(parameters: parameters) }

    @Test("the pedal is the lower of two sensors")
    func lower() {
        for (first, second) in [(0.2, 0.25), (0.25, 0.2), (1, 0), (0, 1), (1, 1)] {
            var pedal = pedal()
            pedal.step(first, second)
            #expect(pedal.inputs.pedal == min(first, second))
            #expect(!pedal.inputs.hasOnePedal)
        }
    }

    @Test("one sensor stands for both, and says so; without either nothing is known")
    func one() {
        for bad in notFinite + [-0.005, 1.005] + [nil] {
            var first = pedal()
            first.step(0.2, bad)
            #expect(first.inputs.pedal == 0.2 && first.inputs.hasOnePedal)
            var second = pedal()
            second.step(bad, 0.2)
            #expect(second.inputs.pedal == 0.2 && second.inputs.hasOnePedal)
            var none = pedal()
            none.step(bad, bad)
            #expect(none.inputs.pedal == nil && !none.inputs.hasOnePedal)
        }
    }

    @Test("more than 10 % apart is a fault after 100 ms, until within 5 % for 500 ms")
    func implausible() {
        let cases: [(other: Double, isApart: Bool)] = [(0.60, false), (0.6015, true), (0.39, true)]
        for (other, isApart) in cases {
            var pedal = pedal()
            for cycle in 0...20 {
                pedal.step(0.5, other)
                let isFault = isApart && cycle >= 10
                #expect(pedal.inputs.isPedalImplausible == isFault, "\(other) at \(cycle)")
                #expect(pedal.inputs.pedal == min(0.5, other))
            }
            for cycle in 0...60 {
                // Neither apart nor together: nothing matures, nothing heals.
                if cycle < 30 { pedal.step(0.5, 0.55 + 1e-9) } else { pedal.step(0.5, 0.51) }
                let isFault = isApart && cycle < 30 + 50
                #expect(pedal.inputs.isPedalImplausible == isFault, "\(other) at \(cycle)")
            }
            for _ in 0..<19 { pedal.step(0.5, 0.51) }
            #expect(pedal.inputs.isPedalImplausible == isApart)
            pedal.step(0.5, 0.51)
            #expect(!pedal.inputs.isPedalImplausible)
        }
    }

    @Test("a difference of 10 % is none, and one of 5 % is no agreement")
    func implausibleBounds() {
        var pedal = pedal()
        for _ in 0..<100 { pedal.step(0.1, 0) }
        #expect(!pedal.inputs.isPedalImplausible)
        for _ in 0..<100 { pedal.step(0, 0.1.nextUp) }
        #expect(pedal.inputs.isPedalImplausible)
        for _ in 0..<100 { pedal.step(0.05, 0) }
        #expect(pedal.inputs.isPedalImplausible)
        for _ in 0...50 { pedal.step(0.05.nextDown, 0) }
        #expect(!pedal.inputs.isPedalImplausible)
    }

    @Test("a lost sensor neither matures nor heals a difference")
    func lostKeepsFault() {
        var pedal = pedal()
        for _ in 0...10 { pedal.step(0.5, 0.1) }
        #expect(pedal.inputs.isPedalImplausible)
        for _ in 0..<100 { pedal.step(0.5, nil) }
        #expect(pedal.inputs.isPedalImplausible)
    }

    @Test("one sensor alone differs from none")
    func oneIsNoDifference() {
        for isFirst in [true, false] {
            var pedal = pedal()
            for _ in 0..<100 { pedal.step(isFirst ? 0.5 : nil, isFirst ? nil : 0.5) }
            #expect(!pedal.inputs.isPedalImplausible)
        }
    }

    @Test("sensors that keep disagreeing after a clock jumped back are a fault again in 100 ms")
    func clockJumpsBack() {
        var pedal = pedal()
        pedal.step(0.5, 0.1)
        pedal.step(0.5, 0.1)
        pedal.time = -3_600_000
        for _ in 0..<10 { pedal.step(0.5, 0.1) }
        #expect(!pedal.inputs.isPedalImplausible)
        pedal.step(0.5, 0.1)
        #expect(pedal.inputs.isPedalImplausible)
    }

    @Test("when the lower sensor is lost the pedal does not rise until the other has been as low")
    func noRise() {
        for isFirstLower in [true, false] {
            var pedal = pedal()
            func step(_ pedal: inout Pedal, lower: Double?, higher: Double?) {
                if isFirstLower { pedal.step(lower, higher) } else { pedal.step(higher, lower) }
            }
            step(&pedal, lower: 0.1, higher: 0.8)
            step(&pedal, lower: nil, higher: 0.8)
            #expect(pedal.inputs.pedal == 0.1 && pedal.inputs.hasOnePedal)
            step(&pedal, lower: nil, higher: 0.11)
            #expect(pedal.inputs.pedal == 0.1)
            step(&pedal, lower: nil, higher: 0.1)
            #expect(pedal.inputs.pedal == 0.1)
            step(&pedal, lower: nil, higher: 0.6)
            #expect(pedal.inputs.pedal == 0.6)
            // The sensors change places: the one that comes back counts no more than the other did.
            step(&pedal, lower: 0.9, higher: nil)
            #expect(pedal.inputs.pedal == 0.6)
            step(&pedal, lower: 0.9, higher: 0.9)
            #expect(pedal.inputs.pedal == 0.9 && !pedal.inputs.hasOnePedal)
        }
    }

    @Test("a sensor that stands for 2 s after the other moved by more than 5 % is invalid")
    func stuck() {
        for isFirstStuck in [true, false] {
            var pedal = pedal()
            func step(_ stands: Double, _ moves: Double) {
                if isFirstStuck { pedal.step(stands, moves) } else { pedal.step(moves, stands) }
            }
            for _ in 0..<500 { step(0.3, 0.3) }
            #expect(!pedal.inputs.hasStuckPedal)
            for cycle in 0...300 {
                step(0.3, 0.39 - Double(cycle % 2) * 0.001)
                #expect(pedal.inputs.hasStuckPedal == (cycle >= 200), "\(cycle)")
                #expect(pedal.inputs.hasOnePedal == (cycle >= 200))
                #expect(pedal.inputs.pedal == 0.3)
            }
            step(0.300001, 0.39)
            #expect(!pedal.inputs.hasStuckPedal && pedal.inputs.pedal == 0.300001)
        }
    }

    @Test("a stuck sensor stays so when the other one is lost: none is left")
    func stuckAlone() {
        for isFirstStuck in [true, false] {
            var pedal = pedal()
            func step(_ stands: Double, _ moves: Double?) {
                if isFirstStuck { pedal.step(stands, moves) } else { pedal.step(moves, stands) }
            }
            step(0.3, 0.3)
            for _ in 0...200 { step(0.3, 0.5) }
            #expect(pedal.inputs.hasStuckPedal && pedal.inputs.pedal == 0.3)
            for _ in 0..<10 {
                step(0.3, nil)
                #expect(pedal.inputs.hasStuckPedal && pedal.inputs.pedal == nil)
            }
        }
    }

    @Test("a sensor that stands within exactly 5 % of the other is excused, beyond it is not")
    func stuckBound() {
        for (stands, isStuck) in [(0.05, false), (0.05.nextUp, true)] {
            for isFirst in [true, false] {
                var pedal = pedal()
                func step(_ moves: Double) {
                    pedal.step(isFirst ? stands : moves, isFirst ? moves : stands)
                }
                step(0.2)
                for _ in 0..<400 { step(0) }
                #expect(pedal.inputs.hasStuckPedal == isStuck)
            }
        }
    }

    @Test("a foot held still, one that moves within 5 % and ends of travel that differ are sound")
    func notStuck() {
        var pedal = pedal()
        for _ in 0..<1000 { pedal.step(0.4, 0.47) }
        #expect(!pedal.inputs.hasStuckPedal)
        for cycle in 0..<1000 { pedal.step(0.4, 0.47 - 0.049 * Double(cycle % 2)) }
        #expect(!pedal.inputs.hasStuckPedal)
        // The first reaches its end while the second still moves, and stays there.
        for cycle in 0..<1000 { pedal.step(1, min(1, 0.9 + Double(cycle) * 0.01)) }
        #expect(!pedal.inputs.hasStuckPedal)
        pedal.step(1, 0.93)
        #expect(!pedal.inputs.hasStuckPedal && !pedal.inputs.hasOnePedal)
    }
}
