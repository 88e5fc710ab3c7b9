import CANFrames
@testable import CANTransport
import Glibc
import GuardLink
import Testing
import TorqueMonitor
@testable import axle_guard

@Suite struct GuardLoopTests {
    @Test("where waiting fails in mid-drive, three zero-torque pairs go out before the end")
    func waitingFails() throws {
        let directory = try TemporaryDirectory()
        let paths = ["front", "rear"].map { directory.path + "/" + $0 }
        let hubs = try paths.map { try LocalBusHub(path: $0) }
        // A hub serves until it is released.
        defer { withExtendedLifetime(hubs) {} }
        for hub in hubs { try hub.start() }
        var front = try LocalBus(path: paths[0]).openReceiver()
        var rear = try LocalBus(path: paths[1]).openReceiver()
        let settings = try #require(makeSettings())
        var rig = try Rig.armed(settings)
        try rig.drive(400, 400)
        var loop = try GuardLoop(
            monitor: rig.monitor,
            front: BusEnd(.front, address: .local(path: paths[0]), watches: settings),
            rear: BusEnd(.rear, address: .local(path: paths[1]), watches: settings),
            car: BusEnd(.car, address: .local(path: directory.path + "/car"), watches: settings),
            listener: GuardListener(path: directory.path + "/guard.sock")
        )
        for _ in 0..<1_000 {
            let links = loop.readyLinks
            guard !links.front || !links.rear else { break }
            loop.maintain(at: MonotonicClock.now())
            usleep(5_000)
        }
        try spoil(loop.poller)
        var failure: TransportError?
        do throws(TransportError) { try loop.run() } catch { failure = error }
        #expect("\(failure, default: "none")".contains("epoll_wait"))
        #expect(try torques(3, from: &front) == [0, 0, 0])
        #expect(try torques(3, from: &rear) == [0, 0, 0])
    }

    /// Puts something in the place of a poller's descriptor that cannot be waited on.
    private func spoil(_ poller: borrowing Poller) throws {
        let null = open("/dev/null", O_RDONLY)
        let replaced = dup2(null, poller.epoll.descriptor)
        close(null)
        try #require(replaced >= 0)
    }

    /// So many torques from a bus, in 0.25 Nm.
    private func torques(_ count: Int, from bus: inout BusReceiver) throws -> [Int] {
        var batch = FrameBatch()
        var torques: [Int] = []
        let deadline = MonotonicClock.now() + 5_000_000_000
        while torques.count < count, MonotonicClock.now() < deadline {
            let received = try bus.receive(into: &batch)
            for index in 0..<received where batch[index].frame.id.rawValue == 0x1D4 {
                let frame = batch[index].frame
                #expect(frame[0] == 0 && frame[1] == 0)
                torques.append(
                    Int(Int16(bitPattern: UInt16(frame[2]) << 8 | UInt16(frame[3])) >> 4)
                )
            }
            usleep(1000)
        }
        return torques
    }
}
