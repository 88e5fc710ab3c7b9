import CANFrames
import CANTransport
import Testing

/// Two ends of a vxcan pair, which are two interfaces of one bus.
@Suite(.serialized) struct VirtualPairKernelTests {
    @Test("every kind of frame passes a pair both ways, and is from elsewhere at the other end")
    func passes() throws {
        let pair = try VirtualPairFixture()
        for (here, there) in [(pair.nearBus, pair.farBus), (pair.farBus, pair.nearBus)] {
            var own = try here.openReceiver()
            var other = try there.openReceiver()
            var transmitter = try here.openTransmitter()
            for frame in framesOfEveryKind {
                try transmitter.send(frame)
                let sent = try #require(try own.take(1).first)
                let received = try #require(try other.take(1).first)
                #expect(sent.frame == frame)
                #expect(sent.isLoopback)
                #expect(received.frame == frame)
                #expect(!received.isLoopback)
            }
        }
    }

    @Test("frames of another network namespace arrive in their order")
    func namespaces() throws {
        let pair = try VirtualPairFixture(inNamespace: true)
        var receiver = try pair.nearBus.openReceiver()
        try pair.atFar(
            "cangen",
            pair.far,
            "-g",
            "0",
            "-I",
            "7A0",
            "-L",
            "2",
            "-D",
            "i",
            "-n",
            "200"
        )
        let frames = try receiver.take(200)
        #expect(frames.map { Int($0.frame[0]) } == Array(0..<200))
        #expect(frames.allSatisfy { !$0.isLoopback })
    }

    @Test("half a pair is down, and the same sockets work when the other end is up again")
    func farEndDown() throws {
        let pair = try VirtualPairFixture(inNamespace: true)
        var monitor = try LinkMonitor.open()
        try monitor.awaitState(.up, of: pair.near)
        var receiver = try pair.nearBus.openReceiver()
        try pair.setFarUp(false)
        try monitor.awaitState(.down, of: pair.near)
        let half = try #require(monitor.table[pair.near])
        #expect(half.isUp)
        #expect(!half.hasCarrier)
        try pair.setFarUp(true)
        try monitor.awaitState(.up, of: pair.near)
        try pair.atFar("cansend", pair.far, "123#0007")
        #expect(try receiver.take(1).map(\.frame.number) == [7])
    }

    @Test("a far end that is deleted takes the near one with it; made again, both work")
    func farEndDeleted() throws {
        let pair = try VirtualPairFixture(inNamespace: true)
        var monitor = try LinkMonitor.open()
        var receiver = try pair.nearBus.openReceiver()
        try pair.atFar("cansend", pair.far, "123#0001")
        try pair.deleteFar()
        #expect(try receiver.take(1).map(\.frame.number) == [1])
        #expect(try receiver.nextError() == .gone)
        try monitor.awaitState(.absent, of: pair.near)
        try pair.make()
        try monitor.awaitState(.up, of: pair.near)
        var again = try pair.nearBus.openReceiver()
        try pair.atFar("cansend", pair.far, "123#0002")
        #expect(try again.take(1).map(\.frame.number) == [2])
    }
}
