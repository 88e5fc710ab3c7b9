import CANFrames
import GuardConfiguration
import GuardExchange
import GuardLink
import PlantModel
import TorqueMonitor

/// The guardian's checks, without socket, thread and clock.
struct OfflineGuardian {
    /// The checks.
    private(set) var monitor: TorqueMonitor
    /// Commands of an arming that were judged.
    private(set) var judged: UInt64 = 0
    /// Those of them that lost torque to a bound on an axle.
    private(set) var clamped: UInt64 = 0
    /// Those that were refused, but for those after a trip.
    private(set) var refused: UInt64 = 0
    /// Why, of all that were clamped or refused.
    private(set) var reasons = Reasons()
    /// How often it took torque to zero by itself.
    private(set) var trips = 0
    /// Why it did last.
    private(set) var lastTrip = TripCause.none

    /// Reads the guardian's file.
    init(path: String) throws(GuardConfigurationError) {
        monitor = TorqueMonitor(settings: try GuardConfigurationReader.read(path: path).monitor)
    }

    /// Takes a frame from a bus, monotonic ns.
    mutating func observe(_ received: borrowing ReceivedFrame) {
        guard let bus = MonitorBus(rawValue: received.bus) else { return }
        let wasTripped = monitor.state == .tripped
        monitor.observe(
            received.frame,
            on: bus,
            isLoopback: received.isLoopback,
            at: received.arrival
        )
        countTrip(since: wasTripped)
    }

    /// Judges a command, monotonic ns; sends what it decides, and answers.
    mutating func answer(
        _ command: borrowing GuardCommand,
        at now: Int64,
        _ send: (Frame, PlantBus) -> Void
    ) -> GuardReply {
        let wasTripped = monitor.state == .tripped
        let links = PerAxle(both: true)
        var decision = monitor.step(MonitorCommand(command), at: now, links: links)
        carryOut(&decision, at: now, send)
        countTrip(since: wasTripped)
        if command.armingID != 0, !wasTripped { count(decision) }
        return GuardReply(to: command, decision, links, monitor, at: now)
    }

    /// What is due because time has passed, monotonic ns.
    mutating func passTime(at now: Int64, _ send: (Frame, PlantBus) -> Void) {
        guard let deadline = monitor.deadline, deadline <= now else { return }
        let wasTripped = monitor.state == .tripped
        var decision = monitor.tick(at: now, links: PerAxle(both: true))
        carryOut(&decision, at: now, send)
        countTrip(since: wasTripped)
    }

    private mutating func carryOut(
        _ decision: inout Decision,
        at now: Int64,
        _ send: (Frame, PlantBus) -> Void
    ) {
        for index in 0..<decision.count {
            guard let outgoing = decision[index], decision.mayStillSend(outgoing) else { continue }
            monitor.record(outgoing, delivered: true, at: now, in: &decision)
            send(outgoing.frame, outgoing.axle == .front ? .front : .rear)
        }
    }

    private mutating func count(_ decision: borrowing Decision) {
        judged += 1
        let verdicts = decision.verdicts
        if verdicts.front == .refused || verdicts.rear == .refused {
            refused += 1
        } else if !Self.isWhole(verdicts.front) || !Self.isWhole(verdicts.rear) {
            clamped += 1
        } else {
            return
        }
        reasons.insert(decision.reasons.front)
        reasons.insert(decision.reasons.rear)
    }

    /// Whether nothing was cut: of an axle without a motor nothing is said.
    private static func isWhole(_ verdict: Verdict) -> Bool { verdict == .sent || verdict == .idle }

    private mutating func countTrip(since wasTripped: Bool) {
        guard monitor.state == .tripped, !wasTripped else { return }
        trips += 1
        lastTrip = monitor.trip
    }
}
