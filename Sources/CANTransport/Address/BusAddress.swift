import CLinuxCAN

/// Where a bus is found: a SocketCAN interface, or the socket of a local bus.
public enum BusAddress: Hashable, Sendable {
    /// A SocketCAN interface by name, such as `can0`.
    case interface(String)
    /// A local bus by the absolute or relative path of its socket.
    case local(path: String)

    /// Reads `can0` or `unix:/run/bus`; refuses names and paths the kernel could not take.
    public init(parsing text: String) throws(TransportError) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            let longest = Int(AXLE_LOCAL_PATH_CAPACITY)
            guard !path.isEmpty, path.utf8.count <= longest, !path.utf8.contains(0) else {
                throw .invalidAddress(
                    text,
                    allowed: "unix:PATH with a path of 1 to \(longest) bytes"
                )
            }
            self = .local(path: path)
        } else {
            guard Self.isInterfaceName(text) else {
                throw .invalidAddress(
                    text,
                    allowed: "an interface name of 1 to 15 bytes such as can0, or unix:PATH"
                )
            }
            self = .interface(text)
        }
    }

    /// Whether the kernel would take this as an interface's name.
    private static func isInterfaceName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...15).contains(bytes.count), text != ".", text != ".." else { return false }
        return bytes.allSatisfy { byte in
            byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "/") && byte != UInt8(ascii: ":")
        }
    }
}

extension BusAddress: CustomStringConvertible {
    /// The form that `init(parsing:)` reads.
    public var description: String {
        switch self {
        case .interface(let name): name
        case .local(let path): "unix:" + path
        }
    }
}

/// Whether a bus can carry frames now.
public enum LinkState: UInt8, Sendable {
    /// No such interface, or no hub has made the socket.
    case absent
    /// The interface is down, or the hub's socket is left over and nobody listens.
    case down
    /// Frames can pass.
    case up
    /// The interface is up and its controller in bus-off: nothing passes until it is restarted.
    case busOff
}

extension BusAddress {
    /// Whether the bus can carry frames now.
    public var state: LinkState {
        switch self {
        case .interface(let name): SocketCANBus(interface: name).state
        case .local(let path): LocalBus(path: path).state
        }
    }
}
