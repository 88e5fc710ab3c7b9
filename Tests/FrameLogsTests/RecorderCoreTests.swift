import CANFrames
import CANTransport
import Foundation
import Testing
import ThreadExchange

@testable import FrameLogs

/// The recorder's work by a clock that the tests wind.
@Suite struct RecorderCoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A recorder, its ring and its clock.
    private struct Bench: ~Copyable {
        var core: RecorderCore
        let ring: Ring<ReceivedFrame>
        /// Seconds.
        var time = 1000.0
        private var pushed = 0

        init(_ settings: RecorderSettings, cycles: CycleSource? = nil) {
            ring = Ring(capacity: settings.capacity ?? 1024)
            core = RecorderCore(settings, ring: ring, cycles: cycles)
        }

        var now: RecorderMoment {
            let nanoseconds = Int64(time * 1e9)
            let wall = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + nanoseconds)
            return RecorderMoment(monotonic: nanoseconds, wall: wall)
        }

        /// Pushes frames of 32 bytes a line, and lets the recorder work.
        mutating func step(frames: Int = 0, after seconds: Double = 1) throws {
            time += seconds
            for _ in 0..<frames {
                ring.push(try Received.frame(pushed))
                pushed += 1
            }
            core.step(at: now)
        }
    }

    private func settings(
        _ path: String? = nil,
        _ change: (inout RecorderSettings) -> Void = { _ in }
    ) -> RecorderSettings {
        var settings = RecorderSettings(
            path: path ?? folder.file("drive.log"),
            interfaces: ["can0"]
        )
        change(&settings)
        return settings
    }

    /// The bytes of all frames in these files, one a frame, and how many are said to be missing.
    private func contents(_ names: [String]) throws -> (frames: [UInt8], missing: UInt64) {
        var (frames, missing): ([UInt8], UInt64) = ([], 0)
        for name in names {
            var reader = try LogReader(path: folder.file(name))
            while let item = try reader.nextItem() {
                switch item {
                case .frame(let entry): frames += entry.frame.bytes
                case .notRecorded(let count): missing += count
                case .mark, .columns, .cycle, .arrivals, .journal: break
                }
            }
            #expect(reader.ending == .whole)
        }
        return (frames, missing)
    }

    private static let lineLength: Int64 = 32

    @Test("no file grows beyond the size, none is begun before that, and no frame is lost between")
    func rotatesBySize() throws {
        var bench = Bench(settings { $0.greatestSize = 10 * Self.lineLength })
        try bench.core.start(name: nil, at: bench.now)
        for _ in 0..<10 { try bench.step(frames: 5) }
        try bench.core.stop(at: bench.now)
        let names = ["drive.log"] + (2...5).map { "drive-000\($0).log" }
        #expect(try folder.names == names.sorted())
        for name in names {
            #expect(try folder.read(name).utf8.count == 10 * Int(Self.lineLength))
        }
        #expect(try contents(names).frames == Array(0..<50))
        #expect(bench.core.status.files == 5)
        #expect(bench.core.status.size == 50 * Self.lineLength)
        #expect(bench.core.status.written == 50)
        #expect(
            bench.core.takeEvents().count { if case .rotated = $0 { true } else { false } } == 4
        )
    }

    @Test("a file is ended at its age, an empty one is not")
    func rotatesByAge() throws {
        var bench = Bench(settings { $0.greatestAge = .seconds(60) })
        try bench.core.start(name: nil, at: bench.now)
        try bench.step(after: 100)
        try bench.step(frames: 1, after: 0)
        #expect(try folder.names == ["drive-0002.log", "drive.log"])
        try bench.step(frames: 1, after: 59)
        #expect(try folder.names.count == 2)
        try bench.step(frames: 1, after: 1)
        #expect(try folder.names.count == 3)
        try bench.step(after: 300)
        #expect(try folder.names.count == 3)
        try bench.core.stop(at: bench.now)
        #expect(
            try contents(["drive.log", "drive-0002.log", "drive-0003.log"]).frames == [0, 1, 2]
        )
    }

    @Test("no file that is there is written to: the next number follows the highest")
    func neverOverwrites() throws {
        _ = try folder.write("mine", to: "drive.log")
        for name in [
            "drive-0007.log", "drive-x9.log", "drive-00000000000012.log", "drive-0008.asc",
        ] {
            _ = try folder.write("other", to: name)
        }
        var bench = Bench(settings { $0.greatestSize = Self.lineLength })
        try bench.core.start(name: nil, at: bench.now)
        for _ in 0..<2 { try bench.step(frames: 1) }
        try bench.core.stop(at: bench.now)
        try bench.core.start(name: nil, at: bench.now)
        #expect(bench.core.status.path == folder.file("drive-0010.log"))
        #expect(try folder.read("drive.log") == "mine")
        #expect(try folder.read("drive-0007.log") == "other")
        #expect(try contents(["drive-0008.log", "drive-0009.log"]).frames == [0, 1])
    }

    @Test("a link that leads to a file, or nowhere, is a name that is taken")
    func links() throws {
        let other = try folder.write("mine", to: "other.txt")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("drive.log"),
            withDestinationPath: other
        )
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("lost.log"),
            withDestinationPath: folder.file("nowhere")
        )
        for name in [nil, "lost"] {
            var bench = Bench(settings())
            try bench.core.start(name: name, at: bench.now)
            try bench.step(frames: 1)
            #expect(bench.core.status.path?.hasSuffix("-0002.log") == true)
            try bench.core.stop(at: bench.now)
        }
        #expect(try folder.read("other.txt") == "mine")
        #expect(!FileManager.default.fileExists(atPath: folder.file("nowhere")))
    }

    @Test("in a directory files are named after their beginning, in one second by numbers too")
    func stampedNames() throws {
        var bench = Bench(settings(folder.path + "/") { $0.greatestSize = Self.lineLength })
        let stamp = CivilTime(bench.now.wall, in: .local)
        func pair(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let day = "\(stamp.year)\(pair(stamp.month))\(pair(stamp.day))"
        let clock = "\(pair(stamp.hour))\(pair(stamp.minute))\(pair(stamp.second))"
        try bench.core.start(name: nil, at: bench.now)
        try bench.step(frames: 1, after: 0)
        try bench.step(frames: 1, after: 0)
        try bench.step(frames: 1, after: 0)
        let first = "axle-\(day)-\(clock)"
        #expect(try folder.names == [first + "-0002.log", first + "-0003.log", first + ".log"])
        try bench.step(frames: 1, after: 1)
        let path = try #require(bench.core.status.path)
        #expect(path.hasPrefix(folder.path + "/axle-\(day)-"))
        #expect(path.utf8.count == (folder.path + "/" + first + ".log").utf8.count)
        #expect(path != folder.file(first + ".log"))
        try bench.core.stop(at: bench.now)
        try bench.core.start(name: "run7", at: bench.now)
        #expect(bench.core.status.path?.hasPrefix(folder.path + "/run7-\(day)-") == true)
    }

    @Test("a directory that is not there is refused, where a / says that it is meant")
    func missingDirectory() throws {
        var bench = Bench(settings(folder.file("none/")))
        do {
            try bench.core.start(name: nil, at: bench.now)
            Issue.record("created")
        } catch {
            #expect(error.description.contains("No such file or directory"))
        }
    }

    @Test(
        "where a disk is full the recording pauses, and goes on in another file with the loss said"
    )
    func pausesAndResumes() throws {
        let path = folder.file("drive.log")
        try FileManager.default.createSymbolicLink(
            atPath: path,
            withDestinationPath: "/dev/full"
        )
        var bench = Bench(settings())
        try bench.core.start(name: nil, at: bench.now)
        try bench.step(frames: 3)
        let reason = "write: No space left on device"
        #expect(bench.core.status.state == .paused(reason))
        #expect(!bench.core.status.isFloorReached)
        #expect(throws: RecordingRefusal.file(.file(path, reason: reason))) {
            try bench.core.mark("now", at: bench.now)
        }
        #expect(bench.core.status.marks == 0)
        try FileManager.default.removeItem(atPath: path)
        try bench.step(frames: 2, after: 9)
        #expect(bench.core.status.state == .paused(reason))
        #expect(bench.core.status.lost == 5)
        #expect(try folder.names.isEmpty)
        try bench.step(frames: 2, after: 1)
        try bench.step(frames: 1)
        #expect(bench.core.status.state == .recording)
        #expect(bench.core.status.lost == 5)
        #expect(bench.core.status.written == 3)
        #expect(bench.core.status.failure == reason)
        let resumed = try #require(bench.core.status.path)
        #expect(bench.core.takeEvents().last == .resumed(path: resumed, lost: 5))
        try bench.core.stop(at: bench.now)
        let names = try folder.names
        #expect(names.count == 1)
        #expect(
            try folder.read(names[0]).hasPrefix(
                "# 5 frames were not recorded here\n(0000000000.005000)"
            )
        )
        let contents = try contents(names)
        #expect(contents.frames == [5, 6, 7])
        #expect(contents.missing == 5)
    }

    @Test("below the floor of free space nothing is written, and the reason has both numbers")
    func floor() throws {
        let floor = Int64.max / 2
        var bench = Bench(settings { $0.freeSpaceFloor = floor })
        try bench.core.start(name: nil, at: bench.now)
        guard case .paused(let reason) = bench.core.status.state else {
            Issue.record("\(bench.core.status)")
            return
        }
        #expect(reason.hasSuffix(" bytes are free, and \(floor) are to be left"))
        #expect(bench.core.status.isFloorReached)
        try bench.step(frames: 4, after: 60)
        #expect(bench.core.status.lost == 4)
        #expect(try folder.read("drive.log").isEmpty)
        #expect(try folder.names.count == 1)
        try bench.core.stop(at: bench.now)
        #expect(bench.core.status.state == .stopped)
        #expect(!bench.core.status.isFloorReached)
    }

    @Test("a floor below what is free changes nothing")
    func lowFloor() throws {
        var bench = Bench(settings { $0.freeSpaceFloor = 1 })
        try bench.core.start(name: nil, at: bench.now)
        try bench.step(frames: 4)
        #expect(bench.core.status.state == .recording)
        #expect(bench.core.status.written == 4)
    }

    @Test(
        "what was written is brought to the disk at each interval, at a file's end and at the end"
    )
    func syncs() throws {
        var bench = Bench(
            settings {
                $0.syncInterval = .seconds(10)
                $0.greatestAge = .seconds(25)
            }
        )
        try bench.core.start(name: nil, at: bench.now)
        try bench.step(frames: 1, after: 9)
        #expect(bench.core.status.written == 1)
        #expect(bench.core.status.synced == 0)
        try bench.step(frames: 1)
        #expect(bench.core.status.synced == 2)
        try bench.step(frames: 1, after: 9)
        #expect(bench.core.status.synced == 2)
        try bench.step(frames: 1, after: 6)
        #expect(bench.core.status.files == 2)
        #expect(bench.core.status.synced == 4)
        try bench.step(frames: 1, after: 9)
        #expect(bench.core.status.synced == 4)
        try bench.core.stop(at: bench.now)
        #expect(bench.core.status.synced == 5)
    }

    @Test("without an interval the kernel decides when")
    func syncsNever() throws {
        var bench = Bench(settings())
        try bench.core.start(name: nil, at: bench.now)
        try bench.step(frames: 1, after: 1e6)
        #expect(bench.core.status.synced == 0)
        try bench.core.stop(at: bench.now)
        #expect(bench.core.status.synced == 1)
    }

    @Test("where no other file can be made, the one that is open goes on")
    func rotationFails() throws {
        let inner = folder.file("inner")
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
        var bench = Bench(settings(inner + "/drive.log") { $0.greatestSize = 2 * Self.lineLength })
        try bench.core.start(name: nil, at: bench.now)
        try FileManager.default.moveItem(atPath: inner, toPath: folder.file("moved"))
        for _ in 0..<5 { try bench.step(frames: 2) }
        #expect(bench.core.status.written == 10)
        #expect(bench.core.status.failure == "opendir: No such file or directory")
        #expect(bench.core.status.lost == 0)
        // The first attempt was at the second step, the next one is 10 s after it.
        try FileManager.default.moveItem(atPath: folder.file("moved"), toPath: inner)
        try bench.step(frames: 2, after: 6)
        #expect(bench.core.status.files == 1)
        try bench.step(frames: 2)
        #expect(bench.core.status.files == 2)
        try bench.core.stop(at: bench.now)
        #expect(try contents(["inner/drive.log"]).frames == Array(0..<12))
        #expect(try contents(["inner/drive-0002.log"]).frames == [12, 13])
    }

    @Test("what was pushed before the recording is not in it, and its losses are not counted")
    func begins() throws {
        var bench = Bench(settings { $0.capacity = 4 })
        for index in 0..<10 { bench.ring.push(try Received.frame(index)) }
        try bench.core.start(name: nil, at: bench.now)
        try bench.step(frames: 1)
        #expect(bench.core.status.written == 1)
        #expect(bench.core.status.lost == 0)
        try bench.core.stop(at: bench.now)
        for index in 0..<10 { bench.ring.push(try Received.frame(index)) }
        try bench.step()
        #expect(bench.ring.count == 0)
        #expect(bench.core.status.lost == 0)
    }
}
