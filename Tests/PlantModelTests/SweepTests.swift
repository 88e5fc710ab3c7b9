import PlantModel
import Testing

@testable import axlesim

@Suite struct SweepTests {
    /// The prototype's files.
    private static let files = TrialFiles(
        vehicle: shipped("Config/vehicles/leaf-eplus-awd.yaml"),
        plant: shipped("Config/plants/leaf-eplus-awd.yaml"),
        guardian: shipped("Config/guard.yaml"),
        databases: shipped("DBC")
    )

    @Test(
        "a range becomes its values, both ends among them",
        arguments: [
            ("a.b=60..250 kW/3", ["60.0 kW", "155.0 kW", "250.0 kW"]),
            ("a.b=60 kW..250 kW/2", ["60.0 kW", "250.0 kW"]),
            ("a.b=0.1..0.2 W/Nm2/3", ["0.1 W/Nm2", "0.15 W/Nm2", "0.2 W/Nm2"]),
            ("a.b=x0.7..x1.3/4", ["x0.7", "x0.9", "x1.1", "x1.3"]),
            ("a.b=x0.7..1.3/2", ["x0.7", "x1.3"]),
            ("a.b=1..2/2", ["1.0", "2.0"]),
            ("a.b=-5..5 V/3", ["-5.0 V", "0.0 V", "5.0 V"]),
            ("a.b=5 V", ["5 V"]),
            ("a.b=x2", ["x2.0"]),
        ]
    )
    func ranges(text: String, values: [String]) throws {
        let range = try SweepRange(parsing: text)
        #expect(range.settings.map(\.value.text) == values)
        #expect(range.settings.allSatisfy { $0.key == "a.b" })
    }

    @Test(
        "a range that is none is refused",
        arguments: [
            "a=1..2", "a=1..2/1", "a=1..2/1001", "a=1..2 kW/x", "a=1 V..2 kW/3", "a=..2/3",
            "a=1../3", "a=x1..2 kW/3", "a=1..x2/3",
        ]
    )
    func wrong(text: String) throws {
        let error = #expect(throws: FileError.self) { try SweepRange(parsing: text) }
        #expect(try #require(error).description.hasPrefix("--set a: found "))
        #expect(try #require(error).description.contains("allowed FROM..TO/STEPS"))
    }

    @Test("several ranges make a grid, the last one fastest")
    func grid() throws {
        let grid = SweepRange.grid([
            try SweepRange(parsing: "a=1..2/2"), try SweepRange(parsing: "b=7"),
            try SweepRange(parsing: "c=x1..x3/3"),
        ])
        #expect(
            grid.map { $0.map(\.value.text) } == [
                ["1.0", "7", "x1.0"], ["1.0", "7", "x2.0"], ["1.0", "7", "x3.0"],
                ["2.0", "7", "x1.0"], ["2.0", "7", "x2.0"], ["2.0", "7", "x3.0"],
            ]
        )
    }

    @Test("hidden plants are the seed's, inside their bounds, and reach out to them")
    func hidden() throws {
        let script = try shippedScenario("launch")
        let bench = try TrialBench(script, Self.files)
        var plants = HiddenPlants(seed: 7, has: bench.has)
        var again = HiddenPlants(seed: 7, has: bench.has)
        var other = HiddenPlants(seed: 8, has: bench.has)
        let base = try prototype()
        var drawn: [PlantParameters] = []
        for _ in 0..<200 {
            let settings = plants.next()
            #expect(settings == again.next())
            #expect(settings != other.next())
            drawn.append(try bench.plant(settings))
        }
        func span(_ value: (PlantParameters) -> Double) -> (least: Double, most: Double) {
            let values = drawn.map(value)
            return (values.min() ?? 0, values.max() ?? 0)
        }
        let loss = span { $0.losses.copper / base.losses.copper }
        #expect(loss.least >= 0.699 && loss.least < 0.71 && loss.most <= 1.301 && loss.most > 1.29)
        let resistance = span { $0.battery.seriesResistance / base.battery.seriesResistance }
        #expect(resistance.least >= 0.499 && resistance.least < 0.52)
        #expect(resistance.most <= 1.501 && resistance.most > 1.45)
        let inverter = span { $0.inverter.transportDelay + $0.inverter.torqueLag }
        let report = span { $0.battery.currentReportDelay + $0.battery.currentReportLag }
        for lag in [inverter, report] {
            #expect(lag.least >= 0 && lag.least < 0.005 && lag.most <= 0.1001 && lag.most > 0.095)
        }
    }

    @Test(
        "a percentile is the value that so many are not above",
        arguments: [(50, 5.0), (90, 9), (95, 10), (99, 10), (100, 10), (1, 1)]
    )
    func percentile(percent: Int, expected: Double) {
        #expect(
            HiddenStudy.percentile(percent, of: (1...10).map(Double.init).shuffled()) == expected
        )
        #expect(HiddenStudy.percentile(percent, of: []) == 0)
    }

    @Test("runs of one bench do not know of each other")
    func bench() throws {
        let script = try shippedScenario("launch")
        let bench = try TrialBench(script, Self.files)
        let heavier = [KeySetting(key: "body.mass", value: .factor(1.5))]
        let first = try bench.run([], atMost: 12)
        let second = try bench.run(heavier, atMost: 12)
        let third = try bench.run([], atMost: 12)
        var alone = try offlineLoop(script)
        try alone.run(atMost: 12)
        for quantity in MeasuredQuantity.allCases {
            #expect(first.outcome.value(quantity) == third.outcome.value(quantity), "\(quantity)")
            #expect(first.outcome.value(quantity) == Outcome(alone).value(quantity), "\(quantity)")
        }
        let times = try [first, second].map { try #require($0.outcome.value(.zeroTo100)) }
        #expect(times[1] > 1.2 * times[0])
    }
}
