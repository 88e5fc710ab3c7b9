/// One of a figure's panels: lines over time, and tracks below them.
public struct Panel: Sendable {
    /// What it shows.
    public var title: String
    /// The unit of its values; empty for none.
    public var unit: String
    /// Its lines; without any and without `isEmptyShown`, there are only tracks.
    public var series: [Series]
    /// Its tracks, the first one at the top.
    public var tracks: [Track]
    /// Points that are worth a word.
    public var callouts: [Callout]
    /// The height of the room for lines, pixels.
    public var height: Double
    /// Whether the axis goes through zero whatever the values are.
    public var includesZero: Bool

    /// Puts the parts together.
    public init(
        _ title: String,
        unit: String = "",
        series: [Series] = [],
        tracks: [Track] = [],
        callouts: [Callout] = [],
        height: Double = 130,
        includesZero: Bool = false
    ) {
        self.title = title
        self.unit = unit
        self.series = series
        self.tracks = tracks
        self.callouts = callouts
        self.height = height
        self.includesZero = includesZero
    }

    /// Whether there is room for lines: also where there is nothing to draw at all.
    var hasPlot: Bool { !series.isEmpty || tracks.isEmpty }

    /// The title with its unit.
    var heading: String { unit.isEmpty ? title : "\(title) (\(unit))" }
}

/// A point of a panel with a word beside it.
public struct Callout: Equatable, Sendable {
    /// Where it is.
    public var point: Sample
    /// What is said of it.
    public var text: String

    /// Puts both together.
    public init(_ text: String, at point: Sample) {
        self.text = text
        self.point = point
    }
}
