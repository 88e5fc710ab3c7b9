import PlantModel

/// What a run came to, measure by measure, and what of it was expected otherwise.
struct Outcome {
    private let driven: DrivenPlant
    /// What daemon and guardian say; nil where they are other processes.
    private let insight: Insight?

    private struct Insight {
        let judgement: Judgement
        let reports: ReportMeter
    }

    /// Collects what a loop has to say at its end.
    init(_ loop: borrowing OfflineLoop) {
        driven = loop.driven
        insight = Insight(
            judgement: Judgement(loop.daemon, loop.guardian),
            reports: loop.reports
        )
    }

    /// Collects what a plant beside a daemon of its own has to say at its end.
    init(_ driven: DrivenPlant) {
        self.driven = driven
        insight = nil
    }

    /// What was measured, in SI units; nil where nothing was.
    func value(_ quantity: MeasuredQuantity, in window: PhaseWindow? = nil) -> Double? {
        if let window { return driven.extremes[window]?.value(of: quantity) }
        switch quantity {
        case .zeroTo50: return driven.meter.zeroTo50
        case .zeroTo100: return driven.meter.zeroTo100
        case .reportedLongestOverLimit: return insight?.reports.longest
        case .reportedEnergyOverLimit: return insight?.reports.energy
        case .limitViolations: return insight.map { Double($0.judgement.limitViolations) }
        case .overruns: return insight.map { Double($0.judgement.overruns) }
        case .trips: return insight.map { Double($0.judgement.trips) }
        case .cuts: return insight.map { Double($0.judgement.clamped) }
        case .refusals: return insight.map { Double($0.judgement.refused) }
        case .finalSpeed: return driven.plant.speed.rawValue
        case .peakElectrical, .peakShaft, .timeOverLimit, .longestOverLimit, .energyOverLimit,
            .lowestVoltage, .greatestSpeed, .leastSpeed, .greatestSlip, .timeSlipping,
            .greatestTotalTorque, .leastTotalTorque, .leastElectrical, .peakOverLimit,
            .greatestYawRate, .greatestLateralAcceleration, .greatestSideslip, .understeer,
            .energyRecovered, .stoppingDistance, .greatestPitch, .peakJerk, .lashCrossings,
            .antilockTime, .leastCellVoltage, .greatestMotorTemperature:
            return driven.extremes.whole.value(of: quantity)
        }
    }

    /// Each expectation with what was found, in the file's order.
    var comparisons: [Comparison] {
        let phases = driven.runner.scenario.phases
        return driven.runner.scenario.expectations.map { expectation in
            let window = expectation.window
            return Comparison(
                expectation: expectation,
                phase: window.map { phases[$0.phase].name },
                found: value(expectation.quantity, in: window),
                isMeasured: insight != nil || !expectation.quantity.needsInsight
            )
        }
    }

    /// One expectation and what was found.
    struct Comparison {
        /// What was expected.
        let expectation: Expectation
        /// The name of the phase that it is about; nil for the whole run.
        let phase: String?
        /// What was found, in SI units; nil where nothing was measured.
        let found: Double?
        /// Whether it is measured here at all: not where only another process could say it.
        let isMeasured: Bool
    }
}

extension Outcome.Comparison {
    /// Whether it is as expected.
    var isMet: Bool { expectation.allows(found) }

    /// Whether it was measured here and is not as expected.
    var isMissed: Bool { isMeasured && !isMet }

    private var form: MeasureForm { .of(expectation.quantity) }
    private var delay: Double { expectation.window?.after ?? 0 }

    /// What is allowed, in words.
    var allowed: String {
        [
            expectation.least.map { "at least \(form.text($0))" },
            expectation.most.map { "at most \(form.text($0))" },
        ].compactMap { $0 }.joined(separator: " and ")
    }

    /// What was measured, and in which part of the run.
    var measure: String {
        var place = phase.map { " in phase \"\($0)\"" } ?? ""
        if delay > 0 { place += " after \(MeasureForm.of(.zeroTo50).text(delay))" }
        return form.key + place
    }

    /// What was found, with its unit.
    var foundText: String {
        isMeasured ? found.map { form.text($0) } ?? "nothing" : "not measured here"
    }

    /// One sentence: what was measured, what was found, what was expected.
    var sentence: String {
        "\(measure): \(isMeasured ? "found " : "")\(foundText), expected \(allowed)"
    }
}

extension Outcome.Comparison: Encodable {
    private enum Key: String, CodingKey {
        case measure, unit, phase, found, min, max, met, measured
        case after = "after_s"
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        func inUnit(_ value: Double?) -> Double? { value.map { rounded($0 / form.unit.factor) } }
        try object.encode(form.key, forKey: .measure)
        try object.encode(form.unit.name, forKey: .unit)
        try object.encodeIfPresent(phase, forKey: .phase)
        if delay > 0 { try object.encode(rounded(delay), forKey: .after) }
        try object.encode(inUnit(found), forKey: .found)
        try object.encodeIfPresent(inUnit(expectation.least), forKey: .min)
        try object.encodeIfPresent(inUnit(expectation.most), forKey: .max)
        if isMeasured {
            try object.encode(isMet, forKey: .met)
        } else {
            try object.encode(false, forKey: .measured)
        }
    }
}

extension MeasuredQuantity {
    /// Whether only daemon and guardian know it.
    fileprivate var needsInsight: Bool {
        [
            .reportedLongestOverLimit, .reportedEnergyOverLimit, .limitViolations, .overruns,
            .trips,
            .cuts, .refusals,
        ].contains(self)
    }
}
