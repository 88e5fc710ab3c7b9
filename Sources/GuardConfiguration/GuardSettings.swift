public import TorqueMonitor

/// Everything `axle-guard` reads from its file.
public struct GuardSettings: Sendable {
    /// Where the guardian listens for commands.
    public var socketPath: String
    /// The `SCHED_FIFO` priority asked for, 1 to 99; 0 asks for none.
    public var realTimePriority: Int32
    /// Each axle's bus address as written (`can0`, `unix:PATH`), and the line it stands in.
    public var addresses: PerAxle<Located<String>>
    /// What the monitor is told.
    public var monitor: MonitorSettings
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
