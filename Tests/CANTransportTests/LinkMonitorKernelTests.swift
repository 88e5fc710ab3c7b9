import CANTransport
import Foundation
import SerialAdapter
import Testing

/// What netlink tells of CAN interfaces.
@Suite(.serialized) struct LinkMonitorKernelTests {
    @Test("an interface is told when it goes down, up, away, and comes back as another")
    func comesAndGoes() throws {
        var fixture = try VirtualCANFixture()
        let name = fixture.name
        var monitor = try LinkMonitor.open()
        let first = try #require(monitor.table[name])
        #expect(first.state == .up)
        #expect(first.controller == nil)
        try fixture.setUp(false)
        try monitor.awaitState(.down, of: name)
        try fixture.setUp(true)
        try monitor.awaitState(.up, of: name)
        try fixture.takeAway()
        try monitor.awaitState(.absent, of: name)
        try fixture.bringBack()
        try monitor.awaitState(.up, of: name)
        let second = try #require(monitor.table[name])
        #expect(second.index != first.index)
    }

    @Test("a renamed interface is there by its new name only")
    func renamed() throws {
        let fixture = try VirtualCANFixture()
        let name = fixture.name
        var monitor = try LinkMonitor.open()
        let index = monitor.table[name]?.index
        try fixture.setUp(false)
        try run("ip", "link", "set", name, "name", "axlenew")
        defer { _ = try? run("ip", "link", "set", "axlenew", "name", name) }
        try monitor.awaitState(.down, of: "axlenew")
        let (old, new) = (monitor.table[name], monitor.table["axlenew"])
        #expect(old == nil)
        #expect(new?.index == index)
    }

    @Test("more changes than the socket holds are told, and made up for by asking again")
    func overflow() throws {
        let fixture = try VirtualCANFixture()
        let name = fixture.name
        var monitor = try LinkMonitor.open()
        // Each changes the interface twice; some 200 messages of 1 kB fit.
        let batch = FileManager.default.temporaryDirectory.appending(path: "axle-\(name).batch")
        let changes = "link set \(name) down\nlink set \(name) up\n"
        try String(repeating: changes, count: 400).write(
            to: batch,
            atomically: true,
            encoding: .utf8
        )
        defer { try? FileManager.default.removeItem(at: batch) }
        try run("ip", "-batch", batch.path)
        try monitor.update()
        let hasLost = monitor.hasLost
        #expect(hasLost)
        try fixture.setUp(false)
        try monitor.refresh()
        try monitor.awaitState(.down, of: name)
        let isWhole = !monitor.hasLost
        #expect(isWhole)
        try run("ip", "link", "delete", name)
        try monitor.awaitState(.absent, of: name)
    }

    @Test("a serial-line adapter's warning, passive and bus-off states are told, and its end")
    func adapterStates() throws {
        var monitor = try LinkMonitor.open()
        let adapter = try SerialLineAdapter()
        let name = adapter.interface
        try monitor.awaitState(.up, of: name)
        let controller = try #require(monitor.table[name]?.controller)
        #expect(controller.state == .errorActive)
        for (message, state) in [
            ("sw096000", CANController.State.errorWarning), ("sp128000", .errorPassive),
            ("sb000255", .busOff),
        ] {
            adapter.say(message)
            // Only bus-off is told unasked.
            try eventually("\(state)") {
                try monitor.refresh()
                return monitor.table[name]?.controller?.state == state
            }
        }
        let off = try #require(monitor.table[name])
        #expect(off.state == .busOff)
        #expect(!off.hasCarrier)
        #expect(off.controller?.busOffs == 1)
        try adapter.setUp(false)
        try adapter.setUp(true)
        try monitor.awaitState(.up, of: name)
        let again = try #require(monitor.table[name]?.controller)
        #expect(again.state == .errorActive)
        adapter.unplug()
        try monitor.awaitState(.absent, of: name)
    }

    @Test("bus-off is told without being asked for")
    func busOffUnasked() throws {
        var monitor = try LinkMonitor.open()
        let adapter = try SerialLineAdapter()
        try monitor.awaitState(.up, of: adapter.interface)
        adapter.say("sb000255")
        try monitor.awaitState(.busOff, of: adapter.interface)
        #expect(monitor.table[adapter.interface]?.state == .busOff)
    }

    @Test("another process's message to the socket changes nothing")
    func forged() throws {
        let fixture = try VirtualCANFixture()
        var monitor = try LinkMonitor.open()
        let index = try #require(monitor.table[fixture.name]?.index)
        // A sockaddr_nl, which Swift's Glibc lacks.
        var address = [UInt8](repeating: 0, count: 12)
        var size = socklen_t(address.count)
        let descriptor = monitor.descriptor
        address.withUnsafeMutableBytes {
            _ = getsockname(
                descriptor,
                $0.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                &size
            )
        }
        let sender = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue), 0)
        defer { close(sender) }
        // RTM_DELLINK, number 17, of this interface.
        var message = [UInt8](repeating: 0, count: 32)
        message.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: 32, as: UInt32.self)
            bytes.storeBytes(of: 17, toByteOffset: 4, as: UInt16.self)
            bytes.storeBytes(of: index, toByteOffset: 20, as: Int32.self)
        }
        let sent = address.withUnsafeBytes {
            sendto(
                sender,
                message,
                message.count,
                0,
                $0.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                size
            )
        }
        #expect(sent == 32, "\(String(cString: strerror(errno)))")
        try monitor.update()
        let state = monitor.table.state(of: fixture.name)
        #expect(state == .up)
    }
}

/// Tries for five seconds.
private func eventually(_ what: String, _ isTrue: () throws -> Bool) throws {
    for _ in 0..<500 {
        if try isTrue() { return }
        usleep(10_000)
    }
    throw TestFailure("not within 5 s: \(what)")
}
