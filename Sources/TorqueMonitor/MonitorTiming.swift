/// The monitor's times, all in nanoseconds.
public struct MonitorTiming: Sendable {
    /// Without a valid command for this long, armed, torque is taken to zero.
    public var silence: Int64
    /// A command older than this is refused.
    public var commandAge: Int64
    /// How long more than the tolerance may be cut off before the arming trips.
    public var clamping: Int64
    /// How long after a foreign sender's frame arming is refused.
    public var foreignSender: Int64
    /// How often zero-torque frames are repeated.
    public var zeroPeriod: Int64

    /// Puts the parts together.
    public init(
        silence: Int64,
        commandAge: Int64,
        clamping: Int64,
        foreignSender: Int64,
        zeroPeriod: Int64
    ) {
        self.silence = silence
        self.commandAge = commandAge
        self.clamping = clamping
        self.foreignSender = foreignSender
        self.zeroPeriod = zeroPeriod
    }

    var isUsable: Bool {
        silence > 0 && commandAge > 0 && clamping > 0 && foreignSender > 0 && zeroPeriod > 0
    }
}
