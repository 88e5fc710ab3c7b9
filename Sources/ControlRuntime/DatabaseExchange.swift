import CANTransport
import Glibc
import ThreadExchange

/// Brings newly bound databases to the control thread, and the old ones back.
public final class DatabaseExchange: Sendable {
    let arriving = Handover<BindingSet>()
    let leaving = Handover<ReturnedBindings>()

    /// What the control thread did with what it was offered.
    public enum Outcome: Sendable {
        /// The new bindings are in force since the end of a cycle; the old ones are released.
        case done
        /// Frames are commanded or may be; the old bindings stay in force.
        case transmitting
        /// It gave no answer in time; the old bindings stay in force, unless it ended meanwhile.
        case unanswered
    }

    /// Nothing is on its way.
    public init() {}

    /// Offers bindings and waits for the control thread's answer, 1 s at most; for one thread at a
    /// time, and never the control thread.
    public func offer(_ bindings: consuming sending BindingSet) -> Outcome {
        let generation = bindings.generation
        arriving.put(bindings)
        if let outcome = wait(for: generation, milliseconds: 1_000) { return outcome }
        if arriving.take() != nil { return .unanswered }
        // Taken at the last moment: the answer comes within the cycle.
        return wait(for: generation, milliseconds: 100) ?? .unanswered
    }

    private func wait(for generation: UInt32, milliseconds: Int64) -> Outcome? {
        let deadline = MonotonicClock.now() + milliseconds * 1_000_000
        repeat {
            // An answer that was given up before is dropped here, with what it brings back.
            if let returned = leaving.take(), returned.offered == generation {
                return returned.isAccepted ? .done : .transmitting
            }
            usleep(1_000)
        } while MonotonicClock.now() < deadline
        return nil
    }
}

/// What comes back from the control thread: the old bindings, or the new ones where they are refused.
struct ReturnedBindings: ~Copyable, Sendable {
    let bindings: BindingSet
    /// The generation of what was offered.
    let offered: UInt32
    let isAccepted: Bool
}

/// The control thread's end of the exchange; never waits, and uses no heap.
struct BindingSeat: ~Copyable {
    // Kept until the other thread lets it be put down: releasing it is not for this thread.
    private var returning: ReturnedBindings?

    init() { returning = nil }

    /// Takes over what is offered, between two cycles.
    mutating func exchange(
        _ pipeline: inout CyclePipeline,
        through exchange: DatabaseExchange
    ) {
        if let kept = returning.take() { returning = exchange.leaving.tryPut(kept) }
        guard returning == nil, var bindings = exchange.arriving.tryTake() else { return }
        let offered = bindings.generation
        let isAccepted = pipeline.exchange(&bindings)
        returning = exchange.leaving.tryPut(
            ReturnedBindings(bindings: bindings, offered: offered, isAccepted: isAccepted)
        )
    }
}
