public import CANFrames

/// A message as the database describes it.
public struct Message: Hashable, Sendable {
    /// The number as written: the identifier, with bit 31 set where it is extended.
    public var rawID: UInt32
    /// Its name: the long one where the file gives one.
    public var name: String
    /// The name that the file's statements use, where `name` is a long one.
    public var shortName: String?
    /// Payload length in bytes.
    public var length: Int
    /// The node that sends it; `Vector__XXX` where none does.
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
    public var attributes = Attributes()
    /// Where it begins in the file.
    @NotCompared public var position: SourcePosition

    /// A message without signals.
    public init(
        rawID: UInt32,
        name: String,
        length: Int,
        sender: String = Node.nobody,
        position: SourcePosition = .unknown
    ) {
        self.rawID = rawID
        self.name = name
        self.length = length
        self.sender = sender
        self.position = position
    }

    /// The number under which some tools keep signals that belong to no message.
    public static let independentSignalsID: UInt32 = 0xC000_0000

    /// The name under which some tools keep signals that belong to no message.
    public static let independentSignalsName = "VECTOR__INDEPENDENT_SIG_MSG"

    /// Whether it only keeps signals that belong to no message: by its number or by its name.
    public var keepsIndependentSignals: Bool {
        rawID == Self.independentSignalsID || name == Self.independentSignalsName
    }

    /// The identifier; nil for the message that only keeps signals, and where none fits.
    ///
    /// A number above 0x7FF without bit 31 is taken as an extended identifier.
    public var id: FrameID? {
        FrameID(rawValue: rawID) ?? FrameID(extended: rawID)
    }

    /// The signal of that name; the first where there are several.
    public func signal(named name: String) -> Signal? { signals.first { $0.name == name } }
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
    public init(name: String, repetitions: Int = 1, signals: [String]) {
        self.name = name
        self.repetitions = repetitions
        self.signals = signals
    }
}
