import Testing

@testable import Charts

@Suite struct TrackTests {
    private let time = Scale(values: 0...100, start: 50, end: 150)
    private let red = Fill(.vermillion)
    private let blue = Fill(.blue)

    private func part(
        _ name: String,
        _ fill: Fill,
        _ left: Double,
        _ right: Double
    )
        -> TrackPath
        .Part
    {
        TrackPath.Part(name: name, fill: fill, left: left, right: right)
    }

    @Test("a value holds until the next one, and what has no look is a gap")
    func values() {
        let values: [(time: Double, value: Int)] = [(0, 1), (1, 1), (2, 0), (3, 2), (4, 2), (5, 1)]
        let track = Track("t", values: values, until: 6) { $0 == 0 ? nil : ("\($0)", blue) }
        #expect(
            track.spans == [
                Span("1", blue, from: 0, to: 2), Span("2", blue, from: 3, to: 5),
                Span("1", blue, from: 5, to: 6),
            ]
        )
        let none: [(time: Double, value: Int)] = []
        #expect(Track("t", values: none, until: 6) { ("\($0)", blue) }.spans.isEmpty)
    }

    @Test("what is shorter than a pixel is one pixel wide, over what is around it")
    func slivers() {
        let spans = [
            Span("a", red, from: 0, to: 40), Span("b", blue, from: 40, to: 40.01),
            Span("a", red, from: 40.01, to: 80), Span("c", blue, from: 100, to: 100),
        ]
        #expect(
            TrackPath(spans, time: time).parts == [
                part("a", red, 50, 130), part("b", blue, 90, 91), part("c", blue, 149, 150),
            ]
        )
    }

    @Test("of several in one pixel the longest is seen")
    func longest() {
        let spans = [
            Span("a", red, from: 10.1, to: 10.12), Span("b", blue, from: 10.12, to: 10.3),
            Span("c", red, from: 10.3, to: 10.31),
        ]
        #expect(TrackPath(spans, time: time).parts == [part("b", blue, 60, 61)])
    }

    @Test("only what lies in the window is drawn")
    func window() {
        let spans = [
            Span("a", red, from: -10, to: -5), Span("b", blue, from: -3, to: 10),
            Span("c", red, from: 90, to: 110), Span("d", blue, from: 120, to: 130),
        ]
        #expect(
            TrackPath(spans, time: time).parts == [
                part("b", blue, 50, 60), part("c", red, 140, 150),
            ]
        )
    }

    @Test("a name stands in its part where it fits, else in the legend, once")
    func names() {
        let wide = Scale(values: 0...100, start: 0, end: 1000)
        let spans = [
            Span("discharge", red, from: 0, to: 50), Span("slip", blue, from: 50, to: 51),
            Span("slip", blue, from: 60, to: 61), Span("discharge", red, from: 61, to: 62),
        ]
        let layout = TrackLayout(Track("bound by", spans: spans), time: wide, top: 0)
        #expect(layout.labels.map(\.text) == ["discharge"])
        #expect(layout.labels[0].box.left > 0 && layout.labels[0].box.right < 500)
        let named = Set(layout.labels.map(\.text))
        #expect(layout.unnamed(except: named) == [.init(sign: .fill(blue), name: "slip")])
    }

    @Test("a name stands beside slivers, not under them, or in the legend")
    func cut() throws {
        let wide = Scale(values: 0...100, start: 0, end: 1000)
        let spans = [
            Span("discharge", red, from: 0, to: 50), Span("slip", blue, from: 50, to: 50.001),
            Span("discharge", red, from: 50.001, to: 100),
        ]
        let layout = TrackLayout(Track("bound by", spans: spans), time: wide, top: 0)
        let label = try #require(layout.labels.first)
        #expect(layout.labels.count == 1 && label.text == "discharge")
        #expect(label.box.right <= 500 || label.box.left >= 501)
        let many = (0..<100).map { Span("slip", blue, from: Double($0), to: Double($0)) }
        let ground = [Span("discharge", red, from: 0, to: 100)] + many
        let full = TrackLayout(Track("bound by", spans: ground), time: wide, top: 0)
        #expect(full.labels.isEmpty)
        #expect(full.unnamed(except: []).map(\.name) == ["discharge", "slip"])
    }

    @Test("numbered fills and strokes look different")
    func numbered() {
        #expect(Set((0..<24).map { Fill.numbered($0) }).count == 24)
        #expect(Set((0..<28).map { Stroke.numbered($0) }).count == 28)
    }
}
