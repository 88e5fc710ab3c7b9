import CANTransport
import Glibc
import GuardLink
import Synchronization

/// Watches links and attaches to what appears, on a thread of its own: whatever can block is here.
final class BusWatch: Sendable {
    private let ports: [BusPort]
    private let guardian: GuardianPort?
    private let wakeUp: WakeUp
    private let isStopping = Atomic<Bool>(false)

    /// How often links are looked at.
    private static let interval: UInt32 = 100_000

    init(ports: [BusPort], guardian: GuardianPort?, wakeUp: consuming WakeUp) {
        self.ports = ports
        self.guardian = guardian
        self.wakeUp = wakeUp
    }

    /// The descriptor that becomes readable when something arrives.
    var descriptor: Int32 { wakeUp.descriptor }

    /// Takes the wake-up back.
    func clear() { _ = wakeUp.clear() }

    /// Ends the thread within its interval.
    func stop() { isStopping.store(true, ordering: .relaxed) }

    /// Looks once at everything.
    func look() {
        var hasNews = false
        for port in ports {
            _ = port.leaving.take()
            let state = port.plan.address.state
            port.linkState = state
            guard state == .up, !port.isAttached else { continue }
            hasNews = attach(port) || hasNews
        }
        if let guardian { hasNews = guardian.look() || hasNews }
        if hasNews { wakeUp.signal() }
    }

    /// Runs until stopped.
    func run() {
        while !isStopping.load(ordering: .relaxed) {
            look()
            usleep(Self.interval)
        }
    }

    private func attach(_ port: BusPort) -> Bool {
        do throws(TransportError) {
            let receiver = try BusReceiver.open(
                port.plan.address,
                filters: port.plan.filters,
                bus: port.index,
                receivesErrors: port.plan.receivesErrors
            )
            port.isAttached = true
            port.isAcknowledgementAsked = false
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
