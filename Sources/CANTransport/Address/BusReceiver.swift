import CANFrames

/// The receiving end of a bus of either kind, for programs that learn the kind from a file.
public enum BusReceiver: ~Copyable, CANReceiver {
    /// On a SocketCAN interface.
    case socketCAN(SocketCANReceiver)
    /// On a local bus.
    case local(LocalReceiver)

    /// Attaches to the bus at `address`; see `CANBus.openReceiver`.
    public static func open(
        _ address: BusAddress,
        filters: [FrameFilter]? = nil,
        bus: UInt8 = 0,
        receivesErrors: Bool = true
    ) throws(TransportError) -> BusReceiver {
        switch address {
        case .interface(let name):
            try SocketCANBus(interface: name).openReceiver(
                filters: filters,
                bus: bus,
                receivesErrors: receivesErrors
            )
        case .local(let path):
            try LocalBus(path: path).openReceiver(
                filters: filters,
                bus: bus,
                receivesErrors: receivesErrors
            )
        }
    }

    /// The socket, to wait on.
    public var descriptor: Int32 {
        switch self {
        case .socketCAN(let receiver): receiver.descriptor
        case .local(let receiver): receiver.descriptor
        }
    }

    /// Frames lost so far because nobody received them in time.
    public var overflowCount: UInt64 {
        switch self {
        case .socketCAN(let receiver): receiver.overflowCount
        case .local(let receiver): receiver.overflowCount
        }
    }

    /// Frames that its queue holds at least; 0 where that is not known, as on a local bus.
    public var capacity: Int {
        switch self {
        case .socketCAN(let receiver): receiver.capacity
        case .local: 0
        }
    }

    /// Which clock stamps the frames.
    public var stampSource: StampSource {
        switch self {
        case .socketCAN(let receiver): receiver.stampSource
        case .local: .hub
        }
    }

    /// Takes what waits; see `CANReceiver`.
    public mutating func receive(into batch: inout FrameBatch) throws(TransportError) -> Int {
        switch consume self {
        case .socketCAN(var receiver):
            do throws(TransportError) {
                let count = try receiver.receive(into: &batch)
                self = .socketCAN(receiver)
                return count
            } catch {
                self = .socketCAN(receiver)
                throw error
            }
        case .local(var receiver):
            do throws(TransportError) {
                let count = try receiver.receive(into: &batch)
                self = .local(receiver)
                return count
            } catch {
                self = .local(receiver)
                throw error
            }
        }
    }
}
