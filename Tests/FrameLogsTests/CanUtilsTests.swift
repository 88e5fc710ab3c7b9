import CANFrames
import FrameLogs
import Foundation
import Testing

/// Our ASC logs against log2asc and asc2log themselves, which Scripts/setup.sh installs.
@Suite struct CanUtilsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Runs a tool to its end; what it printed.
    private func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/" + tool)
        process.arguments = arguments
        // asc2log reads dates only in the locales en_US and de_DE: here both are the C library's own.
        for locale in ["en_US", "de_DE"]
        where !FileManager.default.fileExists(atPath: folder.file(locale)) {
            try FileManager.default.copyItem(
                atPath: "/usr/lib/locale/C.utf8",
                toPath: folder.file(locale)
            )
        }
        process.environment = [
            "LOCPATH": folder.path, "TZ": ProcessInfo.processInfo.environment["TZ"] ?? "",
        ]
        .filter { !$0.value.isEmpty }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(tool)")
        return String(decoding: bytes, as: UTF8.self)
    }

    private func entries(_ text: String) throws -> [LogEntry] {
        var reader = try LogReader(path: try folder.write(text, to: "read.txt"))
        var entries: [LogEntry] = []
        while let entry = try reader.next() { entries.append(entry) }
        return entries
    }

    private func asc(_ log: String, _ channels: [String]) throws -> String {
        var formatter = LogFormatter(.asc, channels: channels)
        var text: [UInt8] = []
        for entry in try entries(log) { formatter.append(.frame(entry), to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Entries as asc2log should have read them.
    ///
    /// It does not initialise the flag that says whether a date is in summer time, so that all its stamps
    /// are right or an hour early; against `first` either is seen.
    private func corrected(_ entries: [LogEntry], _ first: Timestamp?) -> [LogEntry] {
        let hour: Int64 = 3_600_000_000_000
        guard let first, let stamp = entries.first?.stamp,
            first.nanoseconds - stamp.nanoseconds == hour
        else { return entries }
        return entries.map { entry in
            var entry = entry
            entry.stamp.nanoseconds += hour
            return entry
        }
    }

    /// Lines that are no comments, those of CAN FD with one blank for many: the column of the identifier
    /// has another width in each version of the tool.
    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n").filter { !$0.hasPrefix("//") }.map { line in
            guard line.contains("CANFD") else { return String(line) }
            return line.split(separator: " ").joined(separator: " ")
        }
    }

    /// Every kind of frame, from a whole second on; raw DLCs only newer tools know.
    private static let everyKind = """
        (1436509052.000000) can0 044#2A366C2BBA
        (1436509052.000001) can1 12345678#1122334455667788 T
        (1436509053.100000) can0 123#R
        (1436509053.100000) can0 123#R4 R
        (1436509053.200000) can0 20000004#0004000000000000
        (1436509053.300000) can0 123##1DEADBEEF
        (1436509053.400000) can1 12345678##3000102030405060708090A0B T
        (1436509063.500000) can0 123#
        (1436510052.999999) can0 1FFFFFFF##0
        (1436510053.000000) can0 000##2000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\
        202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F

        """

    /// The same in frames of a seed.
    private static func noise(_ seed: UInt64) throws -> String {
        var noise = Noise(seed: seed)
        var log = ""
        for index in 0..<300 {
            let frame = noise.frame()
            let entry = LogEntry(
                stamp: Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(index) * 7_001_000),
                interface: "can\(noise.next(3))",
                frame: try #require(frame),
                direction: noise.next(2) == 0 ? .received : .sent
            )
            log += CandumpLine.format(entry) + "\n"
        }
        return log
    }

    @Test("our ASC log is log2asc's, line for line")
    func sameAsTheirs() throws {
        for log in [Self.everyKind] + (try (0..<5).map { try Self.noise($0) }) {
            let path = try folder.write(log, to: "in.log")
            let theirs = try run("log2asc", ["-I", path, "can0", "can1", "can2"])
            let ours = try asc(log, ["can0", "can1", "can2"])
            #expect(lines(theirs).count == lines(log).count + 3)
            for (their, our) in zip(lines(theirs), lines(ours)) where their != our {
                #expect(their == our)
            }
            #expect(lines(theirs).count == lines(ours).count)
        }
    }

    @Test("log2asc reads on behind the longest mark, whatever stands in it")
    func longestMark() throws {
        let settings = RecorderSettings(path: folder.file("marked.log"), interfaces: ["can0"])
        let recorder = try LogRecorder(settings)
        try recorder.start()
        // In the first second of 1970 log2asc writes a header before each frame.
        recorder.ring.push(try Received.frame(1000))
        try recorder.mark(String(repeating: "(1.000000) can0 1#00 ", count: 9) + "(1.000000)")
        try recorder.mark(String(repeating: "ä", count: 100))
        recorder.ring.push(try Received.frame(1001))
        recorder.end()
        let theirs = try run("log2asc", ["-I", folder.file("marked.log"), "can0"])
        #expect(lines(theirs).count == 3 + 2)
    }

    @Test("asc2log reads in ours the log that it was, to the microsecond")
    func theyReadOurs() throws {
        let shifted = Self.everyKind.replacing("(1436509052.000000)", with: "(1436509052.249713)")
        for log in [Self.everyKind, shifted] + (try (0..<5).map { try Self.noise($0) }) {
            let path = try folder.write(try asc(log, ["can0", "can1", "can2"]), to: "ours.asc")
            let read = try entries(try run("asc2log", ["-I", path]))
            let theirs = corrected(read, try entries(log).first?.stamp)
            let expected = try entries(log).map { entry in
                var entry = entry
                if entry.frame.kind == .error {
                    // All that asc2log makes of one, and without a direction.
                    entry.frame = try FrameNotation.parse("20000080#0000000000000000")
                    entry.direction = nil
                } else if entry.direction == nil {
                    entry.direction = .received
                }
                return entry
            }
            #expect(theirs.count == expected.count)
            for (their, entry) in zip(theirs, expected) where their != entry {
                #expect(CandumpLine.format(their) == CandumpLine.format(entry))
            }
        }
    }

    @Test(
        "in what log2asc writes we read the log that it was",
        arguments: [[], ["-n"], ["-4"], ["-r"], ["-f"]]
    )
    func weReadTheirs(options: [String]) throws {
        for log in [Self.everyKind] + (try (0..<5).map { try Self.noise($0) }) {
            let path = try folder.write(log, to: "in.log")
            let theirs = try run("log2asc", options + ["-I", path, "can0", "can1", "can2"])
            let read = try entries(theirs)
            let expected = try entries(log).map { try Self.written($0, options) }
            #expect(read.count == expected.count)
            for (found, entry) in zip(read, expected) where found != entry {
                #expect(CandumpLine.format(found) == CandumpLine.format(entry))
            }
        }
    }

    /// What the tool's options leave of an entry.
    private static func written(_ entry: LogEntry, _ options: [String]) throws -> LogEntry {
        var entry = entry
        if entry.direction == nil { entry.direction = .received }
        if options == ["-4"] { entry.stamp.nanoseconds -= entry.stamp.nanoseconds % 100_000 }
        if options == ["-r"], entry.frame.kind == .remote {
            entry.frame = try #require(Frame(id: entry.frame.id, kind: .remote, length: 0))
        }
        guard entry.frame.kind == .error else { return entry }
        if options == ["-f"] {
            // It takes an error's classes for an identifier.
            entry.frame = try #require(Frame(id: entry.frame.id, bytes: entry.frame.bytes))
        } else {
            entry.frame = try FrameNotation.parse("20000080#0000000000000000")
            entry.direction = nil
        }
        return entry
    }

    @Test(
        "asc2log and we read the same out of a log of another program",
        arguments: ["hex", "dec"],
        ["absolute", "relative"]
    )
    func sameReading(base: String, timestamps: String) throws {
        let text = """
            date Fri Jul 10 06:17:32 2015
            base \(base)  timestamps \(timestamps)
            internal events logged
            // version 8.1.0
            Begin Triggerblock Fri Jul 10 06:17:32 2015
               0.100000 1  100             Rx   d 8 17 00 14 00 19 00 08 00
               0.200001 1  100x            Rx   d 2 17 25  Length = 240000 BitCount = 120 ID = 100x
               1.000100 2  ErrorFrame
               1.200000 1  100             TxRq d 2 17 1
               1.300000 1  100             Tx   r 4
               2.999999 2  2047            Tx   r 4
               3.000000 2  2047x           Rx   d 1 7
            End TriggerBlock

            """
        // In hexadecimal 2047 is no standard identifier; asc2log takes it, and writes what it cannot read.
        let log = base == "hex" ? text.replacing("2047  ", with: "7F7   ") : text
        // The request to transmit is no event to asc2log, which matters to relative times only.
        let plain = timestamps == "relative" ? log.replacing("1.200000", with: "0.000000") : log
        let ours = try entries(plain)
        let read = try entries(try run("asc2log", ["-I", try folder.write(plain, to: "a.asc")]))
        let theirs = corrected(read, ours.first?.stamp)
        #expect(theirs.count == 6)
        #expect(theirs.map { CandumpLine.format($0) } == ours.map { CandumpLine.format($0) })
    }

    @Test("a recording of a real car goes both ways through the tools", arguments: recordings)
    func realCar(path: String) throws {
        var lines = try String(contentsOfFile: path, encoding: .utf8)
            .split(whereSeparator: \.isNewline)
            .filter { $0.hasPrefix("(") }
            .prefix(20_000)
        // The tool's header has no fraction of a second.
        let first = try #require(lines.first)
        lines[0] = first.prefix(12) + "000000" + first.dropFirst(18)
        let log = lines.joined(separator: "\n") + "\n"
        let names = Set(try entries(log).map(\.interface)).sorted()
        let theirs = try run("log2asc", ["-I", try folder.write(log, to: "in.log")] + names)
        let ours = try asc(log, names)
        #expect(self.lines(theirs) == self.lines(ours))
        let read = try entries(try run("asc2log", ["-I", try folder.write(ours, to: "ours.asc")]))
        let expected = try entries(log)
        let back = corrected(read, expected.first?.stamp)
        #expect(back.map(\.frame) == expected.map(\.frame))
        #expect(back.map(\.stamp) == expected.map(\.stamp))
        #expect(try entries(ours).map(\.stamp) == expected.map(\.stamp))
    }
}
