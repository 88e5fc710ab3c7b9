/// What became of the frames for one axle's bus since the guardian's start.
public struct GuardTransmission: Hashable, Sendable {
    /// Handed to the bus.
    public var queued: UInt32
    /// Due, and never handed over: the bus was not ready or did not take them.
    public var dropped: UInt32
    /// Come back from the bus.
    public var confirmed: UInt32
    /// Queued more than 50 ms ago, or before one that came back, and not come back.
    public var unconfirmed: UInt32
    /// How many of the unconfirmed are the newest: no later one came back.
    public var overdue: UInt32
    /// From handing a torque frame over to its coming back, in nanoseconds, at most 4.29 s: the
    /// newest; 0 where none has come back.
    public var newestEcho: UInt32
    /// The greatest of these times.
    public var greatestEcho: UInt32

    /// Puts the parts together.
    public init(
        queued: UInt32 = 0,
        dropped: UInt32 = 0,
        confirmed: UInt32 = 0,
        unconfirmed: UInt32 = 0,
        overdue: UInt32 = 0,
        newestEcho: UInt32 = 0,
        greatestEcho: UInt32 = 0
    ) {
        self.queued = queued
        self.dropped = dropped
        self.confirmed = confirmed
        self.unconfirmed = unconfirmed
        self.overdue = overdue
        self.newestEcho = newestEcho
        self.greatestEcho = greatestEcho
    }
}

extension GuardTransmission {
    // seven numbers of 4, in the order above
    func write(to bytes: inout WireBytes, at place: Int) {
        bytes.put(queued, at: place)
        bytes.put(dropped, at: place + 4)
        bytes.put(confirmed, at: place + 8)
        bytes.put(unconfirmed, at: place + 12)
        bytes.put(overdue, at: place + 16)
        bytes.put(newestEcho, at: place + 20)
        bytes.put(greatestEcho, at: place + 24)
    }

    init(reading bytes: borrowing WireBytes, at place: Int) {
        self.init(
            queued: bytes.take(UInt32.self, at: place),
            dropped: bytes.take(UInt32.self, at: place + 4),
            confirmed: bytes.take(UInt32.self, at: place + 8),
            unconfirmed: bytes.take(UInt32.self, at: place + 12),
            overdue: bytes.take(UInt32.self, at: place + 16),
            newestEcho: bytes.take(UInt32.self, at: place + 20),
            greatestEcho: bytes.take(UInt32.self, at: place + 24)
        )
    }
}
