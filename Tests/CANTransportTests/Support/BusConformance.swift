import AllocationCounter
import CANFrames
import CANTransport
import Testing

/// What every bus must do, whatever carries it.
///
/// The suites of each kind of bus call these.
enum BusConformance<Fixture: BusFixture & ~Copyable> {
    static func keepsOrder() throws {
        let fixture = try Fixture()
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        for number in 0..<200 { try transmitter.send(try Frame(number: number)) }
        let numbers = try receiver.take(200).map(\.frame.number)
        #expect(numbers == Array(0..<200))
    }

    static func carriesEveryKind() throws {
        let fixture = try Fixture()
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        for frame in framesOfEveryKind {
            try transmitter.send(frame)
            #expect(try receiver.take(1).map(\.frame) == [frame])
        }
    }

    static func reachesOthersOnly() throws {
        let fixture = try Fixture()
        var one = try fixture.bus.openReceiver(filters: nil, bus: 7, receivesErrors: false)
        var two = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        var other = try fixture.bus.openTransmitter()
        try transmitter.send(try Frame(number: 1))
        try other.send(try Frame(number: 2))
        let first = try one.take(2)
        #expect(first.map(\.frame.number).sorted() == [1, 2])
        #expect(first.allSatisfy { $0.bus == 7 && $0.isLoopback })
        #expect(try two.take(2).map(\.frame.number).sorted() == [1, 2])
        var poller = try Poller()
        try poller.add(transmitter.descriptor, token: 0)
        try poller.wait(milliseconds: 0)
        // A local transmitter is shut for reading, which reads as an end, not as a frame.
        var bytes = [UInt8](repeating: 0, count: 128)
        #expect(read(transmitter.descriptor, into: &bytes) <= 0)
    }

    static func filters() throws {
        let fixture = try Fixture()
        let id = try #require(FrameID(standard: 0x123))
        let extended = try #require(FrameID(extended: 0x123))
        var exact = try fixture.bus.openReceiver(
            filters: [FrameFilter(id)],
            bus: 0,
            receivesErrors: false
        )
        var both = try fixture.bus.openReceiver(
            filters: [FrameFilter(id), FrameFilter(extended)],
            bus: 0,
            receivesErrors: false
        )
        var range = try fixture.bus.openReceiver(
            filters: [FrameFilter(id: 0x120, mask: 0x8000_07F0)],
            bus: 0,
            receivesErrors: false
        )
        var inverted = try fixture.bus.openReceiver(
            filters: [FrameFilter(id: 0x123, mask: 0x7FF, isInverted: true)],
            bus: 0,
            receivesErrors: false
        )
        var all = try fixture.bus.openReceiver()
        var none = try fixture.bus.openReceiver(filters: [], bus: 0, receivesErrors: false)
        var transmitter = try fixture.bus.openTransmitter()
        try transmitter.send(try Frame(number: 1, id: 0x123))
        try transmitter.send(try #require(Frame(id: extended, bytes: [0, 2])))
        try transmitter.send(try #require(Frame(id: id, kind: .remote, length: 2)))
        try transmitter.send(try Frame(number: 4, id: 0x12F))
        try transmitter.send(try Frame(number: 5, id: 0x130))
        try transmitter.send(try Frame(number: 6, id: 0x123))
        try transmitter.send(try Frame(number: 7, id: 0x12F))
        try transmitter.send(try Frame(number: 8, id: 0x7FF))
        #expect(try all.take(8).map(\.frame.number) == [1, 2, 0, 4, 5, 6, 7, 8])
        #expect(try exact.take(2).map(\.frame.number) == [1, 6])
        #expect(try both.take(3).map(\.frame.number) == [1, 2, 6])
        #expect(try range.take(5).map(\.frame.number) == [1, 0, 4, 6, 7])
        #expect(try inverted.take(4).map(\.frame.number) == [4, 5, 7, 8])
        var batch = FrameBatch()
        #expect(try none.receive(into: &batch) == 0)
        #expect(try exact.receive(into: &batch) == 0)
    }

    static func refusesTooManyFilters() throws {
        let fixture = try Fixture()
        let filters = (0..<513).map { FrameFilter(id: UInt32($0), mask: 0x7FF) }
        #expect(openingError(fixture.bus, filters: Array(filters.prefix(512))) == nil)
        #expect(
            openingError(fixture.bus, filters: filters) == .tooManyFilters(513, allowed: 512)
        )
    }

    static func receivesInBatches() throws {
        let fixture = try Fixture()
        var receiver = try fixture.bus.openReceiver()
        var last = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        for number in 0..<100 { try transmitter.send(try Frame(number: number)) }
        // Both receivers are served in one go: what the later one has, the earlier one has.
        _ = try last.take(100)
        _ = try receiver.waitUntilReadable()
        var batch = FrameBatch()
        #expect(try receiver.receive(into: &batch) == FrameBatch.capacity)
        #expect(batch[0].frame.number == 0)
        #expect(try receiver.receive(into: &batch) == 100 - FrameBatch.capacity)
        #expect(batch[0].frame.number == FrameBatch.capacity)
        #expect(try receiver.receive(into: &batch) == 0)
        #expect(batch.count == 0)
    }

    static func countsOverflow() throws {
        let fixture = try Fixture()
        var receiver = try fixture.bus.openReceiver()
        var witness = try fixture.bus.openReceiver(
            filters: [FrameFilter(id: 0x7FF, mask: 0x7FF)],
            bus: 0,
            receivesErrors: false
        )
        var transmitter = try fixture.bus.openTransmitter()
        var batch = FrameBatch()
        for number in 0..<Fixture.burst {
            try transmitter.send(try Frame(number: number))
            _ = try witness.receive(into: &batch)
        }
        // The witness, who reads on, has the last frame once all were passed on.
        try transmitter.send(try Frame(number: 0, id: 0x7FF))
        _ = try witness.take(1)
        #expect(receiver.overflowCount == 0)
        var received = 0
        while true {
            let count = try receiver.receive(into: &batch)
            if count == 0 { break }
            received += count
        }
        // The count comes with the next frame that has room.
        try transmitter.send(try Frame(number: 0, id: 0x7FE))
        received += try receiver.take(1).count
        #expect(receiver.overflowCount > 0)
        #expect(UInt64(received) + receiver.overflowCount == UInt64(Fixture.burst) + 2)
    }

    static func stampsFrames() throws {
        let fixture = try Fixture()
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        // The kernel stamps a moment after it was asked to, and until then at the reading.
        var read = WallClock.now()
        var stamp: Timestamp?
        while (stamp ?? read) >= read {
            try transmitter.send(try Frame(number: 0))
            try receiver.waitUntilReadable()
            read = WallClock.now()
            stamp = try receiver.take(1).first?.stamp
        }
        let wall = WallClock.now()
        let monotonic = MonotonicClock.now()
        for number in 0..<150 { try transmitter.send(try Frame(number: number)) }
        let frames = try receiver.take(150)
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.stamp <= $1.stamp })
        let stamps = frames.map { $0.stamp.nanoseconds - wall.nanoseconds }
        let arrivals = frames.map { $0.arrival - monotonic }
        let elapsed = MonotonicClock.now() - monotonic
        // Each clock is read at another moment, and their readings are a little apart.
        let tolerance: Int64 = 5_000_000
        #expect(stamps.min() ?? -1 >= -tolerance)
        #expect(stamps.max() ?? Int64.max <= elapsed + tolerance)
        #expect(arrivals.min() ?? -1 >= -tolerance)
        #expect(arrivals.max() ?? Int64.max <= elapsed)
    }

    static func agesWaitingFrames() throws {
        let fixture = try Fixture()
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        var batch = FrameBatch()
        _ = try receiver.receive(into: &batch)
        try transmitter.send(try Frame(number: 1))
        try receiver.waitUntilReadable()
        let queued = MonotonicClock.now()
        while MonotonicClock.now() < queued + 50_000_000 {}
        let frame = try #require(try receiver.take(1).first)
        #expect(frame.arrival <= queued + 5_000_000)
    }

    static func vanishesAndReturns() throws {
        var fixture = try Fixture()
        let bus = fixture.bus
        var receiver = try bus.openReceiver()
        var transmitter = try bus.openTransmitter()
        #expect(bus.state == .up)
        try fixture.takeAway()
        #expect(try receiver.nextError() == .gone)
        #expect(try receiver.nextError() == .gone)
        #expect(transmitter.error(sending: try Frame(number: 1)) == .gone)
        #expect(transmitter.error(sending: try Frame(number: 1)) == .gone)
        #expect(bus.state == .absent)
        #expect(openingError(bus) == .absent(bus.address.description))
        try fixture.bringBack()
        #expect(bus.state == .up)
        var newReceiver = try bus.openReceiver()
        var newTransmitter = try bus.openTransmitter()
        try newTransmitter.send(try Frame(number: 2))
        #expect(try newReceiver.take(1).map(\.frame.number) == [2])
        #expect(try receiver.nextError() == .gone)
    }

    static func handsOutWhatWaited() throws {
        var fixture = try Fixture()
        var receiver = try fixture.bus.openReceiver()
        var transmitter = try fixture.bus.openTransmitter()
        // Both receivers are served in one go: what the later one has, the earlier one has.
        var last = try fixture.bus.openReceiver()
        for number in 0..<100 { try transmitter.send(try Frame(number: number)) }
        _ = try last.take(100)
        try fixture.takeAway()
        #expect(try receiver.take(100).map(\.frame.number) == Array(0..<100))
        #expect(try receiver.nextError() == .gone)
    }

    static func reportsFullQueue() throws {
        try Fixture.withStalledTransmitter { transmitter in
            var sent = 0
            var error: TransportError?
            while error == nil && sent < 100_000 {
                error = transmitter.error(sending: try Frame(number: sent))
                sent += 1
            }
            #expect(error == .full)
            #expect(sent > 1)
            var poller = try Poller()
            try poller.add(transmitter.descriptor, token: 0, for: .writable)
            #expect(try poller.wait(milliseconds: 0) == 0)
        }
    }

    static func allocatesNothing() throws {
        let fixture = try Fixture()
        let filter = FrameFilter(id: 0x100, mask: 0x700)
        var receiver = try fixture.bus.openReceiver(
            filters: [filter],
            bus: 0,
            receivesErrors: false
        )
        var transmitter = try fixture.bus.openTransmitter()
        let frame = try Frame(number: 1)
        var batch = FrameBatch()
        // The first round warms up what is set up lazily, on every path.
        var allocations: UInt64 = 0
        for _ in 0..<2 {
            let before = allocation_counter_read()
            var received = try receiver.receive(into: &batch)
            for _ in 0..<100 {
                try transmitter.transmit(frame)
                received += try receiver.receive(into: &batch)
                batch.forEach { received += $0.frame.number - 1 }
            }
            allocations = allocation_counter_read() - before
            while received < 100 { received += try receiver.take(1).count }
            #expect(received == 100)
        }
        if allocation_counter_is_active() { #expect(allocations == 0) }
    }

    static func refusesErrorFrames() throws {
        let fixture = try Fixture()
        var transmitter = try fixture.bus.openTransmitter()
        let id = try #require(FrameID(standard: 0x40))
        let frame = try #require(Frame(id: id, kind: .error, length: 8))
        #expect(transmitter.error(sending: frame) == .unsupportedFrame)
    }
}
