import Foundation
import Testing

@testable import axlesim

@Suite("The prototype with another vehicle file")
struct ChangedVehicleTests {
    /// The shipped file, with texts replaced, in a file of its own.
    private static func file(_ changes: [(String, String)]) throws -> String {
        var text = try String(
            contentsOfFile: shipped("Config/vehicles/leaf-eplus-awd.yaml"),
            encoding: .utf8
        )
        for (old, new) in changes {
            try #require(text.contains(old))
            text = text.replacingOccurrences(of: old, with: new)
        }
        let path = NSTemporaryDirectory() + "axle-vehicle-\(UUID().uuidString).yaml"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    /// What a motor loses by the file's coefficients, W.
    private static func loss(_ speed: Double, _ torque: Double) -> Double {
        let excess: Double = max(0, speed / 480 - 1)
        let copper: Double = 0.118 + 0.284 * excess * excess
        let idle: Double = 150 + 2.8 * speed
        return idle + copper * torque * torque
    }

    /// The file's coefficients as a table for both axles.
    private static func table() -> String {
        var text = "      table:\n        speed_step: 69 rad/s\n        torque_step: 21.5 Nm\n"
        text += "        rows:\n"
        for row in 0..<17 {
            var losses: [String] = []
            for column in 0..<17 {
                let watts: Double = loss(Double(row) * 69, Double(column) * 21.5)
                losses.append("\(watts) W")
            }
            text += "          - [" + losses.joined(separator: ", ") + "]\n"
        }
        return text
    }

    /// The time from 0 to 100 km/h, s, with these texts replaced.
    private func launch(_ changes: [(String, String)]) throws -> Double {
        let vehicle = try Self.file(changes)
        defer { try? FileManager.default.removeItem(atPath: vehicle) }
        var loop = try offlineLoop(try shippedScenario("launch"), vehicle: vehicle)
        try loop.run(atMost: 60)
        #expect(loop.driven.runner.isFinished)
        #expect(loop.guardian.trips == 0 && loop.guardian.refused == 0)
        #expect(Outcome(loop).comparisons.filter { !$0.isMet }.map(\.sentence) == [])
        return try #require(loop.driven.meter.zeroTo100)
    }

    @Test("losses by a table launch it as the coefficients do that the table was made of")
    func table() throws {
        let formula = try launch([])
        let key = "    losses: *em57_losses"
        let table = "    losses:\n" + Self.table()
        let both = try launch([(key, table)])
        #expect(abs(both - formula) < 0.02)
    }

    @Test("the most thrust launches it no slower, and within the guardian's bounds")
    func mostThrust() throws {
        let kept = try launch([])
        let most = try launch([("\npower:\n", "\npower:\n  allocation: max-thrust\n")])
        print("0 to 100 km/h: \(kept) s by the split, \(most) s by the most thrust")
        #expect(most <= kept + 0.02)
    }
}
