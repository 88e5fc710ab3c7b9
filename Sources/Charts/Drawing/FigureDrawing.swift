/// Draws a figure whose parts have their places.
struct FigureDrawing {
    private let layout: FigureLayout
    private(set) var canvas: Canvas

    init(_ layout: FigureLayout) {
        self.layout = layout
        canvas = Canvas(width: layout.width, height: layout.height)
    }

    /// From the back to the front.
    mutating func draw() {
        canvas.rectangle(
            Box(left: 0, top: 0, right: layout.width, bottom: layout.height),
            "page"
        )
        for panel in layout.panels {
            if let plot = panel.plot { canvas.rectangle(plot, "plot") }
            for track in panel.tracks { canvas.rectangle(track.box, "plot") }
            drawForbidden(panel)
            drawGrid(panel)
        }
        drawMoments()
        for panel in layout.panels {
            drawLegend(panel.legend)
            drawLines(panel)
            for track in panel.tracks { draw(track) }
        }
        for text in layout.header.texts + layout.footer { canvas.text(text) }
    }

    private mutating func drawGrid(_ panel: PanelLayout) {
        guard let plot = panel.plot else { return }
        for tick in layout.timeTicks.ticks {
            let x = layout.time.pixel(tick.value)
            let top = Point(x: x, y: plot.top)
            canvas.line(from: top, to: Point(x: x, y: plot.bottom), "grid")
        }
        for tick in panel.ticks.ticks {
            let y = panel.value.pixel(tick.value)
            canvas.line(
                from: Point(x: plot.left, y: y),
                to: Point(x: plot.right, y: y),
                tick.count == 0 ? "axis" : "grid"
            )
        }
        for text in panel.tickTexts { canvas.text(text) }
    }

    private mutating func drawMoments() {
        for moment in layout.moments.moments {
            var pieces: [[Point]] = []
            var top = moment.top
            // Not through the names in a panel's heading.
            for panel in layout.panels where panel.legend.isCrossed(at: moment.x) {
                let end = panel.legend.heading.box.top - 2
                if end > top {
                    pieces.append([Point(x: moment.x, y: top), Point(x: moment.x, y: end)])
                }
                top = panel.legend.bottom
            }
            pieces.append([
                Point(x: moment.x, y: top), Point(x: moment.x, y: layout.bottom),
            ])
            canvas.path(pieces, "event")
            if let label = moment.label { canvas.text(label) }
        }
    }

    private mutating func drawLegend(_ legend: LegendFlow) {
        canvas.text(legend.heading)
        for entry in legend.entries {
            let box = entry.signBox
            switch entry.sign {
            case .line(let stroke, let isLimit):
                let y = (box.top + box.bottom) / 2
                canvas.line(
                    from: Point(x: box.left, y: y),
                    to: Point(x: box.right, y: y),
                    Self.style(stroke, isLimit: isLimit)
                )
            case .fill(let fill): canvas.area(box, fill)
            }
            canvas.text(entry.text)
        }
    }

    private func path(_ series: Series, _ panel: PanelLayout) -> LinePath {
        LinePath(series.samples, time: layout.time, value: panel.value)
    }

    private mutating func drawForbidden(_ panel: PanelLayout) {
        guard let plot = panel.plot else { return }
        for series in panel.panel.series where series.kind != .quantity {
            let edge = series.kind == .upperLimit ? plot.top : plot.bottom
            let areas = path(series, panel).pieces.filter { $0.count > 1 }.map { piece in
                piece + [
                    Point(x: piece[piece.count - 1].x, y: edge), Point(x: piece[0].x, y: edge),
                ]
            }
            canvas.path(areas, "forbidden", isClosed: true)
        }
    }

    private mutating func drawLines(_ panel: PanelLayout) {
        guard let plot = panel.plot else { return }
        let limits = panel.panel.series.filter { $0.kind != .quantity }
        let quantities = panel.panel.series.filter { $0.kind == .quantity }
        var paths: [LinePath] = []
        for series in limits + quantities {
            let path = path(series, panel)
            paths.append(path)
            canvas.path(
                path.pieces.filter { $0.count > 1 },
                Self.style(series.stroke, isLimit: series.kind != .quantity)
            )
            for piece in path.pieces where piece.count == 1 {
                canvas.dot(piece[0], radius: 2, "p-\(series.stroke.hue)")
            }
        }
        if paths.allSatisfy({ $0.pieces.isEmpty }) {
            let middle = PlacedText(
                text: "no values",
                role: .note,
                x: (plot.left + plot.right) / 2,
                baseline: (plot.top + plot.bottom) / 2 + 4,
                anchor: .middle
            )
            return canvas.text(middle)
        }
        let uprights = layout.moments.moments.map(\.x)
        drawCallouts(panel, CalloutPlacer(plot, paths, uprights: uprights))
    }

    private mutating func drawCallouts(_ panel: PanelLayout, _ placer: CalloutPlacer) {
        var placer = placer
        for callout in panel.panel.callouts
        where callout.point.isDrawable && layout.time.values.contains(callout.point.time) {
            let point = Point(
                x: layout.time.pixel(callout.point.time),
                y: panel.value.pixel(callout.point.value)
            )
            canvas.dot(point, radius: 3.5, "p-ink")
            if let text = placer.place(callout.text, at: point) {
                canvas.text(text, hasHalo: true)
            }
        }
    }

    private mutating func draw(_ track: TrackLayout) {
        canvas.text(track.name)
        for part in track.path.parts {
            canvas.area(
                Box(
                    left: part.left,
                    top: track.box.top,
                    right: part.right,
                    bottom: track.box.bottom
                ),
                part.fill
            )
        }
        for label in track.labels { canvas.text(label) }
    }

    private static func style(_ stroke: Stroke, isLimit: Bool) -> String {
        let dash = stroke.dash == .solid ? "" : " \(stroke.dash)"
        return "\(isLimit ? "limit" : "line") l-\(stroke.hue)\(dash)"
    }
}
