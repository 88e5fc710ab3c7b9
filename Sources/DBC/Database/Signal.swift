public import SignalCodec

/// Whether a signal selects others, and by what it is selected itself.
public struct Multiplexing: Hashable, Sendable {
    /// Whether the signal's raw value selects others.
    public var isSelector = false
    /// The name of the signal that selects this one; nil where there is only one to choose.
    public var selector: String?
    /// The raw values of the selector at which this signal is there; empty: always.
    public var ranges: [ClosedRange<UInt64>] = []
    /// The number behind `m` in the signal's own line.
    ///
    /// Where `selector` names another signal, `ranges` holds instead of it. Nil where the line has
    /// none; then the smallest value of the first range is written.
    public var writtenValue: UInt64?

    /// A signal that selects nothing and is always there.
    public init() {}
}

/// A signal as the database describes it.
public struct Signal: Hashable, Sendable {
    /// Its name: the long one where the file gives one.
    public var name: String
    /// The name that the file's statements use, where `name` is a long one.
    public var shortName: String?
    /// Start bit as written.
    public var startBit: Int
    /// Number of bits as written.
    public var length: Int
    /// Which end comes first.
    public var byteOrder: ByteOrder
    /// How the bits are read.
    public var kind: SignalKind
    /// Physical value of one count.
    @WrittenNumber public var factor: Double
    /// Physical value of count 0.
    @WrittenNumber public var offset: Double
    /// Smallest physical value; no limits where both are 0.
    @WrittenNumber public var minimum: Double
    /// Largest physical value; no limits where both are 0.
    @WrittenNumber public var maximum: Double
    /// The unit as written.
    public var unit: String
    /// The nodes that receive it; `Vector__XXX`, which nobody is, is left out.
    public var receivers: [String]
    /// When it is there.
    public var multiplexing: Multiplexing
    /// What single values stand for.
    public var values: [ValueDescription] = []
    /// The value table that `values` are taken from; nil where they are the signal's own.
    public var valueTable: String?
    /// The name of its signal type (SIG_TYPE_REF_).
    public var signalType: String?
    /// Its comment.
    public var comment = ""
    /// Its attributes, without defaults.
    public var attributes = Attributes()
    /// Where it begins in the file.
    @NotCompared public var position: SourcePosition

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
        position: SourcePosition = .unknown
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
