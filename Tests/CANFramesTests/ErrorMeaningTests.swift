import CANFrames
import Testing

/// Error frames as drivers make them, with the bits of `linux/can/error.h`.
@Suite struct ErrorMeaningTests {
    private func meaning(_ classes: UInt32, _ bytes: [UInt8]) throws -> [String] {
        let id = try #require(FrameID(extended: classes))
        var frame = try #require(Frame(id: id, kind: .error, length: 8))
        for (index, byte) in bytes.enumerated() { frame.payload[index] = byte }
        return ErrorFrame.meaning(of: frame)
    }

    @Test(
        "each class and its details",
        arguments: [
            (0x001, [], ["transmission timed out"]),
            (0x002, [], ["arbitration lost"]),
            (0x002, [11], ["arbitration lost at bit 11"]),
            (0x004, [0, 0x01], ["receive buffer overflow"]),
            (0x004, [0, 0x0C], ["error-warning by reception", "error-warning by transmission"]),
            (0x004, [0, 0x20], ["error-passive by transmission"]),
            (0x004, [0, 0x40], ["error-active again"]),
            (0x004, [], ["controller problem"]),
            (0x004, [0, 0x80], ["controller problem 0x80"]),
            (0x088, [0, 0, 0x01, 0], ["bit error", "bus error"]),
            (0x088, [0, 0, 0x84, 0x0A], ["stuff error in transmission at the data", "bus error"]),
            (0x008, [0, 0, 0x02, 0x08], ["form error at the CRC"]),
            (0x008, [0, 0, 0x00, 0x19], ["protocol violation at the ACK slot"]),
            (
                0x008, [0, 0, 0x18, 0x1F],
                ["dominant bit not sent", "recessive bit not sent at place 0x1f"]
            ),
            (0x010, [0, 0, 0, 0, 0x04], ["CANH has no wire"]),
            (
                0x010, [0, 0, 0, 0, 0x75],
                ["CANH is shorted to the battery", "CANL is shorted to ground"]
            ),
            (0x010, [0, 0, 0, 0, 0x80], ["CANL is shorted to CANH"]),
            (0x010, [], ["transceiver fault"]),
            (0x020, [], ["no acknowledgement"]),
            (0x040, [], ["bus-off"]),
            (0x100, [], ["restarted"]),
            (
                0x240, [0, 0, 0, 0, 0, 0, 255, 8],
                ["bus-off", "error counters: transmit 255, receive 8"]
            ),
            (0x400, [], ["unknown error class 0x400"]),
            (0x000, [], []),
        ] as [(UInt32, [UInt8], [String])]
    )
    func classes(_ classes: UInt32, _ bytes: [UInt8], _ texts: [String]) throws {
        #expect(try meaning(classes, bytes) == texts)
    }

    @Test("every frame of every class has a text, and no other frame has one")
    func always() throws {
        for bit in 0..<29 {
            for value: UInt8 in [0, 1, 0x55, 0xAA, 0xFF] {
                let bytes = [UInt8](repeating: value, count: 8)
                #expect(try !meaning(1 << UInt32(bit), bytes).isEmpty)
            }
        }
        let id = try #require(FrameID(standard: 0x40))
        let data = try #require(Frame(id: id, bytes: [1, 2, 3]))
        #expect(ErrorFrame.meaning(of: data).isEmpty)
    }
}
