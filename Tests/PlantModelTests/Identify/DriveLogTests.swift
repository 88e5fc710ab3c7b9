import Foundation
import PlantModel
import Testing

@testable import axlesim

/// Where the public's recordings lie; nil where there are none.
private let recordings = ProcessInfo.processInfo.environment["AXLE_RECORDINGS"]

/// Reads the public's recordings, where `AXLE_RECORDINGS` names their folder.
@Suite(.enabled(if: recordings != nil, "AXLE_RECORDINGS names no folder"))
struct DriveRecordingTests {
    private func log(_ name: String) throws -> DriveLog {
        try DriveLog("\(recordings ?? "")/\(name).log", databases().drive, bus: nil)
    }

    @Test(
        "a LEAF e+ is identified on its drive: losses and lags as published, voltage within 0.5 V"
    )
    func eplus() throws {
        let found = try IdentifiedPlant(log("leaf-eplus-drive-a"), base: prototype())
        #expect((0.11...0.125).contains(found.power.copper.value), "\(found.power)")
        #expect((0.25...0.3).contains(found.power.fieldWeakening.value))
        #expect((0.055...0.065).contains(found.power.lag.mean))
        #expect(found.power.residuals.rootMeanSquare < 1000)
        #expect(found.power.residuals.median < 360)
        let battery = try #require(found.battery)
        #expect((0.042...0.052).contains(battery.series.value), "\(battery)")
        #expect(battery.residuals.rootMeanSquare < 0.5)
        #expect(battery.stateOfCharge == 0.935)
        #expect((0.315...0.321).contains(try #require(found.rollingRadius)))
    }

    @Test("what was identified, written and read, explains the drive open loop")
    func roundTrip() throws {
        let drive = try log("leaf-eplus-drive-a")
        let base = repository.appendingPathComponent("Config/plants/leaf-eplus-awd.yaml").path
        let found = try IdentifiedPlant(drive, base: PlantFile.read(base))
        let path = "/tmp/axle-identified-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = found.file(on: Identify.way(from: path, to: base), from: "a drive")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let plant = try PlantFile.read(path)
        #expect(abs(plant.losses.copper / found.power.copper.value - 1) < 1e-4)
        #expect(plant.envelope == found.base.envelope)
        let left = try #require(OpenLoopDrive(plant, drive.record.longestStretch))
        #expect(left.voltage.rootMeanSquare < 1.5, "\(left.voltage)")
        #expect(left.power.rootMeanSquare < 1100, "\(left.power)")
    }

    @Test("the prototype's file explains the drive of a LEAF e+ within 1.5 V and 1.1 kW")
    func shippedPlant() throws {
        let record = try log("leaf-eplus-drive-a").record.longestStretch
        let left = try #require(OpenLoopDrive(prototype(), record))
        #expect(left.voltage.rootMeanSquare < 1.5, "\(left.voltage)")
        #expect(left.power.rootMeanSquare < 1100, "\(left.power)")
    }

    @Test("a first LEAF's drive is identified too: its battery has twice the resistance")
    func first() throws {
        let found = try IdentifiedPlant(log("leaf-ze0-drive"), base: prototype())
        let battery = try #require(found.battery)
        #expect((0.09...0.115).contains(battery.series.value), "\(battery)")
        #expect((0.08...0.13).contains(found.power.copper.value))
        #expect(found.power.residuals.rootMeanSquare < 400)
    }

    @Test("a log without a drive is refused in one sentence")
    func still() throws {
        #expect(throws: IdentifyError.self) {
            try IdentifiedPlant(log("leaf-eplus-startup"), base: prototype())
        }
        #expect(throws: IdentifyError.self) {
            try IdentifiedPlant(log("leaf-aze0-inverter-bench"), base: prototype())
        }
    }
}

@Suite struct IdentifiedFileTests {
    @Test(
        "a path is written as seen from the file's folder",
        arguments: [
            ("/a/b/new.yaml", "/a/b/old.yaml", "old.yaml"),
            ("/a/b/new.yaml", "/a/c/d/old.yaml", "../c/d/old.yaml"),
            ("/new.yaml", "/a/old.yaml", "a/old.yaml"),
        ]
    )
    func way(from: String, to: String, expected: String) {
        #expect(Identify.way(from: from, to: to) == expected)
    }

    @Test(
        "numbers have five digits and no power of ten",
        arguments: [
            (0, "0"), (0.00197204, "0.001972"), (12.3456789, "12.346"), (250, "250"),
            (-0.5, "-0.5"),
            (123_456, "123456"),
        ]
    )
    func text(value: Double, expected: String) {
        #expect(IdentifiedPlant.text(value) == expected)
    }
}
