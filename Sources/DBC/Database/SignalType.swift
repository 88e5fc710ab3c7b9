public import SignalCodec

/// A signal's form without a place, which signals may refer to (SGTYPE_).
public struct SignalType: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Number of bits.
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
    /// The value to begin with.
    @WrittenNumber public var defaultValue: Double
    /// The name of its value table; empty where it has none.
    public var valueTable: String
    /// What single values stand for (SGTYPE_VAL_).
    public var values: [ValueDescription] = []
    /// Where it begins in the file.
    @NotCompared public var position: SourcePosition

    /// Puts the parts of an SGTYPE_ statement together.
    public init(
        name: String,
        length: Int,
        byteOrder: ByteOrder,
        kind: SignalKind,
        factor: Double = 1,
        offset: Double = 0,
        minimum: Double = 0,
        maximum: Double = 0,
        unit: String = "",
        defaultValue: Double = 0,
        valueTable: String = "",
        position: SourcePosition = .unknown
    ) {
        self.name = name
        self.length = length
        self.byteOrder = byteOrder
        self.kind = kind
        self.factor = factor
        self.offset = offset
        self.minimum = minimum
        self.maximum = maximum
        self.unit = unit
        self.defaultValue = defaultValue
        self.valueTable = valueTable
        self.position = position
    }
}
