/// The methods of `state.sock`; none of them changes anything.
public enum StateMethod: String, Sendable, CaseIterable {
    /// The whole state.
    case stateGet = "state.get"
    /// The whole state again and again.
    case stateSubscribe = "state.subscribe"
    /// Which signals there are.
    case signalList = "signal.list"
    /// The newest values of signals.
    case signalGet = "signal.get"
    /// Values of signals as they come.
    case signalSubscribe = "signal.subscribe"
    /// The buses and how they are.
    case busList = "bus.list"
    /// The faults seen since the start.
    case faultList = "fault.list"
    /// Ends a subscription of this connection.
    case unsubscribe
}

/// The methods of `control.sock`.
public enum ControlMethod: String, Sendable, CaseIterable {
    /// Arms, or renews the lease.
    case arm = "control.arm"
    /// Ends the lease.
    case disarm = "control.disarm"
    /// Disarms and ends the daemon.
    case stop = "control.stop"
    /// Forgets faults that have healed, and ends their latches.
    case clearFaults = "fault.clear"
    /// Sets and lifts the operator's ceilings.
    case ceiling = "control.ceiling"
    /// Gives one axle the polarity check's torque.
    case commission = "control.commission"
}

/// The methods of `control.sock` that concern databases.
public enum DatabaseMethod: String, Sendable, CaseIterable {
    /// Reads the databases again.
    case reload = "dbc.reload"
}

/// The methods that concern recordings: all of them on `control.sock`, `status` on `state.sock` too.
public enum RecordMethod: String, Sendable, CaseIterable {
    /// Begins a recording.
    case start = "record.start"
    /// Ends it.
    case stop = "record.stop"
    /// What is recorded, and what became of the frames.
    case status = "record.status"
    /// Writes a remark into the log.
    case mark = "record.mark"
    /// Writes the black box to a log.
    case dump = "record.dump"
}

/// The notifications that a server sends.
public enum NotificationName {
    /// The first line of each connection.
    public static let hello = "hello"
    /// An update of a `signal.subscribe`.
    public static let signalUpdate = "signal.update"
    /// An update of a `state.subscribe`.
    public static let stateUpdate = "state.update"
}
