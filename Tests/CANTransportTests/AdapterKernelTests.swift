import CANFrames
import CANTransport
import Glibc
import Testing

/// What needs two real controllers, can0 and can1, on one bus that tests may use.
@Suite(.serialized) struct AdapterKernelTests {
    init() throws {
        for name in ["can0", "can1"] {
            try run("ip", "link", "set", name, "down")
            try run(
                "ip",
                "link",
                "set",
                name,
                "type",
                "can",
                "bitrate",
                "500000",
                "listen-only",
                "off"
            )
            try run("ip", "link", "set", name, "up")
        }
    }

    @Test("a frame from the wire is told from one that this host sent")
    func loopback() throws {
        var near = try SocketCANBus(interface: "can0").openReceiver()
        var far = try SocketCANBus(interface: "can1").openReceiver()
        var transmitter = try SocketCANBus(interface: "can0").openTransmitter()
        try transmitter.send(try Frame(number: 1))
        #expect(try near.take(1).map(\.isLoopback) == [true])
        #expect(try far.take(1).map(\.isLoopback) == [false])
    }

    @Test("a controller that acknowledges is told from one in listen-only mode")
    func acknowledgement() throws {
        #expect(try controller("can0").listensOnly == false)
        var settings = AdapterSettings()
        settings.listensOnly = true
        try AdapterControl.apply(settings, to: "can0", wasUp: true)
        #expect(try controller("can0").listensOnly)
        settings.listensOnly = false
        try AdapterControl.apply(settings, to: "can0", wasUp: true)
        #expect(try controller("can0").listensOnly == false)
    }

    @Test("bit rate, sample point, modes and restart are set as asked, and traffic passes")
    func settings() throws {
        var settings = AdapterSettings()
        settings.bitrate = 250_000
        settings.samplePoint = 750
        settings.restartMilliseconds = 200
        settings.loopsBack = false
        settings.reportsErrors = true
        for name in ["can0", "can1"] { try AdapterControl.apply(settings, to: name, wasUp: true) }
        let monitor = try LinkMonitor.open()
        let link = try #require(monitor.table["can0"])
        let controller = try #require(link.controller)
        #expect(link.state == .up)
        #expect(controller.bitrate == 250_000)
        #expect(controller.samplePoint == 750)
        #expect(controller.restartMilliseconds == 200)
        #expect(controller.modes & 0b1_0001 == 0b1_0000)
        #expect(controller.possibleModes & 0b11 != 0)
        #expect(settings.areMet(by: link))
        var far = try SocketCANBus(interface: "can1").openReceiver()
        var transmitter = try SocketCANBus(interface: "can0").openTransmitter()
        try transmitter.send(try Frame(number: 7))
        #expect(try far.take(1).map(\.frame.number) == [7])
        settings.reportsErrors = false
        settings.restartMilliseconds = 0
        for name in ["can0", "can1"] { try AdapterControl.apply(settings, to: name, wasUp: true) }
    }

    @Test("a bit rate that no clock gives is refused, and the interface is up again as it was")
    func refusedBitrate() throws {
        var settings = AdapterSettings()
        settings.bitrate = 7_000_000
        #expect(failure(settings, on: "can0")?.step == .bitrate)
        let monitor = try LinkMonitor.open()
        let link = try #require(monitor.table["can0"])
        #expect(link.state == .up)
        #expect(link.controller?.bitrate == 500_000)
    }

    @Test("where something is refused, what was down or shall be silent is not brought up")
    func refusedStaysDown() throws {
        var settings = AdapterSettings()
        settings.bitrate = 7_000_000
        #expect(failure(settings, on: "can0", wasUp: false)?.step == .bitrate)
        var monitor = try LinkMonitor.open()
        #expect(monitor.table["can0"]?.state == .down)
        try AdapterControl.start("can0")
        settings.listensOnly = true
        #expect(failure(settings, on: "can0")?.step == .bitrate)
        try monitor.refresh()
        #expect(monitor.table["can0"]?.state == .down)
        try AdapterControl.start("can0")
        try monitor.refresh()
        #expect(monitor.table["can0"]?.state == .up)
    }

    @Test("a controller that is not in bus-off is left alone by a restart")
    func restartOfHealthy() throws {
        let before = try controller("can0")
        try AdapterControl.restart("can0")
        let after = try controller("can0")
        #expect(after.state == before.state)
        #expect(after.restarts == before.restarts)
    }

    @Test("what a virtual or absent interface cannot do is refused with the step and the reason")
    func refusedThere() throws {
        let fixture = try VirtualCANFixture()
        var settings = AdapterSettings()
        settings.bitrate = 500_000
        #expect(failure(settings, on: fixture.name) == .init(step: .bitrate, errno: EOPNOTSUPP))
        #expect(fixture.bus.state == .up)
        #expect(failure(settings, on: "axlenone")?.step == .stop)
    }

    private func controller(_ name: String) throws -> CANController {
        let monitor = try LinkMonitor.open()
        return try #require(monitor.table[name]?.controller)
    }

    private func failure(
        _ settings: AdapterSettings,
        on name: String,
        wasUp: Bool = true
    ) -> AdapterControl.Failure? {
        do throws(AdapterControl.Failure) {
            try AdapterControl.apply(settings, to: name, wasUp: wasUp)
            return nil
        } catch {
            return error
        }
    }
}
