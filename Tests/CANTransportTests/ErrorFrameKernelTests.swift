import CANFrames
import CANTransport
import Foundation
import Testing

/// Error frames of every class, which any program can make on a virtual interface.
@Suite(.serialized) struct ErrorFrameKernelTests {
    private static let meanings = [
        ("20000001#0000000000000000", "transmission timed out"),
        ("20000002#0B00000000000000", "arbitration lost at bit 11"),
        ("20000004#0001000000000000", "receive buffer overflow"),
        ("20000004#0008000000000000", "error-warning by transmission"),
        ("20000004#0020000000000000", "error-passive by transmission"),
        ("20000004#0040000000000000", "error-active again"),
        ("20000008#0000041900000000", "stuff error at the ACK slot"),
        ("20000010#0000000007000000", "CANH is shorted to ground"),
        ("20000020#0000000000000000", "no acknowledgement"),
        ("20000040#0000000000000000", "bus-off"),
        ("20000080#0000000000000000", "bus error"),
        ("20000100#0000000000000000", "restarted"),
        ("20000200#0000000000006009", "error counters: transmit 96, receive 9"),
        ("30000000#0000000000000000", "unknown error class 0x10000000"),
    ]

    @Test(
        "an error frame of each class reaches who asked for them with its meaning, and nobody else"
    )
    func classes() throws {
        let fixture = try VirtualCANFixture()
        var watching = try fixture.bus.openReceiver(filters: [], bus: 0, receivesErrors: true)
        var other = try fixture.bus.openReceiver()
        let log = NSTemporaryDirectory() + "axle-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: log) }
        let lines = Self.meanings.map { "(1.000000) \(fixture.name) \($0.0)\n" }
        try lines.joined().write(toFile: log, atomically: false, encoding: .utf8)
        try run("canplayer", "-t", "-I", log)
        try run("cansend", fixture.name, "123#0001")
        let received = try watching.take(Self.meanings.count)
        #expect(received.map { ErrorFrame.meaning(of: $0.frame) } == Self.meanings.map { [$0.1] })
        #expect(received.allSatisfy { $0.frame.kind == .error })
        // No controller made them: a program of this host did.
        #expect(received.allSatisfy { $0.isLoopback })
        #expect(try other.take(1).map(\.frame.number) == [1])
    }

    @Test("an error frame with every bit set and one without a class are no trouble")
    func extremes() throws {
        let fixture = try VirtualCANFixture()
        var receiver = try fixture.bus.openReceiver(filters: nil, bus: 0, receivesErrors: true)
        try run("cansend", fixture.name, "20000000#0000000000000000")
        try run("cansend", fixture.name, "3FFFFFFF#FFFFFFFFFFFFFFFF")
        try run("cansend", fixture.name, "123#0001")
        // The kernel hands no error frame out that has no class.
        let frames = try receiver.take(2).map(\.frame)
        #expect(ErrorFrame.meaning(of: frames[0]).count >= 10)
        #expect(frames[1].number == 1)
    }
}
