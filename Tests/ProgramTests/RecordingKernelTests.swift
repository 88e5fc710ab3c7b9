import FrameLogs
import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// What is left of a recording under load where its daemon or its disk ends.
    @Suite struct RecordingKernelTests {
        @Test(
            "kill -9 under load leaves candump's own lines, all but those of the last flush interval"
        )
        func killed() async throws {
            let interfaces = try await VirtualBuses()
            let interface = interfaces.buses.front
            let prototype = try Prototype(interfaces.buses)
            prototype.recordingOptions = ", keep_free: none, flush_interval: 200 ms"
            try await prototype.startDaemon(mode: "observe", records: true)
            _ = try await prototype.bus("front", becomes: "up")
            let candump = try Program("/usr/bin/candump", ["-L", interface], in: prototype.folder)
            try await awaitListeners(2, on: interface)
            let sender = try NumberedLoad.start(on: interface, gap: 1, in: prototype.folder)
            _ = try await prototype.bus("front", hasSeen: 1_000)
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...300)))
            prototype.daemon?.signal(SIGKILL)
            let instant = KillBench.now()
            _ = try await prototype.daemon?.end()
            try await sender.killAndReap()
            try await candump.killAndReap()

            let kept = try RecordedLoad([prototype.recording])[interface]
            let lines = try String(contentsOfFile: prototype.recording, encoding: .utf8)
                .split(separator: "\n").filter { !$0.hasPrefix("#") }
            // The last line may be half a one.
            let seen = candump.output.split(separator: "\n").dropLast()
            #expect(kept == Array(0..<kept.count))
            try #require(lines.count == kept.count && kept.count > 0 && seen.count > kept.count)
            #expect(lines.elementsEqual(seen.prefix(kept.count)))
            let firstLost = try #require(CandumpStamp(seen[kept.count]))
            let age = Double(instant - firstLost.nanoseconds) / 1e6
            print("kill -9 axled: \(kept.count) of \(seen.count) frames kept, \(age) ms lost")
            // The lines are written in a moment of their own.
            #expect(age <= 200 + 50)

            let asc = prototype.folder.file("drive.asc")
            try await Program.run(
                "log2asc",
                ["-I", prototype.recording, "-O", asc, interface],
                in: prototype.folder
            )
            let events = try String(contentsOfFile: asc, encoding: .utf8).split(separator: "\n")
            #expect(events.count { $0.contains(" d 8 ") } == kept.count)
        }

        @Test(
            "a full disk is told, other work goes on, no dump damages it, and with room it records again",
            arguments: ["none", "1 MB"]
        )
        func diskFull(keepFree: String) async throws {
            let interfaces = try await VirtualBuses()
            let interface = interfaces.buses.front
            let prototype = try Prototype(interfaces.buses)
            let disk = try SmallDisk(megabytes: 16, at: prototype.folder.file("drive.log.d"))
            prototype.recordingDirectory = disk.path
            prototype.recordingOptions = ", keep_free: \(keepFree), flush_interval: 100 ms"
            try disk.fill(kilobytes: keepFree == "none" ? 16_248 : 15_248)
            try await prototype.startDaemon(mode: "observe", records: true)
            let first = try await prototype.bus("front", becomes: "up")
            #expect(first.received == 0)
            let sender = try NumberedLoad.start(on: interface, gap: 2, in: prototype.folder)
            var status = try await prototype.recording(becomes: "paused")
            #expect(status.floorReached == (keepFree != "none"))
            let reason = try #require(status.failure)
            #expect(
                reason.contains(keepFree == "none" ? "No space left on device" : "are to be left")
            )
            #expect(prototype.daemon?.errors.contains("recording paused: \(disk.path)/") == true)

            let before = try await (prototype.bus("front").received, prototype.state().cycle)
            let dump = try await ToolOutcome.of(
                ["record", "dump", "--socket", prototype.stateSocket]
            )
            #expect(dump.status == 1, "\(dump.output)")
            #expect(dump.errors.split(separator: "\n").count == 1, "\(dump.errors)")
            #expect(dump.errors.contains(disk.path), "\(dump.errors)")
            print("disk full: \(reason); dump: \(dump.errors)", terminator: "")
            let after = try await (
                prototype.bus("front", hasSeen: before.0 + 100), prototype.state().cycle
            )
            #expect(after.0.lost == 0)
            #expect(after.1 > before.1)
            #expect(try disk.logs("axle-").count == 1)

            try disk.empty()
            status = try await prototype.recording(becomes: "recording")
            #expect(status.files == 2)
            #expect(!status.floorReached)
            #expect(status.dropped > 0)
            let total = try await prototype.bus("front").received
            let end = try await prototype.bus("front", hasSeen: total + 200)
            try await sender.killAndReap()
            #expect(end.lost == 0)
            let again = try await ToolOutcome.of(
                ["record", "dump", "--socket", prototype.stateSocket]
            )
            #expect(again.status == 0, "\(again.errors)")
            status = try RecordingAnswer(
                parsing: try await prototype.ask("record", "stop", "--json")
            )
            let received = try await prototype.bus("front").received

            let recorded = try RecordedLoad(try disk.logs("axle-"))
            print(
                "  \(recorded.frames) frames recorded, \(recorded.notRecorded) said to be missing"
            )
            #expect(recorded.frames == status.frames)
            #expect(recorded.notRecorded == status.dropped)
            #expect(recorded.frames + recorded.notRecorded == received)
            #expect(recorded[interface].isRising)
            #expect(recorded[interface].last == received - 1)
            // The one that was refused too, should it be there.
            _ = try RecordedLoad(try disk.logs("blackbox-"))
        }

        /// Waits until so many sockets receive everything from the interface, by the kernel's own list.
        private func awaitListeners(_ count: Int, on interface: String) async throws {
            try await eventually(within: 20, "\(count) listeners on \(interface)") {
                try String(contentsOfFile: "/proc/net/can/rcvlist_all", encoding: .utf8)
                    .split(separator: "\n")
                    .count { $0.contains(" \(interface) ") && !$0.contains("no entry") } >= count
            }
        }
    }
}

/// The stamp of a line of `candump -L`, read here by hand, as a second source.
private struct CandumpStamp {
    let nanoseconds: Int64

    init?(_ line: Substring) {
        let digits = line.dropFirst().prefix { $0 != ")" }.split(separator: ".")
        guard line.hasPrefix("("), digits.count == 2, digits[1].count == 6,
            let seconds = Int64(digits[0]), let fraction = Int64(digits[1])
        else { return nil }
        nanoseconds = seconds * 1_000_000_000 + fraction * 1_000
    }
}
