import CANFrames
import CANTransport
import FrameLogs
import Testing

@Suite struct LogFormatterTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func items(_ text: String) throws -> [LogItem] {
        var reader = try LogReader(path: try folder.write(text, to: "in.log"))
        var items: [LogItem] = []
        while let item = try reader.nextItem() { items.append(item) }
        return items
    }

    private func text(
        _ items: [LogItem],
        _ format: LogFormat,
        channels: [String] = []
    ) -> String {
        var formatter = LogFormatter(format, channels: channels)
        var text: [UInt8] = []
        for item in items { formatter.append(item, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private static let everything = """
        (1436509052.249713) front 044#2A366C2BBA R
        (1436509053.000001) can1 12345678#1122334455667788 T
        # mark (1436509053.050000) a // remark (1.0)
        (1436509053.100000) front 123#R R
        (1436509053.100000) rear 123#R4 R
        # 12 frames were not recorded here
        (1436509053.200000) front 20000004#0004000000000000
        (1436509053.250000) front 20000080#0000000000000000
        (1436509053.300000) car 123##1DEADBEEF R
        (1436509053.400000) can1 12345678##3000102030405060708090A0B T
        (1436509053.500000) front 123#1122334455667788_9 R
        (1436509053.500000) front 123#R8_A R
        (1436509053.400000) can1 7FF# T
        (1436596452.000000) front 123##0 R

        """

    @Test("a candump log that says directions comes back from ASC as it was")
    func roundTrip() throws {
        let asc = text(try items(Self.everything), .asc)
        let back = try items(asc).map { item in
            guard case .frame(var entry) = item else { return item }
            if entry.frame.kind == .error { entry.direction = nil }
            return .frame(entry)
        }
        #expect(text(back, .candump) == Self.everything)
    }

    @Test("a candump log comes back from its items as it was")
    func candump() throws {
        #expect(text(try items(Self.everything), .candump) == Self.everything)
    }

    @Test("frames without a direction were received by who logged them")
    func direction() throws {
        let asc = text(try items("(1.000000) can0 123#00\n"), .asc)
        #expect(asc.contains(" 1  123             Rx   d 1 00\n"))
    }

    @Test("channels are numbered as asked for, then as they come, and named where can-utils do not")
    func channels() throws {
        let log = "(1.000000) can0 123#00\n(1.000000) car 123#00\n(1.000000) can2 123#00\n"
        let usual = text(try items(log), .asc)
        #expect(usual.contains("// channel 2: car\n   0.000000 2  123"))
        #expect(usual.contains("   0.000000 3  123"))
        #expect(!usual.contains("channel 3"))
        #expect(!usual.contains("channel 1"))
        let chosen = text(try items(log), .asc, channels: ["car", "car", "can1"])
        #expect(chosen.contains("// channel 1: car\n   0.000000 1  123"))
        #expect(chosen.contains("// channel 3: can0\n   0.000000 3  123"))
        #expect(chosen.contains("// channel 4: can2\n   0.000000 4  123"))
        for asc in [usual, chosen] {
            let names = try items(asc).map { item in
                if case .frame(let entry) = item { entry.interface } else { "" }
            }
            #expect(names == ["can0", "car", "can2"])
        }
    }

    @Test("what is older than the header's date stands at its beginning, and is counted")
    func clamped() throws {
        var formatter = LogFormatter(.asc)
        var text: [UInt8] = []
        for item in try items("(5.500000) can0 123#00\n(5.200000) can0 123#00\n") {
            formatter.append(item, to: &text)
        }
        #expect(formatter.clamped == 0)
        for item in try items("(4.900000) can0 123#01\n") { formatter.append(item, to: &text) }
        #expect(formatter.clamped == 1)
        #expect(
            String(decoding: text, as: UTF8.self).hasSuffix(
                "   0.000000 1  123             Rx   d 1 01\n"
            )
        )
    }

    @Test("a log without items has no header; a loss before the first frame stands behind it")
    func beginnings() throws {
        #expect(text([], .asc).isEmpty)
        let asc = text([.notRecorded(3)] + (try items("(1.000000) can0 123#00\n")), .asc)
        #expect(asc.hasPrefix("date "))
        #expect(try items(asc).first == .notRecorded(3))
    }

    @Test("a mark cannot break the line")
    func lineEnds() throws {
        let mark = LogItem.mark(Timestamp(nanoseconds: 0), "a\n(1.000000) can0 123#00\r")
        for format in LogFormat.allCases {
            let read = try items(text([mark] + (try items("(1.000000) can0 123#\n")), format))
            #expect(read.count == 2)
        }
    }

    @Test("any frame comes back as it was", arguments: UInt64(0)..<20)
    func frames(seed: UInt64) throws {
        var noise = Noise(seed: seed)
        var entries: [LogItem] = []
        for index in 0..<200 {
            let frame = noise.frame()
            let second = 1_436_509_052 + Int64(index / 10)
            let stamp = Timestamp(
                nanoseconds: second * 1_000_000_000 + Int64(noise.next(1_000_000)) * 1000
            )
            entries.append(
                .frame(
                    LogEntry(
                        stamp: index == 0
                            ? Timestamp(nanoseconds: 1_436_509_052_000_000_000) : stamp,
                        interface: ["can0", "front", "x"][noise.next(3)],
                        frame: try #require(frame),
                        direction: noise.next(2) == 0 ? .received : .sent
                    )
                )
            )
        }
        for format in LogFormat.allCases {
            #expect(try items(text(entries, format)) == entries)
        }
    }
}
