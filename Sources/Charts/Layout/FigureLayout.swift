/// Where everything of a figure stands, before anything is drawn.
struct FigureLayout {
    let width: Double
    let height: Double
    let header: Header
    let moments: MomentRow
    let panels: [PanelLayout]
    let time: Scale
    let timeTicks: Ticks
    /// The numbers and the title of the time axis.
    let footer: [PlacedText]
    /// Where the panels end, pixels from the top.
    let bottom: Double

    private static let margin = 16.0
    private static let rightMargin = 30.0
    private static let panelGap = 12.0

    init(_ figure: Figure) {
        width = max(400, figure.width.isFinite ? figure.width.rounded() : 1000)
        let window = Self.window(of: figure)
        let axes = figure.panels.map { PanelLayout.axis(of: $0, in: window) }
        let left = Self.left(figure, axes.map(\.ticks))
        let right = width - Self.rightMargin
        let time = Scale(values: window, start: left, end: right)
        self.time = time
        header = Header(figure, left: Self.margin, right: width - Self.margin)
        moments = MomentRow(
            figure.moments,
            time: time,
            top: header.bottom,
            edge: width - Self.margin
        )
        var bottom = moments.bottom
        var panels: [PanelLayout] = []
        for (panel, axis) in zip(figure.panels, axes) {
            let top = bottom + (panels.isEmpty ? 2 : Self.panelGap)
            let layout = PanelLayout(panel, axis, time: time, top: top)
            panels.append(layout)
            bottom = layout.bottom
        }
        self.panels = panels
        self.bottom = bottom
        timeTicks = Self.timeTicks(time)
        footer = Self.footer(figure, time, timeTicks, below: bottom, edge: width)
        height = (bottom + 42).rounded(.up)
    }

    /// The times shown: what is asked for, or all that have something.
    private static func window(of figure: Figure) -> ClosedRange<Double> {
        var range = AxisRange()
        if let window = figure.window {
            range.include(window.lowerBound)
            range.include(window.upperBound)
            return range.range
        }
        for panel in figure.panels {
            for series in panel.series {
                if let first = series.samples.first { range.include(first.time) }
                if let last = series.samples.last { range.include(last.time) }
            }
            for span in panel.tracks.flatMap(\.spans) {
                range.include(span.start)
                range.include(span.end)
            }
        }
        return range.range
    }

    /// Where the panels begin: right of the widest number and name.
    private static func left(_ figure: Figure, _ ticks: [Ticks]) -> Double {
        var widest = 24.0
        for (panel, ticks) in zip(figure.panels, ticks) {
            if panel.hasPlot {
                for tick in ticks.ticks {
                    widest = max(widest, TextRole.tick.width(of: tick.text))
                }
            }
            for track in panel.tracks {
                let width = TextRole.tick.width(of: track.name)
                widest = max(widest, min(width, TrackLayout.widestName))
            }
        }
        return (margin + widest + 8).rounded(.up)
    }

    /// As many numbers as have room beside each other.
    private static func timeTicks(_ time: Scale) -> Ticks {
        let room = time.end - time.start
        var count = max(2, Int(room / 60))
        while true {
            let ticks = Ticks(in: time.values, atMost: count)
            let widest = ticks.ticks.map { TextRole.tick.width(of: $0.text) }.max() ?? 0
            let pixels = ticks.ticks.map { time.pixel($0.value) }
            let nearest = zip(pixels, pixels.dropFirst()).map { $1 - $0 }.min() ?? .infinity
            if count <= 2 || nearest > widest + 14 { return ticks }
            count -= 1
        }
    }

    private static func footer(
        _ figure: Figure,
        _ time: Scale,
        _ ticks: Ticks,
        below bottom: Double,
        edge: Double
    ) -> [PlacedText] {
        var texts = ticks.ticks.map { tick in
            let half = TextRole.tick.width(of: tick.text) / 2
            let x = min(max(time.pixel(tick.value), half + 2), edge - half - 2)
            return PlacedText(
                text: tick.text,
                role: .tick,
                x: x,
                baseline: bottom + 17,
                anchor: .middle
            )
        }
        texts.append(
            PlacedText(
                text: TextRole.note.fitted("\(figure.timeTitle) (s)", in: time.end - time.start),
                role: .note,
                x: (time.start + time.end) / 2,
                baseline: bottom + 34,
                anchor: .middle
            )
        )
        return texts
    }
}
