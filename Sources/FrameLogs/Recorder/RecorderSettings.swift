/// Where and how a recorder writes.
public struct RecorderSettings: Hashable, Sendable {
    /// A directory, or the path of the first file; see `LogRecorder`.
    public var path: String
    /// The name for each bus index; a bus without one, or with one of more than 15 bytes, is written as
    /// `busN`.
    public var interfaces: [String]
    /// Whether lines end in ` R` or ` T`.
    public var marksDirection = false
    /// How long lines wait at most, 1 ms to 1 min: what a killed process loses.
    public var flushInterval = Duration.seconds(1)
    /// How long lines that were written may be on their way to the disk: what a loss of power costs; nil
    /// leaves it to the kernel.
    public var syncInterval: Duration?
    /// The size in bytes at which another file is begun; nil for none.
    public var greatestSize: Int64?
    /// The age at which another file is begun; nil for none.
    public var greatestAge: Duration?
    /// Bytes of the file system that are left free.
    public var freeSpaceFloor: Int64 = 0
    /// How much older than the newest frame the black box's oldest may be; nil for no black box.
    public var blackBoxSpan: Duration?
    /// Bytes of memory that the black box may take.
    public var blackBoxSize: Int64 = 16_000_000
    /// How long to wait before writing is tried again after it failed.
    public var retryInterval = Duration.seconds(10)
    /// Frames that fit in the ring; nil is what three full buses bring in two flush intervals, and in
    /// 5 s, which a disk may take to sync.
    public var capacity: Int?

    /// One file that grows without end, flushed each second.
    public init(path: String, interfaces: [String]) {
        self.path = path
        self.interfaces = interfaces
    }
}
