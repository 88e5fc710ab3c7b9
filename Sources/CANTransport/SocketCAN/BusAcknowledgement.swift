import CSocketCAN

/// Whether a CAN controller acknowledges frames on the wire, also for a program that only listens.
public enum BusAcknowledgement: Hashable, Sendable {
    /// The controller is in listen-only mode: the bus cannot tell that it is there.
    case listenOnly
    /// The controller acknowledges every frame, and so takes part in the bus.
    case acknowledges
    /// It could not be asked.
    case unknown(reason: String)

    /// Asks the interface's controller through libsocketcan.
    ///
    /// **May block for ever** where the interface vanishes meanwhile, and libsocketcan writes to
    /// standard error where it fails. Call it on a thread of its own and wait with a deadline; never
    /// from a thread that anybody waits for.
    public static func query(interface: String) -> BusAcknowledgement {
        switch SocketCANBus(interface: interface).state {
        case .absent: return .unknown(reason: "\(interface) is not a CAN interface that exists")
        case .down, .up, .busOff: break
        }
        var mode = can_ctrlmode()
        guard can_get_ctrlmode(interface, &mode) == 0 else {
            return .unknown(reason: "\(interface) has no CAN controller (a virtual interface)")
        }
        return mode.flags & UInt32(CAN_CTRLMODE_LISTENONLY) != 0 ? .listenOnly : .acknowledges
    }
}
