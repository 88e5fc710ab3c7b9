import CANTransport
import Glibc
import Synchronization
import ThreadExchange

/// Opens and closes one thing on a thread of its own.
///
/// Opening and closing a CAN socket, and asking for all links, wait in the kernel for whoever is changing
/// a link: where an adapter is unplugged, for longer than torque may go unchecked.
final class Opener<Item: ~Copyable & Sendable>: Sendable {
    private let state: State

    private final class State: Sendable {
        let arriving = Handover<Item>()
        let leaving = Handover<Item>()
        let isWanted = Atomic(false)
        let isEnding = Atomic(false)
        /// Wakes the thread.
        let order: WakeUp
        /// Wakes whoever waits for what was opened.
        let news: WakeUp

        init() throws(TransportError) {
            order = try WakeUp()
            news = try WakeUp()
        }
    }

    /// Starts the thread, which calls `open` each time that is asked for.
    init(_ open: @escaping @Sendable () -> sending Item) throws(TransportError) {
        let state = try State()
        self.state = state
        _ = try NamedThread.start(name: "opener") {
            // Signals are for the thread that waits with the buses.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            while !state.isEnding.load(ordering: .acquiring) {
                var poll = pollfd(fd: state.order.descriptor, events: Int16(POLLIN), revents: 0)
                _ = Glibc.poll(&poll, 1, -1)
                state.order.clear()
                _ = state.leaving.take()
                guard state.isWanted.load(ordering: .acquiring) else { continue }
                state.arriving.put(open())
                state.isWanted.store(false, ordering: .releasing)
                state.news.signal()
            }
        }
    }

    deinit {
        state.isEnding.store(true, ordering: .releasing)
        state.order.signal()
    }

    /// Becomes readable when something was opened.
    var descriptor: Int32 { state.news.descriptor }

    /// Takes the descriptor's readiness back.
    func clear() { state.news.clear() }

    /// Has it opened, unless that is under way; never waits.
    func ask() {
        guard !state.isWanted.exchange(true, ordering: .acquiringAndReleasing) else { return }
        state.order.signal()
    }

    /// Whether it is being opened.
    var isBusy: Bool { state.isWanted.load(ordering: .acquiring) }

    /// What was opened; nil where there is nothing.
    ///
    /// Never waits.
    func tryTake() -> sending Item? { state.arriving.tryTake() }

    /// Has it closed; hands it back where one before it is not closed yet.
    ///
    /// Never waits.
    func tryClose(_ item: consuming sending Item) -> sending Item? {
        let kept = state.leaving.tryPut(item)
        state.order.signal()
        return kept
    }
}
