import CANFrames
import CANTransport
import FrameLogs
import Testing

@Suite struct ASCReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let header = "base hex  timestamps absolute\n"

    /// Frames as candump lines; names and times as they come.
    private func read(_ text: String) throws -> [String] {
        var reader = try LogReader(path: try folder.write(text, to: "a.asc"), format: .asc)
        var lines: [String] = []
        while let entry = try reader.next() { lines.append(CandumpLine.format(entry)) }
        return lines
    }

    private func frame(_ line: String, _ header: String = header) throws -> String {
        let read = try read(header + line + "\n")
        return read.first.map { String($0.dropFirst("(0000000001.000000) ".count)) } ?? "nothing"
    }

    @Test(
        "each sort of line is read",
        arguments: [
            (
                "1.000000 1  1DB             Rx   d 8 FF E1 0A 2A 02 00 01 7F",
                "can0 1DB#FFE10A2A0200017F R"
            ),
            ("1.000000 2  1dbx            Tx   d 2 0 aB", "can1 000001DB#00AB T"),
            (
                "1.000000 12 18EBFF00x Rx d 3 01 A0 0F    Length = 273910 BitCount = 141 ID = 418119424x",
                "can11 18EBFF00#01A00F R"
            ),
            ("1.000000 1  0x7FF           Rx   d 0", "can0 7FF# R"),
            (
                "1.000000 1  7FF             Rx   d F 1 2 3 4 5 6 7 8",
                "can0 7FF#0102030405060708_F R"
            ),
            ("1.000000 1  123             Rx   r 4", "can0 123#R4 R"),
            ("1.000000 1  123             Rx   r", "can0 123#R R"),
            (
                "1.000000 1  123             Tx   r  Length = 0 BitCount = 47 ID = 291",
                "can0 123#R T"
            ),
            ("1.000000 1  123             Rx   r A", "can0 123#R8_A R"),
            ("1.000000 1  ErrorFrame", "can0 20000080#0000000000000000"),
            ("1.000000 2  ErrorFrame\tECC: 10100010", "can1 20000080#0000000000000000"),
            (
                "1.000000 CANFD   1 Rx        123                                   1 0 4  4 DE AD BE EF   130000  130     3000 0 0 0 0 0",
                "can0 123##1DEADBEEF R"
            ),
            (
                "1.000000 CANFD   2 Tx   12345678x  Name_2  1 1 9 12 00 01 02 03 04 05 06 07 08 09 0a 0b 64 1331984 11 0 46500250",
                "can1 12345678##3000102030405060708090A0B T"
            ),
            (
                "1.000000 CANFD   1 Rx        123                                   0 0 0  0   130000  130     1000 0 0 0 0 0",
                "can0 123##0 R"
            ),
            (
                "1.000000 CANFD   1 Rx        123                                   0 0 2  2 11 22",
                "can0 123##01122 R"
            ),
            (
                "1.000000 CANFD   1 Rx         44                                   0 0 5  5 2A 36 6C 2B BA   130000  130        0 0 0 0 0 0",
                "can0 044#2A366C2BBA R"
            ),
            (
                "1.000000 CANFD   1 Rx         44                                   0 0 c  8 1 2 3 4 5 6 7 8   130000  130        0 0 0 0 0 0",
                "can0 044#0102030405060708_C R"
            ),
            (
                "1.000000 CANFD   3 Tx     50005x                                0 1 5 0 140000 73 200050 7a60 46500250 460a0250 20011736 20010205",
                "can2 00050005#R5 T"
            ),
            (
                "1.000000 CANFD   5 Tx ErrorFrame Not Acknowledge error, dominant error flag fffe c7",
                "can4 20000080#0000000000000000 T"
            ),
        ]
    )
    func lines(line: String, expected: String) throws {
        #expect(try frame(line) == expected)
    }

    @Test("in base dec identifiers and bytes of classic frames are decimal, in base hex not")
    func base() throws {
        let line = "1.000000 1  100             Rx   d 2 17 255"
        #expect(try frame(line, "base dec  timestamps absolute\n") == "can0 064#11FF R")
        #expect(try frame(line, "base dez timestamps absolute\n") == "can0 064#11FF R")
        let hex = "1.000000 1  100             Rx   d 2 17 25"
        #expect(try frame(hex) == "can0 100#1725 R")
        let fd = "1.000000 CANFD 1 Rx 100 0 0 2 2 17 25 0 0 1000"
        #expect(try frame(fd, "base dec  timestamps absolute\n") == "can0 100##01725 R")
    }

    @Test("relative times count from the event before, also from one that is no frame")
    func relative() throws {
        let text = """
            date Thu Jan  1 00:00:10 1970
            base hex  timestamps relative
            internal events logged
               0.500000 Start of measurement
               0.250000 1  123             Rx   d 0
               0.0001 1  Statistic: D 0 R 0 XD 0 XR 0 E 0 O 0 B 0.00%
               0.0001 1  123             Rx   d 0

            """
        let zone = try #require(CivilTime.local(1970, 1, 1, 0, 0, 10))
        let stamps = try read(text).map {
            try #require(try CandumpLine.parse($0)).stamp.nanoseconds
        }
        #expect(stamps == [zone + 750_000_000, zone + 750_200_000])
        let absolute = try read(text.replacing("relative", with: "absolute"))
        let second = try #require(try CandumpLine.parse(absolute[1])).stamp.nanoseconds
        #expect(second == zone + 100_000)
    }

    @Test("what is no frame is read over, and counted")
    func otherEvents() throws {
        let text = """
            date Sam Sep 30 15:06:13.191 2017
            base hex  timestamps absolute
            internal events logged
            // version 9.0.0
            //0.000000 previous log file: logfile_errorframes.asc
            Begin Triggerblock Sam Sep 30 15:06:13.191 2017
               0.000000 Start of measurement
               0.015991 CAN 1 Status:chip status error passive - TxErr: 132 RxErr: 0
               1.015991 1  Statistic: D 0 R 0 XD 0 XR 0 E 0 O 0 B 0.00%
               3.297743 1  J1939TP FEE3p        6    0  0   -   Rx   d 23 A0 0F A6 60 3B D1 40 1F DE 80
               4.000000 1  123             TxRq d 1 11
               4.100000 L1 123 Rx 8 01 02
               4.200000 SV: 2 0 1 ::Front::Speed = 5
              17.876707 1  6F9             Rx   d 1 05  Length = 240015 BitCount = 124 ID = 1785
            End TriggerBlock

            """
        var reader = try LogReader(path: try folder.write(text, to: "a.asc"))
        let entry = try #require(try reader.next())
        #expect(entry.frame.id == FrameID(standard: 0x6F9))
        #expect(try reader.next() == nil)
        #expect(reader.otherEvents == 7)
        let start = try #require(CivilTime.local(2017, 9, 30, 15, 6, 13))
        #expect(entry.stamp.nanoseconds == start + 191_000_000 + 17_876_707_000)
        let hasWallTime = reader.hasWallTime
        #expect(hasWallTime)
    }

    @Test("without a date that is understood stamps count from 1970, and the reader says so")
    func noDate() throws {
        let text = "date long ago\nbase hex  timestamps absolute\n 1.5 1  123 Rx d 0\n"
        var reader = try LogReader(path: try folder.write(text, to: "a.asc"))
        #expect(try reader.next()?.stamp.nanoseconds == 1_500_000_000)
        let hasWallTime = reader.hasWallTime
        #expect(!hasWallTime)
        let block = text + "Begin Triggerblock Thu Jan 1 00:00:05 1970\n 1.5 1  123 Rx d 0\n"
        #expect(try read(block).count == 2)
    }

    @Test("the date of a trigger block stands in for a header's that is not there")
    func triggerDate() throws {
        let text =
            "base hex  timestamps absolute\nBegin Triggerblock Thu Jan 1 12:01:00 am 1970\n"
            + " 1.5 1  123 Rx d 0\nEnd TriggerBlock\n"
        let start = try #require(CivilTime.local(1970, 1, 1, 0, 1, 0))
        let read = try read(text)
        #expect(try CandumpLine.parse(read[0])?.stamp.nanoseconds == start + 1_500_000_000)
    }

    @Test(
        "a frame that is none is refused at its place",
        arguments: [
            ("1.0 1  800             Rx   d 0", 8), ("1.0 1  20000000x       Rx   d 0", 8),
            ("1.0 1  12G             Rx   d 0", 8), ("1.0 1  123             Rx   d", 30),
            ("1.0 1  123             Rx   d 10", 30), ("1.0 1  123             Rx   d 2 11", 35),
            ("1.0 1  123             Rx   d 1 111", 33), ("1.0 1  123             Rx   d 1 1G", 33),
            ("1.0 CANFD 1 Rx 123 2 0 1 1 11", 20), ("1.0 CANFD 1 Rx 123 0 0 9 2 11 11", 24),
            ("1.0 CANFD 1 Rx 123 0 0 1 2 11 22", 24), ("1.0 CANFD 1 Rx 800 0 0 1 1 11", 16),
            ("1.0 CANFD 1 Rx 123 0 0 f 99 11", 24), ("1.0 CANFD 1 Rx 123 0 0 2 2 11", 30),
            ("9999999999.0 1 123 Rx d 0", 1), ("12 1 123 Rx d 0", 1),
        ]
    )
    func refuses(line: String, column: Int) throws {
        do {
            _ = try read(Self.header + line + "\n")
            Issue.record("accepted")
        } catch let error as LogError {
            guard case .malformed(_, let row, let found, _, _) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(row == 2)
            #expect(found == column, "\(error)")
        }
    }

    @Test("a base that is neither is refused")
    func wrongBase() throws {
        #expect(throws: LogError.self) { try read("base oct timestamps absolute\n") }
        #expect(throws: LogError.self) { try read("base hex timestamps sometimes\n") }
    }

    @Test("no line, however broken, stops the program", arguments: UInt64(0)..<300)
    func survivesNoise(seed: UInt64) throws {
        var noise = Noise(seed: seed)
        let lines = [
            "date Fri Jul 10 06:17:32.249 am 2015", "base hex  timestamps relative",
            "   1.050287 CANFD   1 Rx        123    Name      1 0 4  4 DE AD BE EF   130000  130     3000 0",
            "   0.750288 2  12345678x       Tx   d 8 11 22 33 44 55 66 77 88",
            "// SocketCAN 20000004#0004000000000000", "   0.950287 1  ErrorFrame",
        ]
        var text: [UInt8] = []
        for line in lines {
            var bytes = Array(line.utf8)
            for _ in 0..<(1 + noise.next(4)) {
                bytes[noise.next(bytes.count)] = UInt8(noise.next(256))
            }
            bytes.removeLast(noise.next(4))
            text += bytes + [0x0A]
        }
        let path = try folder.write(text, to: "noise.asc")
        var reader = try LogReader(path: path, format: .asc)
        do { while try reader.nextItem() != nil {} } catch { #expect(!error.description.isEmpty) }
    }
}
