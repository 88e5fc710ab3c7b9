public import VehicleModel

/// What the cycle knows beside the vehicle's frames.
public struct Surroundings: Sendable, BitwiseCopyable {
    /// A guardian answers.
    public var hasGuardian = false
    /// The guardian went to zero by itself.
    public var isGuardianTripped = false
    /// The guardian refused the last command of the arming in force.
    public var isGuardianRefusing = false
    /// The guardian saw somebody else send its identifiers lately.
    public var hasForeignSender = false
    /// The guardian sent more torque than it was given, or torque the other way.
    public var isSentTorqueWrong = false
    /// A configured bus is not up.
    public var isBusLost = false
    /// Frames were lost since the cycle before.
    public var hasLostFrames = false
    /// A bound frame came with a wrong checksum since the cycle before.
    public var hasBadChecksum = false
    /// A bound frame's alive counter jumped or repeated since the cycle before.
    public var hasBadCounter = false
    /// A bound frame was too short for its signals since the cycle before.
    public var hasBadLength = false
    /// Which bound frames passed their end-to-end check since the cycle before.
    public var frames = FrameCounts()
    /// The cycle began more than 12 ms after the one before.
    public var isOverrun = false
    /// The cycle began more than 30 ms after the one before.
    public var isStalled = false
    /// The lease ran out just now.
    public var hasLeaseExpired = false

    /// Nothing known.
    public init() {}
}
