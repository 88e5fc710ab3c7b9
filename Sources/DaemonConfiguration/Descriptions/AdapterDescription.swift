/// What is set on a CAN adapter; what is nil is left as it is.
public struct AdapterDescription: Hashable, Sendable {
    /// Bit/s.
    public var bitrate: UInt32?
    /// The part of a bit before it is sampled, thousandths; only beside a bit rate.
    public var samplePoint: UInt32?
    /// From bus-off to a restart by the kernel, ms; 0 for never.
    public var restartMilliseconds: UInt32?
    /// Sends nothing, acknowledgements included.
    public var listensOnly: Bool?
    /// Receives what it sends.
    public var loopsBack: Bool?
    /// Sends a frame once, whether or not it succeeds.
    public var sendsOnce: Bool?
    /// Tells of every error on the bus.
    public var reportsErrors: Bool?

    /// Asks for nothing.
    public init() {}
}
