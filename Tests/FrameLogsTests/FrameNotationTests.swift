import CANFrames
import FrameLogs
import Testing

@Suite struct FrameNotationTests {
    @Test(
        "a frame is written as it was read",
        arguments: [
            "123#", "000#00", "7FF#1122334455667788", "123#DEADBEEF", "00000123#DEADBEEF",
            "1FFFFFFF#01", "123#R", "123#R4", "123#R8", "12345678#R8_A", "123#1122334455667788_9",
            "123#1122334455667788_F", "123##0", "123##1DEADBEEF",
            "123##3000102030405060708090A0B", "20000004#0004000000000000", "20000000#",
            "20000A00#0000000000000000",
        ]
    )
    func roundTrips(text: String) throws {
        #expect(FrameNotation.format(try FrameNotation.parse(text)) == text)
    }

    @Test(
        "other spellings of a frame read the same",
        arguments: [
            ("123#de.ad.be.ef", "123#DEADBEEF"), ("123#R0", "123#R"), ("123#r4", "123#R4"),
            ("123##5DEADBEEF", "123##1DEADBEEF"), ("123##411", "123##011"),
            ("7bc#1122334455667788_c", "7BC#1122334455667788_C"),
        ]
    )
    func normalises(text: String, normal: String) throws {
        #expect(FrameNotation.format(try FrameNotation.parse(text)) == normal)
    }

    @Test(
        "what is no frame is refused at its place",
        arguments: [
            ("", 1), ("12#00", 1), ("800#00", 1), ("1234#00", 1), ("FFFFFFFF#00", 1),
            ("40000000#00", 1), ("123", 1), ("123#0", 6), ("123#0G", 6), ("123#00.", 8),
            ("123#.00", 5), ("123#112233445566778899", 5), ("123#R9", 6), ("123#R4_9", 7),
            ("123#1122334455667788_8", 22), ("123#11_9", 7), ("123##", 6), ("123##8", 7),
            ("123##1112233445566778899", 7), ("20000004##1", 11), ("20000004#R", 10),
            ("123#00 ", 7), ("123#00x", 7),
        ]
    )
    func refuses(text: String, column: Int) {
        let error = #expect(throws: NotationError.self) { try FrameNotation.parse(text) }
        #expect(error?.column == column)
    }

    @Test("an identifier of eight digits is extended, also a small one")
    func extendedByLength() throws {
        #expect(try FrameNotation.parse("00000123#").id == FrameID(extended: 0x123))
        #expect(try FrameNotation.parse("123#").id == FrameID(standard: 0x123))
    }

    @Test("every flag and the longest payload are read")
    func longFrame() throws {
        let bytes = (0..<64).map { UInt8($0) }
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let frame = try FrameNotation.parse("18DAF110##3" + digits)
        #expect(frame.bytes == bytes)
        #expect(frame.flags == [.isFD, .bitRateSwitch, .errorStateIndicator])
    }
}
