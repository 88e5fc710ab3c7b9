public import CANTransport
import Synchronization
import ThreadExchange
import VehicleModel

/// A bus as the daemon is configured to use it.
public struct BusPlan: Sendable {
    /// The name people use.
    public var name: String
    /// Where it is.
    public var address: BusAddress
    /// The kernel's filters; nil receives everything.
    public var filters: [FrameFilter]?
    /// Whether the kernel's error frames are received.
    public var receivesErrors: Bool
    /// What is set on the adapter each time it appears; nil leaves it as it is.
    public var adapter: AdapterSettings?
    /// How its controller is restarted after bus-off; nil leaves it off.
    var recovery: BusOffRecovery.Policy?

    /// Puts the parts together.
    public init(
        name: String,
        address: BusAddress,
        filters: [FrameFilter]?,
        receivesErrors: Bool,
        adapter: AdapterSettings? = nil
    ) {
        self.name = name
        self.address = address
        self.filters = filters
        self.receivesErrors = receivesErrors
        self.adapter = adapter
    }
}

/// What the control thread and the bus watch share of one bus.
final class BusPort: Sendable {
    let plan: BusPlan
    let index: UInt8
    /// Receivers on their way from the watch to the control thread.
    let arriving = Handover<BusReceiver>()
    /// Receivers of vanished buses on their way back: closing a socket may block.
    let leaving = Handover<BusReceiver>()
    /// What the interface is told to be, from the watch to the control thread.
    let link = Mailbox(LinkHealth())
    /// For the watch alone.
    let setup: AdapterSetup?
    private let state = Atomic<UInt8>(LinkState.absent.rawValue)
    private let attached = Atomic<Bool>(false)
    private let stale = Atomic<Bool>(false)

    init(plan: BusPlan, index: UInt8) {
        self.plan = plan
        self.index = index
        setup = AdapterSetup(plan)
    }

    /// The link as the watch last saw it.
    var linkState: LinkState {
        get { LinkState(rawValue: state.load(ordering: .relaxed)) ?? .absent }
        set { state.store(newValue.rawValue, ordering: .relaxed) }
    }

    /// Whether a receiver is with the control thread or on its way there.
    var isAttached: Bool {
        get { attached.load(ordering: .acquiring) }
        set { attached.store(newValue, ordering: .releasing) }
    }

    /// Whether the receiver listens to an interface that has another name now, or is there no more.
    var isStale: Bool {
        get { stale.load(ordering: .acquiring) }
        set { stale.store(newValue, ordering: .releasing) }
    }
}
