import CANFrames
import Testing

@testable import TorqueMonitor

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

    @Test("it is said with the arming itself, also when the machine has just started")
    func first() throws {
        var rig = try Rig(try settings())
        rig.now = 10 * millisecond
        try rig.vehicle()
        _ = try rig.send(rig.command(0, 0))
        #expect(enables(rig) == [[1, 0, check(1, 0)]])
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

    @Test("a bus that takes nothing loses the frame, and its next one says what is so by then")
    func linkDown() throws {
        var rig = try Rig(try settings())
        try rig.vehicle()
        _ = try rig.send(rig.command(0, 0))
        #expect(enables(rig) == [[1, 0, check(1, 0)]])
        rig.links.front = false
        let dropped = rig.monitor.transmission(of: .front, at: rig.now).dropped
        _ = try rig.nextCycle(0, 0)
        // Torque and gear of this cycle; the enable frame is not due before 20 ms.
        #expect(rig.monitor.transmission(of: .front, at: rig.now).dropped == dropped + 2)
        _ = try rig.nextCycle(0, 0)
        #expect(rig.monitor.transmission(of: .front, at: rig.now).dropped == dropped + 5)
        rig.links.front = true
        // Its turn was taken when it was lost: the next is 20 ms later.
        _ = try rig.nextCycle(0, 0)
        #expect(enables(rig).count == 1)
        _ = try rig.nextCycle(0, 0)
        #expect(enables(rig) == [[1, 0, check(1, 0)], [1, 1, check(1, 1)]])
        #expect(rig.monitor.transmission(of: .rear, at: rig.now).dropped == 0)
    }

    @Test("the counter has four bits, and the frame as many bytes as the list says")
    func counter() throws {
        var rig = try Rig(try settings())
        try rig.vehicle()
        _ = try rig.send(rig.command(0, 0))
        for _ in 0..<64 { _ = try rig.nextCycle(0, 0) }
        let said = enables(rig)
        #expect(said.count == 33)
        for (index, bytes) in said.enumerated() {
            #expect(bytes == [1, UInt8(index & 15), check(1, UInt8(index & 15))])
        }
        let id = try #require(FrameID(standard: 0x6A8))
        for (length, isRight) in [(UInt8(3), true), (8, true), (9, false)] {
            let allowed = AllowedFrame(
                axle: .front,
                id: id,
                length: length,
                role: .enable,
                period: 1
            )
            let checksum = Checksum(polynomial: 0x1D)
            let frame = EnableFrame.make(
                allowed,
                isAllowed: false,
                counter: 0xF5,
                checksum.steps
            )
            #expect((frame != nil) == isRight)
            if let frame {
                #expect(frame.length == length)
                #expect(frame[0] == 0)
                #expect(frame[1] == 5)
                #expect(EnableFrame.counter(frame) == 5)
            }
        }
    }
}
