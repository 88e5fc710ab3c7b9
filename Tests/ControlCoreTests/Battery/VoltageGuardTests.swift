@testable import ControlCore
import Testing
import VehicleModel

@Suite("VoltageGuard")
struct VoltageGuardTests {
    private let period = Duration.milliseconds(10)

    private func step(_ guarded: inout VoltageGuard, _ room: Double, drawn: Double = 0) -> Double {
        guarded.step(
            room: Voltage(room),
            ceiling: Power(200_000),
            drawn: Power(drawn),
            with: .reference,
            period: period
        ).rawValue
    }

    @Test("it begins below 10 V of room, at what is drawn, 20 kW/s for each volt")
    func falls() {
        var guarded = VoltageGuard()
        #expect(step(&guarded, 10) == .infinity)
        #expect(step(&guarded, 10.001) == .infinity)
        #expect(abs(step(&guarded, 9, drawn: 150_000) - 149_800) < 1e-6)
        #expect(abs(step(&guarded, 5, drawn: 10) - 148_800) < 1e-6)
        #expect(abs(step(&guarded, -10, drawn: 10) - 144_800) < 1e-6)
        var idle = VoltageGuard()
        #expect(abs(step(&idle, 9, drawn: 0) - 199_800) < 1e-6)
        var over = VoltageGuard()
        #expect(abs(step(&over, 9, drawn: 900_000) - 199_800) < 1e-6)
    }

    @Test("it rises 5 kW/s for each volt and lets go at the other limits")
    func rises() {
        var guarded = VoltageGuard()
        _ = step(&guarded, 0)
        #expect(abs(guarded.power.rawValue - 198_000) < 1e-6)
        #expect(abs(step(&guarded, 10) - 198_000) < 1e-6)
        #expect(abs(step(&guarded, 30) - 199_000) < 1e-6)
        #expect(step(&guarded, 30) == .infinity)
    }

    @Test(
        "it never goes below zero, and a voltage that is no number allows nothing",
        arguments: notFinite
    )
    func ends(bad: Double) {
        var guarded = VoltageGuard()
        #expect(step(&guarded, -1e9) == 0)
        #expect(step(&guarded, bad) == 0)
        var fresh = VoltageGuard()
        #expect(step(&fresh, bad, drawn: 150_000) == 0)
        #expect(fresh.power == .zero)
    }

    @Test("from what is drawn it falls only where that is a power, below the other limits")
    func start() {
        for (drawn, watts) in [
            (1000, 800), (199_999, 199_799), (200_000, 199_800), (200_001, 199_800), (0, 199_800),
            (-1000, 199_800), (.nan, 199_800), (.infinity, 199_800), (-.infinity, 199_800),
        ] as [(Double, Double)] {
            var guarded = VoltageGuard()
            #expect(abs(step(&guarded, 9, drawn: drawn) - watts) < 1e-6, "\(drawn)")
        }
    }

    /// A pack whose voltage is reported `delay` cycles late and whose power follows two cycles later.
    ///
    /// The voltage of each cycle of 6 s, without any model in the way.
    private func voltages(
        resistance: Double,
        delay: Int,
        _ limit: (Double, Double) -> Double
    ) -> [Double] {
        let open = 350.0
        var reported = [Double](repeating: open, count: delay + 1)
        var powers = [Double](repeating: 0, count: 3)
        var history: [Double] = []
        for cycle in 0..<600 {
            let asked = min(250_000, Double(cycle) * 10_000)
            // Inverters draw no more than the pack can give.
            let drawn = min(powers[0], open * open / (4 * resistance) * 0.999)
            let root = (open * open - 4 * resistance * drawn).squareRoot()
            let voltage = (open + root) / 2
            history.append(voltage)
            reported.append(voltage)
            powers.removeFirst()
            powers.append(min(asked, limit(reported.removeFirst(), drawn)))
        }
        return history
    }

    @Test(
        "it is back above the floor within 1 s and does not swing",
        arguments: [0.05, 0.075, 0.10, 0.125, 0.15],
        [0, 1, 2, 3, 4]
    )
    func closedLoop(resistance: Double, delay: Int) {
        var guarded = VoltageGuard()
        let history = voltages(resistance: resistance, delay: delay) { voltage, drawn in
            guarded.step(
                room: Voltage(voltage - 288),
                ceiling: Power(250_000),
                drawn: Power(drawn),
                with: .reference,
                period: period
            ).rawValue
        }
        let firstBelow = history.firstIndex { $0 < 288 } ?? 0
        let lastBelow = history.lastIndex { $0 < 288 } ?? 0
        #expect(lastBelow - firstBelow <= 100, "\(firstBelow) \(lastBelow)")
        let end = history.suffix(200)
        let (least, greatest) = (end.min() ?? 0, end.max() ?? 0)
        #expect(greatest - least < 1, "\(least) to \(greatest)")
        #expect(abs(least - (resistance < 0.06 ? 305 : 298)) < 9, "\(least)")
        printInvariant(19, "back above the floor, no swing", steps: history.count, looks: 200)
    }

    @Test("a droop of 4 %/V would swing for ever")
    func droopSwings() {
        let history = voltages(resistance: 0.10, delay: 2) { voltage, _ in
            250_000 * max(0, min(1, 0.6 + 0.04 * (voltage - 288)))
        }
        let end = history.suffix(200)
        #expect((end.max() ?? 0) - (end.min() ?? 0) > 30)
    }

    @Test("a guard with bad numbers is refused", arguments: notFinite + [-1])
    func refused(bad: Double) {
        let (margin, rate) = (Voltage(10), PowerRate(1))
        #expect(VoltageGuardParameters(margin: Voltage(bad), fall: rate, rise: rate) == nil)
        #expect(VoltageGuardParameters(margin: margin, fall: PowerRate(bad), rise: rate) == nil)
        #expect(VoltageGuardParameters(margin: margin, fall: rate, rise: PowerRate(bad)) == nil)
    }

    @Test("a guard without a margin, that never falls or never rises, is one")
    func zeros() {
        let (margin, rate) = (Voltage(10), PowerRate(1))
        #expect(VoltageGuardParameters(margin: .zero, fall: rate, rise: rate) != nil)
        #expect(VoltageGuardParameters(margin: margin, fall: .zero, rise: rate) != nil)
        #expect(VoltageGuardParameters(margin: margin, fall: rate, rise: .zero) != nil)
    }
}
