import Foundation
import PlantModel

/// Writes trials as they come: a table for people, or an object a line for programs.
struct TrialTable {
    private let keys: [String]
    private let measures: [MeasuredQuantity]

    /// A table with a column for each key that changes and for each measure.
    init(keys: [String], measures: [MeasuredQuantity]) {
        self.keys = keys
        self.measures = measures
    }

    /// The line above.
    var header: String {
        row(keys + measures.map { MeasureForm.of($0).key } + [""])
    }

    /// One trial.
    func line(_ trial: Trial) -> String {
        let values = keys.map { key in
            trial.settings.last { $0.key == key }?.value.text ?? "-"
        }
        let measured = measures.map { quantity in
            trial.outcome.value(quantity).map { MeasureForm.of(quantity).text($0) } ?? "-"
        }
        return row(values + measured + [trial.isFinished ? "" : "not at its end"])
    }

    /// One trial as JSON.
    func json(_ trial: Trial) throws -> Data {
        var object: [String: ReportValue] = ["finished": .text(trial.isFinished ? "yes" : "no")]
        var set: [String: ReportValue] = [:]
        for setting in trial.settings { set[setting.key] = .text(setting.value.text) }
        object["set"] = .object(set)
        object["faults"] = .list(trial.faults.map { .text($0) })
        for quantity in measures {
            let form = MeasureForm.of(quantity)
            let value = trial.outcome.value(quantity).map {
                ReportValue.number(rounded($0 / form.unit.factor))
            }
            object[form.nameWithUnit] = value ?? .null
        }
        return try ReportValue.object(object).line()
    }

    private func row(_ cells: [String]) -> String {
        let widths = (keys + measures.map { MeasureForm.of($0).key }).map { max($0.count, 11) + 2 }
        let padded = zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(1, width - cell.count))
        }
        let line = padded.joined() + cells.dropFirst(widths.count).joined()
        return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
    }
}

extension KeySetting.Value {
    /// As the command line writes it.
    var text: String {
        switch self {
        case .text(let text): text
        case .factor(let factor): "x\(factor)"
        }
    }
}

extension MeasureForm {
    /// The key with its unit, for programs: `peak_electrical_kW`.
    var nameWithUnit: String {
        unit.name.isEmpty ? key : "\(key)_\(unit.name.replacing("/", with: "_"))"
    }
}
