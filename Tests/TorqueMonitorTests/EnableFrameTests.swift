import CANFrames
import Testing
import TorqueMonitor

@Suite struct EnableFrameTests {
    private func settings() throws -> MonitorSettings {
        let usual = try #require(makeSettings())
        var list = usual.allowList
        let id = try #require(FrameID(standard: 0x6A8))
        let added = list.append(
            AllowedFrame(axle: .front, id: id, length: 3, role: .enable, period: 20 * millisecond)
        )
        try #require(added)
        return try #require(
            MonitorSettings(
                allowList: list,
                inputs: usual.inputs,
                timing: usual.timing,
                bounds: usual.bounds,
                driver: usual.driver,
                faults: usual.faults,
                disarmFrames: 3
            )
        )
    }

    private func enables(_ rig: Rig) -> [[UInt8]] {
        rig.front.frames.filter { $0.id.rawValue == 0x6A8 }.map { Array($0.bytes.prefix(3)) }
    }

    /// CRC-8 of SAE J1850 over 0x6A8, low byte first, and two bytes, bit by bit.
    private func check(_ first: UInt8, _ second: UInt8) -> UInt8 {
        var remainder = 0xFF
        for byte in [0xA8, 0x06, first, second] {
            remainder ^= Int(byte)
            for _ in 0..<8 {
                remainder = remainder << 1 & 0xFF ^ (remainder & 0x80 != 0 ? 0x1D : 0)
            }
        }
        return UInt8(remainder ^ 0xFF)
    }

    @Test("armed the frame says yes each 20 ms, tripped no at once, disarmed nothing")
    func course() throws {
        var rig = try Rig(try settings())
        _ = rig.tick()
        #expect(enables(rig).isEmpty)
        try rig.vehicle()
        _ = try rig.send(rig.command(0, 0))
        for _ in 0..<4 { _ = try rig.nextCycle(0, 0) }
        let said = enables(rig)
        #expect(said == [[1, 0, check(1, 0)], [1, 1, check(1, 1)], [1, 2, check(1, 2)]])
        rig.monitor.peerVanished(at: rig.now)
        _ = rig.tick()
        #expect(enables(rig).last == [0, 3, check(0, 3)])
        rig.arming = 0
        let count = enables(rig).count
        for _ in 0..<6 { _ = try rig.nextCycle(0, 0) }
        #expect(enables(rig).count == count)
    }

    @Test("a command may not have it, and another sender of it takes the torque")
    func foreign() throws {
        var rig = try Rig(try settings())
        try rig.vehicle()
        let frame = try plain(0x6A8, [1, 0, check(1, 0)])
        var command = try rig.command(0, 0)
        try command.put(frame, for: .front)
        #expect(rig.send(command).reasons.front == .notAllowed)
        _ = try rig.send(rig.command(0, 0))
        #expect(rig.monitor.state == .armed)
        rig.monitor.observe(frame, on: .front, isLoopback: false, at: rig.now)
        #expect(rig.monitor.trip == .foreignSender)
    }
}
