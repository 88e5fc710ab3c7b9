import CANFrames
import FrameLogs
import Testing

@Suite struct CandumpLineTests {
    @Test(
        "a line is written as it was read",
        arguments: [
            "(1436509052.249713) vcan0 044#2A366C2BBA",
            "(0000000000.000000) can0 7FF#",
            "(1436509052.249713) vcan0 12345678##1DEADBEEF R",
            "(9223372035.999999) front 123#R4 T",
        ]
    )
    func roundTrips(text: String) throws {
        let entry = try #require(try CandumpLine.parse(text))
        #expect(CandumpLine.format(entry) == text)
    }

    @Test("nine decimals are nanoseconds, six are microseconds")
    func decimals() throws {
        let nine = try #require(try CandumpLine.parse("(1.000000007) can0 123#00"))
        let six = try #require(try CandumpLine.parse("(1.000007) can0 123#00"))
        #expect(nine.stamp.nanoseconds == 1_000_000_007)
        #expect(six.stamp.nanoseconds == 1_000_007_000)
    }

    @Test(
        "blanks around the name and at the end are accepted",
        arguments: [
            "(1.000000)   can0 123#00", "(1.000000) can0   123#00", "(1.000000) can0 123#00  ",
            "(1.000000)\tcan0\t123#00 R ",
        ]
    )
    func blanks(text: String) throws {
        let entry = try #require(try CandumpLine.parse(text))
        #expect(entry.interface == "can0")
        #expect(entry.frame.bytes == [0])
    }

    @Test(
        "a line that does not begin with a bracket is a comment",
        arguments: ["", "# note", " (1.000000) can0 123#00", "can0 123 [1] 00"]
    )
    func comments(text: String) throws {
        #expect(try CandumpLine.parse(text) == nil)
    }

    @Test(
        "what is no line is refused at its place",
        arguments: [
            ("(", 2), ("(1)", 3), ("(1.00000) can0 1", 9), ("(1.0000000) can0 123#", 11),
            ("(9223372036.000000) can0 123#00", 12), ("(-1.000000) can0 123#00", 2),
            ("(1.000000)can0 123#00", 11), ("(1.000000) can0", 16), ("(1.000000) ", 12),
            ("(1.000000) can0 123#00 X", 24), ("(1.000000) can0 123#00 R T", 26),
            ("(1.000000) can0 123#0", 22), ("(1.000000) can0 123#00T", 23),
            ("(1.000000) abcdefghijklmnop 123#00", 28),
        ]
    )
    func refuses(text: String, column: Int) throws {
        let error = #expect(throws: LogError.self) {
            try CandumpLine.parse(text, file: "drive.log", number: 7)
        }
        guard case .malformed(let file, let line, let found, _, let allowed) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(file == "drive.log")
        #expect(line == 7)
        #expect(found == column)
        #expect(!allowed.isEmpty)
    }

    @Test("the message names file, line, column, what was found and what is allowed")
    func message() {
        let error = #expect(throws: LogError.self) {
            try CandumpLine.parse("(1.000000) can0 12X#00", file: "a.log", number: 3)
        }
        #expect(
            error?.description
                == "a.log:3:17: error: found \"12X#00\"; allowed: an identifier of 3 hexadecimal "
                + "digits up to 7FF, or of 8 up to 1FFFFFFF, and #"
        )
    }

    @Test("names are right-aligned to the width")
    func alignment() throws {
        let entry = try #require(try CandumpLine.parse("(1.000000) car 123#00"))
        #expect(CandumpLine.format(entry, width: 5) == "(0000000001.000000)   car 123#00")
    }

    @Test("no line, however broken, stops the program", arguments: UInt64(0)..<300)
    func survivesNoise(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        var bytes = Array("(1436509052.249713) vcan0 12345678##1DEADBEEF_9 R".utf8)
        for _ in 0..<(1 + random(6)) { bytes[random(bytes.count)] = UInt8(random(256)) }
        bytes.removeLast(random(bytes.count))
        _ = try? CandumpLine.parse(String(decoding: bytes, as: UTF8.self))
    }
}
