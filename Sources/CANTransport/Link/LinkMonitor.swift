import CLinuxCAN
import Glibc

/// Hears from the kernel of every CAN interface and of its changes (netlink); needs no privilege.
public struct LinkMonitor: ~Copyable, @unchecked Sendable {
    // Safe to send: the buffer has this one owner.
    private let socket: OpenSocket
    private let reader: UnsafeMutablePointer<axle_link_reader>

    /// Whether messages were lost since all links were asked for, because links changed faster than they
    /// were read: until `refresh` the table may be wrong.
    public private(set) var hasLost = false

    /// The interfaces as last told.
    public private(set) var table = LinkTable()

    /// Opens the socket and reads every link there is; throws `.system` where netlink is not to be had.
    public static func open() throws(TransportError) -> LinkMonitor {
        let opened = axle_link_open()
        guard opened >= 0 else { throw .system(call: "socket(AF_NETLINK)", errno: -opened) }
        var monitor = LinkMonitor(OpenSocket(opened))
        try monitor.refresh()
        return monitor
    }

    private init(_ socket: consuming OpenSocket) {
        self.socket = socket
        reader = .allocate(capacity: 1)
        reader.pointee.position = 0
        reader.pointee.length = 0
    }

    deinit { reader.deallocate() }

    /// The socket, to wait on: readable means that a link changed.
    public var descriptor: Int32 { socket.descriptor }

    /// Asks for all links and takes the answer: error counters and statistics change without a word.
    ///
    /// Waits for whoever is changing a link, such as unplugging an adapter.
    public mutating func refresh() throws(TransportError) {
        try ask()
        try update()
    }

    /// Takes what waits; does not block.
    public mutating func update() throws(TransportError) {
        var link = axle_link()
        while true {
            let news = axle_link_next(descriptor, reader, &link)
            switch news {
            case Int32(AXLE_LINK_NOTHING.rawValue): return
            case Int32(AXLE_LINK_PRESENT.rawValue): note(link)
            case Int32(AXLE_LINK_DELETED.rawValue): table.remove(index: link.index)
            case Int32(AXLE_LINK_COMPLETE.rawValue): endAnswer()
            case -ENOBUFS: hasLost = true
            default: throw .system(call: "recvmsg(AF_NETLINK)", errno: -news)
            }
        }
    }

    private mutating func ask() throws(TransportError) {
        let result = axle_link_request(descriptor)
        guard result >= 0 else {
            throw .system(call: "RTM_GETLINK", errno: -result)
        }
        if !table.isBeingTold {
            hasLost = false
            table.beginAll()
        }
    }

    /// An answer that lost a part says nothing of what it did not tell.
    private mutating func endAnswer() {
        if hasLost { table.dropAnswer() } else { table.endAll() }
    }

    private mutating func note(_ link: axle_link) {
        if let link = CANLink(link) {
            table.note(link)
        } else {
            // An index is used again only after its link was deleted, which may have gone unheard.
            table.remove(index: link.index)
        }
    }
}
