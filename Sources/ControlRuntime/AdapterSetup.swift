import CANTransport
import Synchronization
import VehicleModel

/// Sets a bus's adapter up as the configuration asks, once each time the interface appears.
///
/// libsocketcan may block for ever where an interface vanishes between its two steps. So each time has a
/// thread that nobody waits for: a hang costs that thread, and is said.
final class AdapterSetup: Sendable {
    private let interface: String
    private let settings: AdapterSettings
    private let state = Mutex(State())

    private struct State {
        /// The kernel's number of the interface that was seen to last.
        var index: Int32?
        var begunAt: Int64?
        var outcome = AdapterOutcome()
    }

    /// Longer than any controller takes, ns.
    private static let deadline: Int64 = 5_000_000_000

    /// Nil where nothing is asked for, or the bus is a local one.
    init?(_ plan: BusPlan) {
        guard let settings = plan.adapter, case .interface(let name) = plan.address else {
            return nil
        }
        interface = name
        self.settings = settings
    }

    /// Begins where the interface has appeared and is not as it shall be; how far it is.
    func look(at link: CANLink?, now: Int64) -> AdapterOutcome {
        state.withLock { state in
            if let begun = state.begunAt {
                if now - begun > Self.deadline { state.outcome.progress = .hangs }
            } else if let link, link.index != state.index {
                state.index = link.index
                if settings.areMet(by: link) {
                    state.outcome = AdapterOutcome(.done)
                } else {
                    state.begunAt = now
                    state.outcome = AdapterOutcome(.waiting)
                    begin(&state)
                }
            }
            return state.outcome
        }
    }

    private func begin(_ state: inout State) {
        do throws(TransportError) {
            _ = try NamedThread.start(name: "adapter") { [self] in
                var outcome = AdapterOutcome(.done)
                do throws(AdapterControl.Failure) {
                    try AdapterControl.apply(settings, to: interface)
                } catch {
                    outcome = AdapterOutcome(.failed)
                    outcome.step = AdapterStep(error.step)
                    outcome.errno = error.errno
                }
                self.state.withLock { state in
                    state.begunAt = nil
                    state.outcome = outcome
                }
            }
        } catch {
            state.begunAt = nil
            state.outcome = AdapterOutcome(.failed)
        }
    }
}

extension AdapterStep {
    fileprivate init(_ step: AdapterControl.Step) {
        self =
            switch step {
            case .stop: .stop
            case .bitrate: .bitrate
            case .modes: .modes
            case .restart: .restart
            case .start: .start
            }
    }
}
