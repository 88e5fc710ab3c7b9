import CANFrames
import ControlRuntime
import DaemonConfiguration
import Foundation
import FrameLogs
import Testing
import TestVehicle
import ThreadExchange
import VehicleModel

@Suite struct ReplayThreadTests {
    private static let firstStamp: Int64 = 1_700_000_000_000_000_000

    /// A log of the drive's first cycles; each bus goes by its interface or by its name.
    private func log(cycles: Int, extra: String = "") throws -> TemporaryFile {
        let names = ["can0", "rear", "can2"]
        var text: [UInt8] = []
        for cycle in 0..<cycles {
            let stamp = Self.firstStamp + Int64(cycle) * TestVehicle.period
            for received in try Shipped.drive.get().cycles[cycle] {
                CandumpLine.append(
                    stamp: Timestamp(nanoseconds: stamp),
                    interface: names[Int(received.bus)],
                    frame: received.frame,
                    to: &text
                )
            }
        }
        return try TemporaryFile(String(decoding: text, as: UTF8.self) + extra)
    }

    private struct Played {
        var outcome: ReplayThread.Outcome?
        var snapshot: DaemonSnapshot
        var frames: [ReceivedFrame]
    }

    private func play(
        _ log: TemporaryFile,
        speed: Double? = nil,
        mode: OperatingMode = .shadow
    ) async throws -> Played {
        let channels = DaemonChannels(recording: nil)
        let (endings, sender) = AsyncStream.makeStream(of: ReplayThread.Outcome.self)
        let player = try ReplayThread(
            Shipped.assembly(mode).plan,
            options: ReplayThread.Options(path: log.path, speed: speed),
            channels: channels,
            whenReady: {},
            whenAskedToStop: {},
            whenEnded: {
                sender.yield($0)
                sender.finish()
            }
        )
        var outcome: ReplayThread.Outcome?
        for await ending in endings { outcome = ending }
        player.stop()
        var frames: [ReceivedFrame] = []
        while let frame = channels.frames.pop() { frames.append(frame) }
        return Played(
            outcome: outcome,
            snapshot: channels.snapshots.latest(),
            frames: frames
        )
    }

    @Test("a log's last values are published, and every frame reaches the server")
    func lastValues() async throws {
        let cycles = 150
        let expected = try Shipped.drive.get().cycles.prefix(cycles).flatMap { $0 }
        let played = try await play(try log(cycles: cycles))
        let report = played.snapshot.report
        let last = TestDrive.moment(cycles - 1)
        #expect(played.outcome?.failure == nil)
        #expect(played.outcome?.frames == UInt64(expected.count))
        #expect(played.outcome?.ignored == 0)
        #expect(played.frames.map(\.frame) == expected.map(\.frame))
        #expect(played.frames.map(\.bus) == expected.map(\.bus))
        #expect(report.cycle == UInt64(cycles))
        #expect(report.wallTime == Self.firstStamp + Int64(cycles) * TestVehicle.period)
        #expect(abs(report.pedal * 100 - last.pedal) < 0.01)
        #expect(abs(report.axles.front.speed.rawValue - last.motorSpeed * .pi / 30) < 1e-6)
        #expect(report.gear == .drive)
        #expect(report.batteryVoltage == Voltage(350))
        #expect(report.batteryCurrent == Current(100))
        #expect(abs(report.stateOfCharge - 0.6) < 1e-9)
        #expect(report.axles.front.given > Torque(20))
        #expect(played.snapshot.buses[0].received > 400)
        #expect(played.snapshot.buses[1].received > 100)
        #expect(played.snapshot.buses[2].received > 400)
        #expect(played.snapshot.buses[3].received == 0)
    }

    @Test("how fast a log is played changes nothing")
    func speed() async throws {
        let log = try log(cycles: 140)
        let fast = try await play(log).snapshot
        let timed = try await play(log, speed: 20).snapshot
        #expect(leaves(of: fast.report) == leaves(of: timed.report))
        #expect(fast.report.cycle == 140)
    }

    private func request(_ kind: ControlRequest.Kind) -> ControlRequest {
        ControlRequest(
            kind: kind,
            number: 5,
            client: 1,
            lease: 1_000_000_000,
            deadline: Instant(nanoseconds: .max)
        )
    }

    /// The answer to a request, within so long.
    private func answer(
        _ channels: DaemonChannels,
        _ kind: ControlRequest.Kind
    ) async throws -> ControlAnswer? {
        channels.requests.push(request(kind))
        for _ in 0..<500 {
            if let answer = channels.answers.pop() { return answer }
            try await Task.sleep(for: .milliseconds(2))
        }
        return nil
    }

    @Test(
        "requests are answered during a slow replay and after its end, and a stop ends it",
        arguments: [nil, 0.001]
    )
    func requests(speed: Double?) async throws {
        let channels = DaemonChannels(recording: nil)
        let (events, sender) = AsyncStream.makeStream(of: String.self)
        let log = try log(cycles: 5)
        let player = try ReplayThread(
            Shipped.assembly(.shadow).plan,
            options: ReplayThread.Options(path: log.path, speed: speed),
            channels: channels,
            whenReady: { sender.yield("ready") },
            whenAskedToStop: {
                sender.yield("stop")
                sender.finish()
            },
            whenEnded: { _ in sender.yield("end") }
        )
        var seen: [String] = []
        for await event in events {
            seen.append(event)
            if event == (speed == nil ? "end" : "ready") {
                let refused = try #require(try await answer(channels, .arm))
                #expect(refused.outcome == .preconditions)
                #expect(refused.number == 5)
                let stopped = try #require(try await answer(channels, .stop))
                #expect(stopped.outcome == .done)
            }
        }
        player.stop()
        #expect(seen == ["ready", "end", "stop"])
    }

    @Test("frames of interfaces that are no bus are counted and not played")
    func ignored() async throws {
        let log = try log(cycles: 5, extra: "(1700000000.050000) can9 123#00\n")
        let played = try await play(log)
        #expect(played.outcome?.ignored == 1)
        #expect(!played.frames.contains { $0.frame.id.identifier == 0x123 })
    }

    @Test("a broken line ends the log there, with its number; what was before counts")
    func broken() async throws {
        let whole = try await play(try log(cycles: 5))
        let played = try await play(
            try log(cycles: 5, extra: "(1700000000.050000) can0 1DB#0\n")
        )
        #expect(played.outcome?.frames == whole.outcome?.frames)
        let failure = try #require(played.outcome?.failure)
        guard case .malformed(_, let line, _, _, _) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(line == whole.frames.count + 1)
    }

    @Test("a log that does not exist is a failure, not a crash")
    func missing() async throws {
        let log = try log(cycles: 1)
        try FileManager.default.removeItem(atPath: log.path)
        let played = try await play(log)
        #expect(played.outcome?.failure != nil)
        #expect(played.outcome?.frames == 0)
    }

    @Test("no stamp and no speed is too large", arguments: [1e-300, 0.001, 1])
    func farStamps(speed: Double) async throws {
        let log = try TemporaryFile(
            "(0.000000) can2 174#000000BB00000000\n"
                + "(9223372035.999999) can2 174#000000BB00000000\n"
        )
        let played = try await play(log, speed: speed)
        #expect(played.outcome?.frames == 2)
        #expect(played.outcome?.failure == nil)
    }

    @Test("a hole of hours in a log is one late cycle, not a million")
    func hole() async throws {
        let log = try log(cycles: 5, extra: "(1700007200.000000) can2 174#000000BB00000000\n")
        let played = try await play(log)
        #expect(played.snapshot.report.cycle < 12)
        #expect(played.snapshot.report.pedal.isNaN)
    }
}
