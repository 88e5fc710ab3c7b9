import CANFrames
import CLinuxCAN
import Glibc

/// A bus between processes of one host, for kernels and containers without CAN: a hub on a
/// sequenced-packet Unix socket passes each frame to every other connection.
///
/// As on SocketCAN, every other socket sees a frame, in the sender's process too, and the sending one
/// does not.
public struct LocalBus: CANBus {
    /// The path of the hub's socket.
    public let path: String

    /// Names a local bus, which need not be served yet.
    public init(path: String) { self.path = path }

    /// The path as an address.
    public var address: BusAddress { .local(path: path) }

    /// Up where a hub listens, down where only its socket file is left over, else absent.
    public var state: LinkState {
        let connected = axle_local_connect(path)
        if connected >= 0 {
            let socket = OpenSocket(connected)
            _ = axle_local_end_sending(socket.descriptor)
            return .up
        }
        switch -connected {
        case EAGAIN: return .up
        case ECONNREFUSED: return .down
        default: return .absent
        }
    }

    /// Connects; filters apply at this end.
    ///
    /// There are no error frames on a local bus. Throws `.absent` where no hub listens,
    /// `.tooManyFilters`.
    public func openReceiver(
        filters: [FrameFilter]?,
        bus: UInt8,
        receivesErrors: Bool
    ) throws(TransportError) -> BusReceiver {
        let allowed = Int(AXLE_FILTER_CAPACITY)
        if let filters, filters.count > allowed {
            throw .tooManyFilters(filters.count, allowed: allowed)
        }
        let socket = try connect()
        // From here on the kernel itself refuses to send on this socket.
        try check("shutdown", axle_local_end_sending(socket.descriptor))
        return .local(LocalReceiver(socket, filters: filters, bus: bus))
    }

    /// Connects to send only; throws `.absent` where no hub listens.
    public func openTransmitter() throws(TransportError) -> BusTransmitter {
        let socket = try connect()
        try check("shutdown", axle_local_end_receiving(socket.descriptor))
        return .local(LocalTransmitter(socket))
    }

    private func connect() throws(TransportError) -> OpenSocket {
        let connected = axle_local_connect(path)
        guard connected >= 0 else { throw .opening("connect", connected, address.description) }
        return OpenSocket(connected)
    }

    private func check(_ call: String, _ result: Int32) throws(TransportError) {
        guard result >= 0 else { throw .attached(call, result) }
    }
}
