import AllocationCounter
import CANFrames
import FrameLogs
import TestVehicle
import Testing
import ThreadExchange
import VehicleModel

@testable import ControlRuntime

@Suite struct AllocationTests {
    @Test(
        "10,000 cycles of a drive under torque allocate nothing",
        .enabled(
            if: allocation_counter_is_active(),
            "a sanitizer owns malloc: nothing is counted"
        )
    )
    func nothingIsAllocated() throws {
        var driven = try DrivenPipeline()
        let channels = DaemonChannels(recording: Ring(capacity: 64), notes: Ring(capacity: 128))
        var seen = Seen(channels)
        // Once through the whole drive, so that everything made at a first use is made.
        for _ in 0..<400 { seen.note(&driven, channels) }
        seen = Seen(channels)
        let before = allocation_counter_read()
        for _ in 0..<10_000 { seen.note(&driven, channels) }
        let after = allocation_counter_read()
        #expect(after - before == 0)

        // Nothing of it was idle: torque of both axles, up and down, and limits that bound.
        #expect(seen.commands == 10_000)
        #expect(seen.highest > 4 * 200)
        #expect(seen.lowest < 4 * -20)
        #expect(seen.bound(.upRate))
        #expect(seen.bound(.discharge))
        #expect(seen.frames > 60_000)
        #expect(seen.notes > 20_000)
    }
}

/// What a drive was like; notes it without allocating.
private struct Seen {
    var commands = 0
    var frames = 0
    var highest = 0
    var lowest = 0
    var notes = 0
    private var limits: UInt32 = 0
    private var journal: JournalWriter

    init(_ channels: DaemonChannels) { journal = JournalWriter(channels) }

    func bound(_ limit: BindingLimit) -> Bool { limits & 1 << UInt32(limit.rawValue) != 0 }

    mutating func note(_ driven: inout DrivenPipeline, _ channels: DaemonChannels) {
        for index in driven.frames.indices {
            channels.frames.push(driven.frames[index])
            journal.push(driven.frames[index])
        }
        let now = driven.now
        let command = driven.run()
        let axles = driven.pipeline.report.axles
        journal.note(
            RecordedCycle(
                time: now,
                guardian: driven.guardian,
                isOverrun: false,
                isStalled: false,
                isBusLost: false,
                hasLostFrames: false,
                command: command,
                given: AxlePair(front: axles.front.given, rear: axles.rear.given)
            )
        )
        journal.noteState(of: driven.pipeline, at: now)
        while channels.recording?.pop() != nil {}
        while channels.notes?.pop() != nil { notes += 1 }
        var snapshot = DaemonSnapshot()
        snapshot.report = driven.pipeline.report
        snapshot.buses = driven.pipeline.buses
        channels.snapshots.publish(snapshot)
        while channels.frames.pop() != nil { frames += 1 }
        guard let front = command.rawTorque(.front), let rear = command.rawTorque(.rear) else {
            return
        }
        commands += 1
        highest = max(highest, min(front, rear))
        lowest = min(lowest, max(front, rear))
        limits |= 1 << UInt32(snapshot.report.axles.front.binding.rawValue)
        limits |= 1 << UInt32(snapshot.report.axles.rear.binding.rawValue)
    }
}
