import CANFrames
import FrameLogs
import Synchronization
import Testing

@Suite struct LogRecorderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func settings(
        _ file: String = "a.log",
        _ change: (inout RecorderSettings) -> Void = { _ in }
    ) -> RecorderSettings {
        var settings = RecorderSettings(path: folder.file(file), interfaces: ["can0"])
        settings.flushInterval = .milliseconds(10)
        change(&settings)
        return settings
    }

    @Test("every pushed frame is in the log in order, under its bus's name")
    func recordsAll() throws {
        let recorder = try LogRecorder(
            settings { $0.interfaces = ["front", "a-bus-of-a-long-name", "car"] }
        )
        try recorder.start()
        for index in 0..<5000 {
            recorder.ring.push(try Received.frame(index, bus: UInt8(index % 4)))
        }
        recorder.end()
        #expect(recorder.status.written == 5000)
        #expect(recorder.status.lost == 0)
        #expect(recorder.status.failure == nil)
        #expect(recorder.status.state == .stopped)
        var reader = try LogReader(path: folder.file("a.log"))
        var index = 0
        while let entry = try reader.next() {
            #expect(entry.interface == ["front", "bus1", "car", "bus3"][index % 4])
            #expect(entry.stamp.nanoseconds == Int64(index) * 1_000_000)
            index += 1
        }
        #expect(index == 5000)
    }

    @Test("the direction is marked where asked for")
    func direction() throws {
        let recorder = try LogRecorder(settings { $0.marksDirection = true })
        try recorder.start()
        recorder.ring.push(try Received.frame(1))
        recorder.ring.push(try Received.frame(2, isLoopback: true))
        recorder.end()
        #expect(
            try folder.read("a.log")
                == "(0000000000.001000) can0 100#01 R\n(0000000000.002000) can0 100#02 T\n"
        )
    }

    @Test("lines reach the file while the recorder runs")
    func flushes() throws {
        let recorder = try LogRecorder(settings())
        try recorder.start()
        recorder.ring.push(try Received.frame(1))
        var turns = 0
        while try folder.read("a.log").isEmpty, turns < 10_000_000 { turns += 1 }
        #expect(try folder.read("a.log") == "(0000000000.001000) can0 100#01\n")
        withExtendedLifetime(recorder) {}
    }

    @Test("frames that did not fit are counted, and the log says so")
    func losses() throws {
        let recorder = try LogRecorder(settings { $0.capacity = 2 })
        try recorder.start()
        var refused: UInt64 = 0
        while refused < 10 {
            if !recorder.ring.push(try Received.frame(1)) { refused += 1 }
        }
        recorder.end()
        #expect(recorder.status.lost == 10)
        var reader = try LogReader(path: folder.file("a.log"))
        var (said, frames): (UInt64, UInt64) = (0, 0)
        while let item = try reader.nextItem() {
            switch item {
            case .notRecorded(let count): said += count
            case .frame: frames += 1
            case .mark, .columns, .cycle, .arrivals, .journal: Issue.record("a mark")
            }
        }
        #expect(said == 10)
        #expect(frames == recorder.status.written)
    }

    @Test("a full disk costs the log, counted and told, and nothing else")
    func fullDisk() throws {
        let told = Mutex<[RecorderEvent]>([])
        var settings = settings()
        settings.path = "/dev/full"
        let recorder = try LogRecorder(settings) { event in told.withLock { $0.append(event) } }
        try recorder.start()
        for index in 0..<10 { recorder.ring.push(try Received.frame(index)) }
        recorder.end()
        #expect(recorder.status.written == 0)
        #expect(recorder.status.lost == 10)
        #expect(recorder.status.failure == "write: No space left on device")
        let events = told.withLock { $0 }
        #expect(events.first == .began(path: "/dev/full"))
        #expect(
            events.contains(.paused(path: "/dev/full", reason: "write: No space left on device"))
        )
        guard case .ended? = events.last else {
            Issue.record("\(events)")
            return
        }
        #expect(events.map(\.description).allSatisfy { !$0.isEmpty })
    }

    @Test("a file that cannot be made is refused with the reason")
    func refusesPath() throws {
        let recorder = try LogRecorder(settings("none/a.log"))
        do {
            try recorder.start()
            Issue.record("created")
        } catch {
            let path = folder.file("none/a.log")
            #expect(error == .file(.file(path, reason: "open: No such file or directory")))
            #expect(error.description == "\(path): open: No such file or directory")
        }
        #expect(recorder.status.state == .stopped)
    }

    @Test("a recording can be stopped and begun again, and holds what came between")
    func again() throws {
        let recorder = try LogRecorder(settings())
        recorder.ring.push(try Received.frame(1))
        try recorder.start()
        recorder.ring.push(try Received.frame(2))
        let first = try recorder.stop()
        #expect(first.written == 1)
        #expect(first.path == folder.file("a.log"))
        recorder.ring.push(try Received.frame(3))
        #expect(try recorder.start(name: "second.log").path == folder.file("second.log"))
        recorder.ring.push(try Received.frame(4))
        recorder.end()
        #expect(recorder.status.written == 1)
        #expect(try folder.read("a.log") == "(0000000000.002000) can0 100#02\n")
        #expect(try folder.read("second.log") == "(0000000000.004000) can0 100#04\n")
    }

    @Test("what cannot be is refused: two recordings, none to stop or mark, a name that leads away")
    func refusals() throws {
        let recorder = try LogRecorder(settings())
        #expect(throws: RecordingRefusal.notRecording) { try recorder.stop() }
        #expect(throws: RecordingRefusal.notRecording) { try recorder.mark("x") }
        let long = String(repeating: "a", count: 65)
        for name in ["", "../a", "/tmp/a", ".a", "a/b", "a b", "-a", "ä", "a\n", long] {
            #expect(throws: RecordingRefusal.invalidName(name)) { try recorder.start(name: name) }
        }
        try recorder.start(name: String(long.dropLast()))
        #expect(
            throws: RecordingRefusal.alreadyRecording(folder.file(String(long.dropLast()) + ".log"))
        ) { try recorder.start() }
        let wrong = [
            ("", "a mark without text"), (" \u{A0} ", "a mark without text"),
            (String(repeating: "x", count: 201), "a mark of 201 bytes"),
            (String(repeating: "ä", count: 101), "a mark of 202 bytes"),
            // One character of many bytes.
            ("e" + String(repeating: "\u{301}", count: 100), "a mark of 201 bytes"),
        ]
        for (text, found) in wrong {
            #expect(throws: RecordingRefusal.invalidMark(found)) { try recorder.mark(text) }
        }
        let ends = ["two\nlines", "a\r(1.0) can0 1#", "a\u{7}", "\u{1B}[2J", "a\0", "a\u{85}b"]
        for text in ends + ["a\u{2028}b", "a\u{2029}b", "a\u{7F}"] {
            #expect(
                throws: RecordingRefusal.invalidMark("a mark with a control character or line end")
            ) { try recorder.mark(text) }
        }
        #expect(recorder.status.marks == 0)
        #expect(try recorder.mark(String(repeating: "x", count: 200)).marks == 1)
        #expect(try recorder.mark(String(repeating: "ä", count: 100)).marks == 2)
        recorder.end()
        #expect(recorder.status.marks == 2)
    }

    @Test("a mark stands behind the frames that were pushed before it")
    func marks() throws {
        let recorder = try LogRecorder(settings())
        try recorder.start()
        recorder.ring.push(try Received.frame(1))
        try recorder.mark("grün: now")
        recorder.ring.push(try Received.frame(2))
        recorder.end()
        var reader = try LogReader(path: folder.file("a.log"))
        var kinds: [String] = []
        while let item = try reader.nextItem() {
            switch item {
            case .frame(let entry): kinds.append("\(entry.frame.bytes[0])")
            case .mark(let stamp, let text):
                #expect(try #require(stamp).nanoseconds > 1_700_000_000_000_000_000)
                kinds.append(text)
            case .notRecorded, .columns, .cycle, .arrivals, .journal: kinds.append("loss")
            }
        }
        #expect(kinds == ["1", "grün: now", "2"])
    }
}

/// Frames as a bus would bring them.
enum Received {
    /// A frame at so many milliseconds, with the number's last byte.
    static func frame(
        _ index: Int,
        bus: UInt8 = 0,
        isLoopback: Bool = false
    ) throws -> ReceivedFrame {
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
}
