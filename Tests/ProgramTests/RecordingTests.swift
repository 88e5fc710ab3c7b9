import CANFrames
import CANTransport
import FrameLogs
import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// What a daemon's recording is after a kill, a restart, and where files may not grow.
    @Suite struct RecordingTests {
        private let prototype: Prototype

        init() throws { prototype = try Prototype() }

        /// Sends frames with a number in them on the front bus.
        private func send(_ numbers: Range<Int>) async throws {
            var transmitter = try BusTransmitter.open(BusAddress(parsing: prototype.buses.front))
            let id = try #require(FrameID(extended: 0x1234_5678))
            for number in numbers {
                let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
                let frame = try #require(Frame(id: id, bytes: bytes + [1, 2, 3, 4]))
                var isSent = false
                while !isSent {
                    do throws(TransportError) {
                        try transmitter.transmit(frame)
                        isSent = true
                    } catch {
                        guard error == .full else { throw error }
                        usleep(1000)
                    }
                }
                // No receiver's queue must overflow: what is tested here is the recorder.
                if number % 100 == 99 { try await Task.sleep(for: .milliseconds(10)) }
            }
        }

        /// The numbers in a log, and how it ends.
        private func numbers(_ name: String) throws -> ([Int], LogReader.Ending) {
            var reader = try LogReader(path: prototype.folder.file(name))
            var numbers: [Int] = []
            while let entry = try reader.next() {
                #expect(entry.interface == "front")
                numbers.append(entry.frame.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) })
            }
            return (numbers, reader.ending)
        }

        private func files() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: prototype.folder.path)
                .filter { $0.hasPrefix("drive") }.sorted()
        }

        @Test("a killed daemon leaves a readable log, and the next one does not touch it")
        func kill() async throws {
            try await prototype.serveBuses()
            prototype.recordingOptions = ", flush_interval: 50 ms"
            try await prototype.startDaemon(mode: "observe", records: true)
            _ = try await prototype.bus("front", becomes: "up")
            try await send(0..<1000)
            try await eventually(within: 60, "a thousand frames are in the log") {
                try numbers("drive.log").0.count >= 1000
            }
            try await send(1000..<1500)
            try await prototype.daemon?.killAndReap()
            let (left, ending) = try numbers("drive.log")
            #expect(left == Array(0..<left.count))
            #expect(left.count >= 1000)
            #expect(ending == .whole)
            let before = try Data(contentsOf: URL(fileURLWithPath: prototype.recording))

            for name in ["state.sock", "control.sock"] { unlink(prototype.folder.file(name)) }
            try await prototype.startDaemon(mode: "observe", records: true)
            #expect(
                prototype.daemon?.errors.contains(
                    "recording to \(prototype.folder.file("drive-0002.log"))"
                )
                    == true
            )
            _ = try await prototype.bus("front", becomes: "up")
            try await send(0..<10)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            #expect(try files() == ["drive-0002.log", "drive.log"])
            #expect(try numbers("drive-0002.log").0 == Array(0..<10))
            #expect(try Data(contentsOf: URL(fileURLWithPath: prototype.recording)) == before)
        }

        @Test(
            "where no file may grow beyond a size, the recording goes on in others, without a loss"
        )
        func largestFile() async throws {
            try await prototype.serveBuses()
            prototype.recordingOptions = ", flush_interval: 50 ms"
            // In units of 512 bytes.
            let limit = ["/bin/sh", "-c", "ulimit -f 600; exec \"$@\"", "sh"]
            try await prototype.startDaemon(mode: "observe", records: true, tracer: limit)
            _ = try await prototype.bus("front", becomes: "up")
            try await send(0..<15_000)
            try await eventually(within: 60, "all frames are in logs") {
                try files().reduce(0) { try $0 + numbers($1).0.count } >= 15_000
            }
            #expect(try await prototype.bus("front", hasSeen: 15_000).received == 15_000)
            #expect(try await prototype.state().counters.recorderDropped == 0)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let names = try files().filter { $0 != "drive.log" }
            #expect(names.count >= 2)
            var all: [Int] = []
            for name in ["drive.log"] + names {
                let (numbers, ending) = try numbers(name)
                #expect(ending == .whole)
                all += numbers
            }
            #expect(all == Array(0..<15_000))
        }

        @Test("a full disk is said, and the daemon runs on")
        func fullDisk() async throws {
            try await prototype.serveBuses()
            try FileManager.default.createSymbolicLink(
                atPath: prototype.recording,
                withDestinationPath: "/dev/full"
            )
            prototype.recordingOptions = ", flush_interval: 50 ms"
            try await prototype.startDaemon(mode: "observe", records: true)
            _ = try await prototype.bus("front", becomes: "up")
            try await send(0..<10)
            try await eventually(within: 60, "the daemon says it") {
                prototype.daemon?.errors.contains("recording paused") == true
            }
            #expect(
                prototype.daemon?.errors.contains(
                    "\(prototype.recording): write: No space left on device"
                )
                    == true
            )
            #expect(try await prototype.bus("front", hasSeen: 10).received == 10)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            #expect(prototype.daemon?.errors.contains("recorded 0 frames, lost 10") == true)
        }

        @Test("a recording that does not begin with the daemon makes no file")
        func noAutostart() async throws {
            prototype.recordingOptions = ", autostart: no"
            try await prototype.startDaemon(mode: "observe", records: true)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            #expect(try files().isEmpty)
        }

        @Test("a replay takes an ASC log, and records it as a candump log without a loss")
        func replay() async throws {
            var log =
                "date Thu Jul  9 06:17:32 2015\nbase hex  timestamps absolute\n// channel 1: front\n"
            for number in 0..<100_000 {
                let bytes = (0..<4).map { String(format: "%02X", (number >> (24 - 8 * $0)) & 0xFF) }
                log += String(format: "   %d.%06d", number / 1000, number % 1000 * 1000)
                log += " 1  12345678x       Rx   d 4 " + bytes.joined(separator: " ") + "\n"
            }
            let path = try prototype.folder.write(log, to: "drive-in.asc")
            // More frames than the recorder takes between two of its steps.
            prototype.recordingOptions = ", flush_interval: 2 s, autostart: no"
            try await prototype.startDaemon(mode: "observe", records: true)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let file = prototype.folder.file("axled.yaml")
            let text = try String(contentsOfFile: file, encoding: .utf8)
                .replacingOccurrences(of: "autostart: no", with: "autostart: yes")
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let replay = try Program(
                "axled",
                ["--config", file, "--replay", path, "--speed", "max", "--exit-at-end"],
                in: prototype.folder
            )
            #expect(try await replay.end(within: 60) == 0)
            #expect(replay.errors.contains("played 100000 frames, ignored 0"), "\(replay.errors)")
            #expect(replay.errors.contains("recorded 100000 frames, lost 0"), "\(replay.errors)")
            #expect(try numbers("drive.log").0 == Array(0..<100_000))
        }
    }
}
