import ControlCore
import VehicleModel

/// Reads `battery`: the limits that follow from the battery itself.
struct BatteryReader {
    /// The whole section.
    let section: Section
    /// The cycle's length.
    let period: Duration
    /// What the battery's limits share with the broadcast's.
    let power: PowerParameters
    /// Which inputs the vehicle has.
    let binding: BatteryBinding

    /// The voltages between which a cell may be.
    private struct CellVoltages {
        let floor: Voltage
        let ceiling: Voltage
        let trip: Voltage
    }

    /// What the file says; nil where a part has a problem, which was reported.
    func read() -> ControlParameters.BatteryLimits? {
        let problems = section.findings.problems.count
        let model = readModel()
        let coldest = section.number("coldest_assumed", .temperature, -60...60, fallback: "-20 C")
        let discharge = section.section("discharge", as: "DIRECTION")
        let charge = section.section("charge", as: "DIRECTION")
        let cells = readVoltages(discharge, charge)
        let leaving = readDirection(
            discharge,
            model,
            Temperature(coldest),
            least: cells.floor,
            limit: cells.floor
        )
        var entering = readDirection(
            charge,
            model,
            Temperature(coldest),
            least: cells.floor,
            limit: cells.ceiling
        )
        entering?.cellTrip = cells.trip
        let trim = readTrim(section.impliedSection("power_trim"))
        section.finish()
        guard section.isSound(since: problems), let leaving, let entering, let trim else {
            return nil
        }
        return .init(discharge: leaving, charge: entering, trim: trim)
    }

    private func readModel() -> PackModel? {
        let problems = section.findings.problems.count
        let cells = section.whole("cells", 1...1000)
        let capacity = section.number("capacity", .capacity, 1...2000)
        let openCircuit = section.curve("open_circuit", .openCircuit)
        let series = section.number("series_resistance", .resistance, 0.1...10_000)
        let polarisation = section.number("polarisation_resistance", .resistance, 0...10_000)
        let time = section.time("polarisation_time", 10...3_600_000)
        let ageing = section.number("ageing", .number, 0.5...5, fallback: "1")
        let weakest = section.number("weakest_cell_resistance", .number, 1...5, fallback: "1.3")
        guard section.isSound(since: problems), let openCircuit else { return nil }
        let model = PackModel(
            cells: Double(cells),
            capacity: Charge(capacity),
            openCircuit: openCircuit,
            seriesResistance: Resistance(series),
            polarisationResistance: Resistance(polarisation),
            polarisationTime: time,
            ageing: ageing,
            weakestCellResistance: weakest
        )
        if model == nil { section.reportWhole(found: "no pack", allowed: "figures that make one") }
        return model
    }

    private func readVoltages(_ discharge: Section, _ charge: Section) -> CellVoltages {
        let problems = section.findings.problems.count
        let cells = CellVoltages(
            floor: discharge.voltage("cell_floor", 0.5...10),
            ceiling: charge.voltage("cell_ceiling", 0.5...10),
            trip: charge.voltage("cell_trip", 0.5...10)
        )
        guard section.isSound(since: problems) else { return cells }
        if cells.ceiling <= cells.floor {
            charge.report(
                "cell_ceiling",
                found: "\(cells.ceiling.rawValue) V",
                allowed: "more than the cell_floor of discharge, \(cells.floor.rawValue) V"
            )
        }
        if cells.trip <= cells.ceiling {
            charge.report(
                "cell_trip",
                found: "\(cells.trip.rawValue) V",
                allowed: "more than cell_ceiling, \(cells.ceiling.rawValue) V"
            )
        }
        return cells
    }

    private func readTrim(_ section: Section) -> PowerTrimParameters? {
        let problems = section.findings.problems.count
        let delay = section.time("report_delay", 0...300, fallback: "65 ms")
        let greatest = section.number("greatest", .share, 0...50, fallback: "8 %")
        let noticed = section.number("noticed", .share, 0...50, fallback: "3 %")
        let trim = PowerTrimParameters(
            reportDelay: delay,
            reportLag: section.time("report_lag", 1...1000, fallback: "55 ms"),
            filterTime: section.time("filter", 1...10_000, fallback: "20 ms"),
            attackTime: section.time("attack", 1...10_000, fallback: "50 ms"),
            releaseTime: section.time("release", 1...600_000, fallback: "2 s"),
            greatestPart: greatest,
            noticedPart: noticed,
            noticeTime: section.time("notice_time", 1...600_000, fallback: "1 s")
        )
        section.finish()
        guard section.isSound(since: problems) else { return nil }
        // So far back limits are remembered.
        let longest = period * 30
        if delay > longest {
            section.report(
                "report_delay",
                found: Section.milliseconds(delay),
                allowed: "at most 30 periods, \(Section.milliseconds(longest))"
            )
        }
        if noticed > greatest {
            section.report(
                "noticed",
                found: Section.percent(noticed),
                allowed: "at most greatest, \(Section.percent(greatest))"
            )
        }
        if trim == nil { section.reportWhole(found: "no trim", allowed: "figures that make one") }
        return trim
    }
}
