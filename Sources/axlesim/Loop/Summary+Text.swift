extension Summary {
    /// The same for people: one line a fact.
    var lines: String {
        let meter = driven.meter
        var lines = ["scenario: \(driven.runner.scenario.name), \(ending)"]
        if let time = meter.zeroTo100 { lines.append("0 to 100 km/h: \(rounded(time)) s") }
        lines.append("top speed: \(rounded(meter.topSpeed.rawValue * 3.6)) km/h")
        let peak = rounded(meter.peakElectricalPower.rawValue / 1000)
        let limit = rounded(meter.limitAtPeak.rawValue / 1000)
        lines.append("peak electrical power: \(peak) kW, the limit then \(limit) kW")
        lines.append("peak slip: \(rounded(meter.peakSlipSpeed.rawValue)) m/s")
        if let judgement {
            lines.append(
                "cycles: \(judgement.cycles), limit violations: \(judgement.limitViolations)"
            )
            lines.append(
                "guardian: cut \(judgement.clamped), refused \(judgement.refused), "
                    + (judgement.trips == 0
                        ? "no trip"
                        : "trips \(judgement.trips), the last for \(judgement.lastTrip)")
            )
            if !judgement.faults.isEmpty {
                lines.append("faults: " + judgement.faults.joined(separator: ", "))
            }
        }
        for comparison in expected ?? [] where comparison.isMet {
            lines.append("as expected: \(comparison.sentence)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var ending: String {
        if driven.runner.isFinished { return "finished after \(rounded(driven.plant.time)) s" }
        if let abandonedPhase { return "given up in phase \"\(abandonedPhase)\"" }
        return "not at its end after \(rounded(driven.plant.time)) s"
    }
}
