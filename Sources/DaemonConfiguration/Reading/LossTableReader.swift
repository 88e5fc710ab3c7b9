import ControlCore
import VehicleModel

/// Reads a motor's losses as a table over speed and torque.
struct LossTableReader {
    let section: Section
    /// The motor's envelope, which the table must cover; nil where that has a problem.
    let envelope: MotorEnvelope?

    private static let points = LossTable.torques
    private static let losses = 0.0...500.0

    /// What one row is, in words.
    private static let row =
        "a list of \(points) losses, each \(Scale.power.describe(losses)), none below the one before"
    /// What all rows are, in words.
    private static let rows = "a list of \(LossTable.speeds) rows, each \(row)"

    /// The table; nil where it has a problem, which was reported.
    func read() -> LossTable? {
        let problems = section.findings.problems.count
        let speedStep = section.rotation("speed_step", 1...5000)
        let torqueStep = section.torque("torque_step", 0.1...200)
        let rows = readRows()
        section.finish()
        guard section.isSound(since: problems) else { return nil }
        if let envelope { checkCover(of: envelope, speedStep, torqueStep) }
        let table = LossTable(
            losses: [289 of Double] { rows[$0] },
            speedStep: speedStep,
            torqueStep: torqueStep
        )
        return section.isSound(since: problems) ? table : nil
    }

    /// All losses in W, row by row; empty where one is wrong.
    private func readRows() -> [Double] {
        let key = "rows"
        let speeds = LossTable.speeds
        guard
            let items = section.items(key, speeds...speeds, allowed: Self.rows, fallback: nil)
        else {
            section.reportMissing(key, allowed: Self.rows)
            return []
        }
        var losses: [Double] = []
        let bounds = Scale.power.inSI(Self.losses)
        for (index, item) in items.enumerated() {
            let texts = Section.texts(item, atMost: Self.points) ?? []
            let values = texts.compactMap { Scale.power.value(of: $0) }.filter(bounds.contains)
            guard values.count == Self.points else {
                let wrong = texts.first {
                    Scale.power.value(of: $0).map(bounds.contains) != true
                }
                let found = wrong.map { "`\(Section.shown($0))`" } ?? Section.shown(item)
                report(key, found: "\(found) in row \(index + 1)", at: Place(item.mark))
                return []
            }
            if let fall = zip(texts, texts.dropFirst()).enumerated()
                .first(where: { values[$0.offset + 1] < values[$0.offset] })
            {
                let (before, after) = fall.element
                let found = "`\(after)` after `\(before)` in row \(index + 1)"
                report(key, found: found, at: Place(item.mark))
                return []
            }
            losses += values
        }
        return losses
    }

    private func report(_ key: String, found: String, at place: Place?) {
        section.report(key, found: found, allowed: Self.row, at: place)
    }

    /// The last row must stand at the motor's greatest speed or beyond, the last loss at its torque.
    private func checkCover(
        of envelope: MotorEnvelope,
        _ speedStep: RotationalSpeed,
        _ torqueStep: Torque
    ) {
        let speed = envelope.step * Double(127)
        if speedStep * Double(LossTable.speeds - 1) < speed * (1 - 1e-9) {
            let least = (speed / Double(LossTable.speeds - 1)).revolutionsPerMinute
            section.report(
                "speed_step",
                found: Scale.rotation.describe(rounded: speedStep.rawValue),
                allowed: "at least \(Scale.rotation.describe(least.rounded(.up))): "
                    + "\(LossTable.speeds - 1) steps to the motor's greatest speed"
            )
        }
        if torqueStep * Double(LossTable.torques - 1) < envelope.peakTorque {
            let least = envelope.peakTorque.rawValue / Double(LossTable.torques - 1)
            section.report(
                "torque_step",
                found: Scale.torque.describe(rounded: torqueStep.rawValue),
                allowed: "at least \(Scale.torque.describe((least * 100).rounded(.up) / 100)): "
                    + "\(LossTable.torques - 1) steps to the motor's greatest torque"
            )
        }
    }
}
