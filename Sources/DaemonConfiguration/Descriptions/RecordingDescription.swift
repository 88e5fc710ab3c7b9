/// Where received frames are recorded.
public struct RecordingDescription: Hashable, Sendable {
    /// A directory, which gets one file a start, or the file itself.
    public var path: String
    /// How long a received frame may wait before it is written.
    public var flushInterval: Duration

    /// Puts the parts together.
    public init(path: String, flushInterval: Duration) {
        self.path = path
        self.flushInterval = flushInterval
    }
}
