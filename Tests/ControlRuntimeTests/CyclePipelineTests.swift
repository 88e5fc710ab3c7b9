import CANFrames
import ControlRuntime
import Testing
import TestVehicle
import VehicleModel

@Suite struct CyclePipelineTests {
    @Test("control needs a guardian, and says so")
    func guardian() throws {
        var driven = try DrivenPipeline()
        driven.guardian.isPresent = false
        for _ in 0..<TestDrive.press { _ = driven.run() }
        let missing = MissingPreconditions.guardian.rawValue | MissingPreconditions.fault.rawValue
        #expect(driven.pipeline.report.missing.rawValue == missing)
        #expect(driven.pipeline.report.arming == .disarmed)
    }

    @Test("in shadow torque is computed and nothing is handed over")
    func shadow() throws {
        var driven = try DrivenPipeline(.shadow)
        for _ in 0..<200 {
            let command = driven.run()
            try #require(command.count == 0 && command.armingID == 0)
        }
        #expect(driven.pipeline.report.axles.front.given > Torque(100))
        #expect(driven.pipeline.report.axles.rear.given > Torque(100))
        #expect(!driven.pipeline.isTransmitting)
    }

    @Test("in observe there is no torque and nothing is handed over")
    func observe() throws {
        var driven = try DrivenPipeline(.observe)
        for _ in 0..<200 {
            let command = driven.run()
            try #require(command.count == 0 && command.armingID == 0)
        }
        #expect(driven.pipeline.report.driverDemand > Torque(100))
        #expect(driven.pipeline.report.axles.front.given == .zero)
        #expect(driven.pipeline.report.axles.front.binding == .notArmed)
    }

    @Test("a lease that is ended: torque falls to zero, then nothing is handed over")
    func lease() throws {
        var driven = try DrivenPipeline()
        for _ in 0..<200 { _ = driven.run() }
        let before = driven.pipeline.report
        #expect(before.axles.front.given > Torque(100))
        #expect(before.leaseRemaining > 0)
        let request = ControlRequest(
            kind: .disarm,
            number: 1,
            client: 1,
            lease: 0,
            deadline: Instant(nanoseconds: 0)
        )
        driven.hasClient = false
        let answer = driven.pipeline.handle(request, at: Instant(nanoseconds: driven.now))
        #expect(answer.outcome == .done)
        var last = before.axles.front.given
        var cycles = 0
        while driven.pipeline.isTransmitting, cycles < 19 {
            let command = driven.run()
            let given = driven.pipeline.report.axles.front.given
            #expect(given <= last)
            // 4000 Nm/s is the protective rate.
            #expect(last - given <= Torque(40.001))
            last = given
            if command.armingID == 0 { #expect(given == .zero) }
            cycles += 1
        }
        #expect(last == .zero)
        #expect(!driven.pipeline.isTransmitting)
    }

    @Test(
        "an arming that was tripped is named only to a guardian that knows it",
        arguments: [true, false]
    )
    func tripped(knows: Bool) throws {
        var driven = try DrivenPipeline()
        for _ in 0..<200 { _ = driven.run() }
        driven.hasClient = false
        let arming = driven.pipeline.report.armingID
        #expect(arming != 0)
        driven.guardian.isTripped = true
        _ = driven.run()
        #expect(driven.pipeline.report.arming == .tripped)
        driven.guardian.isTripped = false
        driven.guardian.knowsArming = knows
        driven.guardian.sent = nil
        driven.receive()
        let command = driven.command()
        #expect(command.armingID == (knows ? arming : 0))
        #expect(driven.pipeline.report.axles.front.given == .zero)
        #expect(driven.pipeline.report.axles.front.greatestTorque == .zero)
    }

    @Test("frames, error frames, wrong checksums and gaps are counted for the bus they came on")
    func counts() throws {
        var driven = try DrivenPipeline()
        for _ in 0..<8 { _ = driven.run() }
        let before = driven.pipeline.buses
        let status = try #require(driven.frames.first { $0.bus == 1 })
        var wrong = status
        wrong.frame[7] ^= 0x10
        driven.pipeline.take(wrong)
        let errorClass = try #require(FrameID(rawValue: ErrorFrame.busOff.rawValue))
        var error = try ReceivedFrame(
            frame: #require(Frame(id: errorClass, kind: .error, length: 8)),
            bus: 1,
            stamp: Timestamp(nanoseconds: 0),
            arrival: 77
        )
        driven.pipeline.take(error)
        error.bus = 8
        driven.pipeline.take(error)
        // The counter is the next one, then the same again.
        driven.pipeline.take(status)
        driven.pipeline.take(status)
        let after = driven.pipeline.buses
        #expect(after[1].received == before[1].received + 4)
        #expect(after[1].errors == before[1].errors + 1)
        #expect(after[1].badChecksums == before[1].badChecksums + 1)
        #expect(after[1].counterGaps == before[1].counterGaps + 1)
        #expect(after[0].received == before[0].received)
        _ = driven.command()
        #expect(driven.pipeline.report.faults[.badChecksum].isActive)
        #expect(driven.pipeline.report.faults[.badCounter].isActive)
        _ = driven.command()
        #expect(!driven.pipeline.report.faults[.badChecksum].isActive)
    }
}
