@testable import ControlCore
import Foundation
import Testing
import VehicleModel

@Suite("PackState")
struct PackStateTests {
    private let model = PackModel.reference(spread: 1.5)

    private func inputs(
        _ charge: Double?,
        volts: Double? = nil,
        least: Double? = nil,
        greatest: Double? = nil
    ) -> BatteryInputs {
        var inputs = BatteryInputs(now: .at(0))
        inputs.stateOfCharge = charge
        inputs.voltage = volts.map { Voltage($0) }
        inputs.leastCellVoltage = least.map { Voltage($0) }
        inputs.greatestCellVoltage = greatest.map { Voltage($0) }
        return inputs
    }

    /// One second at twice the resistance.
    private func step(_ pack: inout PackState, _ inputs: BatteryInputs, amperes: Double = 0) {
        pack.step(inputs, current: Current(amperes), scale: 2, model: model, period: .seconds(1))
    }

    @Test(
        "a charge is taken as broadcast, from 0 to 1",
        arguments: [(-0.5, 0), (0, 0), (0.3, 0.3), (1, 1), (1.5, 1)] as [(Double, Double)]
    )
    func charge(known: Double, charge: Double) {
        var pack = PackState()
        step(&pack, inputs(known))
        #expect(pack.stateOfCharge == charge)
    }

    @Test("a charge that is no number leaves what was known", arguments: notFinite)
    func badCharge(bad: Double) {
        var pack = PackState()
        step(&pack, inputs(bad))
        #expect(pack.stateOfCharge == nil)
        step(&pack, inputs(0.25))
        step(&pack, inputs(bad))
        #expect(pack.stateOfCharge == 0.25)
    }

    /// What 100 A over 0.033 ohm and 0.016 ohm after `seconds` explain of the weakest cell's drop, V.
    private func explained(after seconds: Double) -> Double {
        let polarisation = 100 * 0.016 * 2 * (1 - exp(-seconds / 6))
        return 0.5 * (polarisation + 100 * 0.033 * 2) / 96
    }

    @Test("what the weakest cell's resistance does not explain is believed with 1 s")
    func distances() {
        var pack = PackState()
        // The mean is 3.75 V.
        let apart = inputs(0.5, volts: 360, least: 3.6, greatest: 3.85)
        step(&pack, apart, amperes: 100)
        let (first, second, part) = (explained(after: 1), explained(after: 2), 1 - exp(-1.0))
        #expect(abs(pack.weakest.rawValue - (-0.15 + first) * part) < 1e-12)
        #expect(abs(pack.fullest.rawValue - (0.10 + first) * part) < 1e-12)
        step(&pack, apart, amperes: 100)
        let weakest = (-0.15 + first) * part * (1 - part) + (-0.15 + second) * part
        let fullest = (0.10 + first) * part * (1 - part) + (0.10 + second) * part
        #expect(abs(pack.weakest.rawValue - weakest) < 1e-12)
        #expect(abs(pack.fullest.rawValue - fullest) < 1e-12)
    }

    @Test("the weakest cell is never above the mean, the fullest never below")
    func sides() {
        var pack = PackState()
        // 37 mV are explained, so neither 10 mV below nor, charging, 10 mV above is a distance.
        step(&pack, inputs(0.5, volts: 360, least: 3.74), amperes: 100)
        #expect(pack.weakest == .zero)
        var charged = PackState()
        step(&charged, inputs(0.5, volts: 360, greatest: 3.76), amperes: -100)
        #expect(charged.fullest == .zero)
    }

    @Test("nothing is learnt of the cells without a number for each of what it takes")
    func unknown() {
        var known = PackState()
        step(&known, inputs(0.5, volts: 360, least: 3.6, greatest: 3.85))
        let (weakest, fullest) = (known.weakest, known.fullest)
        #expect(weakest < .zero && fullest > .zero)
        for bad in notFinite {
            var pack = known
            step(&pack, inputs(0.5, volts: 360, least: 3.75, greatest: 3.75), amperes: bad)
            step(&pack, inputs(0.5, volts: bad, least: 3.75, greatest: 3.75))
            step(&pack, inputs(0.5, volts: 360, least: bad, greatest: bad))
            #expect((pack.weakest, pack.fullest) == (weakest, fullest))
        }
    }

    @Test("a horizon's source has what is left of the polarisation then, and the cell's distance")
    func ahead() {
        var pack = PackState()
        let apart = inputs(0.5, volts: 360, least: 3.6, greatest: 3.85)
        for _ in 0..<3 { step(&pack, apart, amperes: 100) }
        #expect(pack.weakest < .zero && pack.fullest > .zero)
        let polarisation = 100 * 0.016 * 2 * (1 - exp(-3.0 / 6))
        let left = polarisation * exp(-2.0 / 6)
        let resistance = 2 * (0.033 + 0.016 * (1 - exp(-2.0 / 6)))
        // At half charge a cell has 3.7 V, 0.5 V less a whole charge below and 0.9 V more above.
        for (charging, distance, slope) in [
            (false, pack.weakest.rawValue, 0.5), (true, pack.fullest.rawValue, 0.9),
        ] {
            var (model, sources) = (model, HorizonSources())
            pack.look(
                ahead: .of([.seconds(2)], model),
                scale: 2,
                model: &model,
                charging: charging,
                into: &sources
            )
            var found: [EquivalentSource] = []
            _ = sources.least {
                found.append($0)
                return .zero
            }
            _ = sources.leastOfCells {
                found.append($0)
                return .zero
            }
            let emptying = 2 * slope * 96 / (176.4 * 3600)
            let wanted = [
                (96 * 3.7 - left, resistance + emptying),
                (96 * (3.7 + distance) - 1.5 * left, 1.5 * resistance + emptying),
            ]
            #expect(found.count == 2)
            for (source, (volts, ohms)) in zip(found, wanted) {
                #expect(abs(source.voltage.rawValue - volts) < 1e-9)
                #expect(abs(source.resistance.rawValue - ohms) < 1e-12)
            }
        }
    }

    @Test("an open voltage that rises as the pack empties promises no less resistance")
    func falling() throws {
        let model = try #require(
            PackModel(
                cells: 96,
                capacity: Charge(635_040),
                openCircuit: .of((0, 4), (1, 3)),
                seriesResistance: Resistance(0.05),
                polarisationResistance: .zero,
                polarisationTime: .seconds(6),
                ageing: 1,
                weakestCellResistance: 1
            )
        )
        var limiter = DischargeLimiter()
        let parameters = BatteryParameters.discharge(model, horizons: [.seconds(10)])
        let limits = limiter.step(.rested(0.5, broadcast: 600), with: parameters)
        let resistance = 0.05 * model.resistanceScale(at: Temperature(25))
        // 336 V to 288 V.
        #expect(abs(limits[.packVoltage].rawValue - 288 * 48 / resistance) < 1e-6)
    }
}
