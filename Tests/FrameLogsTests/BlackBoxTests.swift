import CANFrames
import Foundation
import Testing

@testable import FrameLogs

@Suite struct BlackBoxTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A frame that arrived, and is stamped, at so many milliseconds.
    private func frame(_ milliseconds: Int, bus: UInt8 = 0) throws -> ReceivedFrame {
        var received = try Received.frame(milliseconds, bus: bus)
        received.arrival = Int64(milliseconds) * 1_000_000
        return received
    }

    private func times(_ box: BlackBox) -> [Int64] {
        (0..<box.count).map { box[$0].received.arrival / 1_000_000 }
    }

    private func recorder(
        _ path: String? = nil,
        _ change: (inout RecorderSettings) -> Void = { _ in }
    ) throws -> LogRecorder {
        var settings = RecorderSettings(
            path: path ?? folder.file("drive.log"),
            interfaces: ["can0"]
        )
        settings.flushInterval = .milliseconds(10)
        settings.blackBoxSpan = .seconds(1)
        change(&settings)
        return try LogRecorder(settings)
    }

    private func blackBoxes() throws -> [String] {
        try folder.names.filter { $0.hasPrefix("blackbox-") }
    }

    @Test("a frame stays while it is at most the span older than the newest, and not longer")
    func span() throws {
        var box = BlackBox(span: .seconds(1), size: 1_000_000)
        for time in [0, 1, 999, 1000] { box.append(try frame(time)) }
        #expect(times(box) == [0, 1, 999, 1000])
        box.append(try frame(1001))
        #expect(times(box) == [1, 999, 1000, 1001])
        box.append(try frame(5000))
        #expect(times(box) == [5000])
    }

    @Test("of more than its size the oldest go first, in order, however often it went round")
    func size() throws {
        let frames = 6_000
        let bytes = Int64(frames * MemoryLayout<BlackBox.Entry>.stride)
        var box = BlackBox(span: .seconds(3600), size: bytes)
        for time in 0..<frames { box.append(try frame(time)) }
        #expect(times(box) == Array(0..<Int64(frames)))
        for time in frames..<4 * frames { box.append(try frame(time)) }
        #expect(times(box) == Array(Int64(3 * frames)..<Int64(4 * frames)))
    }

    @Test("it grows and shrinks with the bus's rate and loses none of its span")
    func rates() throws {
        var box = BlackBox(span: .seconds(10), size: 10_000_000)
        var pushed: [Int64] = []
        for step in [5, 1, 20, 1, 3] {
            for _ in 0..<8_000 {
                pushed.append((pushed.last ?? 0) + Int64(step))
                box.append(try frame(Int(pushed[pushed.count - 1])))
            }
            let last = try #require(pushed.last)
            #expect(times(box) == pushed.filter { last - $0 <= 10_000 })
        }
    }

    @Test("there is room for one frame at least, and nothing in a new one")
    func least() throws {
        var box = BlackBox(span: .seconds(1), size: 0)
        #expect(box.count == 0)
        for time in 0..<3 { box.append(try frame(time)) }
        #expect(times(box) == [2])
    }

    @Test("a size of 16 MB holds the 150,000 frames that the documentation promises")
    func documentedSize() {
        #expect(16_000_000 / MemoryLayout<BlackBox.Entry>.stride >= 150_000)
    }

    @Test("the last seconds are written to a new file, with nothing being recorded")
    func dumps() throws {
        let recorder = try recorder()
        for time in [0, 500, 2000, 2500, 3000] { recorder.ring.push(try frame(time)) }
        let log = try recorder.dump()
        #expect(log.frames == 3)
        #expect(log.first.nanoseconds == 2_000_000_000)
        #expect(log.last.nanoseconds == 3_000_000_000)
        #expect(log.lost == 0)
        let names = try folder.names
        #expect(names.count == 1)
        #expect(try blackBoxes() == names)
        #expect(log.path == folder.file(names[0]))
        let text = try folder.read(names[0])
        #expect(log.size == text.utf8.count)
        #expect(
            text
                == "(0000000002.000000) can0 100#D0\n(0000000002.500000) can0 100#C4\n"
                + "(0000000003.000000) can0 100#B8\n"
        )
        #expect(recorder.status.blackBoxFrames == 3)
        #expect(recorder.status.state == .stopped)
        recorder.end()
    }

    @Test("notes of a journal stand between the frames that they were made between")
    func journal() throws {
        let recorder = try recorder { $0.interfaces = ["can0", "can1"] }
        let notes = try #require(recorder.notes)
        func note(_ kind: Character, after position: UInt64, at milliseconds: Int64) throws {
            let bytes: [UInt8] = [0xAB, UInt8(position)]
            notes.push(
                JournalNote(
                    try #require(kind.asciiValue),
                    bytes.span,
                    isContinued: kind == "s",
                    position: position,
                    time: milliseconds * 1_000_000
                )
            )
        }
        // Frame 0 and the note before it leave the box with frame 3, which is 1 s younger.
        try note("a", after: 0, at: 5)
        recorder.ring.push(try frame(0))
        try note("s", after: 1, at: 600)
        recorder.ring.push(try frame(600))
        recorder.ring.push(try frame(590, bus: 1))
        try note("b", after: 3, at: 601)
        recorder.ring.push(try frame(1001))
        try note("c", after: 4, at: 1002)
        // Of a frame that is not there yet.
        try note("d", after: 5, at: 1003)
        let text = try folder.read(URL(fileURLWithPath: try recorder.dump().path).lastPathComponent)
        #expect(
            text == """
                # journal s+ AB01
                # arrivals 600000000 -10000000
                (0000000000.600000) can0 100#58
                (0000000000.590000) can1 100#4E
                # journal b AB03
                # arrivals 1001000000
                (0000000001.001000) can0 100#E9
                # journal c AB04

                """
        )
        #expect(recorder.status.blackBoxFrames == 3)
        recorder.end()
    }

    @Test("a journal takes no more than a quarter of the frames' memory beside it")
    func journalSize() throws {
        let size = Int64(1_000_000)
        var box = BlackBox(span: .seconds(3600), size: size)
        let bytes = [UInt8](repeating: 1, count: 200)
        for time in Int64(0)..<5_000 {
            box.append(
                JournalNote(0x63, bytes.span, isContinued: false, position: 0, time: time)
            )
        }
        #expect(box.notes.count == Int(size / 4) / MemoryLayout<JournalNote>.stride)
        #expect(box.notes.oldest?.time == 5_000 - Int64(box.notes.count))
        #expect(box.notes[0].part.bytes.count == JournalNote.capacity)
    }

    @Test("a recording has all its frames, whatever is dumped beside it")
    func recordsOn() throws {
        let recorder = try recorder()
        recorder.ring.push(try frame(1))
        try recorder.start()
        recorder.ring.push(try frame(2))
        let first = try recorder.dump(name: "before.log")
        recorder.ring.push(try frame(3))
        let second = try recorder.dump(name: "before.log")
        #expect(first.frames == 2)
        #expect(second.frames == 3)
        #expect(first.path != second.path)
        #expect(first.path.hasPrefix(folder.file("before-")))
        recorder.end()
        #expect(recorder.status.written == 2)
        #expect(
            try folder.read("drive.log")
                == "(0000000000.002000) can0 100#02\n(0000000000.003000) can0 100#03\n"
        )
    }

    @Test("where frames found no room the dump says so at their place")
    func losses() throws {
        let recorder = try recorder {
            $0.capacity = 2
            $0.flushInterval = .seconds(60)
        }
        for time in 0..<5 { recorder.ring.push(try frame(time)) }
        #expect(try recorder.dump().lost == 3)
        recorder.ring.push(try frame(5))
        let log = try recorder.dump()
        #expect(log.frames == 3)
        #expect(log.lost == 3)
        var reader = try LogReader(path: log.path)
        var kinds: [String] = []
        while let item = try reader.nextItem() {
            switch item {
            case .frame(let entry): kinds.append("\(entry.frame.bytes[0])")
            case .notRecorded(let count): kinds.append("\(count) lost")
            case .mark, .columns, .cycle, .arrivals, .journal: kinds.append("mark")
            }
        }
        #expect(kinds == ["0", "1", "3 lost", "5"])
        recorder.end()
    }

    @Test("what cannot be is refused: no black box, an empty one, a name that leads away, no room")
    func refusals() throws {
        let none = try recorder { $0.blackBoxSpan = nil }
        none.ring.push(try frame(1))
        #expect(throws: RecordingRefusal.noBlackBox) { try none.dump() }
        #expect(none.status.blackBoxFrames == nil)
        let empty = try recorder()
        #expect(throws: RecordingRefusal.emptyBlackBox) { try empty.dump() }
        #expect(throws: RecordingRefusal.invalidName("../a")) { try empty.dump(name: "../a") }
        let floor = Int64.max / 2
        let full = try recorder { $0.freeSpaceFloor = floor }
        full.ring.push(try frame(1))
        do {
            _ = try full.dump()
            Issue.record("written")
        } catch {
            #expect(error.description.hasPrefix(folder.path + ": "))
            #expect(error.description.hasSuffix("86 are needed, and \(floor) are to be left"))
        }
        let nowhere = try recorder(folder.file("none/drive.log"))
        nowhere.ring.push(try frame(1))
        #expect(
            throws: RecordingRefusal.file(
                .file(folder.file("none"), reason: "open: No such file or directory")
            )
        ) { try nowhere.dump() }
        #expect(try folder.names.isEmpty)
    }
}
