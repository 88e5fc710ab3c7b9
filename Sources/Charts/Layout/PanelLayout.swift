/// A panel at its place.
struct PanelLayout {
    let panel: Panel
    let legend: LegendFlow
    /// The room for lines; nil where there are only tracks.
    let plot: Box?
    let ticks: Ticks
    let tickTexts: [PlacedText]
    let value: Scale
    let tracks: [TrackLayout]
    /// Where it ends, pixels from the top.
    let bottom: Double

    /// Puts a panel below `top`.
    init(_ panel: Panel, _ axis: Axis, time: Scale, top: Double) {
        self.panel = panel
        ticks = axis.ticks
        let legend = Self.legend(of: panel, time: time, top: top)
        self.legend = legend
        var bottom = legend.bottom
        if panel.hasPlot {
            let height = max(40, panel.height)
            plot = Box(left: time.start, top: bottom, right: time.end, bottom: bottom + height)
            bottom += height
        } else {
            plot = nil
        }
        let scale = Scale(values: axis.range, start: plot?.bottom ?? 1, end: plot?.top ?? 0)
        value = scale
        let hasPlot = panel.hasPlot
        tickTexts = hasPlot ? ticks.ticks.map { Self.tickText($0, scale, left: time.start) } : []
        var tracks: [TrackLayout] = []
        for track in panel.tracks {
            if !tracks.isEmpty {
                bottom += TrackLayout.gap
            } else if hasPlot {
                bottom += TrackLayout.firstGap
            }
            tracks.append(TrackLayout(track, time: time, top: bottom))
            bottom += TrackLayout.height
        }
        self.tracks = tracks
        self.bottom = bottom
    }

    private static func tickText(_ tick: Ticks.Tick, _ scale: Scale, left: Double) -> PlacedText {
        PlacedText(
            text: tick.text,
            role: .tick,
            x: left - 8,
            baseline: scale.pixel(tick.value) + 4,
            anchor: .end
        )
    }

    /// Lines by their names, then the colours whose names have no room in their tracks.
    private static func legend(of panel: Panel, time: Scale, top: Double) -> LegendFlow {
        let lines = panel.series.filter { !$0.name.isEmpty }.map { series in
            LegendFlow.Entry(
                sign: .line(series.stroke, isLimit: series.kind != .quantity),
                name: series.name
            )
        }
        let tracks = panel.tracks.map { TrackLayout($0, time: time, top: 0) }
        let named = Set(tracks.flatMap(\.labels).map(\.text))
        var fills: [LegendFlow.Entry] = []
        for entry in tracks.flatMap({ $0.unnamed(except: named) }) where !fills.contains(entry) {
            fills.append(entry)
        }
        return LegendFlow(
            panel.heading,
            lines + fills,
            left: time.start,
            right: time.end,
            top: top
        )
    }

    /// What a panel's axis shows, and its round numbers.
    static func axis(of panel: Panel, in window: ClosedRange<Double>) -> Axis {
        var range = AxisRange()
        for series in panel.series {
            for sample in LinePath.cut(series.samples, to: window) where sample.isDrawable {
                range.include(sample.value)
            }
        }
        for callout in panel.callouts where window.contains(callout.point.time) {
            range.include(callout.point.value)
        }
        if panel.includesZero { range.include(0) }
        let shown = range.roomy(
            hasLowerLimit: panel.series.contains { $0.kind == .lowerLimit },
            hasUpperLimit: panel.series.contains { $0.kind == .upperLimit }
        )
        let greatest = max(3, Int(panel.height / 24))
        return Axis(range: shown, ticks: Ticks(in: shown, atMost: greatest))
    }

    /// What an axis shows, and its round numbers.
    struct Axis {
        let range: ClosedRange<Double>
        let ticks: Ticks
    }
}
