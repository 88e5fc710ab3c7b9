import Synchronization

/// The hub's loop on one thread, and how other threads end it and count it.
final class HubLoop: Sendable {
    private let connections: Mutex<HubConnections>
    private let wakeUp: WakeUp
    private let isStopping = Atomic(false)
    private let counts: HubCounts

    init(listener: consuming OpenSocket) throws(TransportError) {
        let wakeUp = try WakeUp()
        let counts = HubCounts()
        connections = Mutex(
            try HubConnections(
                listener: listener,
                wakeUpDescriptor: wakeUp.descriptor,
                counts: counts
            )
        )
        self.wakeUp = wakeUp
        self.counts = counts
    }

    /// Serves until `stop`, or until epoll fails.
    func run() {
        connections.withLock { connections in
            while !isStopping.load(ordering: .acquiring) {
                guard connections.serveOnce() else { break }
                wakeUp.clear()
            }
        }
    }

    /// Ends `run`, waits for it, and closes everything.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
        connections.withLock { $0.closeAll() }
    }

    var statistics: LocalBusHub.Statistics {
        LocalBusHub.Statistics(
            connections: counts.connections.load(ordering: .relaxed),
            frames: counts.frames.load(ordering: .relaxed),
            dropped: counts.dropped.load(ordering: .relaxed),
            malformed: counts.malformed.load(ordering: .relaxed)
        )
    }
}

/// What the hub counts, readable from any thread.
final class HubCounts: Sendable {
    let connections = Atomic<Int>(0)
    let frames = Atomic<UInt64>(0)
    let dropped = Atomic<UInt64>(0)
    let malformed = Atomic<UInt64>(0)
}
