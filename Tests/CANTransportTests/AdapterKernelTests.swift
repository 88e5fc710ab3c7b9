import CANFrames
import CANTransport
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
        #expect(BusAcknowledgement.query(interface: "can0") == .acknowledges)
        try run("ip", "link", "set", "can0", "down")
        try run("ip", "link", "set", "can0", "type", "can", "listen-only", "on")
        try run("ip", "link", "set", "can0", "up")
        #expect(BusAcknowledgement.query(interface: "can0") == .listenOnly)
    }
}
