import ArgumentParser
import Foundation
import PlantModel

/// Runs scenarios against what they expect.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run all scenarios, and compare each with what it expects.",
        discussion: """
            Without names every file in Config/scenarios is run, with the car that it names. Exit status: 0 \
            all as expected, 1 something was not (listed at the end), 2 bad usage or files.
            """
    )

    @Argument(help: "Scenarios, by name or file; without one, all.")
    var scenarios: [String] = []

    @Option(help: "The car, in the place of the scenarios' own.")
    var car: String?

    @Option(help: "The directory of leaf-ev.dbc, leaf-car.dbc and axle-bench.dbc.")
    var dbcDirectory = "DBC"

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
        let names = scenarios.isEmpty ? try ScenarioFile.all() : scenarios
        let progress = ProgressBar(names.count)
        var results: [CheckResult] = []
        for (index, name) in names.enumerated() {
            progress.show(index, name)
            let script = try ScenarioFile.find(name)
            let files = CarFiles(for: script, car: car)
            let loop = try OfflineRun(script, files, databases: dbcDirectory).finished()
            results += CheckResult.all(name, loop)
        }
        progress.finish()
        FileHandle.standardOutput.write(Data((json ? try lines(results) : text(results)).utf8))
        let failed = results.filter { !$0.isMet }
        FileHandle.standardError.write(
            Data(failed.map { "\($0.scenario): \($0.sentence)\n" }.joined().utf8)
        )
        if !failed.isEmpty { throw ExitCode(1) }
    }

    private func lines(_ results: [CheckResult]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try results.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
            .joined()
    }

    private func text(_ results: [CheckResult]) -> String {
        var table = TextTable(["scenario", "", "expected", "got", "measure"])
        for result in results {
            table.add([
                result.scenario, result.isMet ? "ok" : "FAIL", result.expected, result.found,
                result.measure,
            ])
        }
        let failed = results.count { !$0.isMet }
        let scenarios = Set(results.map(\.scenario)).count
        return table.text
            + "\(scenarios) scenarios, \(results.count) expectations, \(failed) not met\n"
    }
}

/// One expectation of one scenario, and what was found.
struct CheckResult: Encodable {
    /// The scenario.
    let scenario: String
    /// What was measured, and in which part of the run.
    let measure: String
    /// What is allowed.
    let expected: String
    /// What was found.
    let found: String
    /// Whether it is as expected.
    let isMet: Bool
    /// The same as one sentence.
    let sentence: String

    private enum CodingKeys: String, CodingKey {
        case scenario, measure, expected, found, sentence
        case isMet = "met"
    }

    /// Whether the scenario came to its end, and every expectation.
    static func all(_ name: String, _ loop: borrowing OfflineLoop) -> [CheckResult] {
        let runner = loop.driven.runner
        let end = CheckResult(
            scenario: name,
            measure: "end",
            expected: "reached",
            found: runner.isFinished ? "reached" : "not reached",
            isMet: runner.isFinished,
            sentence: "the scenario was not driven to its end"
        )
        return [end]
            + Outcome(loop).comparisons.map { comparison in
                CheckResult(
                    scenario: name,
                    measure: comparison.measure,
                    expected: comparison.allowed,
                    found: comparison.foundText,
                    isMet: comparison.isMet,
                    sentence: comparison.sentence
                )
            }
    }
}
