public import CANFrames
public import SignalCodec

/// A message as the database describes it.
public struct Message: Hashable, Sendable {
    /// The number as written: the identifier, with bit 31 set where it is extended.
    public var rawID: UInt32
    /// Its name.
    public var name: String
    /// Payload length in bytes.
    public var length: Int
    /// The node that sends it; empty or `Vector__XXX` where none does.
    public var sender: String
    /// Further nodes that send it.
    public var transmitters: [String] = []
    /// Its signals in the file's order.
    public var signals: [Signal] = []
    /// Groups of its signals.
    public var signalGroups: [SignalGroup] = []
    /// Its comment.
    public var comment = ""
    /// Its attributes, without defaults.
    public var attributes: [String: AttributeValue] = [:]
    /// Where it begins in the file.
    public var position: SourcePosition

    /// A message without signals.
    public init(
        rawID: UInt32,
        name: String,
        length: Int,
        sender: String,
        position: SourcePosition
    ) {
        self.rawID = rawID
        self.name = name
        self.length = length
        self.sender = sender
        self.position = position
    }

    /// The number under which some tools keep signals that belong to no message.
    public static let independentSignalsID: UInt32 = 0xC000_0000

    /// The identifier; nil for the message that only keeps signals, and where none fits.
    ///
    /// A number above 0x7FF without bit 31 is taken as an extended identifier.
    public var id: FrameID? {
        FrameID(rawValue: rawID) ?? FrameID(extended: rawID)
    }
}

/// A named group of signals that belong together.
public struct SignalGroup: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// How often it repeats.
    public var repetitions: Int
    /// The signals' names.
    public var signals: [String]

    /// Puts the parts together.
    public init(name: String, repetitions: Int, signals: [String]) {
        self.name = name
        self.repetitions = repetitions
        self.signals = signals
    }
}

/// Whether a signal selects others, and by what it is selected itself.
public struct Multiplexing: Hashable, Sendable {
    /// Whether the signal's raw value selects others.
    public var isSelector = false
    /// The name of the signal that selects this one; nil where there is only one to choose.
    public var selector: String?
    /// The raw values of the selector at which this signal is there; empty: always.
    public var ranges: [ClosedRange<UInt64>] = []

    /// A signal that selects nothing and is always there.
    public init() {}
}

/// A signal as the database describes it.
public struct Signal: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Start bit as written.
    public var startBit: Int
    /// Number of bits as written.
    public var length: Int
    /// Which end comes first.
    public var byteOrder: ByteOrder
    /// How the bits are read.
    public var kind: SignalKind
    /// Physical value of one count.
    public var factor: Double
    /// Physical value of count 0.
    public var offset: Double
    /// Smallest physical value; no limits where both are 0.
    public var minimum: Double
    /// Largest physical value; no limits where both are 0.
    public var maximum: Double
    /// The unit as written.
    public var unit: String
    /// The nodes that receive it.
    public var receivers: [String]
    /// When it is there.
    public var multiplexing: Multiplexing
    /// What single values stand for.
    public var values: [ValueDescription] = []
    /// Its comment.
    public var comment = ""
    /// Its attributes, without defaults.
    public var attributes: [String: AttributeValue] = [:]
    /// Where it begins in the file.
    public var position: SourcePosition

    /// Puts the parts of an SG_ line together.
    public init(
        name: String,
        startBit: Int,
        length: Int,
        byteOrder: ByteOrder,
        kind: SignalKind,
        factor: Double = 1,
        offset: Double = 0,
        minimum: Double = 0,
        maximum: Double = 0,
        unit: String = "",
        receivers: [String] = [],
        multiplexing: Multiplexing = Multiplexing(),
        position: SourcePosition
    ) {
        self.name = name
        self.startBit = startBit
        self.length = length
        self.byteOrder = byteOrder
        self.kind = kind
        self.factor = factor
        self.offset = offset
        self.minimum = minimum
        self.maximum = maximum
        self.unit = unit
        self.receivers = receivers
        self.multiplexing = multiplexing
        self.position = position
    }

    /// The compiled place and scaling; nil where the signal cannot lie in 64 bytes.
    public var layout: SignalLayout? {
        SignalLayout(
            startBit: startBit,
            length: length,
            byteOrder: byteOrder,
            kind: kind,
            factor: factor,
            offset: offset,
            minimum: minimum,
            maximum: maximum
        )
    }
}
