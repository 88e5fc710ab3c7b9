import Foundation
import PlantModel

/// What a drive tells of a plant, and what stays as a plant file has it.
struct IdentifiedPlant {
    /// The plant that was begun with.
    let base: PlantParameters
    /// The stretch of the drive that was used.
    let record: DriveRecord
    /// Which torques and speeds it went through.
    let excitation: Excitation
    /// Losses and the report's lag.
    let power: PowerFit
    /// The battery; nil where its current hardly changed.
    let battery: BatteryFit?
    /// The way for a turn of the motor, by source.
    let rolling: [RollingFit]

    /// Torque and change of current below which a drive tells nothing, Nm and A.
    private static let least = (torque: 20.0, current: 30.0)

    /// Fits a drive; throws one sentence where it does not tell enough.
    init(_ log: DriveLog, base: PlantParameters) throws(IdentifyError) {
        self.base = base
        record = log.record.longestStretch
        let told = log.record
        guard told.motors.contains(where: { !$0.isEmpty }) else {
            throw .nothing(log.file, "torque")
        }
        guard !told.battery.isEmpty else { throw .nothing(log.file, "pack voltage and current") }
        guard record.duration >= 5 else { throw .short(log.file, seconds: record.duration) }
        excitation = Excitation(record)
        let torque = max(abs(excitation.torque.lowerBound), abs(excitation.torque.upperBound))
        guard torque >= Self.least.torque, excitation.speed > 10 else {
            throw .still(log.file, torque: torque, speed: excitation.speed * 30 / .pi)
        }
        guard let power = PowerFit(record, knee: base.losses.knee) else {
            throw .short(log.file, seconds: record.duration)
        }
        self.power = power
        let currents = record.battery.map(\.current)
        let span = (currents.max() ?? 0) - (currents.min() ?? 0)
        battery = span >= Self.least.current ? BatteryFit(record, base: base.battery) : nil
        rolling = RollingFit.all(record)
    }

    /// Whether the drive was fast enough for field weakening; if not, the base's stays.
    var hasFieldWeakening: Bool { excitation.speed > 1.1 * power.knee }

    /// The losses of one drive unit that are always there, and what the auxiliaries take, W.
    ///
    /// Only their sum can be told: the auxiliaries take what the base says, or all of it where it
    /// is less.
    var constants: (unit: Double, auxiliary: Double) {
        let auxiliary = min(base.auxiliaryPower, power.constant.value)
        let units = Double(max(1, record.motors.count))
        return ((power.constant.value - auxiliary) / units, auxiliary)
    }

    /// The base's curve as far up as the battery's voltage at rest is above it.
    var openCircuit: [OpenCircuitPoint] {
        let shift = (battery?.offset.value ?? 0) / Double(base.battery.cells)
        return base.battery.openCircuit.map {
            OpenCircuitPoint(stateOfCharge: $0.stateOfCharge, voltage: $0.voltage + shift)
        }
    }

    /// The rolling radius that goes with the base's gear, m; nil where nothing tells the speed over
    /// ground.
    var rollingRadius: Double? {
        rolling.first.map { $0.way.value * base.front.gearRatio }
    }

    /// A plant file on top of another one: what was identified, each with where it is from.
    func file(on path: String, from log: String) -> String {
        let note = "# identified on \(log)"
        let constants = constants
        var lines = [
            "# What a drive tells of a plant (axlesim identify); everything else is the other file's.",
            "based_on: \(path)", "",
            "motor_losses:",
            "  copper: \(Self.text(power.copper.value)) W/Nm2 \(note)",
            "  constant: \(Self.text(constants.unit)) W \(note), less the auxiliaries",
            "  linear: \(Self.text(power.linear.value)) W s/rad \(note)",
            "  quadratic: \(Self.text(power.quadratic.value)) W s2/rad2 \(note)", "",
            "auxiliary_power: \(Self.text(constants.auxiliary / 1000)) kW \(note)", "",
            "battery:",
            "  current_report_delay: \(Self.text(power.lag.delay * 1000)) ms \(note)",
            "  current_report_lag: \(Self.text(power.lag.lag * 1000)) ms \(note)",
        ]
        if hasFieldWeakening {
            let value = Self.text(power.fieldWeakening.value)
            lines.insert("  field_weakening: \(value) W/Nm2 \(note)", at: 5)
        }
        if let battery {
            lines += [
                "  state_of_charge: \(Self.text(battery.stateOfCharge * 100)) % \(note)",
                "  series_resistance: \(Self.text(battery.series.value * 1000)) mohm \(note)",
                "  polarisation_resistance: \(Self.text(battery.polarisation.value * 1000)) mohm \(note)",
                "  polarisation_time: \(Self.text(battery.time)) s \(note)",
                "  open_circuit: \(note), as far above the other file's at every charge",
            ]
            lines += openCircuit.map {
                "    - [\(Self.text($0.stateOfCharge * 100)) %, \(Self.text($0.voltage)) V]"
            }
        }
        if let rollingRadius {
            lines += [
                "", "axles:", "  front:",
                "    rolling_radius: \(Self.text(rollingRadius)) m \(note), with this gear:",
                "    gear_ratio: \(Self.text(base.front.gearRatio))",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A number with five digits that count, without a power of ten.
    static func text(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let digits = max(0, 4 - Int(log10(abs(value)).rounded(.down)))
        var text = String(format: "%.\(digits)f", value)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}

/// Why a log does not tell enough.
enum IdentifyError: Error, Equatable, CustomStringConvertible {
    /// There is none of a quantity in it.
    case nothing(String, String)
    /// Motor and battery speak together for less than 5 s without a hole.
    case short(String, seconds: Double)
    /// The motor hardly does anything.
    case still(String, torque: Double, speed: Double)

    var description: String {
        switch self {
        case .nothing(let file, let quantity):
            "\(file): found no \(quantity), allowed a log of an EV-CAN as leaf-ev.dbc describes it"
        case .short(let file, let seconds):
            "\(file): found \(rounded(seconds)) s with motor and battery, allowed 5 s or more "
                + "without a hole"
        case .still(let file, let torque, let speed):
            "\(file): found at most \(rounded(torque)) Nm and \(rounded(speed)) rpm, allowed a drive "
                + "with 20 Nm or more that moves"
        }
    }
}
