import CANFrames
import CANTransport
import Foundation
import Testing

@Suite struct LocalBusHubTests {
    private func path() -> String { NSTemporaryDirectory() + "axle-\(UUID().uuidString)" }

    private func error(serving path: String) -> TransportError? {
        do throws(TransportError) {
            _ = try LocalBusHub(path: path)
            return nil
        } catch { return error }
    }

    @Test("a second hub on the same path is refused, and the first goes on")
    func inUse() throws {
        let path = path()
        let hub = try LocalBusHub(path: path)
        try hub.start()
        #expect(error(serving: path) == .inUse(path: path))
        #expect(LocalBus(path: path).state == .up)
        hub.stop()
    }

    @Test("a socket file that nobody serves is replaced")
    func stale() throws {
        let path = path()
        let socket = try listeningSocket(at: path)
        close(socket)
        #expect(LocalBus(path: path).state == .down)
        let hub = try LocalBusHub(path: path)
        #expect(LocalBus(path: path).state == .up)
        hub.stop()
        #expect(LocalBus(path: path).state == .absent)
    }

    @Test("a file that is no socket is refused and left alone")
    func notASocket() throws {
        let path = path()
        try "precious".write(toFile: path, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(error(serving: path) == .notASocket(path: path))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test("a path that the kernel cannot take is refused")
    func longPath() {
        let path = "/tmp/" + String(repeating: "x", count: 103)
        guard case .invalidAddress = error(serving: path) else {
            Issue.record("accepted")
            return
        }
    }

    @Test("a hub that stops leaves another hub's socket file alone")
    func keepsForeignFile() throws {
        let path = path()
        let first = try LocalBusHub(path: path)
        try FileManager.default.removeItem(atPath: path)
        let second = try LocalBusHub(path: path)
        first.stop()
        #expect(LocalBus(path: path).state == .up)
        second.stop()
    }

    @Test("a connection that does not read loses only its own frames")
    func slowClient() throws {
        let fixture = try LocalFixture()
        var slow = try fixture.bus.openReceiver()
        var fast = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        var batch = FrameBatch()
        var received = 0
        let count = LocalFixture.burst
        for number in 0..<count {
            try transmitter.send(try Frame(number: number))
            received += try fast.receive(into: &batch)
        }
        if received < count { received += try fast.take(count - received).count }
        #expect(received == count)
        #expect(fast.overflowCount == 0)
        while try slow.receive(into: &batch) > 0 {}
        try transmitter.send(try Frame(number: 1))
        _ = try slow.take(1)
        #expect(slow.overflowCount > 0)
        #expect(fixture.statistics?.dropped == slow.overflowCount)
    }

    @Test("many connections each get every frame")
    func manyClients() throws {
        let fixture = try LocalFixture()
        let bus = fixture.bus
        var counts: [Int] = []
        func attach(_ remaining: Int) throws {
            var receiver = try bus.openReceiver()
            if remaining > 1 {
                try attach(remaining - 1)
            } else {
                var transmitter = try bus.openTransmitter()
                for number in 0..<20 { try transmitter.send(try Frame(number: number)) }
            }
            counts.append(try receiver.take(20).count)
        }
        try attach(100)
        #expect(counts == Array(repeating: 20, count: 100))
        #expect(fixture.statistics?.frames == 20)
        #expect(fixture.statistics?.dropped == 0)
    }

    @Test("the kernel refuses to send on a receiver's socket")
    func receiverCannotSend() throws {
        let fixture = try LocalFixture()
        let receiver = try fixture.bus.openReceiver()
        #expect(write(receiver.descriptor, [UInt8](repeating: 0, count: 88)) == -1)
    }

    @Test(
        "a datagram that is no frame is counted and not passed on",
        arguments: [
            [UInt8](repeating: 0, count: 1), [UInt8](repeating: 0, count: 16),
            [UInt8](repeating: 0, count: 87), [UInt8](repeating: 0, count: 2000),
            record(id: 0x123, length: 9, flags: 0), record(id: 0x123, length: 13, flags: 4),
            record(id: 0x123, length: 65, flags: 4), record(id: 0x800, length: 0, flags: 0),
            record(id: 0x2000_0040, length: 8, flags: 0),
        ]
    )
    func malformed(datagram: [UInt8]) throws {
        let fixture = try LocalFixture()
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        #expect(write(transmitter.descriptor, datagram) == datagram.count)
        try transmitter.send(try Frame(number: 1))
        #expect(try receiver.take(1).map(\.frame.number) == [1])
        #expect(fixture.statistics?.malformed == 1)
    }

    @Test("frames that a process sent right before it closed are delivered")
    func closingSender() throws {
        let fixture = try LocalFixture()
        var receiver = try fixture.bus.openReceiver()
        for round in 0..<20 {
            var transmitter = try fixture.bus.openTransmitter()
            for number in 0..<100 { try transmitter.send(try Frame(number: number)) }
            _ = consume transmitter
            #expect(try receiver.take(100).count == 100, "round \(round)")
        }
    }
}

/// A local bus's datagram with these fields.
private func record(id: UInt32, length: UInt8, flags: UInt8) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 88)
    for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: id >> UInt32(index * 8)) }
    bytes[4] = length
    bytes[5] = flags
    return bytes
}
