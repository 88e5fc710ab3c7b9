import ControlCore
import Testing
import VehicleModel

@Suite("Conditioning on a clock that jumps")
struct ClockTests {
    /// Every value comes from a frame that was good, so any other is one that should have been refused.
    @Test("no bad, old or future value is ever taken for valid", arguments: 0..<100)
    func neverInvalid(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let parameters = ControlParameters.prototype
        var conditioning = Conditioning()
        var table = InputTable()
        var now = 0.0
        var good: [(value: Double, arrival: Double)] = []
        for _ in 0..<2000 {
            now += random.one(of: [10, 10, 10, 10, 0, 1000, -10, -3_600_000, 3_600_000])
            if !random.happens(onceIn: 4) {
                let arrival = now - random.one(of: [0, 2, 50, 100, 101, -1, 3_600_000])
                let value = random.one(of: notFinite + [random.number(0...450), 500, -1])
                let quality = random.one(of: Quality.allCases + [.valid, .valid, .valid])
                table[.batteryVoltage] = InputSample(
                    value: value,
                    arrival: .at(arrival),
                    quality: quality
                )
                if quality == .valid, value >= 0, value <= 450 { good.append((value, arrival)) }
            }
            let inputs = conditioning.step(table, at: .at(now), with: parameters)
            guard let voltage = inputs.batteryVoltage?.rawValue else { continue }
            let isGood = good.contains {
                $0.value == voltage && now - $0.arrival >= -1e-6 && now - $0.arrival <= 100 + 1e-6
            }
            #expect(isGood, "\(voltage) V at \(now) ms")
        }
    }

    @Test("a stall of a second leaves only what came since", arguments: [true, false])
    func stall(hasFrames: Bool) {
        let parameters = ControlParameters.prototype
        var conditioning = Conditioning()
        var table = InputTable()
        for cycle in 0..<50 {
            let now = Double(cycle) * 10
            table[.frontMotorSpeed] = .valid(100 + Double(cycle), at: .at(now))
            _ = conditioning.step(table, at: .at(now), with: parameters)
        }
        if hasFrames { table[.frontMotorSpeed] = .valid(200, at: .at(1490)) }
        let inputs = conditioning.step(table, at: .at(1490), with: parameters)
        #expect(inputs.motorSpeeds.front == (hasFrames ? RotationalSpeed(200) : nil))
        if hasFrames {
            // Over the whole second, not over a cycle.
            let lead = inputs.leadSpeeds.front?.rawValue ?? .nan
            #expect(abs(lead - 200 - 51 / 1.0 * 0.03) < 1e-9)
        }
    }

    @Test("shifting every stamp changes nothing", arguments: 0..<10)
    func shifted(seed: UInt64) {
        func run(shift: Double) -> [String] {
            var random = SplitMix(seed: seed)
            let parameters = ControlParameters.prototype
            var conditioning = Conditioning()
            var table = InputTable()
            var seen: [String] = []
            for cycle in 0..<300 {
                let now = Double(cycle) * 10 + shift
                let quantity = random.one(of: InputQuantity.allCases)
                let value = random.one(of: [0, 1, .nan, random.number(0...500)])
                table[quantity] = .valid(value, at: .at(now))
                seen.append("\(conditioning.step(table, at: .at(now), with: parameters))")
            }
            return seen
        }
        #expect(run(shift: 0) == run(shift: 86_400_000))
    }
}
