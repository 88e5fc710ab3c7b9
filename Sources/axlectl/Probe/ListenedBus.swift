import CANTransport
import LinkReport
import StateProtocol
import VehicleModel

/// A bus that was listened to: the frames, and what the kernel tells of the link.
struct ListenedBus {
    /// Its address, or its name in a log.
    let name: String
    /// Where it is; nil for a bus in a log.
    let address: BusAddress?
    /// The frames.
    var probe: BusProbe
    /// Frames lost because this program read its socket too late.
    var lost: UInt64 = 0
    /// The interface before the first frame; nil for a local bus and where the kernel tells nothing.
    var linkBefore: CANLink?
    /// The interface after the last frame.
    var link: CANLink?
    /// Whether frames could pass at the end.
    var state = LinkState.absent
    /// When it vanished, seconds after the begin; nil where it is still there.
    var vanishedAfter: Double?

    /// A bus that was not listened to yet.
    init(_ address: BusAddress, _ probe: BusProbe) {
        name = address.description
        self.address = address
        self.probe = probe
    }

    /// A bus of a log.
    init(recorded name: String, _ probe: BusProbe) {
        self.name = name
        address = nil
        self.probe = probe
    }

    /// The bus as the daemon's `bus.list` has it; nil for one in a log.
    var document: BusDocument? {
        guard let address else { return nil }
        return BusDocument(
            identity: BusIdentity(name: name, address: name),
            health: health(at: address),
            now: Instant(nanoseconds: 0)
        )
    }

    private func health(at address: BusAddress) -> BusHealth {
        var health = BusHealth()
        health.state = BusState(rawValue: state.rawValue) ?? .absent
        health.received = UInt64(probe.frames + probe.remoteFrames)
        health.errors = UInt64(probe.errorFrames)
        health.lost = lost
        health.link = LinkHealth(link, of: address)
        return health
    }

    /// Frames that the interface dropped meanwhile, before any socket.
    var dropped: UInt64 {
        guard let link, let before = linkBefore else { return 0 }
        return link.receiveDrops &- before.receiveDrops
    }

    /// Whether the controller met errors meanwhile, by what it says or by its counters.
    var hasErrors: Bool {
        if probe.errorFrames > 0 { return true }
        guard let controller = link?.controller else { return false }
        switch controller.state {
        case .errorWarning, .errorPassive, .busOff: return true
        case .errorActive, .stopped, .sleeping: break
        }
        let before = linkBefore?.controller
        return (controller.receiveErrors ?? 0) > (before?.receiveErrors ?? 0)
            || controller.warnings != before?.warnings || controller.passives != before?.passives
    }
}
