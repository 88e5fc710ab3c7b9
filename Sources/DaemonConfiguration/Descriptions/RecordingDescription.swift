/// Where and how received frames are recorded.
public struct RecordingDescription: Hashable, Sendable {
    /// A directory, which gets files named after their time, or the first file itself.
    public var path: String
    /// Whether recording begins with the daemon.
    public var startsAtOnce: Bool
    /// Whether each line says which way the frame went.
    public var marksDirection: Bool
    /// How long a received frame may wait before it is written.
    public var flushInterval: Duration
    /// How long what is written may be on its way to the disk; nil leaves it to the kernel.
    public var syncInterval: Duration?
    /// The size in bytes at which another file is begun; nil for none.
    public var rotationSize: Int64?
    /// The age at which another file is begun; nil for none.
    public var rotationAge: Duration?
    /// Bytes of the file system that are left free.
    public var freeSpaceFloor: Int64
    /// How much older than the newest frame the black box's oldest may be; nil for no black box.
    public var blackBoxSpan: Duration?
    /// Bytes of memory that the black box may take.
    public var blackBoxSize: Int64
    /// Whether a fault that appears while armed has the black box written.
    public var dumpsAtFaults: Bool

    /// Puts the parts together.
    public init(
        path: String,
        startsAtOnce: Bool,
        marksDirection: Bool,
        flushInterval: Duration,
        syncInterval: Duration?,
        rotationSize: Int64?,
        rotationAge: Duration?,
        freeSpaceFloor: Int64,
        blackBoxSpan: Duration?,
        blackBoxSize: Int64,
        dumpsAtFaults: Bool
    ) {
        self.path = path
        self.startsAtOnce = startsAtOnce
        self.marksDirection = marksDirection
        self.flushInterval = flushInterval
        self.syncInterval = syncInterval
        self.rotationSize = rotationSize
        self.rotationAge = rotationAge
        self.freeSpaceFloor = freeSpaceFloor
        self.blackBoxSpan = blackBoxSpan
        self.blackBoxSize = blackBoxSize
        self.dumpsAtFaults = dumpsAtFaults
    }
}
