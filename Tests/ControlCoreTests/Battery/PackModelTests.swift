import Testing
import VehicleModel

@testable import ControlCore

@Suite("PackModel")
struct PackModelTests {
    private struct Parts {
        var cells = 96.0
        var capacity = 600_000.0
        var open = 3.7
        var series = 0.03
        var polarisation = 0.02
        var time = Duration.seconds(6)
        var ageing = 1.2
        var spread = 1.0

        var model: PackModel? {
            guard let curve = BatteryCurve(constant: open) else { return nil }
            return PackModel(
                cells: cells,
                capacity: Charge(capacity),
                openCircuit: curve,
                seriesResistance: Resistance(series),
                polarisationResistance: Resistance(polarisation),
                polarisationTime: time,
                ageing: ageing,
                weakestCellResistance: spread
            )
        }
    }

    private func isTaken(_ change: (inout Parts) -> Void) -> Bool {
        var parts = Parts()
        change(&parts)
        return parts.model != nil
    }

    @Test("each number is taken above its bound, and refused at it or below")
    func bounds() {
        #expect(isTaken { _ in })
        for path in [
            \Parts.cells, \.capacity, \.open, \.series, \.ageing,
        ] {
            #expect(isTaken { $0[keyPath: path] = 1e-9 })
            #expect(!isTaken { $0[keyPath: path] = 0 })
            #expect(!isTaken { $0[keyPath: path] = -1 })
        }
        #expect(isTaken { $0.polarisation = 0 })
        #expect(!isTaken { $0.polarisation = -1e-9 })
        #expect(isTaken { $0.spread = 1 })
        #expect(!isTaken { $0.spread = 0.999 })
        #expect(isTaken { $0.time = .nanoseconds(1) })
        #expect(!isTaken { $0.time = .zero })
    }

    @Test("a number that is not finite is refused", arguments: notFinite)
    func bad(bad: Double) {
        for path in [
            \Parts.cells, \.capacity, \.open, \.series, \.polarisation, \.ageing, \.spread,
        ] {
            #expect(!isTaken { $0[keyPath: path] = bad })
        }
    }

    @Test("resistance follows exp(2500 (1/T − 1/298)) times ageing, and none is colder than 200 K")
    func resistance() throws {
        let model = try #require(Parts().model)
        // e^(2500 (1/263.15 − 1/298)) = e^1.11099, by another program.
        for (degrees, scale) in [
            (24.85, 1.2), (-10, 3.644_958), (45, 0.705_385), (-73.15, 73.190_07), (-90, 73.190_07),
        ] {
            #expect(abs(model.resistanceScale(at: Temperature(degrees)) / scale - 1) < 1e-5)
        }
    }

    @Test("a horizon is not in the past, and 1 to 4 are used")
    func horizons() throws {
        let model = try #require(Parts().model)
        #expect(Horizon(.nanoseconds(-1), of: model) == nil)
        let now = try #require(Horizon(.zero, of: model))
        #expect(now.decay == 1)
        let later = try #require(Horizon(.seconds(6), of: model))
        #expect(abs(later.decay - 0.367_879_441_171_442_3) < 1e-15)
        for (count, isRight) in [(0, false), (1, true), (4, true), (5, false)] {
            #expect((Horizons(.init(repeating: now), count: count) != nil) == isRight)
        }
    }

    @Test("a current's window lasts no less than no time")
    func window() {
        let curve = BatteryCurve.of((25, 100))
        #expect(CurrentWindow(.nanoseconds(-1), curve) == nil)
        #expect(CurrentWindow(.zero, curve)?.length == .zero)
    }

    // 360 V behind 0.1 ohm: 1800 A give the most.
    @Test("power out is I (u − I R) up to u / 2R, and never less than nothing")
    func discharge() {
        let source = EquivalentSource(voltage: Voltage(360), resistance: Resistance(0.1))
        for (amperes, watts) in [
            (-1, 0), (0, 0), (100, 35_000), (1799, 323_999.9), (1800, 324_000), (1801, 324_000),
            (.infinity, 324_000), (-.infinity, 0), (.nan, 0),
        ] as [(Double, Double)] {
            #expect(abs(source.discharge(with: Current(amperes)).rawValue - watts) < 1e-6)
        }
        for (floor, watts) in [(360, 0), (361, 0), (350, 35_000), (180, 324_000), (0, 324_000)]
            as [(Double, Double)]
        {
            #expect(abs(source.discharge(to: Voltage(floor)).rawValue - watts) < 1e-6)
        }
    }

    @Test("power in is I (u + I R), and never less than nothing")
    func charge() {
        let source = EquivalentSource(voltage: Voltage(360), resistance: Resistance(0.1))
        for (amperes, watts) in [(-1, 0), (0, 0), (100, 37_000), (4000, 3_040_000)]
            as [(Double, Double)]
        {
            #expect(abs(source.charge(with: Current(amperes)).rawValue - watts) < 1e-6)
        }
        for (ceiling, watts) in [(360, 0), (359, 0), (370, 37_000)] as [(Double, Double)] {
            #expect(abs(source.charge(to: Voltage(ceiling)).rawValue - watts) < 1e-6)
        }
    }

    @Test("a source that is no number gives and takes nothing", arguments: notFinite)
    func badSource(bad: Double) {
        for (voltage, resistance) in [(bad, 0.1), (360, bad)] {
            let source = EquivalentSource(
                voltage: Voltage(voltage),
                resistance: Resistance(resistance)
            )
            #expect(source.charge(with: Current(100)) == .zero)
            #expect(source.charge(to: Voltage(400)) == .zero)
            guard !resistance.isInfinite else { continue }
            #expect(source.discharge(with: Current(100)) == .zero)
            #expect(source.discharge(to: Voltage(300)) == .zero)
        }
        let source = EquivalentSource(voltage: Voltage(360), resistance: Resistance(0.1))
        #expect(source.charge(with: Current(bad)) == .zero)
    }

    @Test("charging, the guard holds the voltage below its ceiling")
    func chargingGuard() {
        var parameters = BatteryParameters.charge()
        parameters.voltageGuard = .reference
        var limiter = ChargeLimiter()
        func step(_ volts: Double, at now: Double) -> PowerLimits {
            var inputs = BatteryInputs.rested(0.5, at: now)
            inputs.voltage = Voltage(volts)
            return limiter.step(inputs, with: parameters)
        }
        // The ceiling is 96 x 4.2 V = 403.2 V; 10 V below it nothing is held.
        #expect(step(393.1, at: 0)[.voltageGuard] == Power(.infinity))
        let before = step(393.2, at: 10).power
        let held = step(394.2, at: 20)
        // One volt within the margin takes 20 kW/s, 200 W a cycle.
        #expect(abs((before - held[.voltageGuard]).rawValue - 200) < 1)
        #expect(held.binding == .voltageGuard)
        let lower = step(403.2, at: 30)
        #expect(abs((held[.voltageGuard] - lower[.voltageGuard]).rawValue - 2000) < 1e-6)
    }
}
