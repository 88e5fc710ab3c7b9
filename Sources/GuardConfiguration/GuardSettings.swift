public import TorqueMonitor

/// Everything `axle-guard` reads from its file.
public struct GuardSettings: Sendable {
    /// Where the guardian listens for commands.
    public var socketPath: String
    /// The `SCHED_FIFO` priority asked for, 1 to 99; 0 asks for none.
    public var realTimePriority: Int32
    /// Each bus's address as written (`can0`, `unix:PATH`), and the line it stands in.
    public var addresses: GuardAddresses
    /// What the monitor is told.
    public var monitor: MonitorSettings
}

/// Where the guardian's buses are.
public struct GuardAddresses: Sendable {
    /// The front axle's; nil where it has no motor and nothing is read from it.
    public var front: Located<String>?
    /// The rear axle's, likewise.
    public var rear: Located<String>?
    /// The car's, on which it only listens.
    public var car: Located<String>
}

/// Something read from a file, and where it stood.
public struct Located<Value: Sendable>: Sendable {
    /// What was read.
    public var value: Value
    /// The line, from 1.
    public var line: Int
}

/// Everything that is wrong with a configuration file.
public struct GuardConfigurationError: Error, Sendable {
    /// One sentence each: `file:line: key …: found X, allowed Y`.
    public let problems: [String]

    /// Takes the sentences.
    public init(problems: [String]) { self.problems = problems }
}

extension GuardConfigurationError: CustomStringConvertible {
    /// The sentences, one a line.
    public var description: String { problems.joined(separator: "\n") }
}
