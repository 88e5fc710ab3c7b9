import CANTransport
import Synchronization
import VehicleModel

/// Keeps a bus's adapter as the configuration asks: sets it up each time the interface appears, and
/// restarts its controller after bus-off.
///
/// libsocketcan may block for ever where an interface vanishes between its two steps. So each time has a
/// thread that nobody waits for: a hang costs that thread, and is said until the interface is another.
final class AdapterSetup: Sendable {
    private let interface: String
    private let settings: AdapterSettings?
    private let state: Mutex<State>

    fileprivate struct State {
        /// The kernel's number of the interface that was set up last.
        var index: Int32?
        /// The thread that runs; nil where none does, or none that is believed any more.
        var run: Run?
        var lastRun: UInt64 = 0
        var setup = AdapterOutcome()
        var restart = AdapterOutcome()
        var recovery: BusOffRecovery?
        /// A restart took the interface down and could not bring it up again.
        var isLeftDown = false
    }

    fileprivate struct Run {
        var number: UInt64
        var index: Int32
        /// Monotonic ns.
        var begunAt: Int64
        var task: Task
    }

    fileprivate enum Task {
        case setup
        case restart
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
            Self.watch(&state, link, now)
            if state.run == nil, let link {
                setUp(link, now, &state)
                restart(link, now, &state)
            }
            health.setup = state.setup
            guard let recovery = state.recovery else { return }
            health.isRecovered = true
            health.recovery = state.restart
            health.recoveries = recovery.total
            health.recoveriesInARow = recovery.attempts
            health.hasGivenUp =
                health.restartMilliseconds == 0
                && link.map { recovery.hasGivenUp(isBusOff: $0.state == .busOff, at: now) } ?? false
        }
    }

    /// Says of a thread that takes too long that it hangs, and forgets it with its interface.
    private static func watch(_ state: inout State, _ link: CANLink?, _ now: Int64) {
        guard let run = state.run, now - run.begunAt > deadline else { return }
        if let link, link.index != run.index {
            state.run = nil
            return
        }
        switch run.task {
        case .setup: state.setup = AdapterOutcome(.hangs)
        case .restart: state.restart = AdapterOutcome(.hangs)
        }
    }

    private func setUp(_ link: CANLink, _ now: Int64, _ state: inout State) {
        guard let settings, link.index != state.index else { return }
        state.index = link.index
        state.isLeftDown = false
        guard !settings.areMet(by: link) else {
            state.setup = AdapterOutcome(.done)
            return
        }
        let wasUp = link.isUp
        begin(.setup, link, now, &state) { interface throws(AdapterControl.Failure) in
            try AdapterControl.apply(settings, to: interface, wasUp: wasUp)
        }
    }

    private func restart(_ link: CANLink, _ now: Int64, _ state: inout State) {
        if link.isUp { state.isLeftDown = false }
        let isLeftDown = state.isLeftDown
        let isOff = link.state == .busOff || isLeftDown
        guard state.run == nil, state.recovery?.step(isBusOff: isOff, at: now) == true else {
            return
        }
        begin(.restart, link, now, &state) { interface throws(AdapterControl.Failure) in
            if isLeftDown {
                try AdapterControl.start(interface)
            } else {
                try AdapterControl.restart(interface)
            }
        }
    }

    private func begin(
        _ task: Task,
        _ link: CANLink,
        _ now: Int64,
        _ state: inout State,
        _ work: @escaping @Sendable (String) throws(AdapterControl.Failure) -> Void
    ) {
        state.lastRun += 1
        let number = state.lastRun
        do throws(TransportError) {
            _ = try NamedThread.start(name: "adapter") { [self] in
                var failure: AdapterControl.Failure?
                do throws(AdapterControl.Failure) { try work(interface) } catch { failure = error }
                self.state.withLock { $0.end(number, task, failure) }
            }
            state.run = Run(number: number, index: link.index, begunAt: now, task: task)
            if task == .setup { state.setup = AdapterOutcome(.waiting) }
        } catch {
            state.note(AdapterOutcome(.failed), of: task)
        }
    }
}

extension AdapterSetup.State {
    /// Takes what came of a thread's work, unless nobody waits for it any more.
    fileprivate mutating func end(
        _ number: UInt64,
        _ task: AdapterSetup.Task,
        _ failure: AdapterControl.Failure?
    ) {
        guard run?.number == number else { return }
        run = nil
        note(failure.map(AdapterOutcome.init) ?? AdapterOutcome(.done), of: task)
        // What was refused once is asked for again after the next delay.
        if task == .restart { isLeftDown = failure?.step == .start }
    }

    fileprivate mutating func note(_ outcome: AdapterOutcome, of task: AdapterSetup.Task) {
        switch task {
        case .setup: setup = outcome
        case .restart: restart = outcome
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
