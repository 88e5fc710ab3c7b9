import ControlCore
import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("The battery's section")
struct BatteryTests {
    private static func limits(
        _ change: (EditedFiles) throws -> Void = { _ in }
    ) throws -> ControlParameters.BatteryLimits? {
        let files = try EditedFiles()
        try change(files)
        return try DaemonConfiguration.read(path: files.path).vehicle.parameters.battery
    }

    @Test("the pack is the example's, in SI units")
    func packIsTheExamples() throws {
        let limits = try #require(try Self.limits())
        #expect(limits.discharge.voltageGuard?.margin == Voltage(10))
        #expect(limits.charge.voltageGuard?.margin == Voltage(4))
        for part in [limits.discharge, limits.charge] {
            #expect(part.period == .milliseconds(10))
            #expect(part.limitRise == PowerRate(50_000))
            #expect(part.limpPower == Power(30_000))
            #expect(part.coldestAssumed == Temperature(25))
            #expect(part.leastCellVoltage == Voltage(3))
            #expect(part.model.cells == 96)
            #expect(abs(part.model.capacity.rawValue - 635_040) < 1e-6)
            #expect(part.model.openCircuit.value(at: 0) == 3.2)
            #expect(part.model.openCircuit.value(at: 0.93) == 4.105)
            #expect(part.model.openCircuit.value(at: 1) == 4.195)
            #expect(abs(part.model.seriesResistance.rawValue - 0.0475) < 1e-12)
            #expect(abs(part.model.polarisationResistance.rawValue - 0.0205) < 1e-12)
            #expect(part.model.polarisationTime == .milliseconds(7500))
            #expect(part.model.ageing == 1)
            #expect(part.model.weakestCellResistance == 1.3)
            #expect(part.horizons.count == 3)
            let lengths = (0..<3).map { part.horizons.all[$0].length }
            #expect(lengths == [.milliseconds(100), .seconds(2), .seconds(10)])
            let guarding = try #require(part.voltageGuard)
            #expect(guarding.fall == PowerRate(20_000))
            #expect(guarding.rise == PowerRate(5_000))
        }
    }

    @Test("discharge is the example's")
    func dischargeIsTheExamples() throws {
        let discharge = try #require(try Self.limits()).discharge
        #expect(discharge.cellLimit == Voltage(3))
        #expect(discharge.cellTrip == nil)
        let currents = try #require(discharge.currents)
        let curves = [
            currents.peak, currents.windows[0].current, currents.windows[1].current,
            currents.continuous,
        ]
        let (cold, warm) = (curves.map { $0.value(at: -20) }, curves.map { $0.value(at: 25) })
        #expect(cold == [250, 250, 170, 120])
        #expect(warm == [760, 760, 500, 350])
        #expect(currents.windows[0].length == .seconds(10))
        #expect(currents.windows[1].length == .seconds(30))
        let fuse = try #require(discharge.fuse)
        var heat = HeatBucket()
        #expect(heat.limit(with: fuse) == Current(800))
        for _ in 0..<100 { _ = heat.step(Current(1e6), with: fuse, period: .seconds(1)) }
        #expect(heat.heat == 7_762_500)
        #expect(heat.limit(with: fuse) == Current(350))
        let contactor = try #require(discharge.contactor)
        for _ in 0..<100 { _ = heat.step(Current(1e6), with: contactor, period: .seconds(1)) }
        #expect(heat.limit(with: contactor) == Current(300))
        let window = try #require(discharge.energies[0])
        #expect(window.peak == Power(250_000))
        #expect(window.continuous == Power(120_000))
        #expect(window.energy == Energy(1_300_000))
        #expect(discharge.energies[1] == nil && discharge.energies[2] == nil)
        let taper = try #require(discharge.chargeTaper)
        let taken = [0, 0.03, 0.1].map { taper.value(at: $0) }
        #expect(taken == [20_000, 40_000, 250_000])
        #expect(discharge.coldTaper == nil)
    }

    @Test("charge is the example's")
    func chargeIsTheExamples() throws {
        let limits = try #require(try Self.limits())
        let charge = limits.charge
        #expect(charge.cellLimit == Voltage(4.2))
        #expect(charge.cellTrip == Voltage(4.25))
        #expect(charge.currents == nil && charge.fuse == nil && charge.contactor == nil)
        let taper = try #require(charge.chargeTaper)
        let taken = [0.6, 0.9, 0.98, 1].map { taper.value(at: $0) }
        #expect(taken == [96_000, 60_000, 22_000, 0])
        #expect(taper.firstPlace == 0.6)
        let cold = try #require(charge.coldTaper)
        let coldTaken = [-20.0, 0, 5].map { cold.value(at: $0) }
        #expect(coldTaken == [0, 28_000, 60_000])
        let trim = limits.trim
        #expect(trim.reportDelay == .milliseconds(65))
        #expect(trim.reportLag == .milliseconds(55))
        #expect(trim.filterTime == .milliseconds(20))
        #expect(trim.attackTime == .milliseconds(50))
        #expect(trim.releaseTime == .seconds(2))
        #expect(trim.greatestPart == 0.08)
        #expect(trim.noticedPart == 0.03)
        #expect(trim.noticeTime == .seconds(1))
    }

    @Test("inputs count as they are bound")
    func bindingFollowsTheSignals() throws {
        let plain = try #require(try Self.limits())
        for part in [plain.discharge, plain.charge] {
            #expect(part.binding.stateOfCharge && part.binding.voltage)
            #expect(!part.binding.cellVoltages && !part.binding.temperature)
        }
        func cell(_ name: String) -> String {
            "  \(name):\n    signal: front.LB_X.\(name)\n    range: [0 V, 5 V]\n    max_age: 1 s\n"
        }
        let one = try Self.limits { files in
            try files.replace(.vehicle, "signals:\n", "signals:\n" + cell("least_cell_voltage"))
            try files.replace(.vehicle, "  state_of_charge:\n", "  auxiliary_power:\n")
            try files.replace(
                .vehicle,
                "    range: [0 %, 100 %]\n    max_age: 1 s",
                "    range: [0 kW, 9 kW]\n    max_age: 1 s"
            )
        }
        #expect(one?.discharge.binding.cellVoltages == false)
        #expect(one?.discharge.binding.stateOfCharge == false)
        let both = try Self.limits { files in
            let cells = cell("least_cell_voltage") + cell("greatest_cell_voltage")
            let cold = cell("least_battery_temperature")
                .replacingOccurrences(of: "[0 V, 5 V]", with: "[-40 C, 80 C]")
            try files.replace(.vehicle, "signals:\n", "signals:\n" + cells + cold)
        }
        #expect(both?.charge.binding.cellVoltages == true)
        #expect(both?.charge.binding.temperature == true)
    }

    private static let least = """
        battery:
          cells: 10
          capacity: 5 Ah
          open_circuit: [[0 %, 3 V]]
          series_resistance: 10 mohm
          polarisation_resistance: 0 ohm
          polarisation_time: 1 s
          discharge: {cell_floor: 2.5 V}
          charge: {cell_ceiling: 3.5 V, cell_trip: 3.6 V}

        """

    private static func replaceBattery(_ files: EditedFiles, _ new: String) throws {
        let text = try files.text(.vehicle)
        let start = try #require(text.range(of: "battery:\n  cells"))
        let end = try #require(text.range(of: "limp_torque: "))
        try files.write(
            .vehicle,
            text[..<start.lowerBound] + new + "\n" + String(text[end.lowerBound...])
        )
    }

    @Test("without the section the broadcast alone limits")
    func absentIsNil() throws {
        #expect(try Self.limits { try Self.replaceBattery($0, "") } == nil)
    }

    @Test("what may be left out has its default")
    func defaultsHold() throws {
        let limits = try #require(try Self.limits { try Self.replaceBattery($0, Self.least) })
        for part in [limits.discharge, limits.charge] {
            #expect(part.model.ageing == 1)
            #expect(part.model.weakestCellResistance == 1.3)
            #expect(part.coldestAssumed == Temperature(-20))
            #expect(part.horizons.count == 3)
            let lengths = (0..<3).map { part.horizons.all[$0].length }
            #expect(lengths == [.milliseconds(100), .seconds(2), .seconds(10)])
            #expect(part.currents == nil && part.fuse == nil && part.contactor == nil)
            #expect(part.chargeTaper == nil && part.coldTaper == nil && part.voltageGuard == nil)
            #expect(part.energies[0] == nil)
        }
        let trim = limits.trim
        #expect(trim.reportDelay == .milliseconds(65))
        #expect(trim.reportLag == .milliseconds(55))
        #expect(trim.filterTime == .milliseconds(20))
        #expect(trim.attackTime == .milliseconds(50))
        #expect(trim.releaseTime == .seconds(2))
        #expect(trim.greatestPart == 0.08)
        #expect(trim.noticedPart == 0.03)
        #expect(trim.noticeTime == .seconds(1))
    }

    private static let changes: [(old: String, new: String, sentence: String)] = [
        (
            "cells: 96", "cells: 0",
            "battery.cells: found `0`, allowed a whole number from 1 to 1000"
        ),
        (
            "cells: 96", "cells: 1001",
            "battery.cells: found `1001`, allowed a whole number from 1 to 1000"
        ),
        (
            "- [5 %, 3.43 V]", "- [0 %, 3.43 V]",
            "battery.open_circuit: found `[0 %, 3.43 V]` after a point that is not below it, allowed a "
                + "list of 1 to 16 points [a share in % from 0 to 100 %, a voltage in V from 0.5 to "
                + "10 V], the first numbers rising"
        ),
        (
            "- [5 %, 3.43 V]", "- [5 %, 3.43 V, 1]",
            "battery.open_circuit: found `[5 %, 3.43 V, 1]`, allowed a list of 1 to 16 points [a share "
                + "in % from 0 to 100 %, a voltage in V from 0.5 to 10 V], the first numbers rising"
        ),
        (
            "cell_ceiling: 4.20 V", "cell_ceiling: 3.00 V",
            "battery.charge.cell_ceiling: found 3.0 V, allowed more than the cell_floor of discharge, "
                + "3.0 V"
        ),
        (
            "cell_trip: 4.25 V", "cell_trip: 4.20 V",
            "battery.charge.cell_trip: found 4.2 V, allowed more than cell_ceiling, 4.2 V"
        ),
        (
            "fuse: {peak: 800 A, continuous: 350 A", "fuse: {peak: 800 A, continuous: 800.5 A",
            "battery.discharge.fuse.continuous: found 800.5 A, allowed at most peak, 800.0 A"
        ),
        (
            "- {peak: 250 kW, continuous: 120 kW", "- {peak: 250 kW, continuous: 250.5 kW",
            "battery.discharge.energy_windows.1.continuous: found 250.5 kW, allowed at most peak, "
                + "250.0 kW"
        ),
        (
            "current_30s: [[-20 C, 170 A], [-10 C, 260 A], [0 C, 360 A], [10 C, 450 A], [25 C, 500 A]]",
            "",
            "battery.discharge.current_30s: found nothing, allowed all four currents or none"
        ),
        (
            "horizons: [0.1 s, 2 s, 10 s]", "horizons: [0.1 s, 2 s, 61 s]",
            "battery.discharge.horizons: found `[0.1 s, 2 s, 61 s]`, allowed a list of 1 to 4 times, "
                + "each a time in ms or s from 0 to 60000 ms"
        ),
        (
            "horizons: [0.1 s, 2 s, 10 s]", "horizons: []",
            "battery.discharge.horizons: found a list of 0, allowed a list of 1 to 4 times, "
                + "each a time in ms or s from 0 to 60000 ms"
        ),
        (
            "fall: 20 kW/s per V", "fall: 20 kW/s",
            "battery.discharge.voltage_guard.fall: found `20 kW/s`, allowed a rate in kW/s per V or "
                + "W/s per V from 0.1 to 1000 kW/s per V"
        ),
        (
            "noticed: 3 %", "noticed: 9 %",
            "battery.power_trim.noticed: found 9.0 %, allowed at most greatest, 8.0 %"
        ),
        (
            "report_delay: 65 ms", "report_delay: 300.1 ms",
            "battery.power_trim.report_delay: found `300.1 ms`, allowed a time in ms or s from 0 to "
                + "300 ms"
        ),
        (
            "ageing: 1.0", "agein: 1.0",
            "battery.agein: found an unknown key, allowed ageing (the nearest), cells, capacity, "
                + "open_circuit, series_resistance, polarisation_resistance, polarisation_time, "
                + "weakest_cell_resistance, coldest_assumed, discharge, charge, power_trim"
        ),
    ]

    @Test("what is wrong says what is allowed", arguments: changes.indices)
    func saysWhatIsAllowed(index: Int) throws {
        let (old, new, sentence) = Self.changes[index]
        let files = try EditedFiles()
        try files.replace(.vehicle, old, new)
        let problems = files.problems()
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.hasSuffix(": " + sentence) == true, "\(problems)")
    }

    @Test("a short period remembers limits for less long")
    func delayIsBoundByThePeriod() throws {
        let files = try EditedFiles()
        try files.replace(.vehicle, "period: 10 ms", "period: 5 ms")
        try files.replace(
            .vehicle,
            "latency: 95 ms, spread: 35 ms}",
            "latency: 60 ms, spread: 20 ms}"
        )
        try files.replace(.vehicle, "report_delay: 65 ms", "report_delay: 150 ms")
        #expect(files.problems().isEmpty)
        try files.replace(.vehicle, "report_delay: 150 ms", "report_delay: 150.1 ms")
        let sentence =
            "battery.power_trim.report_delay: found 150.1 ms, allowed at most 30 periods, 150.0 ms"
        #expect(files.problems().count == 1)
        #expect(files.problems().first?.hasSuffix(sentence) == true, "\(files.problems())")
    }

    @Test("what is at the edge is allowed")
    func edgesAreAllowed() throws {
        let files = try EditedFiles()
        try files.replace(.vehicle, "noticed: 3 %", "noticed: 8 %")
        try files.replace(
            .vehicle,
            "{peak: 800 A, continuous: 350 A",
            "{peak: 800 A, continuous: 800 A"
        )
        try files.replace(
            .vehicle,
            "{peak: 250 kW, continuous: 120 kW",
            "{peak: 250 kW, continuous: 250 kW"
        )
        try files.replace(.vehicle, "cells: 96", "cells: 1000")
        #expect(files.problems().isEmpty)
    }
}
