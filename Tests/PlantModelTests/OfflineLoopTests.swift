import Foundation
import PlantModel
import Testing
import VehicleModel

@testable import axlesim

/// The path of a file of the repository.
func shipped(_ path: String) -> String { repository.appendingPathComponent(path).path }

/// The scenario's car with daemon and guardian, before the scenario.
func offlineLoop(
    _ scenario: Scenario,
    recording: OfflineRecording? = nil,
    cyclePhase: UInt64 = 2,
    vehicle: String? = nil,
    trace: RunTrace? = nil
) throws -> OfflineLoop {
    var files = CarFiles(for: scenario, in: shipped("Config"))
    files.vehicle = vehicle ?? files.vehicle
    return try OfflineRun(scenario, files, databases: shipped("DBC"))
        .loop(recording: recording, cyclePhase: cyclePhase, trace: trace)
}

@Suite struct OfflineLoopTests {
    @Test("a launch runs to its end with torque from the daemon that the guardian lets through")
    func launch() throws {
        var loop = try offlineLoop(try shippedScenario("launch"))
        try loop.run(atMost: 60)
        #expect(loop.driven.runner.isFinished)
        let time = try #require(loop.driven.meter.zeroTo100)
        #expect((4.5...5.6).contains(time))
        #expect(loop.guardian.judged > 1000)
        #expect(loop.guardian.trips == 0 && loop.guardian.refused == 0)
        #expect(!loop.daemon.client.hasEnded)
        let counts = loop.driven.receivers.map(\.counts)
        #expect(counts.allSatisfy { $0.accepted > 1000 && $0.badChecksums == 0 && $0.missed == 0 })
    }

    @Test("two runs record equal bytes")
    func deterministic() throws {
        var recorded: [Data] = []
        for _ in 0..<2 {
            let path = "/tmp/axle-offline-\(UUID().uuidString).log"
            defer { try? FileManager.default.removeItem(atPath: path) }
            var loop = try offlineLoop(
                try shippedScenario("launch"),
                recording: try OfflineRecording(path: path)
            )
            try loop.run(atMost: 4)
            recorded.append(try Data(contentsOf: URL(fileURLWithPath: path)))
        }
        #expect(recorded[0].count > 100_000)
        #expect(recorded[0] == recorded[1])
    }

    @Test("who is told nothing is missing arms once, and not again after a trip")
    func client() throws {
        var loop = try offlineLoop(.idle)
        try loop.run(atMost: 2)
        let arming = loop.daemon.client.armingID
        #expect(arming != 0)
        #expect(loop.daemon.pipeline.report.armingID == arming)
        #expect(loop.daemon.pipeline.report.arming == .armed)
        var tripped = try offlineLoop(try shippedScenario("over-power"))
        try tripped.run(atMost: 60)
        #expect(tripped.guardian.trips == 1 && tripped.guardian.lastTrip == .overPower)
        #expect(tripped.daemon.client.hasEnded && tripped.guardian.refused == 0)
        #expect(tripped.daemon.pipeline.report.arming == .tripped)
    }

    @Test("what reports predict over the limit is added up, and its longest time found")
    func reports() {
        var meter = ReportMeter()
        var report = CycleReport()
        report.dischargeLimit = Power(60_000)
        report.predictedPower = Power(70_000)
        meter.step(report, period: 0.01)
        #expect(meter.longest == 0 && meter.energy == 0)
        report.arming = .armed
        for power in [59_000, 60_000, 61_000, 62_000, 60_000, 61_000] as [Double] {
            report.predictedPower = Power(power)
            meter.step(report, period: 0.01)
        }
        #expect(abs(meter.longest - 0.02) < 1e-12)
        #expect(abs(meter.energy - 40) < 0.05)
        report.predictedPower = Power(.nan)
        meter.step(report, period: 0.01)
        #expect(abs(meter.energy - 40) < 0.05)
    }
}
