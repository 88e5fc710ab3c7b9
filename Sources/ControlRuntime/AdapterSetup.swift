import CANTransport
import Synchronization
import VehicleModel

/// Keeps a bus's adapter as the configuration asks: sets it up each time the interface appears, and
/// restarts its controller after bus-off.
///
/// libsocketcan may block for ever where an interface vanishes between its two steps. So each time has a
/// thread that nobody waits for: a hang costs that thread, and is said.
final class AdapterSetup: Sendable {
    private let interface: String
    private let settings: AdapterSettings?
    private let state: Mutex<State>

    private struct State {
        /// The kernel's number of the interface that was seen to last.
        var index: Int32?
        /// When the thread that runs began.
        var begunAt: Int64?
        var setup = AdapterOutcome()
        var recovery: BusOffRecovery?
    }

    /// Longer than any controller takes, ns.
    private static let deadline: Int64 = 5_000_000_000

    /// Nil where nothing is asked for, or the bus is a local one.
    init?(_ plan: BusPlan) {
        guard plan.adapter != nil || plan.recovery != nil, case .interface(let name) = plan.address
        else { return nil }
        interface = name
        settings = plan.adapter
        state = Mutex(State(recovery: plan.recovery.map(BusOffRecovery.init)))
    }

    /// Does what is due, and says how far it is.
    func look(at link: CANLink?, now: Int64, _ health: inout LinkHealth) {
        state.withLock { state in
            if let begun = state.begunAt {
                if now - begun > Self.deadline { state.setup.progress = .hangs }
            } else if let link {
                setUp(link, now, &state)
                restart(link, now, &state)
            }
            health.setup = state.setup
            guard let recovery = state.recovery else { return }
            health.isRecovered = true
            health.recoveries = recovery.total
            health.hasGivenUp = recovery.hasGivenUp(isBusOff: link?.state == .busOff)
        }
    }

    private func setUp(_ link: CANLink, _ now: Int64, _ state: inout State) {
        guard let settings, link.index != state.index else { return }
        state.index = link.index
        guard !settings.areMet(by: link) else {
            state.setup = AdapterOutcome(.done)
            return
        }
        state.setup = AdapterOutcome(.waiting)
        begin(now, &state) { interface throws(AdapterControl.Failure) in
            try AdapterControl.apply(settings, to: interface)
        } whenDone: { state, failure in
            state.setup = failure.map(AdapterOutcome.init) ?? AdapterOutcome(.done)
        }
    }

    private func restart(_ link: CANLink, _ now: Int64, _ state: inout State) {
        guard state.begunAt == nil,
            state.recovery?.step(isBusOff: link.state == .busOff, at: now) == true
        else { return }
        begin(now, &state) { interface throws(AdapterControl.Failure) in
            try AdapterControl.restart(interface)
        } whenDone: { state, failure in
            // What was refused once is asked for again after the next delay.
            if let failure { state.setup = AdapterOutcome(failure) }
        }
    }

    private func begin(
        _ now: Int64,
        _ state: inout State,
        _ work: @escaping @Sendable (String) throws(AdapterControl.Failure) -> Void,
        whenDone: @escaping @Sendable (inout State, AdapterControl.Failure?) -> Void
    ) {
        do throws(TransportError) {
            _ = try NamedThread.start(name: "adapter") { [self] in
                var failure: AdapterControl.Failure?
                do throws(AdapterControl.Failure) { try work(interface) } catch { failure = error }
                self.state.withLock { state in
                    state.begunAt = nil
                    whenDone(&state, failure)
                }
            }
            state.begunAt = now
        } catch {
            state.setup = AdapterOutcome(.failed)
        }
    }
}

extension AdapterOutcome {
    fileprivate init(_ failure: AdapterControl.Failure) {
        self.init(.failed)
        errno = failure.errno
        step =
            switch failure.step {
            case .stop: .stop
            case .bitrate: .bitrate
            case .modes: .modes
            case .restart: .restart
            case .start: .start
            }
    }
}
