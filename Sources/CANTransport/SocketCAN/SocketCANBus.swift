import CANFrames
import CLinuxCAN

/// A bus of the kernel: a CAN adapter or a virtual CAN interface.
///
/// Opening one needs no privilege, and so does sending: any local user can send any frame.
public struct SocketCANBus: CANBus {
    /// The interface's name, such as `can0`.
    public let interface: String

    /// Names an interface, which need not exist yet.
    public init(interface: String) { self.interface = interface }

    /// The interface as an address.
    public var address: BusAddress { .interface(interface) }

    /// Absent, down or up as the kernel's flags say; a network interface of another kind is absent.
    public var state: LinkState {
        var found = axle_interface()
        guard axle_can_interface(interface, &found) == 0, found.is_can != 0 else { return .absent }
        return found.is_up != 0 ? .up : .down
    }

    /// The kernel's number of the interface; nil where it is absent.
    var index: Int32? {
        var found = axle_interface()
        return axle_can_interface(interface, &found) == 0 ? found.index : nil
    }

    /// Opens a socket with kernel filters and stamps; throws `.noCANSupport`, `.absent`, `.notCAN` or
    /// `.tooManyFilters`.
    public func openReceiver(
        filters: [FrameFilter]?,
        bus: UInt8,
        receivesErrors: Bool
    ) throws(TransportError) -> BusReceiver {
        let socket = try open()
        if let filters { try set(filters, on: socket) }
        try check(
            "CAN_RAW_ERR_FILTER",
            axle_can_set_error_mask(socket.descriptor, receivesErrors ? 0x1FFF_FFFF : 0)
        )
        try check("SO_TIMESTAMPING", axle_can_enable_stamps(socket.descriptor))
        // The default holds 278 frames, 63 ms of a full 500 kbit/s bus. Without CAP_NET_ADMIN the
        // kernel grants less than this, which is no reason to fail.
        let granted = axle_socket_set_receive_buffer(socket.descriptor, 4 << 20)
        try bind(socket)
        return .socketCAN(SocketCANReceiver(socket, bus: bus, bufferSize: Int(max(0, granted))))
    }

    /// Opens a socket that receives nothing; throws `.noCANSupport`, `.absent` or `.notCAN`.
    public func openTransmitter() throws(TransportError) -> BusTransmitter {
        let socket = try open()
        try check("CAN_RAW_FILTER", axle_can_set_filters(socket.descriptor, nil, 0))
        // With the smallest buffer a full queue shows as EAGAIN with a descriptor that is not
        // writable; with the default one it is ENOBUFS on a descriptor that still claims to be.
        try check("SO_SNDBUF", axle_socket_minimise_send_buffer(socket.descriptor))
        try bind(socket)
        return .socketCAN(SocketCANTransmitter(socket))
    }

    private func open() throws(TransportError) -> OpenSocket {
        let opened = axle_can_socket()
        guard opened >= 0 else { throw .opening("socket", opened, interface) }
        return OpenSocket(opened)
    }

    private func bind(_ socket: borrowing OpenSocket) throws(TransportError) {
        var found = axle_interface()
        try check("SIOCGIFINDEX", axle_can_interface(interface, &found))
        guard found.is_can != 0 else { throw .notCAN(interface) }
        try check("bind", axle_can_bind(socket.descriptor, found.index))
    }

    private func set(
        _ filters: [FrameFilter],
        on socket: borrowing OpenSocket
    ) throws(TransportError) {
        let allowed = Int(AXLE_FILTER_CAPACITY)
        guard filters.count <= allowed else {
            throw .tooManyFilters(filters.count, allowed: allowed)
        }
        let kernel = filters.map { filter in
            axle_filter(
                id: filter.id | (filter.isInverted ? FrameFilter.errorBit : 0),
                mask: filter.mask
            )
        }
        try check(
            "CAN_RAW_FILTER",
            axle_can_set_filters(socket.descriptor, kernel, Int32(kernel.count))
        )
    }

    private func check(_ call: String, _ result: Int32) throws(TransportError) {
        guard result >= 0 else { throw .opening(call, result, interface) }
    }
}
