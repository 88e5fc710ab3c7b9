/// A picture of quantities over time: a stack of panels that share the time axis.
public struct Figure: Sendable {
    /// What it is about.
    public var title: String
    /// What is worth knowing first, in a row under the title.
    public var facts: [String]
    /// The panels, the first one at the top.
    public var panels: [Panel]
    /// What happened when; drawn through all panels, and named above them where there is room.
    public var moments: [Moment]
    /// What the time axis is called, without the unit.
    public var timeTitle: String
    /// What is drawn, s; nil for all there is.
    public var window: ClosedRange<Double>?
    /// How wide the picture is, pixels; at least 400.
    public var width: Double

    /// Puts the parts together.
    public init(
        _ title: String,
        facts: [String] = [],
        panels: [Panel],
        moments: [Moment] = [],
        timeTitle: String = "time",
        window: ClosedRange<Double>? = nil,
        width: Double = 1000
    ) {
        self.title = title
        self.facts = facts
        self.panels = panels
        self.moments = moments
        self.timeTitle = timeTitle
        self.window = window
        self.width = width
    }

    /// The picture as the text of an SVG file; equal figures give equal bytes.
    public func svg() -> String {
        let layout = FigureLayout(self)
        var drawing = FigureDrawing(layout)
        drawing.draw()
        return drawing.canvas.document(title: title, description: facts.joined(separator: "; "))
    }
}

/// A time at which something happened.
public struct Moment: Equatable, Sendable {
    /// When, s.
    public var time: Double
    /// What.
    public var name: String

    /// Puts both together.
    public init(_ name: String, at time: Double) {
        self.name = name
        self.time = time
    }
}
