import CANFrames
import FrameLogs
import Testing

@Suite struct LogRecorderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func frame(
        _ index: Int,
        bus: UInt8 = 0,
        isLoopback: Bool = false
    ) throws
        -> ReceivedFrame
    {
        let id = try #require(FrameID(standard: 0x100))
        let frame = try #require(Frame(id: id, bytes: [UInt8(index & 0xFF)]))
        return ReceivedFrame(
            frame: frame,
            bus: bus,
            isLoopback: isLoopback,
            stamp: Timestamp(nanoseconds: Int64(index) * 1_000_000),
            arrival: 0
        )
    }

    @Test("every pushed frame is in the log in order, under its bus's name")
    func recordsAll() throws {
        let path = folder.file("a.log")
        let recorder = try LogRecorder(path: path, interfaces: ["front", "rear", "car"])
        for index in 0..<5000 { recorder.ring.push(try frame(index, bus: UInt8(index % 4))) }
        recorder.stop()
        #expect(recorder.statistics.written == 5000)
        #expect(recorder.statistics.dropped == 0)
        #expect(recorder.statistics.failure == nil)
        var reader = try LogReader(path: path)
        var index = 0
        while let entry = try reader.next() {
            #expect(entry.interface == ["front", "rear", "car", "bus3"][index % 4])
            #expect(entry.stamp.nanoseconds == Int64(index) * 1_000_000)
            index += 1
        }
        #expect(index == 5000)
    }

    @Test("the direction is marked where asked for")
    func direction() throws {
        let recorder = try LogRecorder(
            path: folder.file("a.log"),
            interfaces: ["can0"],
            marksDirection: true
        )
        recorder.ring.push(try frame(1))
        recorder.ring.push(try frame(2, isLoopback: true))
        recorder.stop()
        #expect(
            try folder.read("a.log")
                == "(0000000000.001000) can0 100#01 R\n(0000000000.002000) can0 100#02 T\n"
        )
    }

    @Test("lines reach the file while the recorder runs")
    func flushes() throws {
        let recorder = try LogRecorder(path: folder.file("a.log"), interfaces: ["can0"])
        recorder.ring.push(try frame(1))
        var turns = 0
        while try folder.read("a.log").isEmpty, turns < 10_000_000 { turns += 1 }
        #expect(try folder.read("a.log") == "(0000000000.001000) can0 100#01\n")
        withExtendedLifetime(recorder) {}
    }

    @Test("frames that did not fit are counted, and the log says so")
    func drops() throws {
        let recorder = try LogRecorder(
            path: folder.file("a.log"),
            interfaces: ["can0"],
            capacity: 2
        )
        var refused: UInt64 = 0
        while refused < 10 {
            if !recorder.ring.push(try frame(1)) { refused += 1 }
        }
        recorder.stop()
        #expect(recorder.statistics.dropped == 10)
        let notes = try folder.read("a.log").split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(!notes.isEmpty)
        #expect(notes.allSatisfy { $0.hasSuffix("frames were not recorded here") })
    }

    @Test("a full disk costs the log, counted, and nothing else")
    func fullDisk() throws {
        let recorder = try LogRecorder(path: "/dev/full", interfaces: ["can0"])
        for index in 0..<10 { recorder.ring.push(try frame(index)) }
        recorder.stop()
        #expect(recorder.statistics.written == 0)
        #expect(recorder.statistics.dropped == 10)
        #expect(
            recorder.statistics.failure
                == .file("/dev/full", reason: "write: No space left on device")
        )
    }

    @Test("a file that cannot be made is refused with the reason")
    func refusesPath() throws {
        let path = folder.file("none/a.log")
        do {
            _ = try LogRecorder(path: path, interfaces: [])
            Issue.record("created")
        } catch {
            #expect(error == .file(path, reason: "open: No such file or directory"))
        }
    }
}
