@testable import ControlCore
import Testing
import VehicleModel

@Suite("BatteryInputs")
struct BatteryInputsTests {
    private func inputs(
        _ volts: Double?,
        _ amperes: Double?,
        predicted watts: Double = 57_600
    ) -> BatteryInputs {
        var inputs = BatteryInputs(now: .at(0))
        inputs.voltage = volts.map { Voltage($0) }
        inputs.current = amperes.map { Current($0) }
        inputs.predicted = Power(watts)
        return inputs
    }

    @Test("at first no input is bound, and the rule allows nothing but nothing")
    func nothingKnown() {
        let binding = BatteryBinding()
        #expect(!binding.stateOfCharge && !binding.cellVoltages)
        #expect(!binding.temperature && !binding.voltage)
        let rule = BatteryInputs(now: .at(0)).rule
        #expect((rule.greatestAge, rule.minimum, rule.maximum) == (.zero, 0, 0))
    }

    @Test("power is measured where voltage and current both are numbers, else predicted")
    func power() {
        #expect(inputs(300, 100).measuredPower == Power(30_000))
        #expect(inputs(300, -100).power == Power(-30_000))
        for bad in notFinite {
            for (volts, amperes) in [(bad, 100), (300, bad), (bad, bad)] {
                #expect(inputs(volts, amperes).measuredPower == nil)
                #expect(inputs(volts, amperes).power == Power(57_600))
            }
        }
        #expect(inputs(nil, 100).power == Power(57_600))
        #expect(inputs(300, nil).power == Power(57_600))
        #expect(inputs(nil, nil, predicted: .nan).power.rawValue.isNaN)
    }

    @Test("a current that is no number is the predicted power's at the voltage, of 288 V at least")
    func current() {
        let least = Voltage(288)
        for amperes in [nil, .nan, .infinity, -.infinity] as [Double?] {
            for (volts, expected) in [
                (nil, 200), (360, 160), (320, 180), (288, 200), (144, 200), (0, 200), (-360, 200),
                (.nan, 200), (.infinity, 200), (-.infinity, 200),
            ] as [(Double?, Double)] {
                let current = inputs(volts, amperes).current(at: least)
                #expect(current == Current(expected), "\(String(describing: volts))")
            }
        }
        #expect(inputs(360, 7).current(at: least) == Current(7))
        #expect(inputs(.nan, -7).current(at: least) == Current(-7))
    }
}
