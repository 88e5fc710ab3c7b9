import Foundation
import PlantModel

/// What many hidden plants came to: how far and how long power was above the limit, by percentile.
struct HiddenStudy {
    private let scenario: String
    private var trials: [Trial] = []

    /// The percentiles that are told.
    static let percentiles = [50, 90, 95, 99, 100]
    /// What is told of power above the limit.
    static let measures: [MeasuredQuantity] = [.peakOverLimit, .energyOverLimit, .longestOverLimit]
    /// What must not happen to a sound plant.
    static let invariants: [MeasuredQuantity] = [.limitViolations, .trips, .refusals, .cuts]

    /// A study of a scenario without trials.
    init(_ scenario: String) { self.scenario = scenario }

    /// Adds a trial.
    mutating func add(_ trial: Trial) { trials.append(trial) }

    /// The value that a share of the plants stays at or below.
    static func percentile(_ percent: Int, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.last else { return 0 }
        // The smallest value that so many are not above (nearest rank).
        let rank = (Double(percent) / 100 * Double(sorted.count)).rounded(.up)
        return rank < 1
            ? sorted[0] : sorted.indices.contains(Int(rank) - 1) ? sorted[Int(rank) - 1] : last
    }

    private func values(_ quantity: MeasuredQuantity) -> [Double] {
        trials.map { $0.outcome.value(quantity) ?? 0 }
    }

    /// How many plants have more than none of a quantity.
    private func offenders(_ quantity: MeasuredQuantity) -> Int {
        values(quantity).count { $0 > 0 }
    }

    /// For people.
    var lines: String {
        var lines = ["\(scenario): \(trials.count) hidden plants"]
        lines += table("power above the limit", trials)
        // Those whose torque the daemon took away for a fault would make the rest look better.
        let finished = trials.filter(\.isFinished)
        if finished.count < trials.count {
            lines += table("of the \(finished.count) at the end", finished)
        }
        for quantity in Self.invariants {
            let form = MeasureForm.of(quantity)
            let most = form.text(values(quantity).max() ?? 0)
            lines.append("\(form.key): in \(offenders(quantity)) plants, at most \(most)")
        }
        lines.append("not at the scenario's end: \(trials.count { !$0.isFinished }) plants")
        for fault in Set(trials.flatMap(\.faults)).sorted() {
            lines.append("fault \(fault): in \(trials.count { $0.faults.contains(fault) }) plants")
        }
        for quantity in Self.measures {
            guard let worst = worst(quantity) else { continue }
            lines.append("worst \(MeasureForm.of(quantity).key): \(Self.arguments(worst))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For programs: one object.
    func json() throws -> Data {
        var object: [String: ReportValue] = [
            "scenario": .text(scenario), "plants": .number(Double(trials.count)),
            "not_finished": .number(Double(trials.count { !$0.isFinished })),
        ]
        for quantity in Self.measures {
            let form = MeasureForm.of(quantity)
            var one: [String: ReportValue] = [:]
            for percent in Self.percentiles {
                let value = Self.percentile(percent, of: values(quantity)) / form.unit.factor
                one["p\(percent)"] = .number(rounded(value))
            }
            object[form.nameWithUnit] = .object(one)
        }
        for quantity in Self.invariants {
            object["plants_with_\(MeasureForm.of(quantity).key)"] =
                .number(Double(offenders(quantity)))
        }
        return try ReportValue.object(object).line()
    }

    private func table(_ name: String, _ trials: [Trial]) -> [String] {
        let heads = Self.row(name, Self.percentiles.map { "\($0) %" })
        return [heads]
            + Self.measures.map { quantity in
                let form = MeasureForm.of(quantity)
                let values = trials.map { $0.outcome.value(quantity) ?? 0 }
                let cells = Self.percentiles.map { form.text(Self.percentile($0, of: values)) }
                return Self.row(form.key, cells)
            }
    }

    private func worst(_ quantity: MeasuredQuantity) -> Trial? {
        let worst = trials.max {
            ($0.outcome.value(quantity) ?? 0) < ($1.outcome.value(quantity) ?? 0)
        }
        return worst.flatMap { ($0.outcome.value(quantity) ?? 0) > 0 ? $0 : nil }
    }

    /// What `axlesim run` needs to see a plant again.
    private static func arguments(_ trial: Trial) -> String {
        trial.settings.map { "--set \($0.key)='\($0.value.text)'" }.joined(separator: " ")
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        let padded = cells.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(1, 24 - name.count)) + padded.joined()
    }
}
