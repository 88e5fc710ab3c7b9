import ControlCore
import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("Losses as a table")
struct LossTableTests {
    private static func files(
        _ change: (inout LossTableText) -> Void = { _ in }
    ) throws
        -> EditedFiles
    {
        let files = try EditedFiles()
        var table = LossTableText()
        change(&table)
        try files.replace(.vehicle, "    losses: *em57_losses\n", "    losses:\n" + table.text)
        return files
    }

    @Test("a table is read, its numbers in their units")
    func isRead() throws {
        let files = try Self.files { $0.rows[16][16] = "25 kW" }
        let axles = try DaemonConfiguration.read(path: files.path).vehicle.parameters.axles
        #expect(axles.front.losses.formula != nil)
        #expect(axles.rear.losses.formula == nil)
        var losses = axles.rear.losses
        func lost(_ torque: Double, _ rpm: Double) -> Double {
            let speed = RotationalSpeed(revolutionsPerMinute: rpm)
            return (losses.power(of: Torque(torque), at: speed) - Torque(torque) * speed).rawValue
        }
        #expect(abs(lost(0, 0) - 100) < 1e-6)
        #expect(abs(lost(44, 1300) - (1400 + 193.6)) < 1e-6)
        #expect(abs(lost(-352, 10_400) - 25_000) < 1e-6)
    }

    /// What is wrong, and the sentence that says so.
    private static let wrong: [(change: @Sendable (inout LossTableText) -> Void, says: String)] = [
        ({ $0.rows.removeLast() }, "rows: found a list of 16, allowed a list of 17 rows"),
        (
            { $0.rows[3].removeLast() },
            "rows: found a list of 16 in row 4, allowed a list of 17 losses"
        ),
        (
            { $0.rows[3].append("9 kW") },
            "rows: found a list of 18 in row 4, allowed a list of 17 losses"
        ),
        (
            { $0.rows[2][5] = "2500" },
            "rows: found `2500` in row 3, allowed a list of 17 losses, each a power in kW or W from 0 to 500 kW"
        ),
        ({ $0.rows[2][5] = "-1 W" }, "rows: found `-1 W` in row 3"),
        ({ $0.rows[2][5] = "501 kW" }, "rows: found `501 kW` in row 3"),
        ({ $0.rows[2][5] = "[1 W]" }, "rows: found a list of 17 in row 3"),
        ({ $0.rows[1][2] = "0.7 kW" }, "rows: found `0.7 kW` after `798.4 W` in row 2"),
        (
            { $0.speedStep = "600 rpm" },
            "speed_step: found 600 rpm, allowed at least 650 rpm: 16 steps to the motor's greatest speed"
        ),
        (
            { $0.torqueStep = "21 Nm" },
            "torque_step: found 21 Nm, allowed at least 21.25 Nm: 16 steps to the motor's greatest torque"
        ),
        ({ $0.speedStep = "600" }, "speed_step: found `600`"),
    ]

    @Test("each mistake is said in one sentence with its place", arguments: wrong.indices)
    func refused(index: Int) throws {
        let (change, says) = Self.wrong[index]
        let problems = try Self.files(change).problems()
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains("axles.rear.losses.table.\(says)") == true, "\(problems)")
    }

    @Test("a table without rows is refused")
    func withoutRows() throws {
        let files = try EditedFiles()
        try files.replace(
            .vehicle,
            "    losses: *em57_losses\n",
            "    losses: {table: {speed_step: 650 rpm, torque_step: 22 Nm}}\n"
        )
        let problems = files.problems()
        #expect(problems.count == 1)
        #expect(problems.first?.contains("losses.table.rows: found nothing") == true)
    }

    @Test("beside a table no coefficient is known, and a bad envelope hides no table's mistake")
    func besides() throws {
        let files = try Self.files()
        try files.replace(.vehicle, "      table:\n", "      copper: 0.1 W/Nm2\n      table:\n")
        #expect(files.problems().count == 1)
        let other = try Self.files { $0.torqueStep = "0 Nm" }
        try other.replace(.vehicle, "      peak_torque: 340 Nm", "      peak_torque: 0 Nm")
        // Both axles have the envelope.
        #expect(other.problems().count == 3, "\(other.problems())")
    }

    @Test("how power is divided may be chosen, and with a table not the most thrust")
    func allocation() throws {
        let files = try EditedFiles()
        func allocation() throws -> PowerAllocation {
            try DaemonConfiguration.read(path: files.path).vehicle.parameters.power.allocation
        }
        #expect(try allocation() == .keepSplit)
        try files.replace(.vehicle, "\npower:\n", "\npower:\n  allocation: max-thrust\n")
        #expect(try allocation() == .maxThrust)
        let losses = "    losses: *em57_losses\n"
        try files.replace(.vehicle, losses, "    losses:\n" + LossTableText().text)
        let problems = files.problems()
        #expect(problems.count == 1)
        let says = "power.allocation: found max-thrust, and a table in axles.rear.losses, allowed "
        #expect(problems.first?.contains(says + "keep-split, or both") == true, "\(problems)")
        try files.replace(.vehicle, "allocation: max-thrust", "allocation: most")
        #expect(files.problems().first?.contains("allowed keep-split, max-thrust") == true)
    }
}
