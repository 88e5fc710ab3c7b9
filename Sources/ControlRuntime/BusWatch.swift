import CANTransport
import Glibc
import GuardLink
import LinkReport
import Synchronization
import ThreadExchange
import VehicleModel

/// Watches links and attaches to what appears, on a thread of its own: whatever can block is here.
final class BusWatch: Sendable {
    private let ports: [BusPort]
    private let guardian: GuardianPort?
    private let wakeUp: WakeUp
    private let sight: Mutex<Sight>
    private let isStopping = Atomic<Bool>(false)

    /// What only the watch's own thread uses, once it runs.
    private struct Sight: ~Copyable {
        var links = LinkWatch()
        var poller: Poller
        /// The kernel's number of the interface that each port's receiver listens to.
        var indices: [Int32?]
        var meters: [LoadMeter]
        var refreshedAt: Int64 = 0
    }

    /// Local buses, the guardian and what nobody tells of are looked for so often, ms.
    private static let interval: Int32 = 100
    /// Error counters and statistics are asked for so often, ns.
    private static let refreshInterval: Int64 = 500_000_000

    init(
        ports: [BusPort],
        guardian: GuardianPort?,
        wakeUp: consuming WakeUp
    ) throws(TransportError) {
        self.ports = ports
        self.guardian = guardian
        self.wakeUp = wakeUp
        let sight = Sight(
            poller: try Poller(),
            indices: ports.map { _ in nil },
            meters: ports.map { _ in LoadMeter() }
        )
        if let links = sight.links.descriptor { try sight.poller.add(links, token: 0) }
        self.sight = Mutex(sight)
    }

    /// The descriptor that becomes readable when something arrives.
    var descriptor: Int32 { wakeUp.descriptor }

    /// Takes the wake-up back.
    func clear() { _ = wakeUp.clear() }

    /// Ends the thread within its interval.
    func stop() { isStopping.store(true, ordering: .relaxed) }

    /// Looks once at everything.
    func look() {
        sight.withLock { look(&$0) }
    }

    /// Runs until stopped; a link that changes is looked at at once.
    func run() {
        while !isStopping.load(ordering: .relaxed) {
            sight.withLock { sight in
                look(&sight)
                do throws(TransportError) {
                    try sight.poller.wait(milliseconds: Self.interval)
                } catch {
                    // Nothing to wait with: by the clock alone, then.
                    usleep(UInt32(Self.interval) * 1000)
                }
            }
        }
    }

    private func look(_ sight: inout Sight) {
        let now = MonotonicClock.now()
        let isRefreshing = now - sight.refreshedAt >= Self.refreshInterval
        if isRefreshing { sight.refreshedAt = now }
        sight.links.update(refreshing: isRefreshing)
        var hasNews = false
        for (index, port) in ports.enumerated() {
            _ = port.leaving.take()
            let link = sight.links.link(of: port.plan.address)
            var health = LinkHealth(link, of: port.plan.address)
            if let link {
                health.load =
                    isRefreshing
                    ? sight.meters[index].load(of: link, at: now) : sight.meters[index].last
            }
            port.setup?.look(at: link, now: now, &health)
            port.link.publish(health)
            let state = sight.links.state(of: port.plan.address)
            port.linkState = state
            if port.isAttached {
                guard sight.indices[index] != link?.index, !port.isStale else { continue }
                port.isStale = true
                hasNews = true
            } else if state == .up || state == .busOff, attach(port) {
                sight.indices[index] = link?.index
                hasNews = true
            }
        }
        if let guardian { hasNews = guardian.look() || hasNews }
        if hasNews { wakeUp.signal() }
    }

    private func attach(_ port: BusPort) -> Bool {
        do throws(TransportError) {
            let receiver = try BusReceiver.open(
                port.plan.address,
                filters: port.plan.filters,
                bus: port.index,
                receivesErrors: port.plan.receivesErrors
            )
            port.isStale = false
            port.isAttached = true
            port.arriving.put(receiver)
            return true
        } catch {
            // Gone again between the look and the opening, or not permitted: the state tells people,
            // and the next look tries again.
            port.linkState = .absent
            return false
        }
    }
}

/// The way to the guardian: connected by the watch, used by the control thread.
final class GuardianPort: Sendable {
    let path: String
    let arriving = Handover<GuardConnection>()
    let leaving = Handover<GuardConnection>()
    private let connected = Atomic<Bool>(false)

    init(path: String) { self.path = path }

    /// Whether a connection is with the control thread or on its way there.
    var isConnected: Bool {
        get { connected.load(ordering: .acquiring) }
        set { connected.store(newValue, ordering: .releasing) }
    }

    /// Tries to connect; true where it did.
    func look() -> Bool {
        _ = leaving.take()
        guard !isConnected else { return false }
        do throws(GuardLinkError) {
            let connection = try GuardConnection(path: path)
            isConnected = true
            arriving.put(connection)
            return true
        } catch {
            // Nobody listens yet: the missing precondition tells people, and the next look tries again.
            return false
        }
    }
}
