import ArgumentParser
import Foundation
import PlantModel

/// Compares what cars' makers published with what comes out.
struct Table: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Drive every car from 0 to 100 km/h, and compare with what was published.",
        discussion: """
            A car is a name that has a file in Config/vehicles and one in Config/plants. Each is driven by \
            the control core and the guardian's checks, once as it is, and once more for each number that \
            the result hangs on. Exit status: 0 all that was published is met within 8 %, 1 one is not, \
            2 bad usage or files.
            """
    )

    @Argument(help: "The cars; without one, all.")
    var cars: [String] = []

    @Option(help: "The directory of leaf-ev.dbc, leaf-car.dbc and axle-bench.dbc.")
    var dbcDirectory = "DBC"

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
        let script = try ScenarioFile.find("launch").untilFast()
        let names = cars.isEmpty ? CarFiles.all() : cars
        var rows: [TableRow] = []
        let progress = ProgressBar(names.count)
        for (index, name) in names.enumerated() {
            progress.show(index, name)
            rows.append(try TableRow(name, script, databases: dbcDirectory))
        }
        progress.finish()
        FileHandle.standardOutput.write(Data((json ? try lines(rows) : text(rows)).utf8))
        if rows.contains(where: { $0.isClose == false }) { throw ExitCode(1) }
    }

    private func lines(_ rows: [TableRow]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
            .joined()
    }

    private func text(_ rows: [TableRow]) -> String {
        var table = TextTable([
            "car", "published", "simulated", "error", "0-60 mph", "shaft", "electrical", "torque",
            "limited by",
        ])
        var choices = TextTable(
            ["0-100 km/h moves by", "grip", "ratio"] + Variation.all.map { $0.name }
        )
        for row in rows {
            let shaft = row.figures.peakShaft
            let torque = row.figures.peakTorque
            table.add([
                row.vehicle, Self.time(row.published), Self.time(row.figures.zeroTo100),
                row.error.map { Self.signed($0, 1) + " %" } ?? "-",
                Self.time(row.figures.zeroTo60Miles),
                "\(Self.whole(shaft / 1000)) kW (\(Self.whole(shaft / 745.7)) hp)",
                "\(Self.whole(row.figures.peakElectrical / 1000)) kW",
                "\(Self.whole(torque)) Nm (\(Self.whole(torque / 1.35582)) lb-ft)",
                row.figures.limitedBy,
            ])
            choices.add(
                [row.vehicle, "\(row.plant.tyre.friction)", "\(row.plant.front.gearRatio)"]
                    + row.moves.map { $0.change.map { Self.signed($0, 2) + " s" } ?? "-" }
            )
        }
        return table.text + "\n" + choices.text + "\n" + stories(rows)
    }

    private func stories(_ rows: [TableRow]) -> String {
        rows.map { row in
            var line = "\(row.vehicle): torque is held back by \(row.figures.story)."
            if let band = row.band {
                line +=
                    " Nothing is published: a prediction, \(Self.range(band.parameters)) by the"
                    + " numbers above, \(Self.range(band.model)) with 8 % error of the model."
            }
            return line + "\n"
        }.joined()
    }

    private static func time(_ value: Double?) -> String {
        value.map { String(format: "%.2f s", $0) } ?? "-"
    }

    private static func range(_ range: ClosedRange<Double>) -> String {
        String(format: "%.1f to %.1f s", range.lowerBound, range.upperBound)
    }

    private static func signed(_ value: Double, _ digits: Int) -> String {
        String(format: "%+.\(digits)f", value)
    }

    private static func whole(_ value: Double) -> String { String(format: "%.0f", value) }
}
