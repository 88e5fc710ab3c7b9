/// A CAN interface as the kernel tells of it over netlink.
public struct CANLink: Hashable, Sendable {
    /// The name now; an interface can be renamed.
    public var name: String
    /// The kernel's number of it; another one where it was deleted and made again.
    public var index: Int32
    /// Whether it was set up (`ip link set … up`).
    public var isUp: Bool
    /// Whether there is a medium: a controller in bus-off has none, nor has half a vxcan pair.
    public var hasCarrier: Bool
    /// Whether it is one of the kernel's own (vcan, vxcan): without a controller and without a wire.
    public var isVirtual: Bool
    /// Nil on a virtual interface, and where a driver tells of none.
    public var controller: CANController?
    /// Received frames that the interface itself dropped, before any socket: its own statistics'
    /// rx_dropped, rx_over_errors and rx_fifo_errors.
    public var receiveDrops: UInt64
    /// Frames to be sent that the interface dropped.
    public var transmitDrops: UInt64
    /// Frames that passed in either direction, those included that no socket received.
    public var frames: UInt64
    /// The bytes in these frames.
    public var bytes: UInt64

    /// Puts the parts together.
    public init(
        name: String,
        index: Int32,
        isUp: Bool,
        hasCarrier: Bool = true,
        isVirtual: Bool = false,
        controller: CANController? = nil,
        receiveDrops: UInt64 = 0,
        transmitDrops: UInt64 = 0,
        frames: UInt64 = 0,
        bytes: UInt64 = 0
    ) {
        self.name = name
        self.index = index
        self.isUp = isUp
        self.hasCarrier = hasCarrier
        self.isVirtual = isVirtual
        self.controller = controller
        self.receiveDrops = receiveDrops
        self.transmitDrops = transmitDrops
        self.frames = frames
        self.bytes = bytes
    }

    /// Whether frames can pass; never absent.
    ///
    /// Half a vxcan pair is down: the kernel takes its frames and drops them.
    public var state: LinkState {
        guard isUp, hasCarrier || !isVirtual else { return .down }
        return controller?.state == .busOff ? .busOff : .up
    }
}

/// A CAN controller: what is set, and how it is.
public struct CANController: Hashable, Sendable {
    /// Of its error counters (ISO 11898-1), as the kernel has it.
    public enum State: UInt32, Sendable {
        /// Both error counters are below 96.
        case errorActive
        /// One is at 96 or above.
        case errorWarning
        /// One is at 128 or above: it may send, and marks errors only passively.
        case errorPassive
        /// The transmit error counter went past 255: it takes no part in the bus.
        case busOff
        /// The interface is down.
        case stopped
        /// It sleeps until there is traffic.
        case sleeping
    }

    /// How it is.
    public var state: State
    /// Bit/s; nil where none is set.
    public var bitrate: UInt32?
    /// Bit/s of an FD frame's data; nil where none is set.
    public var dataBitrate: UInt32?
    /// The part of a bit before it is sampled, thousandths; nil where it is not known.
    public var samplePoint: UInt32?
    /// What is switched on, the kernel's bits (CAN_CTRLMODE_*).
    public var modes: UInt32
    /// What can be switched on, the same bits; 0 where the kernel does not tell.
    public var possibleModes: UInt32
    /// From bus-off to a restart by the kernel, ms; 0: it stays in bus-off.
    public var restartMilliseconds: UInt32
    /// The transmit error counter; nil where the controller does not tell.
    public var transmitErrors: UInt16?
    /// The receive error counter; nil where the controller does not tell.
    public var receiveErrors: UInt16?
    /// How often it went to error-warning.
    public var warnings: UInt32
    /// How often it went to error-passive.
    public var passives: UInt32
    /// How often it went to bus-off.
    public var busOffs: UInt32
    /// How often it was restarted after bus-off.
    public var restarts: UInt32

    /// Whether it sends nothing, acknowledgements included.
    public var listensOnly: Bool { modes & 0x02 != 0 }

    /// A controller in this state of which nothing else is known.
    public init(state: State) {
        self.state = state
        modes = 0
        possibleModes = 0
        restartMilliseconds = 0
        warnings = 0
        passives = 0
        busOffs = 0
        restarts = 0
    }
}
