import AllocationCounter
import CANTransport
@testable import ControlRuntime
import TestVehicle
import Testing
import VehicleModel

@Suite struct DatabaseExchangeTests {
    private let files: EditedDatabases
    private let exchange = DatabaseExchange()

    init() throws { files = try EditedDatabases() }

    /// Whether what was offered is in force; nil where no answer has come.
    ///
    /// Releases what came back.
    private func answer() -> Bool? {
        guard let returned = exchange.leaving.take() else { return nil }
        return returned.isAccepted
    }

    /// Offers the files as they stand, and lets the control thread look once.
    private func offer(_ generation: UInt32, to pipeline: inout CyclePipeline) throws -> Bool? {
        exchange.arriving.put(try files.bindings(generation: generation))
        var seat = BindingSeat()
        seat.exchange(&pipeline, through: exchange)
        return answer()
    }

    @Test("what was received before is missing until it is received again, then read as is new")
    func inputs() throws {
        var driven = try DrivenPipeline(.observe)
        for _ in 0..<200 { _ = driven.run() }
        #expect(driven.pipeline.report.pedal == 1)
        #expect(driven.pipeline.report.dischargeLimit > .zero)
        let faults = driven.pipeline.report.cycle
        try files.halvePedals()
        #expect(try offer(1, to: &driven.pipeline) == true)
        #expect(driven.pipeline.generation == 1)

        _ = driven.command()
        driven.advance(sent: nil)
        #expect(driven.pipeline.report.pedal.isNaN)
        #expect(driven.pipeline.report.vehicleSpeed.isFinite == false)
        #expect(driven.pipeline.report.dischargeLimit == .zero)
        #expect(driven.pipeline.report.cycle == faults + 1)

        for _ in 0..<10 { _ = driven.run() }
        #expect(driven.pipeline.report.pedal == 0.5)
        #expect(driven.pipeline.report.dischargeLimit > .zero)
    }

    @Test("while an arming is in force, on its way out or tripped, the old ones stay")
    func armed() throws {
        var driven = try DrivenPipeline()
        for _ in 0..<200 { _ = driven.run() }
        #expect(driven.pipeline.report.arming == .armed)
        try files.halvePedals()
        #expect(try offer(1, to: &driven.pipeline) == false)
        #expect(driven.pipeline.generation == 0)
        _ = driven.run()
        #expect(driven.pipeline.report.pedal == 1)

        driven.hasClient = false
        let end = ControlRequest(
            kind: .disarm,
            number: 1,
            client: 1,
            lease: 0,
            deadline: Instant(nanoseconds: 0)
        )
        _ = driven.pipeline.handle(end, at: Instant(nanoseconds: driven.now))
        _ = driven.run()
        #expect(driven.pipeline.report.arming == .disarming)
        #expect(driven.pipeline.report.axles.front.given > .zero)
        #expect(try offer(2, to: &driven.pipeline) == false)
        driven.guardian.isTripped = true
        _ = driven.run()
        #expect(driven.pipeline.report.arming == .tripped)
        #expect(try offer(3, to: &driven.pipeline) == false)
        #expect(driven.pipeline.generation == 0)

        _ = driven.pipeline.handle(end, at: Instant(nanoseconds: driven.now))
        _ = driven.run()
        #expect(driven.pipeline.report.arming == .disarmed)
        #expect(try offer(4, to: &driven.pipeline) == true)
        #expect(driven.pipeline.generation == 4)
    }

    @Test("nobody arms on what was received before")
    func noArmingOnOldInputs() throws {
        var driven = try DrivenPipeline()
        driven.hasClient = false
        for _ in 0..<TestDrive.press { _ = driven.run() }
        #expect(driven.pipeline.report.missing == .nothing)
        let request = ControlRequest(
            kind: .arm,
            number: 1,
            client: 1,
            lease: 1_000_000_000,
            deadline: Instant(nanoseconds: driven.now + 100_000_000)
        )
        var untouched = driven.pipeline
        let now = Instant(nanoseconds: driven.now)
        #expect(untouched.handle(request, at: now).outcome == .done)
        #expect(try offer(1, to: &driven.pipeline) == true)
        #expect(driven.pipeline.handle(request, at: now).outcome == .preconditions)
    }

    @Test(
        "the exchange and the cycles after it allocate nothing, and the old set is released elsewhere",
        .enabled(
            if: allocation_counter_is_active(),
            "a sanitizer owns malloc: nothing is counted"
        )
    )
    func nothingIsAllocated() throws {
        var driven = try DrivenPipeline(.shadow)
        for _ in 0..<TestDrive.length { _ = driven.run() }
        var seat = BindingSeat()
        for generation: UInt32 in 1...5 {
            exchange.arriving.put(try files.bindings(generation: generation))
            let before = allocation_counter_read()
            seat.exchange(&driven.pipeline, through: exchange)
            for _ in 0..<TestDrive.length { _ = driven.run() }
            let after = allocation_counter_read()
            #expect(after - before == 0)
            #expect(driven.pipeline.generation == generation)
            #expect(driven.pipeline.report.axles.front.speed.isFinite)
            // It lies where the other thread takes it, and was not released before.
            #expect(answer() == true)
        }
    }

    @Test("an old set that cannot be put down is kept, and nothing else is taken meanwhile")
    func kept() throws {
        var driven = try DrivenPipeline(.observe)
        var seat = BindingSeat()
        for generation: UInt32 in 1...3 {
            exchange.arriving.put(try files.bindings(generation: generation))
            seat.exchange(&driven.pipeline, through: exchange)
        }
        // The first lies in the slot, the second is kept, the third waits.
        #expect(driven.pipeline.generation == 2)
        #expect(answer() == true)
        seat.exchange(&driven.pipeline, through: exchange)
        #expect(driven.pipeline.generation == 3)
        #expect(answer() == true)
        seat.exchange(&driven.pipeline, through: exchange)
        #expect(answer() == true)
        seat.exchange(&driven.pipeline, through: exchange)
        #expect(answer() == nil)
    }

    @Test("without a control thread an offer is taken back, and a late answer fits no other offer")
    func unanswered() throws {
        #expect(exchange.offer(try files.bindings(generation: 1)) == .unanswered)
        let isTakenBack = exchange.arriving.take() == nil
        #expect(isTakenBack)
        var driven = try DrivenPipeline(.observe)
        exchange.arriving.put(try files.bindings(generation: 2))
        var seat = BindingSeat()
        seat.exchange(&driven.pipeline, through: exchange)
        #expect(exchange.offer(try files.bindings(generation: 3)) == .unanswered)
    }
}
