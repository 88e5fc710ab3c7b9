import Testing

@testable import Charts

@Suite struct FigureTests {
    private func figure(_ values: [Double], name: String = "power") -> Figure {
        Figure(
            "launch",
            facts: ["0–100 km/h in 5.01 s"],
            panels: [
                Panel(
                    "Power",
                    unit: "kW",
                    series: [
                        Series(
                            name,
                            Stroke(.blue),
                            samples: values.enumerated().map { Sample(Double($0), $1) }
                        )
                    ]
                )
            ]
        )
    }

    private func texts(_ figure: Figure) -> [String] {
        XMLOutline(figure.svg())?.texts ?? []
    }

    @Test("a picture is well-formed, says its axes' units, and is the same each time")
    func sound() throws {
        let picture = figure([0, 100, 250, 200])
        let outline = try #require(XMLOutline(picture.svg()))
        #expect(outline.counts["svg"] == 1 && outline.counts["title"] == 1)
        #expect(outline.texts.contains("Power (kW)") && outline.texts.contains("time (s)"))
        #expect(outline.texts.contains("0–100 km/h in 5.01 s"))
        #expect(outline.texts.filter { $0 == "power" }.count == 1)
        #expect(["0", "100", "200"].allSatisfy(outline.texts.contains))
        #expect(picture.svg() == figure([0, 100, 250, 200]).svg())
        #expect(picture.svg().contains("@media (prefers-color-scheme:dark)"))
    }

    @Test(
        "whatever the values, every coordinate lies in the picture",
        arguments: [
            [], [5], [5, 5, 5], [0, 0], [.nan], [1, .nan, 3], [.infinity, -.infinity],
            [1e300, -1e300], [.leastNonzeroMagnitude, 0], [1e-200, 2e-200], [1e15, 1e15 + 0.125],
            [-3, -2],
            [1.7e308, 0],
        ]
    )
    func anyValues(values: [Double]) throws {
        let svg = figure(values).svg()
        _ = try #require(XMLOutline(svg))
        #expect(!svg.contains("nan") && !svg.contains("inf\""))
        for match in svg.matches(of: /[" ML](-?[0-9.]+),(-?[0-9.]+)/) {
            let x = try #require(Double(match.output.1))
            let y = try #require(Double(match.output.2))
            #expect((0...1000).contains(x) && (0...400).contains(y), "\(x) \(y)")
        }
    }

    @Test("of no value it says so, and one alone is a point")
    func little() {
        #expect(texts(figure([])).contains("no values"))
        #expect(texts(figure([.nan, .nan])).contains("no values"))
        #expect(!texts(figure([7])).contains("no values"))
        #expect(figure([7]).svg().contains("<circle class=\"p-blue\""))
        #expect(!figure([7, 8]).svg().contains("<circle"))
    }

    @Test("without any panel there is still a picture")
    func empty() throws {
        let outline = try #require(XMLOutline(Figure("nothing", panels: []).svg()))
        #expect(outline.texts.contains("nothing"))
    }

    @Test("names are escaped wherever they stand")
    func escaped() throws {
        let evil = "<b>&\"'</b>"
        let blue = Fill(.blue, .rising)
        let picture = Figure(
            evil,
            facts: [evil],
            panels: [
                Panel(
                    evil,
                    unit: evil,
                    series: [Series(evil, Stroke(.ink), samples: [Sample(0, 1), Sample(9, 2)])],
                    tracks: [
                        Track(evil, spans: [Span(evil, blue, from: 0, to: 9)]),
                        Track(evil, spans: [Span(evil + "2", blue, from: 0, to: 0)]),
                    ],
                    callouts: [Callout(evil, at: Sample(5, 1.5))]
                )
            ],
            moments: [Moment(evil, at: 4)],
            timeTitle: evil
        )
        let outline = try #require(XMLOutline(picture.svg()))
        #expect(outline.counts["b"] == nil && outline.counts["pattern"] == 1)
        #expect(outline.texts.filter { $0.contains("&lt;b&gt;") }.count >= 8)
    }

    @Test("a limit is a line with the forbidden room shaded beyond it")
    func limits() throws {
        let flat = [Sample(0, 250), Sample(10, 250)]
        let picture = Figure(
            "limit",
            panels: [
                Panel(
                    "Power",
                    series: [
                        Series("limit", Stroke(.ink, .dashed), kind: .upperLimit, samples: flat),
                        Series("floor", Stroke(.ink), kind: .lowerLimit, samples: [Sample(0, 5)]),
                    ]
                )
            ]
        )
        let layout = FigureLayout(picture)
        let plot = try #require(layout.panels[0].plot)
        let limit = layout.panels[0].value.pixel(250)
        let corner = NumberText.coordinate(plot.top)
        let svg = picture.svg()
        #expect(svg.split(separator: "class=\"forbidden\"").count == 2)
        let area = try #require(svg.split(separator: "\n").first { $0.contains("\"forbidden\"") })
        #expect(area.contains(",\(corner) ") && area.hasSuffix("Z\"/>"))
        #expect(area.contains(",\(NumberText.coordinate(limit)) "))
    }

    @Test("a window shows its part of the time")
    func window() {
        var picture = figure((0..<1000).map { Double($0) })
        picture.window = 500...510
        let layout = FigureLayout(picture)
        #expect(layout.time.values == 500...510)
        #expect(layout.panels[0].value.values.lowerBound >= 450)
        #expect(layout.timeTicks.ticks.first?.text == "500")
        picture.window = 2000...2010
        #expect(texts(picture).contains("no values"))
    }

    @Test("a panel of tracks alone has no axis")
    func tracksAlone() {
        let track = Track("gear", spans: [Span("D", Fill(.blue), from: 0, to: 5)])
        let picture = Figure("states", panels: [Panel("States", tracks: [track])])
        let layout = FigureLayout(picture)
        #expect(layout.panels[0].plot == nil && layout.panels[0].tickTexts.isEmpty)
        #expect(texts(picture).contains("D") && texts(picture).contains("gear"))
    }
}
