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

    @Test(
        "a pedal pressed while the guardian has not taken the arming gives no torque until let go"
    )
    func pressedWhileWaiting() throws {
        var driven = try DrivenPipeline()
        // Armed with the pedal released; the guardian takes it only when the pedal is down.
        while driven.cycle < 140 { cycle(&driven, isTaken: false) }
        #expect(driven.pipeline.report.arming == .armed)
        let waiting = driven.pipeline.report.waiting
        #expect(waiting.contains([.guardianAcceptance, .pedalReleased]))
        while driven.cycle < 300 {
            cycle(&driven, isTaken: true)
            try #require(driven.pipeline.report.axles.front.given == .zero)
        }
        #expect(driven.pipeline.report.pedal > 0.4)
        #expect(driven.pipeline.report.waiting == .pedalReleased)
        let renewal = ControlRequest(
            kind: .arm,
            number: 1,
            client: 1,
            lease: 1_000_000_000,
            deadline: Instant(nanoseconds: .max)
        )
        let answer = driven.pipeline.handle(renewal, at: Instant(nanoseconds: driven.now))
        #expect(answer.outcome == .done)
        #expect(answer.missing == .pedalReleased)
        // Let go at 320, pressed again at 520.
        while driven.cycle < 600 { _ = driven.run() }
        #expect(driven.pipeline.report.waiting == .nothing)
        #expect(driven.pipeline.report.axles.front.given > Torque(100))
    }

    private func cycle(_ driven: inout DrivenPipeline, isTaken: Bool) {
        driven.receive()
        _ = driven.command()
        driven.advance(sent: isTaken ? AxlePair(both: .zero) : nil)
    }

    @Test("each new arming waits for a released pedal anew")
    func waitsAnew() throws {
        var driven = try DrivenPipeline()
        while driven.cycle < 200 { _ = driven.run() }
        let first = driven.pipeline.report.armingID
        #expect(driven.pipeline.report.axles.front.given > Torque(100))
        driven.guardian.isTripped = true
        driven.guardian.trip = .silence
        _ = driven.run()
        #expect(driven.pipeline.report.arming == .tripped)
        driven.guardian.isTripped = false
        for _ in 0..<60 { _ = driven.run() }
        // Its client asks again and again, with the pedal down.
        #expect(driven.pipeline.report.arming == .tripped)
        #expect(driven.pipeline.report.missing.contains(.pedalReleased))
        while driven.cycle < 500 { _ = driven.run() }
        #expect(driven.pipeline.report.arming == .armed)
        #expect(driven.pipeline.report.armingID > first)
    }

    @Test("a foreign sender is a fault that stands against arming, and so is said")
    func foreignSender() throws {
        var driven = try DrivenPipeline()
        driven.guardian.reasons = .foreignSender
        for _ in 0..<100 { _ = driven.run() }
        let report = driven.pipeline.report
        #expect(report.arming == .disarmed)
        #expect(report.missing == [.foreignSender, .fault])
        #expect(report.faults[.foreignSender].isActive)
        #expect(report.guardian.reasons == .foreignSender)
    }

    @Test("why the guardian tripped and refused is remembered after its word is gone")
    func guardianMemory() throws {
        var driven = try DrivenPipeline()
        for _ in 0..<200 { _ = driven.run() }
        let age = GuardianReasons(rawValue: 1 << 12)
        driven.guardian.isRefusing = true
        driven.guardian.reasons = age
        _ = driven.run()
        #expect(driven.pipeline.report.faults[.guardianRefuses].isActive)
        driven.guardian.isRefusing = false
        driven.guardian.isTripped = true
        driven.guardian.trip = .clamping
        driven.guardian.tripReasons = GuardianReasons(rawValue: 1)
        driven.guardian.reasons = .tripped
        _ = driven.run()
        driven.guardian.trip = .unanswered
        driven.guardian.isPresent = false
        _ = driven.run()
        driven.guardian = GuardianView()
        _ = driven.run()
        let guardian = driven.pipeline.report.guardian
        #expect(guardian.lastTrip == .clamping)
        #expect(guardian.lastTripReasons == GuardianReasons(rawValue: 1))
        #expect(guardian.lastRefusal == age)
        #expect(guardian.reasons == GuardianReasons())
        #expect(!guardian.isPresent)
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
