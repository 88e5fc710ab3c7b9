import PlantModel

/// What a run came to, measure by measure, and what of it was expected otherwise.
struct Outcome {
    private let driven: DrivenPlant
    private let judgement: Judgement
    private let reports: ReportMeter

    /// Collects what a loop has to say at its end.
    init(_ loop: borrowing OfflineLoop) {
        driven = loop.driven
        judgement = Judgement(loop.daemon, loop.guardian)
        reports = loop.reports
    }

    /// What was measured, in SI units; nil where nothing was.
    func value(_ quantity: MeasuredQuantity, in window: PhaseWindow? = nil) -> Double? {
        if let window { return driven.extremes[window]?.value(of: quantity) }
        switch quantity {
        case .zeroTo50: return driven.meter.zeroTo50
        case .zeroTo100: return driven.meter.zeroTo100
        case .reportedLongestOverLimit: return reports.longest
        case .reportedEnergyOverLimit: return reports.energy
        case .limitViolations: return Double(judgement.limitViolations)
        case .overruns: return Double(judgement.overruns)
        case .trips: return Double(judgement.trips)
        case .cuts: return Double(judgement.clamped)
        case .refusals: return Double(judgement.refused)
        case .finalSpeed: return driven.plant.speed.rawValue
        case .peakElectrical, .peakShaft, .timeOverLimit, .longestOverLimit, .energyOverLimit,
            .lowestVoltage, .greatestSpeed, .leastSpeed, .greatestSlip, .greatestTotalTorque,
            .leastTotalTorque:
            return driven.extremes.whole.value(of: quantity)
        }
    }

    /// One sentence for each expectation that was not met, in the file's order.
    var misses: [String] { sentences { !$0 } }

    /// One sentence for each expectation that was met, in the file's order.
    var met: [String] { sentences { $0 } }

    private func sentences(_ isWanted: (Bool) -> Bool) -> [String] {
        driven.runner.scenario.expectations.compactMap { expectation in
            let value = value(expectation.quantity, in: expectation.window)
            return isWanted(expectation.allows(value)) ? sentence(expectation, value) : nil
        }
    }

    private func sentence(_ expectation: Expectation, _ value: Double?) -> String {
        let form = MeasureForm.of(expectation.quantity)
        let allowed = [
            expectation.least.map { "at least \(form.text($0))" },
            expectation.most.map { "at most \(form.text($0))" },
        ].compactMap { $0 }.joined(separator: " and ")
        var place = ""
        if let window = expectation.window {
            place = " in phase \"\(driven.runner.scenario.phases[window.phase].name)\""
            if window.after > 0 {
                place += " after \(MeasureForm.of(.zeroTo50).text(window.after))"
            }
        }
        let found = value.map { form.text($0) } ?? "nothing"
        return "\(form.key)\(place): found \(found), expected \(allowed)"
    }
}
