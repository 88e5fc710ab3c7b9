/// One value of a signal and what it stands for.
public struct ValueDescription: Hashable, Sendable {
    /// The value as written: before factor and offset.
    public var raw: Int128
    /// What it stands for.
    public var label: String

    /// Puts the two together.
    public init(raw: Int128, label: String) {
        self.raw = raw
        self.label = label
    }
}

/// A value table that several signals may share.
public struct ValueTable: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its values in the file's order.
    public var values: [ValueDescription]
    /// Where it begins in the file.
    @NotCompared public var position: SourcePosition

    /// Puts the parts together.
    public init(
        name: String,
        values: [ValueDescription],
        position: SourcePosition = .unknown
    ) {
        self.name = name
        self.values = values
        self.position = position
    }
}
