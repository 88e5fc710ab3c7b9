import Testing

@testable import Charts

@Suite struct LinePathTests {
    private let time = Scale(values: 0...100, start: 50, end: 150)
    private let value = Scale(values: 0...1000, start: 1000, end: 0)

    private func path(_ samples: [Sample]) -> LinePath {
        LinePath(samples, time: time, value: value)
    }

    @Test("however many samples there are, the peaks are kept", arguments: 0..<50)
    func peaks(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        var samples = (0..<20_000).map { index in
            Sample(Double(index) / 200, Double.random(in: 400...600, using: &random))
        }
        let high = Int.random(in: 0..<20_000, using: &random)
        let low = (high + 777) % 20_000
        samples[high].value = 990
        samples[low].value = 10
        let piece = try #require(path(samples).pieces.first)
        #expect(path(samples).pieces.count == 1)
        #expect(
            piece.contains {
                abs($0.y - 10) < 1e-9 && abs($0.x - time.pixel(samples[high].time)) < 1e-9
            }
        )
        #expect(
            piece.contains {
                abs($0.y - 990) < 1e-9 && abs($0.x - time.pixel(samples[low].time)) < 1e-9
            }
        )
        #expect(piece.count <= 4 * 101)
        #expect(zip(piece, piece.dropFirst()).allSatisfy { $0.x <= $1.x })
        #expect(piece.first == Point(x: 50, y: value.pixel(samples[0].value)))
        #expect(abs((piece.last?.x ?? 0) - time.pixel(samples[19_999].time)) < 1e-9)
    }

    @Test("few samples are all kept as they are")
    func few() {
        let samples = [Sample(0, 0), Sample(10, 500), Sample(10.2, 400), Sample(100, 1000)]
        #expect(
            path(samples).pieces == [
                samples.map { Point(x: time.pixel($0.time), y: value.pixel($0.value)) }
            ]
        )
    }

    @Test(
        "what is not finite breaks the line",
        arguments: [Double.nan, .infinity, -.infinity, 1e301]
    )
    func gaps(unknown: Double) {
        let samples = [
            Sample(0, 1), Sample(1, 2), Sample(1.5, unknown), Sample(2, 3), Sample(3, unknown),
            Sample(4, unknown), Sample(5, 4), Sample(5.1, 5),
        ]
        #expect(path(samples).pieces.map(\.count) == [2, 1, 2])
    }

    @Test("a gap inside one column of pixels breaks the line too")
    func narrowGap() {
        let samples = [Sample(7.1, 1), Sample(7.2, 5), Sample(7.3, .nan), Sample(7.4, 9)]
        #expect(path(samples).pieces.map(\.count) == [2, 1])
    }

    @Test("of nothing there is no line, of one value a point")
    func little() {
        #expect(path([]).pieces.isEmpty)
        #expect(path([Sample(3, .nan)]).pieces.isEmpty)
        #expect(path([Sample(3, 500)]).pieces == [[Point(x: 53, y: 500)]])
    }

    @Test("outside the window nothing is drawn, and at its ends the line goes on")
    func window() {
        let samples = [
            Sample(-300, 0), Sample(-100, 0), Sample(100, 1000), Sample(300, 0), Sample(400, 0),
        ]
        #expect(path(samples).pieces == [[Point(x: 50, y: 500), Point(x: 150, y: 0)]])
        let around = [Sample(-200, 0), Sample(200, 400)]
        #expect(path(around).pieces == [[Point(x: 50, y: 800), Point(x: 150, y: 700)]])
        #expect(path([Sample(-2, 1), Sample(-1, 2)]).pieces.isEmpty)
        #expect(path([Sample(101, 1), Sample(102, 2)]).pieces.isEmpty)
        #expect(path([Sample(-1, .nan), Sample(101, 2)]).pieces.isEmpty)
    }

    @Test("samples out of order are sorted, and those without a time left out")
    func order() {
        let series = Series(
            "a",
            Stroke(.blue),
            samples: [Sample(2, 20), Sample(.nan, 5), Sample(1, 10), Sample(3, 30)]
        )
        #expect(series.samples == [Sample(1, 10), Sample(2, 20), Sample(3, 30)])
    }
}
