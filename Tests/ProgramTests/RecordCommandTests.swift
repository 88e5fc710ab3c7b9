import CANFrames
import CANTransport
import FrameLogs
import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// `axlectl record` at a bench: a daemon that records when it is told to.
    @Suite struct RecordCommandTests {
        private let prototype: Prototype

        init() throws { prototype = try Prototype() }

        /// Sends frames with a number in them on the front bus, and waits until the daemon has `total`.
        private func send(_ numbers: Range<Int>, total: Int) async throws {
            var transmitter = try BusTransmitter.open(BusAddress(parsing: prototype.buses.front))
            let id = try #require(FrameID(extended: 0x1234_5678))
            for number in numbers {
                let bytes = [UInt8(number >> 8), UInt8(number & 0xFF)]
                try transmitter.transmit(try #require(Frame(id: id, bytes: bytes)))
            }
            let deadline = ContinuousClock.now + .seconds(20)
            while try await prototype.bus("front").received < total {
                guard ContinuousClock.now < deadline else {
                    throw NotInTime(description: "the daemon does not get \(total) frames")
                }
            }
        }

        private func record(_ arguments: String...) async throws -> ToolOutcome {
            try await ToolOutcome.of(
                ["record"] + arguments + ["--json", "--socket", prototype.stateSocket]
            )
        }

        /// The numbers in a log.
        private func numbers(_ path: String) throws -> [Int] {
            var reader = try LogReader(path: path)
            var numbers: [Int] = []
            while let entry = try reader.next() {
                numbers.append(Int(entry.frame.bytes[0]) << 8 | Int(entry.frame.bytes[1]))
            }
            #expect(reader.ending == .whole)
            return numbers
        }

        @Test("started, marked, asked for, stopped and read again; the black box beside it")
        func bench() async throws {
            try await prototype.serveBuses()
            prototype.recordingOptions = ", autostart: no, flush_interval: 50 ms, black_box: 2 s"
            try await prototype.startDaemon(mode: "observe", records: true)
            _ = try await prototype.bus("front", becomes: "up")
            try await send(0..<100, total: 100)
            let early = try await record("stop")
            #expect(early.status == 1)
            #expect(early.errors.contains("nothing is being recorded"), "\(early.errors)")

            let started = try await record("start")
            #expect(started.status == 0, "\(started.errors)")
            #expect(try Answer(started.output)["path"] == prototype.recording)
            try await send(100..<200, total: 200)
            let marked = try await record("mark", "the brake is pressed")
            #expect(marked.status == 0, "\(marked.errors)")
            try await send(200..<300, total: 300)
            try await eventually(within: 20, "all frames are in the log") {
                try numbers(prototype.recording).count == 200
            }
            let status = try Answer(try await record("status").output)
            #expect(status["state"] == "recording")
            #expect(status["dropped"] == 0)
            #expect(status["marks"] == 1)
            let stopped = try Answer(try await record("stop").output)
            #expect(stopped["state"] == "stopped")
            #expect(stopped["frames"] == 200)

            let info = try await ToolOutcome.of(["log", "info", "--json", prototype.recording])
            #expect(info.status == 0, "\(info.errors)")
            #expect(try Answer(info.output)["frames"] == 200)
            #expect(info.output.contains(#""text":"the brake is pressed""#))
            #expect(try numbers(prototype.recording) == Array(100..<300))

            // Longer than the black box: what came before must be gone from it.
            try await Task.sleep(for: .milliseconds(2_500))
            try await send(300..<350, total: 350)
            let dumped = try await record("dump")
            #expect(dumped.status == 0, "\(dumped.errors)")
            let path: String = try #require(try Answer(dumped.output)["path"])
            #expect(path.hasPrefix(prototype.folder.file("blackbox-")))
            #expect(try numbers(path) == Array(300..<350))
            #expect(try numbers(prototype.recording) == Array(100..<300))
            let read = try await ToolOutcome.of(["log", "info", "--json", path])
            #expect(try Answer(read.output)["frames"] == 50)

            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
        }

        @Test("a fault while armed has the black box written, which gives the same commands again")
        func fault() async throws {
            try await prototype.serveBuses()
            try await prototype.startGuardian()
            prototype.recordingOptions = ", autostart: no"
            try await prototype.startDaemon(records: true)
            try await prototype.startPlant(scenario: Scenarios.pull)
            try await prototype.arm()
            // On a machine that is late another fault may have come first.
            try await prototype.guardian?.killAndReap()
            try await eventually(within: 20, "\(prototype.daemon?.errors ?? "")") {
                prototype.daemon?.errors.contains("record.dump: fault ") == true
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: prototype.folder.path)
                .filter { $0.hasPrefix("fault-") }
            #expect(names.count == 1)
            let path = prototype.folder.file(try #require(names.first))
            let info = try await ToolOutcome.of(["log", "info", "--json", path])
            #expect(info.status == 0, "\(info.errors)")
            let frames: Int = try #require(try Answer(info.output)["frames"])
            #expect(frames > 0)

            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let replay = try Program(
                "axled",
                [
                    "--config", prototype.folder.file("axled.yaml"), "--replay", path, "--speed",
                    "max", "--exit-at-end",
                ],
                in: prototype.folder
            )
            #expect(try await replay.end() == 0, "\(replay.errors)")
            #expect(
                replay.errors.contains("every command and torque is the recorded one, bit for bit"),
                "\(replay.errors)"
            )
            #expect(!replay.errors.contains("back, 0 of them with a command"), "\(replay.errors)")
        }

        @Test("a daemon that is not configured to record says what to configure")
        func notConfigured() async throws {
            try await prototype.startDaemon(mode: "observe")
            for arguments in [["start"], ["stop"], ["status"], ["dump"], ["mark", "x"]] {
                let outcome = try await ToolOutcome.of(
                    ["record"] + arguments + ["--socket", prototype.stateSocket]
                )
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("add recording: {path: DIRECTORY"))
                #expect(outcome.errors.split(separator: "\n").count == 1)
            }
        }
    }
}
