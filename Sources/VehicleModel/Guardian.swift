/// Why the guardian took an arming's torque away; the numbers are those on its socket.
public enum GuardianTrip: UInt8, Sendable, BitwiseCopyable {
    /// It did not.
    case none
    /// No valid command for both axles in time.
    case silence
    /// More than its tolerance had to be cut off, for too long.
    case clamping
    /// The daemon's connection closed.
    case peerGone
    /// Somebody else sends its identifiers.
    case foreignSender
    /// It was told to end.
    case shutDown
    /// The battery gave more than its limit for too long.
    case overPower
    /// An inverter did not do what was sent for too long.
    case tracking
    /// The vehicle accelerated more than the torque can for too long.
    case acceleration
    /// The emergency stop.
    case emergencyStop
    /// Not its own word: it went away, or does not answer.
    case unanswered = 255
}

/// Why the guardian sends less than was asked, or nothing; the bits are those on its socket.
public struct GuardianReasons: Hashable, Sendable, BitwiseCopyable {
    /// The bits.
    public let rawValue: UInt32

    /// Takes the bits as they are; none by default.
    public init(rawValue: UInt32 = 0) { self.rawValue = rawValue }

    /// The arming has tripped already.
    public static var tripped: Self { Self(rawValue: 1 << 9) }
    /// Somebody else sends the guardian's identifiers.
    public static var foreignSender: Self { Self(rawValue: 1 << 20) }

    /// Whether all of the other's reasons are among these.
    public func has(_ other: Self) -> Bool { rawValue & other.rawValue == other.rawValue }

    /// These and the other's.
    public func and(_ other: Self) -> Self { Self(rawValue: rawValue | other.rawValue) }

    /// These without the other's.
    public func without(_ other: Self) -> Self { Self(rawValue: rawValue & ~other.rawValue) }
}

/// The guardian as the daemon sees it.
public struct GuardianReport: Sendable, BitwiseCopyable {
    /// It is connected and answered lately.
    public var isPresent = false
    /// Why it sent less than was asked, or nothing, in the last cycle it answered.
    public var reasons = GuardianReasons()
    /// Why it took torque away last; none where it never has since the daemon's start.
    public var lastTrip = GuardianTrip.none
    /// What it had cut off or refused when it did.
    public var lastTripReasons = GuardianReasons()
    /// Why it refused a command last; none where it never has.
    public var lastRefusal = GuardianReasons()
    /// What became of the frames for each axle's bus; meaningless while it is not present.
    public var transmission = AxlePair(both: TransmissionReport())

    /// Nothing is known.
    public init() {}
}

#if !hasFeature(Embedded)
extension GuardianTrip: CaseIterable {}
#endif
