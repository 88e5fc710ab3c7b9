public import CANFrames

/// Which way a logged frame went.
public enum FrameDirection: UInt8, Sendable {
    /// It came from the wire.
    case received
    /// The logging host sent it.
    case sent
}

/// One frame of a log.
public struct LogEntry: Equatable, Sendable {
    /// The wall-clock stamp.
    public var stamp: Timestamp
    /// The interface's or bus's name as logged.
    public var interface: String
    /// The frame.
    public var frame: Frame
    /// Which way the frame went; nil where the log does not say.
    public var direction: FrameDirection?

    /// Puts the parts together.
    public init(
        stamp: Timestamp,
        interface: String,
        frame: Frame,
        direction: FrameDirection? = nil
    ) {
        self.stamp = stamp
        self.interface = interface
        self.frame = frame
        self.direction = direction
    }
}
