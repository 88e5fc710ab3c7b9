import CANFrames
import CANTransport
import Glibc
import Synchronization
import Testing

/// A third party on a bus: notes the frames of some identifiers with the stamp of the kernel or hub.
final class BusListener: Sendable {
    /// One frame as it passed.
    struct Sighting: Sendable {
        let identifier: UInt32
        let bytes: [UInt8]
        /// Wall clock, nanoseconds.
        let stamp: Int64
    }

    private struct State {
        var isOpen = false
        var failure: TransportError?
        var lost: UInt64 = 0
        var sightings: [Sighting] = []
    }

    private let state = Mutex(State())
    private let isEnding = Atomic<Bool>(false)

    private init() {}

    /// Listens from now on.
    static func open(_ address: String, to identifiers: [UInt32]) async throws -> BusListener {
        let listener = BusListener()
        let address = try BusAddress(parsing: address)
        let filters = identifiers.compactMap { FrameID(standard: $0) }.map { FrameFilter($0) }
        _ = try NamedThread.start(name: "listener") { [weak listener] in
            // Frames are stamped elsewhere; this only keeps the queue short on a busy machine.
            var parameters = sched_param()
            parameters.sched_priority = 5
            pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters)
            do throws(TransportError) {
                var receiver = try BusReceiver.open(address, filters: filters)
                var batch = FrameBatch()
                listener?.state.withLock { $0.isOpen = true }
                while let present = listener, !present.isEnding.load(ordering: .relaxed) {
                    var poll = pollfd(fd: receiver.descriptor, events: Int16(POLLIN), revents: 0)
                    _ = Glibc.poll(&poll, 1, 50)
                    do throws(TransportError) {
                        while try receiver.receive(into: &batch) > 0 { present.take(batch) }
                    } catch .down {
                        // The same socket receives again once the interface is up.
                    }
                    let lost = receiver.overflowCount
                    present.state.withLock { $0.lost = lost }
                }
            } catch {
                listener?.state.withLock { $0.failure = error }
            }
        }
        try await eventually(within: 10, "\(address) can be listened to") {
            if let failure = listener.state.withLock({ $0.failure }) { throw failure }
            return listener.state.withLock { $0.isOpen }
        }
        return listener
    }

    deinit { isEnding.store(true, ordering: .relaxed) }

    private func take(_ batch: borrowing FrameBatch) {
        state.withLock { state in
            for index in 0..<batch.count {
                let received = batch[index]
                state.sightings.append(
                    Sighting(
                        identifier: received.frame.id.identifier,
                        bytes: received.frame.bytes,
                        stamp: received.stamp.nanoseconds
                    )
                )
            }
        }
    }

    /// What has passed so far, in order.
    func sightings(of identifier: UInt32) -> [Sighting] {
        state.withLock { $0.sightings.filter { $0.identifier == identifier } }
    }

    /// The newest of them.
    func last(of identifier: UInt32) -> Sighting? {
        state.withLock { $0.sightings.last { $0.identifier == identifier } }
    }

    /// Frames that passed unseen.
    var lost: UInt64 { state.withLock { $0.lost } }

    /// Forgets what has passed.
    func forget() { state.withLock { $0.sightings = [] } }
}
