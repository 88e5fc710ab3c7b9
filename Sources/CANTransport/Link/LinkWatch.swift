/// Whether buses can carry frames, by what the kernel tells over netlink; where netlink is not to be
/// had, and for local buses, by asking.
public struct LinkWatch: ~Copyable, Sendable {
    private var monitor: LinkMonitor?

    /// Begins to listen.
    public init() {
        do throws(TransportError) {
            monitor = try LinkMonitor.open()
        } catch {
            // Asking works without: only controllers and renamed interfaces go unseen.
            monitor = nil
        }
    }

    /// The socket, to wait on; nil without netlink.
    ///
    /// Readable means that a link changed.
    public var descriptor: Int32? {
        switch monitor {
        case .some(let monitor): monitor.descriptor
        case nil: nil
        }
    }

    /// Whether everything that the kernel told was heard; else `update` must refresh, or where netlink is
    /// not to be had, nothing is told.
    public var isWhole: Bool {
        switch monitor {
        case .some(let monitor): !monitor.hasLost
        case nil: false
        }
    }

    /// Takes what the kernel told; where `refreshing`, asks for everything, counters included.
    ///
    /// Asking waits for whoever is changing a link. Without netlink a refresh begins to listen anew.
    public mutating func update(refreshing: Bool) {
        if refreshing, !isListening {
            self = LinkWatch()
            return
        }
        do throws(TransportError) {
            if refreshing { try monitor?.refresh() } else { try monitor?.update() }
        } catch {
            // A socket that fails once would be believed with an old state for ever.
            monitor = nil
        }
    }

    private var isListening: Bool {
        switch monitor {
        case .some: true
        case nil: false
        }
    }

    /// The kernel's number of a bus's interface; nil for a local bus and one that is absent.
    public func index(of address: BusAddress) -> Int32? {
        guard case .interface(let name) = address else { return nil }
        switch monitor {
        case .some(let monitor): return monitor.table[name]?.index
        case nil: return SocketCANBus(interface: name).index
        }
    }

    /// Whether frames can pass on a bus.
    public func state(of address: BusAddress) -> LinkState {
        switch monitor {
        case .some(let monitor):
            guard case .interface(let name) = address else { return address.state }
            return monitor.table.state(of: name)
        case nil: return address.state
        }
    }

    /// A bus's interface; nil for a local bus, one that is absent, and without netlink.
    public func link(of address: BusAddress) -> CANLink? {
        guard case .interface(let name) = address else { return nil }
        switch monitor {
        case .some(let monitor): return monitor.table[name]
        case nil: return nil
        }
    }
}
