import CANFrames
import Foundation
import FrameLogs
import GuardLink
import TestVehicle
import Testing
import ThreadExchange
import VehicleModel

@testable import ControlRuntime

/// A black box of a drive, played back.
@Suite struct JournalTests {
    private static let span = 3

    /// A drive whose frames, requests and cycles go to a recorder as the control loop gives them.
    private struct Bench {
        let folder = NSTemporaryDirectory() + "axle-journal-\(UUID().uuidString.prefix(8))/"
        let recorder: LogRecorder
        private var journal: JournalWriter
        private var pipeline: CyclePipeline
        private var guardian = GuardianView()
        private var cycle = 0
        private var answer = TorqueAnswer()

        init(program: UInt64? = nil, capacity: Int? = nil) throws {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false
            )
            var settings = RecorderSettings(path: folder, interfaces: ["can0", "rear", "can2"])
            settings.blackBoxSpan = .seconds(JournalTests.span)
            settings.capacity = capacity
            // Long, so that the recorder's thread takes nothing out before it is asked to.
            settings.flushInterval = .seconds(60)
            recorder = try LogRecorder(settings)
            let channels = DaemonChannels(recording: recorder.ring, notes: recorder.notes)
            journal = JournalWriter(channels, program: program)
            pipeline = try Shipped.assembly(.control).plan.pipeline
            guardian.isPresent = true
        }

        /// Drives; frames of the cycles in `unseen` are not put into the journal.
        mutating func drive(cycles: Int, unseen: Range<Int> = 0..<0) throws {
            for _ in 0..<cycles {
                let now = 5_000_000_000 + Int64(cycle) * TestVehicle.period
                for (index, frame) in try Shipped.drive.get().cycles[cycle % TestDrive.length]
                    .enumerated()
                {
                    var received = answer.applied(to: frame)
                    // Not in order: each bus is read by itself.
                    received.arrival = now - 1_000_000 - Int64(index % 3) * 12_345
                    received.stamp = Timestamp(nanoseconds: 1_700_000_000_000_000_123 + now)
                    pipeline.take(received)
                    if !unseen.contains(cycle) { journal.push(received) }
                }
                if cycle % 20 == 0 { ask(at: now) }
                step(at: now)
                cycle += 1
            }
        }

        private mutating func ask(at now: Int64) {
            let request = ControlRequest(
                kind: .arm,
                number: UInt64(cycle),
                client: 1,
                lease: 1_000_000_000,
                deadline: Instant(nanoseconds: now + 100_000_000)
            )
            journal.note(request, at: now)
            _ = pipeline.handle(request, at: Instant(nanoseconds: now))
        }

        private mutating func step(at now: Int64) {
            pipeline.step(
                at: Instant(nanoseconds: now),
                guardian: guardian,
                isOverrun: false,
                isBusLost: false,
                hasLostFrames: false
            )
            let command = pipeline.encode(issued: now)
            let axles = pipeline.report.axles
            let given = AxlePair(front: axles.front.given, rear: axles.rear.given)
            journal.note(
                RecordedCycle(
                    time: now,
                    guardian: guardian,
                    isOverrun: false,
                    isStalled: false,
                    isBusLost: false,
                    hasLostFrames: false,
                    command: command,
                    given: given
                )
            )
            journal.noteState(of: pipeline, at: now)
            guardian.sent = command.armingID == 0 ? nil : given
            answer.note(
                guardian.sent ?? AxlePair(both: .zero),
                drawing: pipeline.report.predictedPower
            )
        }

        /// The black box as text.
        func dump() throws -> String {
            let log = try recorder.dump()
            return try String(contentsOfFile: log.path, encoding: .utf8)
        }

        func remove() {
            recorder.end()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    private func play(
        _ text: String,
        _ channels: DaemonChannels = DaemonChannels(recording: nil)
    ) async throws -> ReplayThread.Outcome {
        let log = try TemporaryFile(text)
        let (endings, sender) = AsyncStream.makeStream(of: ReplayThread.Outcome.self)
        let player = try ReplayThread(
            Shipped.assembly(.shadow).plan,
            options: ReplayThread.Options(path: log.path, speed: nil),
            channels: channels,
            whenReady: {},
            whenAskedToStop: {},
            whenEnded: {
                sender.yield($0)
                sender.finish()
            }
        )
        var outcome = ReplayThread.Outcome()
        for await ending in endings { outcome = ending }
        player.stop()
        return outcome
    }

    @Test("the last seconds of an armed drive give the same commands again, bit for bit")
    func exact() async throws {
        var bench = try Bench()
        defer { bench.remove() }
        for _ in 0..<9 {
            try bench.drive(cycles: 100)
            // As often as the recorder's thread would.
            _ = try bench.dump()
        }
        let outcome = try await play(try bench.dump())
        let playback = try #require(outcome.playback)
        #expect(outcome.failure == nil)
        // Of 3 s all but what is older than the first state, which is there once a second.
        #expect((200...300).contains(playback.cycles))
        #expect(playback.commandedCycles == playback.cycles)
        #expect(playback.interruptions == 0)
        #expect(playback.differentCycles == 0)
        #expect(playback.firstDifference == nil)
        #expect(playback.isExact)
        #expect(outcome.frames > 2_000)
    }

    @Test("what clients ask meanwhile changes nothing that was recorded")
    func asked() async throws {
        var bench = try Bench()
        defer { bench.remove() }
        try bench.drive(cycles: 250)
        let channels = DaemonChannels(recording: nil)
        for kind in [ControlRequest.Kind.disarm, .arm] {
            channels.requests.push(
                ControlRequest(
                    kind: kind,
                    number: 1,
                    client: 1,
                    lease: 1_000_000_000,
                    deadline: Instant(nanoseconds: .max)
                )
            )
        }
        let playback = try #require(try await play(try bench.dump(), channels).playback)
        #expect(playback.isExact, "\(playback)")
        #expect(playback.commandedCycles > 200)
        #expect(channels.answers.pop()?.outcome == .done)
        #expect(channels.answers.pop()?.outcome == .preconditions)
    }

    @Test("no line of it is as long as one that log2asc and canplayer end at")
    func lines() throws {
        var bench = try Bench()
        defer { bench.remove() }
        try bench.drive(cycles: 150)
        let lines = try bench.dump().split(separator: "\n")
        #expect(lines.allSatisfy { $0.utf8.count < 400 })
        #expect(lines.contains { $0.hasPrefix("# journal s+ ") })
        #expect(lines.contains { $0.hasPrefix("# journal c ") })
        #expect(lines.contains { $0.hasPrefix("# arrivals ") && $0.contains(" -") })
    }

    @Test("what the log lacks shows as a difference, with the cycle and both torques")
    func missing() async throws {
        var bench = try Bench()
        defer { bench.remove() }
        let press = TestDrive.press
        try bench.drive(cycles: 200, unseen: press + 10..<press + 16)
        let playback = try #require(try await play(try bench.dump()).playback)
        #expect(!playback.isExact)
        #expect(playback.differentCycles > 0)
        let first = try #require(playback.firstDifference)
        #expect(first.contains(" Nm, recorded "), "\(first)")
        #expect(playback.description.contains("differ, the first in cycle "))
    }

    @Test("behind a gap of lost frames it goes on at the next state, and says so")
    func gap() async throws {
        // The ring holds 0.8 s of frames: in the second part of the drive some find no room.
        var bench = try Bench(capacity: 1_024)
        defer { bench.remove() }
        try bench.drive(cycles: 70)
        _ = try bench.dump()
        try bench.drive(cycles: 150)
        #expect(try bench.dump().contains("frames were not recorded here"))
        try bench.drive(cycles: 70)
        let playback = try #require(try await play(try bench.dump()).playback)
        #expect(playback.interruptions >= 1)
        #expect((150...250).contains(playback.cycles))
        #expect(playback.isExact, "\(playback)")
        #expect(playback.description.contains("gaps"))
    }

    @Test("cut or damaged anywhere it plays what is whole, and claims nothing else")
    func damaged() async throws {
        var bench = try Bench()
        defer { bench.remove() }
        try bench.drive(cycles: 260)
        let text = Array(try bench.dump().utf8)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<40 {
            var damaged = text
            let place = Int.random(in: 0..<text.count, using: &random)
            // Only in comments: a frame that reads otherwise is another frame.
            let start = text[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            guard text[start] == UInt8(ascii: "#"), place > start else { continue }
            damaged[place] = UInt8(ascii: "5")
            let outcome = try await play(String(decoding: damaged, as: UTF8.self))
            if let playback = outcome.playback, damaged != text,
                !text[start...].starts(with: Array("# arr".utf8))
            {
                #expect(playback.differentCycles == 0, "byte \(place): \(playback)")
            }
        }
        for _ in 0..<10 {
            let cut = text[..<Int.random(in: 0..<text.count, using: &random)]
            let playback = try await play(String(decoding: cut, as: UTF8.self)).playback
            #expect(playback?.differentCycles ?? 0 == 0)
        }
    }

    @Test("another program's journal is not looked at")
    func foreign() async throws {
        var bench = try Bench(program: 1)
        defer { bench.remove() }
        try bench.drive(cycles: 150)
        let playback = try #require(try await play(try bench.dump()).playback)
        #expect(playback.isForeign)
        #expect(playback.cycles == 0)
        #expect(!playback.isExact)
        #expect(playback.description.contains("another build of axled"))
    }

    @Test("a pipeline that is given another's memory goes on as that one does")
    func memory() throws {
        var first = try DrivenPipeline()
        for _ in 0..<150 { _ = first.run() }
        var second = first
        second.pipeline = try Shipped.assembly(.observe).plan.pipeline
        second.pipeline.wholeMemory = first.pipeline.wholeMemory
        for cycle in 0..<400 {
            try #require(first.run() == second.run(), "cycle \(cycle)")
            try #require(leaves(of: first.pipeline.report) == leaves(of: second.pipeline.report))
        }
        #expect(first.pipeline.report.arming == .armed)
    }
}
