import CANFrames
import ControlRuntime
import Testing
import TestVehicle
import VehicleModel

@Suite struct FaultPipelineTests {
    private func clear(
        _ driven: inout DrivenPipeline,
        _ faults: FaultSet,
        late: Int64 = -1
    ) -> ControlAnswer {
        let now = driven.now
        let request = ControlRequest(
            kind: .clearFaults,
            number: 5,
            client: 1,
            lease: 0,
            deadline: Instant(nanoseconds: now - late),
            faults: faults
        )
        return driven.pipeline.handle(request, at: Instant(nanoseconds: now))
    }

    @Test("what is cleared is gone from report and freeze frames at once, and what is there stays")
    func clears() throws {
        var driven = try DrivenPipeline()
        driven.guardian.isPresent = false
        // The first cycle knows nothing yet, so that every input was lost.
        _ = driven.command()
        driven.advance(sent: nil)
        for _ in 0..<150 { _ = driven.run() }
        #expect(driven.pipeline.report.faults[.gearLost].occurrences == 1)
        #expect(driven.pipeline.freezeFrames[.guardianLost] != nil)
        var named = FaultSet()
        named.insert(.gearLost)
        named.insert(.guardianLost)
        let refused = clear(&driven, named)
        #expect(refused.outcome == .faultsStand && refused.clearing.cleared.isEmpty)
        #expect(refused.clearing.present.contains(.guardianLost))
        #expect(driven.pipeline.report.faults[.gearLost].occurrences == 1)
        #expect(clear(&driven, .all, late: 1).outcome == .late)
        let answer = clear(&driven, .all)
        #expect(answer.outcome == .done && answer.number == 5)
        #expect(answer.clearing.cleared.contains(.gearLost))
        #expect(answer.clearing.present.contains(.guardianLost))
        #expect(driven.pipeline.report.faults[.gearLost].occurrences == 0)
        _ = driven.run()
        #expect(driven.pipeline.report.faults[.gearLost].occurrences == 0)
        #expect(driven.pipeline.report.faults[.guardianLost].occurrences == 1)
        #expect(driven.pipeline.freezeFrames[.gearLost] == nil)
        #expect(driven.pipeline.freezeFrames[.guardianLost] != nil)
    }

    /// Drives, and then nothing comes any more from any bus.
    private func silent(isBusLost: Bool, for cycles: Int) throws -> (ArmState, CycleReport) {
        var driven = try DrivenPipeline()
        for _ in 0..<200 { _ = driven.run() }
        driven.hasClient = true
        var now = driven.now
        for cycle in 0..<cycles {
            driven.pipeline.step(
                at: Instant(nanoseconds: now),
                guardian: driven.guardian,
                isOverrun: false,
                isBusLost: isBusLost,
                hasLostFrames: false
            )
            // The client goes on renewing, as it would.
            if cycle % 20 == 0 {
                let renewal = ControlRequest(
                    kind: .arm,
                    number: 1,
                    client: 1,
                    lease: 1_000_000_000,
                    deadline: Instant(nanoseconds: now + 1)
                )
                _ = driven.pipeline.handle(renewal, at: Instant(nanoseconds: now))
            }
            now += TestVehicle.period
        }
        return (driven.pipeline.report.arming, driven.pipeline.report)
    }

    @Test("an arming ends where a lost bus keeps the inverters silent for 1 s, and else does not")
    func lostBus() throws {
        let (early, report) = try silent(isBusLost: true, for: 100)
        #expect(early == .armed)
        #expect(report.axles.front.given == .zero)
        #expect(report.faults[.frontInverterLost].isActive)
        #expect(try silent(isBusLost: true, for: 125).0 != .armed)
        #expect(try silent(isBusLost: false, for: 125).0 == .armed)
    }

    @Test("frames that fail their check are counted for whose they are")
    func badFrames() throws {
        var driven = try DrivenPipeline()
        for _ in 0..<50 { _ = driven.run() }
        #expect(!driven.pipeline.report.faults[.frontInverterFramesBad].isActive)
        // The same frames again, with counters that do not go on.
        for _ in 0..<5 { driven.receive() }
        _ = driven.command()
        let faults = driven.pipeline.report.faults
        #expect(faults[.frontInverterFramesBad].isActive)
        #expect(faults[.rearInverterFramesBad].isActive)
        #expect(faults[.batteryFramesBad].isActive)
    }
}
