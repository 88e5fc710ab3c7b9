import CLinuxCAN

/// Waits for many descriptors at once (epoll, level-triggered).
public struct Poller: ~Copyable, @unchecked Sendable {
    // Safe to send: the event buffer has this one owner.
    let epoll: OpenSocket
    private let events: UnsafeMutablePointer<axle_event>

    /// How many events the last wait brought.
    public private(set) var count = 0

    /// What a descriptor is watched for; hang-up and error are reported always.
    public struct Interest: OptionSet, Sendable {
        /// The kernel's bits.
        public let rawValue: UInt32

        /// Takes the kernel's bits.
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// There is something to read.
        public static let readable = Interest(rawValue: UInt32(AXLE_EVENT_READ))
        /// There is room to write.
        public static let writable = Interest(rawValue: UInt32(AXLE_EVENT_WRITE))
    }

    /// What happened to one descriptor.
    public struct Event: Sendable {
        /// The number given when the descriptor was added.
        public let token: UInt64
        private let bits: UInt32

        /// There is something to read, which may be the end.
        public var isReadable: Bool { bits & UInt32(AXLE_EVENT_READ) != 0 }
        /// There is room to write.
        public var isWritable: Bool { bits & UInt32(AXLE_EVENT_WRITE) != 0 }
        /// An error waits; the next read or write says which.
        public var hasError: Bool { bits & UInt32(AXLE_EVENT_ERROR) != 0 }
        /// The other end is closed.
        public var isHangUp: Bool { bits & UInt32(AXLE_EVENT_HANG_UP) != 0 }

        init(token: UInt64, bits: UInt32) {
            self.token = token
            self.bits = bits
        }
    }

    /// Makes an empty poller; throws `.system` where the process has too many descriptors.
    public init() throws(TransportError) {
        let created = axle_epoll_create()
        guard created >= 0 else { throw .system(call: "epoll_create1", errno: -created) }
        epoll = OpenSocket(created)
        events = .allocate(capacity: Int(AXLE_EVENT_CAPACITY))
    }

    deinit { events.deallocate() }

    /// Watches a descriptor; its events carry `token`.
    public func add(
        _ descriptor: Int32,
        token: UInt64,
        for interest: Interest = .readable
    ) throws(TransportError) {
        try check(axle_epoll_add(epoll.descriptor, descriptor, interest.rawValue, token))
    }

    /// Changes what a descriptor is watched for.
    public func modify(
        _ descriptor: Int32,
        token: UInt64,
        for interest: Interest
    ) throws(TransportError) {
        try check(axle_epoll_modify(epoll.descriptor, descriptor, interest.rawValue, token))
    }

    /// Stops watching a descriptor; one that is closed is removed by the kernel.
    public func remove(_ descriptor: Int32) throws(TransportError) {
        try check(axle_epoll_remove(epoll.descriptor, descriptor))
    }

    /// Waits until something happens, at most `milliseconds`; −1 waits for ever.
    /// - Returns: How many events there are, at most 64; 0 where the time ran out or a signal came.
    @discardableResult
    public mutating func wait(milliseconds: Int32 = -1) throws(TransportError) -> Int {
        let result = axle_epoll_wait(epoll.descriptor, events, milliseconds)
        count = max(0, Int(result))
        guard result >= 0 else { throw .system(call: "epoll_wait", errno: -result) }
        return count
    }

    /// An event of the last wait, 0 to `count` − 1.
    public subscript(_ index: Int) -> Event {
        precondition(index >= 0 && index < count, "index outside the events")
        return Event(token: events[index].token, bits: events[index].events)
    }

    private func check(_ result: Int32) throws(TransportError) {
        guard result >= 0 else { throw .system(call: "epoll_ctl", errno: -result) }
    }
}
