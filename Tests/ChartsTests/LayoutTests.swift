import Testing

@testable import Charts

@Suite struct LayoutTests {
    private func drawn(_ figure: Figure) -> Canvas {
        var drawing = FigureDrawing(FigureLayout(figure))
        drawing.draw()
        return drawing.canvas
    }

    /// A figure with much of everything.
    private func crowded(_ random: inout SplitMix) -> Figure {
        let words = [
            "wait until armed", "select D", "release the brake", "full pedal", "lift", "W",
            "a phase with a name that is longer than anybody would like to read in a picture",
        ]
        func word(_ random: inout SplitMix) -> String {
            words.randomElement(using: &random) ?? ""
        }
        let end = Double.random(in: 0.001...2000, using: &random)
        let moments = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            Moment(word(&random), at: Double.random(in: 0...end, using: &random))
        }
        let panels = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            panel(until: end, words, &random)
        }
        return Figure(
            word(&random) + " & <others>",
            facts: (0..<Int.random(in: 0...12, using: &random)).map { _ in word(&random) },
            panels: panels,
            moments: moments,
            width: Double.random(in: 400...1400, using: &random)
        )
    }

    private func panel(until end: Double, _ words: [String], _ random: inout SplitMix) -> Panel {
        func word(_ random: inout SplitMix) -> String { words.randomElement(using: &random) ?? "" }
        let size = Double("1e\(Int.random(in: -20...20, using: &random))") ?? 1
        let series = (0..<Int.random(in: 0...5, using: &random)).map { number in
            Series(
                word(&random),
                Stroke.numbered(number),
                kind: number == 1 ? .upperLimit : .quantity,
                samples: (0..<50).map {
                    Sample(Double($0) / 49 * end, Double.random(in: -size...size, using: &random))
                }
            )
        }
        let tracks = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let times = (0..<12).map { _ in Double.random(in: 0...end, using: &random) }.sorted()
            return Track(
                word(&random),
                spans: zip(times, times.dropFirst()).enumerated().map { index, times in
                    Span(word(&random), Fill.numbered(index), from: times.0, to: times.1)
                }
            )
        }
        let callouts = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            Callout(
                "peak",
                at: Sample(
                    Double.random(in: 0...end, using: &random),
                    Double.random(in: -size...size, using: &random)
                )
            )
        }
        return Panel(
            word(&random),
            unit: "kW",
            series: series,
            tracks: tracks,
            callouts: callouts,
            height: Double.random(in: 20...250, using: &random)
        )
    }

    @Test("no text lies over another, and none reaches over the edge", arguments: 0..<200)
    func overlaps(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let canvas = drawn(crowded(&random))
        let page = Box(left: 0, top: 0, right: canvas.width, bottom: canvas.height)
        for (index, text) in canvas.texts.enumerated() {
            #expect(page.contains(text.box), "\(text)")
            for other in canvas.texts.dropFirst(index + 1) {
                #expect(!text.box.overlaps(other.box), "\(text) \(other)")
            }
        }
    }

    @Test("no moment's line goes through a moment's name", arguments: 0..<200)
    func moments(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let row = FigureLayout(crowded(&random)).moments
        for moment in row.moments {
            for other in row.moments {
                guard let label = other.label else { continue }
                let start = Point(x: moment.x, y: moment.top)
                let end = Point(x: moment.x, y: row.bottom)
                #expect(!label.box.isCrossed(from: start, to: end), "\(label) \(moment)")
            }
        }
    }

    @Test("moments that are too dense are thinned, and those that have room are named")
    func dense() {
        let time = Scale(values: 0...100, start: 0, end: 1000)
        let many = (0..<10_000).map { Moment("m", at: Double($0) / 100) }
        let row = MomentRow(many, time: time, top: 0, edge: 1000)
        #expect(row.moments.count <= 251)
        let few = [Moment("first", at: 10), Moment("second", at: 50)]
        let named = MomentRow(few, time: time, top: 0, edge: 1000)
        #expect(named.moments.compactMap(\.label?.text) == ["first", "second"])
        #expect(named.moments.map(\.x) == [100, 500])
        let outside = [Moment("before", at: -1), Moment("after", at: 101), Moment("", at: 5)]
        #expect(MomentRow(outside, time: time, top: 0, edge: 1000).moments.map(\.x) == [50])
    }

    @Test("a later name that would be crossed sends the earlier one a row higher")
    func rows() throws {
        let time = Scale(values: 0...100, start: 0, end: 1000)
        let moments = [Moment("release the brake", at: 20), Moment("full pedal", at: 21)]
        let row = MomentRow(moments, time: time, top: 0, edge: 1000)
        let first = try #require(row.moments[0].label)
        let second = try #require(row.moments[1].label)
        #expect(first.baseline == second.baseline - 14)
    }

    @Test("a word beside a point stands off the lines where there is room")
    func callouts() throws {
        let plot = Box(left: 0, top: 0, right: 300, bottom: 100)
        // The line falls to the right of the point, below it.
        let line = LinePath(
            [Sample(0, 50), Sample(150, 50), Sample(300, 0)],
            time: Scale(values: 0...300, start: 0, end: 300),
            value: Scale(values: 0...100, start: 100, end: 0)
        )
        var placer = CalloutPlacer(plot, [line])
        let first = placer.place("peak 50", at: Point(x: 150, y: 50))
        let placed = try #require(first)
        #expect(plot.contains(placed.box))
        #expect(!placed.box.isCrossed(from: Point(x: 0, y: 50), to: Point(x: 150, y: 50)))
        #expect(!placed.box.isCrossed(from: Point(x: 150, y: 50), to: Point(x: 300, y: 100)))
        let second = placer.place("peak 50", at: Point(x: 150, y: 50))
        let other = try #require(second)
        #expect(!other.box.overlaps(placed.box))
        var upright = CalloutPlacer(plot, [], uprights: [160])
        let beside = upright.place("peak 50", at: Point(x: 150, y: 50))
        #expect(try #require(beside).box.right <= 160)
        var narrow = CalloutPlacer(Box(left: 0, top: 0, right: 300, bottom: 8), [])
        let none = narrow.place("peak", at: Point(x: 150, y: 4))
        #expect(none == nil)
    }

    @Test("a straight line crosses a box or not")
    func crossing() {
        let box = Box(left: 10, top: 10, right: 20, bottom: 20)
        func crosses(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double) -> Bool {
            box.isCrossed(from: Point(x: x, y: y), to: Point(x: toX, y: toY))
        }
        #expect(crosses(0, 0, 30, 30) && crosses(15, 0, 15, 30) && crosses(0, 15, 30, 15))
        #expect(crosses(12, 12, 13, 13) && crosses(15, 15, 15, 15))
        #expect(!crosses(0, 25, 30, 25) && !crosses(5, 0, 5, 30) && !crosses(0, 0, 9, 9))
        #expect(!crosses(0, 15, 12, 40) && !crosses(25, 25, 25, 25))
    }
}
