public import CANFrames

/// The transmitting end of a bus of either kind, for programs that learn the kind from a file.
public enum BusTransmitter: ~Copyable, CANTransmitter {
    /// On a SocketCAN interface.
    case socketCAN(SocketCANTransmitter)
    /// On a local bus.
    case local(LocalTransmitter)

    /// Attaches to the bus at `address`; see `CANBus.openTransmitter`.
    public static func open(_ address: BusAddress) throws(TransportError) -> BusTransmitter {
        switch address {
        case .interface(let name):
            try SocketCANBus(interface: name).openTransmitter()
        case .local(let path): try LocalBus(path: path).openTransmitter()
        }
    }

    /// The socket, to wait on.
    public var descriptor: Int32 {
        switch self {
        case .socketCAN(let transmitter): transmitter.descriptor
        case .local(let transmitter): transmitter.descriptor
        }
    }

    /// Sends a frame without blocking; see `CANTransmitter`.
    public mutating func transmit(_ frame: borrowing Frame) throws(TransportError) {
        switch consume self {
        case .socketCAN(var transmitter):
            do throws(TransportError) {
                try transmitter.transmit(frame)
                self = .socketCAN(transmitter)
            } catch {
                self = .socketCAN(transmitter)
                throw error
            }
        case .local(var transmitter):
            do throws(TransportError) {
                try transmitter.transmit(frame)
                self = .local(transmitter)
            } catch {
                self = .local(transmitter)
                throw error
            }
        }
    }
}
