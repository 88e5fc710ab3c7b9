import CANTransport
import StateClient

/// Listens on up to eight buses at once; has nothing that could send.
struct BusListening: ~Copyable {
    /// The buses in the order in which they were given.
    private(set) var buses: [ListenedBus] = []
    /// How long it listened, seconds.
    private(set) var elapsed = 0.0

    private var receivers: [8 of BusReceiver?] = .init { _ in nil }
    private var poller: Poller
    private var batch = FrameBatch()
    private var links = LinkWatch()

    /// The most buses at once.
    static let mostBuses = 8

    /// Attaches to each bus; throws where one is not there.
    static func open(
        _ addresses: [BusAddress],
        _ probe: BusProbe
    ) throws(TransportError) -> BusListening {
        var listening = BusListening(try Poller())
        for address in addresses { try listening.attach(address, probe) }
        return listening
    }

    private init(_ poller: consuming Poller) { self.poller = poller }

    private mutating func attach(
        _ address: BusAddress,
        _ probe: BusProbe
    ) throws(TransportError) {
        let receiver = try BusReceiver.open(address)
        try poller.add(receiver.descriptor, token: UInt64(buses.count))
        receivers[buses.count] = consume receiver
        var bus = ListenedBus(address, probe)
        bus.linkBefore = links.link(of: address)
        buses.append(bus)
    }

    /// Takes frames for so many seconds, or until a signal comes; calls `tick` ten times a second.
    mutating func listen(
        seconds: Double,
        _ tick: (_ elapsed: Double, _ buses: [ListenedBus]) -> Void
    ) throws(TransportError) {
        let begin = MonotonicClock.now()
        let end = begin + Int64(seconds * 1e9)
        while true {
            let now = MonotonicClock.now()
            elapsed = Double(now - begin) / 1e9
            tick(elapsed, buses)
            guard now < end, Interruption.signal == nil,
                buses.contains(where: { $0.vanishedAfter == nil })
            else { break }
            let next = min(end, now + 100_000_000)
            var rest = next - now
            while rest > 0, Interruption.signal == nil {
                try poller.wait(milliseconds: Int32((rest + 999_999) / 1_000_000))
                for index in 0..<poller.count { take(Int(poller[index].token)) }
                rest = next - MonotonicClock.now()
            }
        }
        noteLinks()
    }

    /// Takes what waits on a bus.
    private mutating func take(_ index: Int) {
        do throws(TransportError) {
            // One batch: a bus that never rests must not keep the others waiting.
            let count = try receivers[index]?.receive(into: &batch) ?? 0
            for each in 0..<count {
                let received = batch[each]
                buses[index].probe.add(received.frame, at: received.stamp)
            }
        } catch .down {
            // The same socket receives again once the interface is up.
        } catch {
            receivers[index] = nil
            buses[index].vanishedAfter = elapsed
        }
        switch receivers[index] {
        case .some(let receiver): buses[index].lost = receiver.overflowCount
        case nil: break
        }
    }

    private mutating func noteLinks() {
        links.update(refreshing: true)
        for index in buses.indices {
            guard let address = buses[index].address else { continue }
            buses[index].link = links.link(of: address)
            buses[index].state = links.state(of: address)
        }
    }
}
