import ControlCore
import VehicleModel

// Limits on power.
extension VehicleReader {
    func readPower(_ section: Section) -> PowerParameters {
        var power = PowerParameters(
            auxiliary: section.power("auxiliary", 0...50),
            systemCeiling: readCeiling(section),
            limitRise: PowerRate(section.number("limit_rise", .powerRate, 1...1000)),
            limpPower: section.power("limp_power", 0...500),
            speedLead: section.time("speed_lead", 0...200),
            greatestShaftAcceleration: section.number(
                "greatest_shaft_acceleration",
                .shaftAcceleration,
                0...20_000
            )
        )
        power.shedding = readShedding(section.impliedSection("shed"))
        power.allocation = section.word(
            "allocation",
            [("keep-split", .keepSplit), ("max-thrust", .maxThrust)],
            fallback: "keep-split",
            instead: .keepSplit
        )
        section.finish()
        return power
    }

    /// When heating and air conditioning are asked to shed load.
    private func readShedding(_ section: Section) -> LoadSheddingParameters {
        let problems = section.findings.problems.count
        let shedding = LoadSheddingParameters(
            begin: section.number("below", .share, 0...100, fallback: "90 %"),
            beginTime: section.time("after", 0...60_000, fallback: "500 ms"),
            end: section.number("from", .share, 0...100, fallback: "95 %"),
            endTime: section.time("until", 0...600_000, fallback: "2 s")
        )
        section.finish()
        if section.isSound(since: problems) {
            section.checkNotBelow("from", shedding.end, "below", shedding.begin, .share)
        }
        return shedding
    }

    /// The most thrust is found by the formula of both axles' losses alone.
    func checkAllocation(
        _ section: Section,
        _ power: PowerParameters,
        _ axles: AxlePair<AxleParameters>
    ) {
        guard power.allocation == .maxThrust else { return }
        let tables = [("front", axles.front), ("rear", axles.rear)]
            .filter { $0.1.losses.formula == nil }.map(\.0)
        guard let axle = tables.first else { return }
        section.report(
            "allocation",
            found: "max-thrust, and a table in axles.\(axle).losses",
            allowed: "keep-split, or both axles' losses by their coefficients"
        )
    }

    private func readCeiling(_ section: Section) -> Power {
        let range = 1.0...2000.0
        let bounds = Scale.power.inSI(range)
        return section.value(
            "system_ceiling",
            allowed: Scale.power.describe(range) + ", or none",
            instead: Power(.infinity)
        ) { text in
            if text == "none" { return Power(.infinity) }
            return Scale.power.value(of: text).flatMap { bounds.contains($0) ? Power($0) : nil }
        }
    }

    /// A ceiling above what both motors can give never binds.
    func warnOfCeiling(
        _ section: Section,
        _ ceiling: Power,
        _ axles: AxlePair<AxleParameters>
    ) {
        let greatest = Self.greatestPower(axles.front) + Self.greatestPower(axles.rear)
        guard ceiling.rawValue.isFinite, ceiling > greatest else { return }
        let power = (greatest.kilowatts * 10).rounded() / 10
        section.warn("system_ceiling", "the motors together give at most \(power) kW: no limit")
    }

    private static func greatestPower(_ axle: AxleParameters) -> Power {
        let envelope = axle.envelope
        return (0..<128)
            .map { Torque(envelope.torques[$0]) * (envelope.step * Double($0)) }
            .reduce(.zero, max)
    }
}
