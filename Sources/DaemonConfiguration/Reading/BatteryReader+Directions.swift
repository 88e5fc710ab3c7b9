import ControlCore
import VehicleModel

// What holds for discharge and for charge alike.
extension BatteryReader {
    func readDirection(
        _ section: Section,
        _ model: PackModel?,
        _ coldest: Temperature,
        least: Voltage,
        limit: Voltage
    ) -> BatteryParameters? {
        let times = section.times("horizons", 1...4, 0...60_000, fallback: [100, 2000, 10_000])
        let currents = readCurrents(section)
        let fuse = readHeat("fuse", section)
        let contactor = readHeat("contactor", section)
        let windows = readWindows(section)
        let chargeTaper = section.optionalCurve("state_of_charge_taper", .chargeTaper)
        let coldTaper = section.optionalCurve("cold_taper", .coldTaper)
        let voltageGuard = readGuard(section)
        section.finish()
        guard let model, let horizons = Self.horizons(times, of: model) else { return nil }
        var parameters = BatteryParameters(
            period: period,
            limitRise: power.limitRise,
            limpPower: power.limpPower,
            model: model,
            horizons: horizons,
            leastCellVoltage: least,
            cellLimit: limit,
            coldestAssumed: coldest
        )
        parameters.currents = currents
        parameters.fuse = fuse
        parameters.contactor = contactor
        for (index, window) in windows.enumerated() { parameters.energies[index] = window }
        parameters.chargeTaper = chargeTaper
        parameters.coldTaper = coldTaper
        parameters.voltageGuard = voltageGuard
        parameters.binding = binding
        return parameters
    }

    /// Nil where a time was wrong, which was reported.
    private static func horizons(_ times: [Duration], of model: PackModel) -> Horizons? {
        let all = times.compactMap { Horizon($0, of: model) }
        guard let first = all.first, all.count <= 4 else { return nil }
        var horizons = [4 of Horizon](repeating: first)
        for (index, horizon) in all.enumerated() { horizons[index] = horizon }
        return Horizons(horizons, count: all.count)
    }

    private func readCurrents(_ section: Section) -> CurrentTable? {
        let problems = section.findings.problems.count
        let keys = ["current_peak", "current_10s", "current_30s", "current_continuous"]
        let curves = keys.map { section.optionalCurve($0, .current) }
        guard section.isSound(since: problems) else { return nil }
        guard let peak = curves[0],
            let short = curves[1].flatMap({ CurrentWindow(.seconds(10), $0) }),
            let long = curves[2].flatMap({ CurrentWindow(.seconds(30), $0) }),
            let continuous = curves[3]
        else {
            // One alone would leave the others to nothing.
            if curves.contains(where: { $0 != nil }) {
                for (key, curve) in zip(keys, curves) where curve == nil {
                    section.report(key, found: "nothing", allowed: "all four currents or none")
                }
            }
            return nil
        }
        return CurrentTable(peak: peak, windows: [short, long], continuous: continuous)
    }

    private func readHeat(_ key: String, _ section: Section) -> HeatRating? {
        guard let part = section.optionalSection(key) else { return nil }
        let problems = section.findings.problems.count
        let peak = part.current("peak", 1...10_000)
        let continuous = part.current("continuous", 0...10_000)
        let time = part.time("time", 1...3_600_000)
        part.finish()
        guard part.isSound(since: problems) else { return nil }
        let rating = HeatRating(peak: peak, continuous: continuous, time: time)
        if rating == nil {
            part.report(
                "continuous",
                found: "\(continuous.rawValue) A",
                allowed: "at most peak, \(peak.rawValue) A"
            )
        }
        return rating
    }

    private func readWindows(_ section: Section) -> [EnergyWindow?] {
        section.optionalSections("energy_windows", 1...3).map { part in
            let problems = section.findings.problems.count
            let peak = part.power("peak", 0...2000)
            let continuous = part.power("continuous", 0...2000)
            let time = part.time("window", 1...3_600_000)
            part.finish()
            guard part.isSound(since: problems) else { return nil }
            let window = EnergyWindow(peak: peak, continuous: continuous, window: time)
            if window == nil {
                part.report(
                    "continuous",
                    found: "\(continuous.kilowatts) kW",
                    allowed: "at most peak, \(peak.kilowatts) kW"
                )
            }
            return window
        }
    }

    private func readGuard(_ section: Section) -> VoltageGuardParameters? {
        guard let part = section.optionalSection("voltage_guard") else { return nil }
        let guarding = VoltageGuardParameters(
            margin: part.voltage("margin", 0...200, fallback: "10 V"),
            fall: PowerRate(
                part.number("fall", .powerRateByVoltage, 0.1...1000, fallback: "20 kW/s per V")
            ),
            rise: PowerRate(
                part.number("rise", .powerRateByVoltage, 0...1000, fallback: "5 kW/s per V")
            )
        )
        part.finish()
        return guarding
    }
}
