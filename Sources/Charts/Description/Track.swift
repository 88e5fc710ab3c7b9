/// A band along a panel: what was the case at which time.
public struct Track: Sendable {
    /// What stands before it.
    public var name: String
    /// Its coloured parts, by rising time; between them nothing is the case.
    public var spans: [Span]

    /// Puts both together.
    public init(_ name: String, spans: [Span]) {
        self.name = name
        self.spans = spans
    }

    /// The track of something that changes: each value holds until the next one.
    ///
    /// `values` are by rising time, `end` is when the last one ends, and `span` says what a value is
    /// called and how it is filled; nil leaves a gap.
    public init<Value: Equatable>(
        _ name: String,
        values: [(time: Double, value: Value)],
        until end: Double,
        span: (Value) -> (name: String, fill: Fill)?
    ) {
        var spans: [Span] = []
        var index = 0
        while index < values.count {
            let first = values[index]
            index += 1
            while index < values.count, values[index].value == first.value { index += 1 }
            let last = index < values.count ? values[index].time : max(end, first.time)
            if let look = span(first.value) {
                spans.append(Span(look.name, look.fill, from: first.time, to: last))
            }
        }
        self.init(name, spans: spans)
    }
}

/// A coloured part of a track.
public struct Span: Equatable, Sendable {
    /// What was the case.
    public var name: String
    /// How it is filled.
    public var fill: Fill
    /// When it begins, s.
    public var start: Double
    /// When it ends, s.
    public var end: Double

    /// Puts the parts together.
    public init(_ name: String, _ fill: Fill, from start: Double, to end: Double) {
        self.name = name
        self.fill = fill
        self.start = start
        self.end = end
    }
}
