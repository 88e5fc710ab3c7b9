import ArgumentParser
import Foundation
import PlantModel

/// Runs a scenario over ranges of the plant's values, or with plants drawn at random.
struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a scenario over ranges of a plant's values, or with random plants.",
        discussion: """
            With --set KEY=FROM..TO/STEPS, as battery.discharge_limit='60..250 kW/20' or \
            motor_losses.copper=x0.7..x1.3/7, the scenario runs once for each value; several ranges make \
            a grid, and a value without a range holds in all runs. With --random the plants have losses of \
            0.7 to 1.3 times what the file says, resistances of 0.5 to 1.5 times, and up to \
            100 ms of delay and lag in the inverters and as much in the battery's report; the same seed \
            draws the same plants. Daemon and guardian are told none of it. Exit status: 0 done, \
            2 bad usage or files.
            """
    )

    @Argument(help: "The driver's script: a file, or a name in Config/scenarios.")
    var scenario: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A range of values, or one; may be given several times.",
            valueName: "KEY=FROM..TO/STEPS"
        )
    )
    var set: [String] = []

    @Option(help: ArgumentHelp("Draw so many hidden plants.", valueName: "PLANTS"))
    var random: Int?

    @Option(help: "What the plants are drawn from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("What to print, with commas between.", valueName: "NAME,…"))
    var measure: String?

    @OptionGroup var car: TrialOptions

    @Flag(help: "Print one JSON object a line: of each run, and with --random of the percentiles.")
    var json = false

    /// The most runs of one sweep.
    private static let greatestCount = 10_000

    func validate() throws {
        if let random, !(1...Self.greatestCount).contains(random) {
            throw ValidationError("--random: found \(random), allowed 1 to \(Self.greatestCount)")
        }
        guard random != nil || !set.isEmpty else {
            throw ValidationError("found neither --set nor --random, allowed one or both")
        }
        _ = try measures()
    }

    func run() throws {
        let script = try ScenarioFile.find(scenario)
        let bench = try TrialBench(script, car.files(script))
        let points = try points(bench)
        // All that is wrong is told before the first run.
        for point in points { _ = try bench.plant(point) }
        let changing = Array(Set(points.flatMap { $0.map(\.key) })).sorted()
            .filter { key in Set(points.map { $0.last { $0.key == key }?.value.text }).count > 1 }
        let table = TrialTable(keys: changing, measures: try measures())
        var study = HiddenStudy(script.name)
        let bar = ProgressBar(points.count)
        if !json, random == nil { write(Data(table.header.utf8)) }
        for (index, point) in points.enumerated() {
            bar.show(index, point.count == 1 ? point[0].key : "")
            let trial = try bench.run(point, atMost: car.atMost)
            bar.finish()
            study.add(trial)
            if json {
                write(try table.json(trial))
            } else if random == nil {
                write(Data(table.line(trial).utf8))
            }
        }
        guard random != nil else { return }
        write(json ? try study.json() : Data(study.lines.utf8))
    }

    /// What is set in each run.
    private func points(_ bench: TrialBench) throws -> [[KeySetting]] {
        var ranges: [SweepRange] = []
        for text in set { ranges.append(try SweepRange(parsing: text)) }
        let count = ranges.reduce(1.0) { $0 * Double($1.settings.count) } * Double(random ?? 1)
        guard count <= Double(Self.greatestCount) else {
            throw ValidationError("found \(Int(count)) runs, allowed \(Self.greatestCount)")
        }
        let grid = SweepRange.grid(ranges)
        guard let random else { return grid }
        var plants = HiddenPlants(seed: seed, has: bench.has)
        return (0..<random).flatMap { _ in
            let plant = plants.next()
            return grid.map { plant + $0 }
        }
    }

    private func measures() throws -> [MeasuredQuantity] {
        guard let measure else {
            return [
                .zeroTo100, .peakElectrical, .peakOverLimit, .energyOverLimit, .longestOverLimit,
                .lowestVoltage, .limitViolations, .trips,
            ]
        }
        return try measure.split(separator: ",").map { name in
            let known = MeasuredQuantity.allCases
            guard let match = known.first(where: { MeasureForm.of($0).key == name }) else {
                let allowed = known.map { MeasureForm.of($0).key }.joined(separator: ", ")
                throw ValidationError("--measure: found \(name), allowed \(allowed)")
            }
            return match
        }
    }

    private func write(_ bytes: Data) { FileHandle.standardOutput.write(bytes) }
}

/// Which car's files a command runs with.
struct TrialOptions: ParsableArguments {
    @Option(help: "The car; without it the scenario's, or leaf-eplus-awd.")
    var car: String?

    @Option(
        help: "The vehicle's file as the daemon knows it, or the car's name; without it the car's."
    )
    var vehicle: String?

    @Option(help: "The vehicle's numbers; without it the car's.")
    var plant: String?

    @Option(
        name: .customLong("guard"),
        help: "The guardian's file; without it the car's, or Config/guard.yaml."
    )
    var guardian: String?

    @Option(help: "The directory of leaf-ev.dbc, leaf-car.dbc and axle-bench.dbc.")
    var dbcDirectory = "DBC"

    @Option(help: "Give a run up after so many simulated seconds.")
    var atMost: Double = 600

    func validate() throws {
        guard atMost.isFinite, atMost > 0, atMost <= 86_400 else {
            throw ValidationError("--at-most: found \(atMost), allowed more than 0, to 86400")
        }
    }

    /// The files, for a scenario that may name a car.
    func files(_ script: Scenario) -> TrialFiles {
        let files = CarFiles(
            for: script,
            car: car,
            vehicle: vehicle,
            plant: plant,
            guardian: guardian
        )
        return TrialFiles(
            vehicle: files.vehicle,
            plant: files.plant,
            guardian: files.guardian,
            databases: dbcDirectory
        )
    }
}
