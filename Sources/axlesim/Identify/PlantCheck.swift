import Foundation
import PlantModel

/// A plant driven open loop by a recording, compared with what was measured.
struct PlantCheck {
    private let log: DriveLog
    private let name: String
    private let seconds: Double
    private let left: OpenLoopDrive

    /// Drives a plant; throws one sentence where the log does not tell enough.
    init(_ log: DriveLog, _ plant: PlantParameters) throws(IdentifyError) {
        self.log = log
        name = plant.name
        let told = log.record
        guard told.motors.contains(where: { !$0.isEmpty }) else {
            throw .nothing(log.file, "torque")
        }
        guard !told.battery.isEmpty else { throw .nothing(log.file, "pack voltage and current") }
        let record = told.longestStretch
        seconds = record.duration
        guard let left = OpenLoopDrive(plant, record) else {
            throw .short(log.file, seconds: seconds)
        }
        self.left = left
    }

    /// For people.
    var lines: String {
        """
        \(log.file): \(name), driven by the recording's torque and speed for \(rounded(seconds)) s; \
        measured less modelled, with the report's delay and lag:
        pack voltage: \(IdentifyReport.text(left.voltage, 1, "V")), mean \(rounded(left.voltage.mean)) V
        power: \(IdentifyReport.text(left.power, 1000, "kW")), mean \(rounded(left.power.mean / 1000)) kW

        """
    }

    /// For programs: one object.
    func json() throws -> Data {
        try ReportValue.object([
            "log": .text(log.file), "plant": .text(name), "seconds": .number(seconds),
            "voltage": IdentifyReport.json(left.voltage, 1, "V"),
            "power": IdentifyReport.json(left.power, 1000, "kW"),
        ])
        .line()
    }
}
