public import GuardLink
public import TorqueMonitor

// The monitor and the wire share no code; their numbers agree, and a test says so.

extension MonitorCommand {
    /// The command as the monitor judges it.
    public init(_ command: borrowing GuardCommand) {
        self.init(
            armingID: command.armingID,
            cycle: command.cycle,
            token: command.token,
            issued: command.issued
        )
        for index in 0..<command.count {
            guard let (axle, frame) = command.frame(at: index) else { continue }
            _ = append(frame, for: axle == .front ? .front : .rear)
        }
    }
}

extension GuardReply {
    /// The answer to a command, after its frames have been sent or not; `now` is monotonic ns.
    public init(
        to command: borrowing GuardCommand,
        _ decision: borrowing Decision,
        _ links: PerAxle<Bool>,
        _ monitor: borrowing TorqueMonitor,
        at now: Int64
    ) {
        self.init(
            cycle: command.cycle,
            armingID: monitor.armingID,
            state: GuardState(rawValue: monitor.state.rawValue) ?? .tripped,
            trip: GuardTrip(rawValue: monitor.trip.rawValue) ?? .none,
            front: AxleReply(.front, decision, links, monitor, at: now),
            rear: AxleReply(.rear, decision, links, monitor, at: now)
        )
    }
}

extension GuardReply.AxleReply {
    init(
        _ axle: Axle,
        _ decision: borrowing Decision,
        _ links: PerAxle<Bool>,
        _ monitor: borrowing TorqueMonitor,
        at now: Int64
    ) {
        self.init(
            verdict: GuardVerdict(rawValue: decision.verdicts[axle].rawValue) ?? .refused,
            isLinkReady: links[axle],
            torque: Int16(clamping: decision.torque[axle]),
            reasons: GuardReasons(rawValue: decision.reasons[axle].rawValue),
            transmission: GuardTransmission(monitor.transmission(of: axle, at: now))
        )
    }
}

extension GuardTransmission {
    /// What the monitor has counted.
    init(_ transmission: Transmission) {
        self.init(
            queued: transmission.queued,
            dropped: transmission.dropped,
            confirmed: transmission.confirmed,
            unconfirmed: transmission.unconfirmed,
            overdue: transmission.overdue,
            newestEcho: UInt32(clamping: transmission.newestEcho),
            greatestEcho: UInt32(clamping: transmission.greatestEcho)
        )
    }
}
