import CANFrames
import Testing

@testable import TorqueMonitor

/// The guardian's own reading of the frames it lets pass.
@Suite struct WireReadingTests {
    @Test(
        "a torque is twelve bits with a sign, and leaves what stands beside it",
        arguments: [-2048, -2047, -1, 0, 1, 100, 1360, 2047]
    )
    func torque(torque: Int) throws {
        var frame = try torqueFrame(torque, counter: 2)
        #expect(TorqueFrame.torque(frame) == torque)
        for beside in [0x05, 0x0A] as [UInt8] {
            frame[3] = frame[3] & 0xF0 | beside
            for other in [torque, -2048, -1, 0, 77, 2047] {
                TorqueFrame.setTorque(other, in: &frame)
                #expect(TorqueFrame.torque(frame) == other)
                #expect(frame[3] & 0x0F == beside)
            }
        }
        TorqueFrame.setTorque(torque, in: &frame)
        frame[3] &= 0xF0
        #expect(try frame.bytes == torqueFrame(torque, counter: 2).bytes)
    }

    @Test("the counter is the upper two bits beside the start state", arguments: UInt8(0)..<4)
    func torqueCounter(counter: UInt8) throws {
        var frame = try torqueFrame(0, counter: counter, state: 5)
        frame[4] |= 0x38
        #expect(TorqueFrame.counter(frame) == counter)
        for other in UInt8(0)..<4 {
            TorqueFrame.setCounter(other, in: &frame)
            #expect(frame[4] == other << 6 | 0x3D)
        }
    }

    @Test("only start state 7 is ready, whatever stands beside it", arguments: UInt8(0)..<8)
    func ready(state: UInt8) throws {
        var frame = try torqueFrame(0, counter: 3, state: state)
        #expect(TorqueFrame.isReady(frame) == (state == 7))
        frame[4] |= 0xF8
        #expect(TorqueFrame.isReady(frame) == (state == 7))
    }

    @Test(
        "ceiling and floor come down to what is allowed, 10 counts each, and never rise",
        arguments: [
            (1400, 140, 140, 140, 140, false), (1399, 140, 139, 139, 139, true),
            (1399, 139, 140, 139, 139, true), (1399, 139, 139, 139, 139, false),
            (1399, 20, 255, 20, 139, true), (0, 0, 0, 0, 0, false), (0, 1, 0, 0, 0, true),
            (9, 0, 1, 0, 0, true), (10, 1, 1, 1, 1, false), (4000, 255, 255, 255, 255, false),
            (-1, 1, 1, 0, 0, true),
        ] as [(Int, UInt8, UInt8, UInt8, UInt8, Bool)]
    )
    func limits(
        torque: Int,
        ceiling: UInt8,
        floor: UInt8,
        sentCeiling: UInt8,
        sentFloor: UInt8,
        isNarrowed: Bool
    ) throws {
        var frame = try torqueFrame(0, counter: 0, ceiling: ceiling, floor: floor)
        #expect(TorqueFrame.narrowLimits(to: torque, in: &frame) == isNarrowed)
        #expect(frame[0] == sentCeiling)
        #expect(frame[1] == sentFloor)
    }

    @Test("a gear is the upper four bits; 4 drives forward, 2 backward, others nowhere")
    func gear() throws {
        for gear in UInt8(0)..<16 {
            #expect(try GearFrame.gear(gearFrame(gear, counter: 1)) == gear)
            #expect(GearFrame.direction(gear) == (gear == 4 ? 1 : gear == 2 ? -1 : 0))
        }
    }

    @Test("a gear frame's counter has its pattern and its predecessor", arguments: UInt8(0)..<4)
    func gearCounter(counter: UInt8) throws {
        var frame = try gearFrame(4, counter: counter)
        frame[4] |= 0x3F
        frame[6] |= 0xFC
        #expect(GearFrame.counter(frame) == counter)
        for other in UInt8(0)..<4 {
            GearFrame.setCounter(other, in: &frame)
            #expect(frame[3] == [0xAA, 0x55, 0x55, 0xAA][Int(other)])
            #expect(frame[4] == [0xFF, 0x3F, 0x7F, 0xBF][Int(other)])
            #expect(frame[6] == 0xFC | other)
        }
    }

    @Test("a checksum is of all bytes but the last, which holds it, also in a frame of one byte")
    func checksums() throws {
        let table = Checksum()
        var frame = try plain(0x100, [0x12, 0x34, 0x56, 0x99])
        #expect(!table.isRight(frame))
        table.write(in: &frame)
        #expect(frame[3] == checksum([0x12, 0x34, 0x56] as [UInt8]))
        #expect(table.isRight(frame))
        for index in 0..<4 {
            for bit in 0..<8 {
                var wrong = frame
                wrong[index] ^= 1 << UInt8(bit)
                #expect(!table.isRight(wrong))
            }
        }
        #expect(try table.isRight(plain(0x100, [0])))
        #expect(try !table.isRight(plain(0x100, [1])))
        #expect(try !table.isRight(plain(0x100, [])))
    }

    @Test("with a data id the checksum is that of J1850 over it, low byte first, and the bytes")
    func checksumWithID() throws {
        let table = Checksum(polynomial: 0x1D)
        for id in [0, 1, 0x80, 0x6A2, 0xFFFF] as [UInt16] {
            var remainder = 0xFF
            for byte in [Int(id & 0xFF), Int(id >> 8), 0x31, 0xF0] {
                remainder ^= byte
                for _ in 0..<8 {
                    remainder = remainder << 1 & 0xFF ^ (remainder & 0x80 != 0 ? 0x1D : 0)
                }
            }
            #expect(
                try Int(table.withID(id, of: plain(0x100, [0x31, 0xF0, 7]))) == remainder ^ 0xFF
            )
        }
        // The last byte is where it stands: it does not count, and there may be none.
        for bytes in [[], [7], [0x31]] as [[UInt8]] {
            #expect(try table.withID(0x6A2, of: plain(0x100, bytes)) == 0xD4)
        }
        // The standard's own check value: 0x4B of "123456789", of which the first two are the id.
        let rest = Array("3456789".utf8)
        #expect(try table.withID(0x3231, of: plain(0x100, rest + [0])) == 0x4B)
    }
}

extension Checksum {
    func isRight(_ frame: Frame) -> Bool { steps.isRight(frame) }
    func write(in frame: inout Frame) { steps.write(in: &frame) }
    func withID(_ id: UInt16, of frame: Frame) -> UInt8 { steps.withID(id, of: frame) }
}
