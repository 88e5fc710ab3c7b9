import CANFrames
import CANTransport
import Foundation
import SerialAdapter
import Testing

/// What only a kernel bus does, beside `SocketCANConformanceKernelTests`.
@Suite(.serialized) struct SocketCANKernelTests {
    @Test("an interface that goes down says so once, and the same sockets work when it is up")
    func downAndUp() throws {
        let fixture = try VirtualCANFixture()
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        try fixture.setUp(false)
        #expect(fixture.bus.state == .down)
        #expect(try receiver.nextError() == .down)
        #expect(transmitter.error(sending: try Frame(number: 1)) == .down)
        var batch = FrameBatch()
        #expect(try receiver.receive(into: &batch) == 0)
        try fixture.setUp(true)
        #expect(fixture.bus.state == .up)
        #expect(transmitter.error(sending: try Frame(number: 2)) == nil)
        #expect(try receiver.take(1).map(\.frame.number) == [2])
    }

    @Test("sockets opened while the interface is down work when it is up")
    func openedWhileDown() throws {
        let fixture = try VirtualCANFixture()
        try fixture.setUp(false)
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        #expect(try receiver.nextError() == .down)
        try fixture.setUp(true)
        #expect(transmitter.error(sending: try Frame(number: 3)) == nil)
        #expect(try receiver.take(1).map(\.frame.number) == [3])
    }

    @Test("an FD frame on a classic interface is refused, and a classic one passes")
    func classicInterface() throws {
        let fixture = try VirtualCANFixture()
        try fixture.setUp(false)
        try run("ip", "link", "set", fixture.name, "mtu", "16")
        try fixture.setUp(true)
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        let id = try #require(FrameID(standard: 1))
        let long = try #require(Frame(id: id, flags: .isFD, bytes: [1]))
        #expect(transmitter.error(sending: long) == .unsupportedFrame)
        try transmitter.send(try Frame(number: 4))
        #expect(try receiver.take(1).map(\.frame.number) == [4])
    }

    @Test("a network interface that is not CAN is refused by name")
    func notCAN() { #expect(openingError(SocketCANBus(interface: "lo")) == .notCAN("lo")) }

    @Test("an adapter's bus-off reaches who asked for error frames, and nobody else")
    func errorFrames() throws {
        let adapter = try SerialLineAdapter()
        let bus = SocketCANBus(interface: adapter.interface)
        var watching = try bus.openReceiver(filters: nil, bus: 0, receivesErrors: true)
        var other = try bus.openReceiver()
        adapter.say("sb000255")
        let told = try #require(try watching.take(1).first)
        #expect(ErrorFrame(told.frame)?.contains(.busOff) == true)
        // What a program of this host forges is looped back: see ErrorFrameKernelTests.
        #expect(!told.isLoopback)
        adapter.say("t1232AABB")
        let received = try #require(try other.take(1).first)
        #expect(received.frame.bytes == [0xAA, 0xBB])
        #expect(!received.isLoopback)
    }

    @Test("what canplayer plays is received frame for frame")
    func canplayer() throws {
        let fixture = try VirtualCANFixture()
        var receiver = try fixture.bus.openReceiver()
        let log = NSTemporaryDirectory() + "axle-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: log) }
        let lines = (0..<100).map { "(1.\(100_000 + $0)) recorded \(100 + $0)#\(10 + $0 % 90)AA" }
        try lines.joined(separator: "\n").appending("\n")
            .write(toFile: log, atomically: false, encoding: .utf8)
        try run("canplayer", "-t", "-I", log, "\(fixture.name)=recorded")
        let frames = try receiver.take(100).map(\.frame)
        for (index, frame) in frames.enumerated() {
            #expect(frame.id.description == "\(100 + index)")
            #expect(frame.bytes == [UInt8("\(10 + index % 90)", radix: 16) ?? 0, 0xAA])
        }
    }

    @Test("candump sees every frame that is transmitted")
    func candump() throws {
        let fixture = try VirtualCANFixture()
        var transmitter = try fixture.bus.openTransmitter()
        let dump = Process()
        dump.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        dump.arguments = ["candump", "-L", "-n", "\(framesOfEveryKind.count)", fixture.name]
        let output = Pipe()
        dump.standardOutput = output
        try dump.run()
        try waitForListener(on: fixture.name)
        for frame in framesOfEveryKind { try transmitter.send(frame) }
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        dump.waitUntilExit()
        let lines = text.split(separator: "\n")
        #expect(lines.count == framesOfEveryKind.count)
        for (frame, line) in zip(framesOfEveryKind, lines) {
            let shown = try #require(line.split(separator: " ").last)
            #expect(shown.hasPrefix(frame.id.description + "#"))
            let hex = frame.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            if frame.kind == .data, frame.rawDLC == 0 {
                #expect(shown.hasSuffix(hex.uppercased()))
            }
        }
    }

    /// Waits until some process receives from the interface, by the kernel's own list.
    private func waitForListener(on interface: String) throws {
        for _ in 0..<1_000_000 {
            let list = try String(contentsOfFile: "/proc/net/can/rcvlist_all", encoding: .utf8)
            let rows = list.split(separator: "\n").filter { $0.contains(" \(interface) ") }
            if rows.contains(where: { !$0.contains("no entry") }) { return }
        }
        throw TestFailure("nobody listens on \(interface)")
    }
}
