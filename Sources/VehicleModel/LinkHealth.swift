/// State of a CAN controller, by its error counters (ISO 11898-1).
public enum ControllerState: UInt8, Sendable, BitwiseCopyable {
    /// Both error counters are below 96.
    case errorActive
    /// One is at 96 or above.
    case errorWarning
    /// One is at 128 or above: it marks errors only passively.
    case errorPassive
    /// The transmit error counter went past 255: it takes no part in the bus.
    case busOff
    /// The interface is down.
    case stopped
    /// It sleeps until there is traffic.
    case sleeping
}

/// What the kernel tells of a bus's interface, beside the frames.
public struct LinkHealth: Sendable, BitwiseCopyable {
    /// Whether receiving is invisible to the bus.
    public var acknowledgement: Acknowledgement = .unknown
    /// Whether there is a controller, as on no virtual interface; without one the fields down to
    /// `restarts` mean nothing.
    public var hasController = false
    /// How the controller is.
    public var state: ControllerState = .stopped
    /// Bit/s; 0 where none is set.
    public var bitrate: UInt32 = 0
    /// Bit/s of an FD frame's data; 0 where none is set.
    public var dataBitrate: UInt32 = 0
    /// The part of a bit before it is sampled, thousandths; 0 where it is not known.
    public var samplePoint: UInt32 = 0
    /// Modes that are on, the kernel's bits (CAN_CTRLMODE_*).
    public var modes: UInt32 = 0
    /// Modes that can be switched on; 0 where the kernel does not tell.
    public var possibleModes: UInt32 = 0
    /// From bus-off to a restart by the kernel, ms; 0: it stays in bus-off.
    public var restartMilliseconds: UInt32 = 0
    /// Whether the controller tells its error counters.
    public var hasErrorCounters = false
    /// The transmit error counter, 0 to 255 and, in bus-off, above.
    public var transmitErrors: UInt16 = 0
    /// The receive error counter, 0 to 255.
    public var receiveErrors: UInt16 = 0
    /// How often it went to error-warning.
    public var warnings: UInt32 = 0
    /// How often it went to error-passive.
    public var passives: UInt32 = 0
    /// How often it went to bus-off.
    public var busOffs: UInt32 = 0
    /// How often it was restarted after bus-off.
    public var restarts: UInt32 = 0
    /// Received frames that the interface itself dropped, before any socket.
    public var receiveDrops: UInt64 = 0

    /// What became of setting the adapter up.
    public var setup = AdapterOutcome()
    /// Whether the configuration asks for restarts after bus-off.
    public var isRecovered = false
    /// What became of the last restart after bus-off.
    public var recovery = AdapterOutcome()
    /// Restarts after bus-off that were asked of the kernel, since the start.
    public var recoveries: UInt32 = 0
    /// Those of them since the bus was well for long.
    public var recoveriesInARow: UInt32 = 0
    /// Whether the controller is off after as many restarts as are allowed.
    public var hasGivenUp = false
    /// Part of the time that the bus was taken, thousandths; nil where the bit rate is not known.
    public var load: UInt16?

    /// Nothing known yet.
    public init() {}
}

#if !hasFeature(Embedded)
extension ControllerState: CaseIterable {}
#endif
