@testable import ControlCore
import Testing
import VehicleModel

@Suite("AgedPower")
struct AgedPowerTests {
    /// The limit at `milliseconds` after `known` was the last value, with 30 kW of limp power.
    private func aged(_ known: Double, _ milliseconds: Double) -> Double {
        var aged = AgedPower()
        _ = aged.step(Power(known), at: .at(0), limpPower: Power(30_000))
        return aged.step(nil, at: .at(milliseconds), limpPower: Power(30_000)).rawValue
    }

    @Test(
        "what is lost is held up to 100 ms, falls to 30 kW up to 500 ms, and is zero beside that",
        arguments: [
            (-0.001, 0), (0, 130_000), (0.001, 130_000), (100, 130_000), (100.004, 129_999),
            (300, 80_000), (499.996, 30_001), (500, 30_000), (500.001, 0),
        ] as [(Double, Double)]
    )
    func ages(milliseconds: Double, watts: Double) {
        #expect(abs(aged(130_000, milliseconds) - watts) < 1e-3)
    }

    @Test("less than the limp power does not rise while it ages")
    func littlePower() {
        for milliseconds in [0.0, 100, 300, 500] { #expect(aged(20_000, milliseconds) == 20_000) }
    }

    @Test("no limit is held as such up to 100 ms, and is the limp power after that")
    func infinite() {
        #expect(aged(.infinity, 100) == .infinity)
        #expect(aged(.infinity, 100.000_002) == 30_000)
        #expect(aged(.infinity, 500) == 30_000)
        #expect(aged(.infinity, 500.000_002) == 0)
    }

    @Test("below zero and not a number are nothing, and nothing is known before the first value")
    func nothing() {
        for bad in [-1, -.infinity, .nan] as [Double] {
            var aged = AgedPower()
            #expect(aged.step(Power(bad), at: .at(0), limpPower: Power(30_000)) == .zero)
            #expect(aged.step(nil, at: .at(50), limpPower: Power(30_000)) == .zero)
        }
        var never = AgedPower()
        #expect(never.step(nil, at: .at(0), limpPower: Power(30_000)) == .zero)
    }
}
