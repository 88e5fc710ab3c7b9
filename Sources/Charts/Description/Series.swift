/// A value at a time.
public struct Sample: Equatable, Sendable {
    /// When, s.
    public var time: Double
    /// What, in the panel's unit; not finite where nothing is known, which breaks the line.
    public var value: Double

    /// Puts both together.
    public init(_ time: Double, _ value: Double) {
        self.time = time
        self.value = value
    }

    /// Whether it can be drawn: finite, and not so large that a scale cannot be made for it.
    var isDrawable: Bool { value.magnitude <= 1e300 && time.magnitude <= 1e300 }
}

/// One line of a panel.
public struct Series: Sendable {
    /// What a line means.
    public enum Kind: Sendable {
        /// A quantity.
        case quantity
        /// What a quantity shall not be above; the room above it is shaded.
        case upperLimit
        /// What a quantity shall not be below; the room below it is shaded.
        case lowerLimit
    }

    /// What the legend calls it.
    public var name: String
    /// What it means.
    public var kind: Kind
    /// How it is drawn.
    public var stroke: Stroke
    /// Its values, by rising time.
    public private(set) var samples: [Sample]

    /// Puts the parts together; samples that are not in the order of time are sorted.
    public init(
        _ name: String,
        _ stroke: Stroke,
        kind: Kind = .quantity,
        samples: [Sample]
    ) {
        self.name = name
        self.kind = kind
        self.stroke = stroke
        let timed = samples.filter { $0.time.isFinite }
        let isSorted = zip(timed, timed.dropFirst()).allSatisfy { $0.time <= $1.time }
        self.samples = isSorted ? timed : timed.sorted { $0.time < $1.time }
    }
}
