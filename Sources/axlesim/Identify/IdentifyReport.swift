import Foundation
import PlantModel

/// What was identified, for people: values, what is left, what is doubtful.
struct IdentifyReport {
    private let log: DriveLog
    private let plant: IdentifiedPlant

    /// A report on what a log came to.
    init(_ log: DriveLog, _ plant: IdentifiedPlant) {
        self.log = log
        self.plant = plant
    }

    private static let fieldWeakening = "motor_losses.field_weakening"

    /// One coefficient.
    struct Row {
        /// The plant file's key.
        let key: String
        /// The unit's name.
        let unit: String
        /// The SI value of one of it.
        let factor: Double
        /// What was fitted.
        let fitted: FittedCoefficient
        /// Whether it may be negative.
        var mayBeNegative = false

        /// Whether the sign has a meaning.
        var isPhysical: Bool { mayBeNegative || fitted.value >= 0 }
    }

    /// The coefficients in the file's order.
    var rows: [Row] {
        let power = plant.power
        var rows = [
            Row(key: "motor_losses.copper", unit: "W/Nm2", factor: 1, fitted: power.copper),
            Row(
                key: Self.fieldWeakening,
                unit: "W/Nm2",
                factor: 1,
                fitted: power.fieldWeakening
            ),
            Row(key: "motor_losses.linear", unit: "W s/rad", factor: 1, fitted: power.linear),
            Row(
                key: "motor_losses.quadratic",
                unit: "W s2/rad2",
                factor: 1,
                fitted: power.quadratic
            ),
            Row(key: "constants and auxiliaries", unit: "W", factor: 1, fitted: power.constant),
        ]
        if let battery = plant.battery {
            rows += [
                Row(
                    key: "battery.series_resistance",
                    unit: "mohm",
                    factor: 0.001,
                    fitted: battery.series
                ),
                Row(
                    key: "battery.polarisation_resistance",
                    unit: "mohm",
                    factor: 0.001,
                    fitted: battery.polarisation
                ),
                Row(
                    key: "open circuit above the base's",
                    unit: "V",
                    factor: 1,
                    fitted: battery.offset,
                    mayBeNegative: true
                ),
            ]
        }
        for fit in plant.rolling {
            rows.append(
                Row(
                    key: "way per motor turn, \(fit.source)",
                    unit: "m",
                    factor: 1 / (2 * .pi),
                    fitted: fit.way
                )
            )
        }
        return rows
    }

    /// The text.
    var lines: String {
        let units = plant.record.motors.count
        var lines = [
            "\(log.file): \(rounded(plant.record.duration)) s without a hole, "
                + "\(units == 1 ? "one drive unit" : "\(units) drive units"), \(plant.power.residuals.count) samples compared"
        ]
        lines += excited + [""]
        lines.append(Self.columns("coefficient", "value", "standard error", "sign"))
        for row in rows {
            let error = row.fitted.standardError.map {
                "\(IdentifiedPlant.text($0 / row.factor)) \(row.unit)"
            }
            lines.append(
                Self.columns(
                    row.key,
                    "\(IdentifiedPlant.text(row.fitted.value / row.factor)) \(row.unit)",
                    error ?? "held at zero",
                    row.isPhysical ? "physical" : "NOT PHYSICAL"
                )
            )
        }
        lines += times + [""] + left + warnings
        return lines.joined(separator: "\n") + "\n"
    }

    /// What is doubtful, a sentence each.
    var warnings: [String] {
        var warnings: [String] = []
        for row in rows where row.fitted.isPoor {
            // Said with its reason below.
            if row.key == Self.fieldWeakening, !plant.hasFieldWeakening { continue }
            warnings.append(
                row.fitted.standardError == nil
                    ? "warning: \(row.key) is held at zero: the drive would have it negative"
                    : "warning: \(row.key) is poorly determined: its error is over a third of it"
            )
        }
        if plant.power.condition > 30 {
            warnings.append(
                "warning: the losses' coefficients can stand for each other (condition "
                    + "\(Int(plant.power.condition.rounded()))): their sum is sure where the drive was, not each"
            )
        }
        if let battery = plant.battery, battery.times.upperBound > 2 * battery.times.lowerBound {
            warnings.append(
                "warning: battery.polarisation_time is poorly determined: \(rounded(battery.times.lowerBound)) "
                    + "to \(rounded(battery.times.upperBound)) s explain the voltage nearly as well"
            )
        }
        if plant.battery == nil {
            warnings.append(
                "warning: the battery stays as it was: its current changed by less than 30 A"
            )
        }
        if plant.record.stateOfCharge == nil {
            warnings.append(
                "warning: the log does not tell the state of charge; the base's was taken"
            )
        }
        if !plant.hasFieldWeakening {
            warnings.append(
                "warning: hardly a speed above \(rounded(plant.power.knee)) rad/s, where field weakening "
                    + "begins: \(Self.fieldWeakening) stays as it was"
            )
        }
        return warnings
    }

    /// The same for programs: one object.
    func json() throws -> Data {
        let power = plant.power
        var units: [String: ReportValue] = [:]
        for row in rows {
            units[row.key] = .object([
                "value": .number(row.fitted.value / row.factor), "unit": .text(row.unit),
                "standard_error": row.fitted.standardError.map { .number($0 / row.factor) }
                    ?? .null,
            ])
        }
        var object: [String: ReportValue] = [
            "log": .text(log.file), "seconds": .number(plant.record.duration),
            "drive_units": .number(Double(plant.record.motors.count)),
            "coefficients": .object(units),
            "report_delay_ms": .number(power.lag.delay * 1000),
            "report_lag_ms": .number(power.lag.lag * 1000),
            "power": Self.json(power.residuals, 1000, "kW"),
            "warnings": .list(warnings.map { .text($0) }),
        ]
        if let battery = plant.battery {
            object["voltage"] = Self.json(battery.residuals, 1, "V")
            object["polarisation_time_s"] = .number(battery.time)
            object["open_circuit_V"] = .number(battery.openCircuitVoltage)
        }
        if let radius = plant.rollingRadius { object["rolling_radius_m"] = .number(radius) }
        return try ReportValue.object(object).line()
    }

    /// Residuals in a unit.
    static func json(_ left: Residuals, _ factor: Double, _ unit: String) -> ReportValue {
        .object([
            "rms_\(unit)": .number(left.rootMeanSquare / factor),
            "median_\(unit)": .number(left.median / factor),
            "max_\(unit)": .number(left.largest / factor), "samples": .number(Double(left.count)),
        ])
    }

    private static func columns(_ texts: String...) -> String {
        zip(texts, [38, 22, 22, 0]).map { text, width in
            text + String(repeating: " ", count: max(width - text.count, width > 0 ? 1 : 0))
        }
        .joined()
    }

    private var times: [String] {
        let lag = plant.power.lag
        var lines = [
            "battery.current_report_delay and _lag: \(rounded(lag.delay * 1000)) ms and "
                + "\(rounded(lag.lag * 1000)) ms; \(rounded(lag.mean * 1000)) ms in all, which is the surer"
        ]
        guard let battery = plant.battery else { return lines }
        lines.append(
            "battery.polarisation_time: \(IdentifiedPlant.text(battery.time)) s; open circuit "
                + "\(IdentifiedPlant.text(battery.openCircuitVoltage)) V at "
                + "\(rounded(battery.stateOfCharge * 100)) %"
        )
        let later = battery.currentDelay * 1000
        lines.append(
            "current is reported \(rounded(abs(later))) ms \(later < 0 ? "earlier" : "later") "
                + "than voltage"
        )
        if let radius = plant.rollingRadius {
            lines.append(
                "axles.front.rolling_radius: \(IdentifiedPlant.text(radius)) m with a gear of "
                    + "\(plant.base.front.gearRatio)"
            )
        }
        return lines
    }

    private var excited: [String] {
        let torque = plant.excitation.torque
        var lines = [
            "torque \(rounded(torque.lowerBound)) to \(rounded(torque.upperBound)) Nm, up to "
                + "\(Int((plant.excitation.speed * 30 / .pi).rounded())) rpm; samples by torque and speed:"
        ]
        let speeds = ["< 1000 rpm", "1000", "3000", "5000", ">= 7000"]
        let torques = [
            "below -10 Nm", "-10 to 10", "10 to 100", "100 to 200", "200 to 300", "above 300",
        ]
        func row(_ name: String, _ cells: [String]) -> String {
            let padded = cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }
            return "  " + name + String(repeating: " ", count: 14 - name.count) + padded.joined()
        }
        lines.append(row("", speeds))
        for (name, counts) in zip(torques, plant.excitation.counts) {
            lines.append(row(name, counts.map { $0 == 0 ? "-" : "\($0)" }))
        }
        return lines
    }

    private var left: [String] {
        let power = plant.power.residuals
        var lines = ["left of power: " + Self.text(power, 1000, "kW")]
        let record = plant.record
        let halves = (record.part(0...0.5), record.part(0.5...1))
        let seconds = (record.seconds(even: true), record.seconds(even: false))
        lines += crossed("half", halves) + crossed("seconds", seconds)
        guard let battery = plant.battery else { return lines }
        lines.append("left of voltage: " + Self.text(battery.residuals, 1, "V"))
        if let first = BatteryFit(halves.0, base: plant.base.battery) {
            let all = first.residuals(on: plant.record, base: plant.base.battery).rootMeanSquare
            lines.append("  fitted on the first half, left of all: RMS \(rounded(all)) V")
        }
        return lines
    }

    /// What a fit on each of two parts leaves of the other.
    private func crossed(_ name: String, _ parts: (DriveRecord, DriveRecord)) -> [String] {
        let knee = plant.power.knee
        guard let one = PowerFit(parts.0, knee: knee), let other = PowerFit(parts.1, knee: knee)
        else { return [] }
        let names = name == "half" ? ("first half", "second half") : ("even seconds", "odd seconds")
        func line(_ fit: PowerFit, _ on: String, _ of: String, _ part: DriveRecord) -> String {
            let left = fit.residuals(on: part).rootMeanSquare / 1000
            return "  fitted on the \(on), left of the \(of): RMS \(rounded(left)) kW"
        }
        return [
            line(one, names.0, names.1, parts.1), line(other, names.1, names.0, parts.0),
        ]
    }

    /// Residuals in a unit.
    static func text(_ left: Residuals, _ factor: Double, _ unit: String) -> String {
        "RMS \(rounded(left.rootMeanSquare / factor)) \(unit), median "
            + "\(rounded(left.median / factor)) \(unit), largest \(rounded(left.largest / factor)) \(unit)"
    }
}
