import ArgumentParser
import Foundation
import PlantModel

/// Runs plant, daemon and guardian in this process, as fast as it computes.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a scenario with the real control core and guardian, without a clock.",
        discussion: """
            SCENARIO is a file, or the name of one in Config/scenarios. Nothing is sent anywhere: the \
            plant's frames go to the daemon's pipeline each 10 ms, its commands to the guardian's \
            checks, and what these let through to the inverters. Two runs of the same files are equal \
            in every byte. What the scenario expects is compared, with one sentence on standard error for \
            each miss. Exit status: 0 done, 1 an expectation was missed or the scenario not driven to \
            its end, 2 bad usage or files.
            """
    )

    @Argument(help: "The driver's script.")
    var scenario: String

    @Option(
        help: """
            The car: a name in Config/vehicles, Config/plants and Config/guards; without it the \
            scenario's, or leaf-eplus-awd.
            """
    )
    var car: String?

    @Option(
        help: "The vehicle's file as the daemon knows it, or the car's name; without it the car's."
    )
    var vehicle: String?

    @Option(help: "The vehicle's numbers; without it the car's.")
    var plant: String?

    @OptionGroup var changes: KeySettings

    @Option(
        name: .customLong("guard"),
        help: "The guardian's file; without it the car's, or Config/guard.yaml."
    )
    var guardian: String?

    @Option(help: "The directory of leaf-ev.dbc, leaf-car.dbc and axle-bench.dbc.")
    var dbcDirectory = "DBC"

    @Option(help: "Record to this file as the daemon would, in the place of one that is there.")
    var log: String?

    @Option(help: "Draw what happened into this SVG file, in the place of one that is there.")
    var svg: String?

    @Option(help: "Give up after so many simulated seconds.")
    var atMost: Double = 600

    @Option(help: "Begin the daemon's cycle so many ms after the plant's frames, 0 to 9.")
    var cyclePhase: UInt64 = 2

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func validate() throws {
        guard atMost.isFinite, atMost > 0, atMost <= 86_400 else {
            throw ValidationError("--at-most: found \(atMost), allowed more than 0, to 86400")
        }
        guard cyclePhase <= 9 else {
            throw ValidationError("--cycle-phase: found \(cyclePhase), allowed 0 to 9")
        }
        guard svg == nil || svg != log else {
            throw ValidationError("--svg: found the file of --log, allowed another one")
        }
    }

    func run() throws {
        let script = try ScenarioFile.find(scenario)
        let files = CarFiles(
            for: script,
            car: car,
            vehicle: vehicle,
            plant: plant,
            guardian: guardian
        )
        let run = try OfflineRun(
            script,
            files,
            databases: dbcDirectory,
            setting: try changes.settings
        )
        var loop = try run.loop(
            recording: try log.map(OfflineRecording.init),
            cyclePhase: cyclePhase,
            trace: svg.map { _ in RunTrace() }
        )
        try loop.run(atMost: atMost)
        let summary = Summary(loop)
        if let svg { try RunFigure(loop, expected: summary.expected ?? []).write(to: svg) }
        FileHandle.standardOutput.write(json ? try summary.text() : Data(summary.lines.utf8))
        let misses = (summary.expected ?? []).filter { !$0.isMet }
        FileHandle.standardError.write(
            Data(misses.map { "\(script.name): \($0.sentence)\n" }.joined().utf8)
        )
        guard loop.driven.runner.isFinished, misses.isEmpty else { throw ExitCode(1) }
    }
}
