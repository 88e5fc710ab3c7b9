import VehicleModel

/// A table of losses as a vehicle's file has it, which a test can change.
struct LossTableText {
    var speedStep = "650 rpm"
    var torqueStep = "22 Nm"
    /// 100 W, 1 W by rpm and 0.1 W by Nm².
    var rows = (0..<17).map { row in
        (0..<17).map { column -> String in
            let torque = Double(column) * 22
            return "\(Double(100 + 650 * row) + 0.1 * torque * torque) W"
        }
    }

    /// The key's lines under `losses:`.
    var text: String {
        let lines = rows.map { "          - [\($0.joined(separator: ", "))]\n" }.joined()
        return "      table:\n        speed_step: \(speedStep)\n"
            + "        torque_step: \(torqueStep)\n        rows:\n" + lines
    }
}
