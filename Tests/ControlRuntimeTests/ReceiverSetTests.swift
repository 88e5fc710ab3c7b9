import CANFrames
import CANTransport
@testable import ControlRuntime
import Foundation
import Testing
import VehicleModel

@Suite struct ReceiverSetTests {
    @Test("an empty place receives nothing and has lost nothing")
    func empty() throws {
        var set = ReceiverSet(span: 20_000_000)
        var batch = FrameBatch()
        for index in 0..<8 {
            let count = try set.receive(index, into: &batch)
            #expect(count == 0)
            #expect(set.overflowCount(index) == 0)
            let isEmpty = set.take(index) == nil
            #expect(isEmpty)
        }
    }

    @Test("frames come from the place their receiver was put in, until it is taken out")
    func places() throws {
        let folder = NSTemporaryDirectory() + "axle-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let hub = try LocalBusHub(path: folder + "/bus")
        try hub.start()
        defer { hub.stop() }
        let receiver = try BusReceiver.open(.local(path: folder + "/bus"), bus: 5)
        var poller = try Poller()
        try poller.add(receiver.descriptor, token: 5)
        var set = ReceiverSet(span: 20_000_000)
        set.put(receiver, at: 5)
        var transmitter = try LocalBus(path: folder + "/bus").openTransmitter()
        let id = try #require(FrameID(standard: 0x123))
        try transmitter.transmit(#require(Frame(id: id, bytes: [1, 2, 3])))
        let events = try poller.wait(milliseconds: 5_000)
        #expect(events == 1)
        var batch = FrameBatch()
        let elsewhere = try set.receive(4, into: &batch)
        #expect(elsewhere == 0)
        let count = try set.receive(5, into: &batch)
        #expect(count == 1)
        #expect(batch[0].bus == 5)
        #expect(batch[0].frame.bytes == [1, 2, 3])
        let isTaken = set.take(5) != nil
        #expect(isTaken)
        let after = try set.receive(5, into: &batch)
        #expect(after == 0)
    }

    @Test("a queue holds two cycles where it has room for the shortest frames of the bit rate")
    func room() {
        // What the kernel grants without CAP_NET_ADMIN holds 554 frames of 768 bytes.
        #expect(ReceiverSet.mostFrames(in: 20_000_000, at: 500_000) == 500)
        #expect(ReceiverSet.mostFrames(in: 20_000_000, at: 1_000_000) == 1_000)
        #expect(ReceiverSet.mostFrames(in: 20_000_000, at: 0) == 10_000)
        let set = ReceiverSet(span: 20_000_000)
        let isRoomy = set.isRoomy(0, on: LinkHealth())
        #expect(!isRoomy)
    }
}

@Suite struct FrameRateTests {
    private static let second: Int64 = 1_000_000_000

    @Test("the rate is that of the last whole second")
    func wholeSeconds() {
        var rates = FrameRates()
        #expect(rates.step(0, received: 10, at: 5 * Self.second) == 0)
        #expect(rates.step(0, received: 500, at: 5 * Self.second + Self.second / 2) == 0)
        #expect(rates.step(0, received: 1010, at: 6 * Self.second) == 1000)
        #expect(rates.step(0, received: 9999, at: 7 * Self.second - 1) == 1000)
        #expect(rates.step(0, received: 1010, at: 8 * Self.second) == 0)
    }

    @Test("a second that was measured late is scaled")
    func late() {
        var rates = FrameRates()
        _ = rates.step(3, received: 0, at: Self.second)
        #expect(rates.step(3, received: 3000, at: 4 * Self.second) == 1000)
    }

    @Test("buses do not mix, and a count that went back does not trap")
    func apart() {
        var rates = FrameRates()
        _ = rates.step(0, received: 0, at: Self.second)
        _ = rates.step(7, received: 50, at: Self.second)
        #expect(rates.step(0, received: 100, at: 2 * Self.second) == 100)
        #expect(rates.step(7, received: 49, at: 2 * Self.second) == 1_000_000_000)
    }
}
