import CANFrames
import Testing
import TorqueMonitor

@Suite struct SignalFieldTests {
    @Test(
        "a place is counted as a DBC file counts",
        arguments: [
            (7, 8, true, false, 0x12), (7, 12, true, false, 0x123), (3, 8, true, false, 0x23),
            (0, 8, false, false, 0x12), (0, 12, false, false, 0x412), (4, 8, false, false, 0x41),
            (63, 8, true, false, 0xF0), (63, 8, true, true, -16), (56, 8, false, true, -16),
            (37, 1, false, false, 0), (33, 1, false, false, 1), (7, 32, true, false, 0x1234_5678),
        ] as [(Int, Int, Bool, Bool, Int)]
    )
    func places(start: Int, count: Int, high: Bool, signed: Bool, raw: Int) throws {
        let frame = try plain(0x100, [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF0])
        #expect(place(start, count, high: high, signed: signed).raw(in: frame) == raw)
    }

    @Test(
        "a place outside a frame is none",
        arguments: [
            (64, 1, false), (-1, 1, false), (0, 0, false), (0, 33, false), (60, 5, false),
            (59, 5, true),
        ]
    )
    func outside(start: Int, count: Int, high: Bool) {
        #expect(BitField(start: start, count: count, isHighFirst: high, isSigned: false) == nil)
    }

    @Test("the wide limit counts first while it is fresh, with its own checksum and data id")
    func wideLimit() throws {
        var inputs = makeInputs()
        var wide = field(
            .front,
            0x6A2,
            place(0, 16, high: false, signed: false),
            (100, 1, 0),
            age: 100 * millisecond
        )
        wide.protection = .axle(dataID: 0x6A2)
        wide.counter = place(48, 4, high: false, signed: false)
        wide.notAvailable[0] = 0xFFFF
        inputs[.wideDischargeLimit] = wide
        var rig = try Rig.armed(makeSettings(inputs: inputs)) {
            $0.speed = PerAxle(both: 3000)
            $0.limit = 0
        }
        // 65.5 kW, and its CRC worked out bit by bit below.
        try rig.monitor.observe(
            wideFrame(655, 1, id: 0x6A3),
            on: .front,
            isLoopback: false,
            at: rig.now
        )
        #expect(try rig.nextCycle(40, 40).torque.front == 0)
        try rig.monitor.observe(
            wideFrame(655, 2, id: 0x6A2),
            on: .front,
            isLoopback: false,
            at: rig.now
        )
        #expect(try rig.nextCycle(400, 400).torque.front == 400)
        try rig.monitor.observe(
            wideFrame(0xFFFF, 3, id: 0x6A2),
            on: .front,
            isLoopback: false,
            at: rig.now
        )
        for _ in 0..<9 { #expect(try rig.nextCycle(100, 100).torque.front == 100) }
        #expect(try rig.nextCycle(100, 100).reasons.front.contains(.power))
    }

    /// 0x6A2 with a discharge limit in 0.1 kW, its checksum as of a data id.
    private func wideFrame(_ limit: Int, _ counter: UInt8, id: Int) throws -> Frame {
        let body = [UInt8(limit & 0xFF), UInt8(limit >> 8), 0, 0, 0, 0, counter]
        var remainder = 0xFF
        for byte in [UInt8(id & 0xFF), UInt8(id >> 8)] + body {
            remainder ^= Int(byte)
            for _ in 0..<8 {
                remainder = remainder << 1 & 0xFF ^ (remainder & 0x80 != 0 ? 0x1D : 0)
            }
        }
        return try plain(0x6A2, body + [UInt8(remainder ^ 0xFF)])
    }
}
