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
            in every byte. Exit status: 0 done, 1 the scenario was not driven to its end, 2 bad usage or \
            files.
            """
    )

    @Argument(help: "The driver's script.")
    var scenario: String

    @Option(help: "The vehicle as the daemon knows it.")
    var vehicle = "Config/vehicles/leaf-eplus-awd.yaml"

    @Option(help: "The vehicle's numbers.")
    var plant = "Config/plants/leaf-eplus-awd.yaml"

    @Option(name: .customLong("guard"), help: "The guardian's file.")
    var guardian = "Config/guard.yaml"

    @Option(help: "The directory of leaf-ev.dbc and leaf-car.dbc.")
    var dbcDirectory = "DBC"

    @Option(help: "Record to this file as the daemon would, in the place of one that is there.")
    var log: String?

    @Option(help: "Give up after so many simulated seconds.")
    var atMost: Double = 600

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func validate() throws {
        guard atMost.isFinite, atMost > 0, atMost <= 86_400 else {
            throw ValidationError("--at-most: found \(atMost), allowed more than 0, to 86400")
        }
    }

    func run() throws {
        let script = try ScenarioFile.find(scenario)
        let plant = Plant(try PlantFile.read(plant), road: script.road)
        var loop = OfflineLoop(
            try DrivenPlant(plant, script, PlantDatabases(directory: dbcDirectory)),
            try OfflineDaemon(vehicle: vehicle, databases: dbcDirectory),
            try OfflineGuardian(path: guardian),
            recording: try log.map(OfflineRecording.init)
        )
        try loop.run(atMost: atMost)
        let summary = Summary(loop)
        let text = json ? try summary.text() : Data(summary.lines.utf8)
        FileHandle.standardOutput.write(text)
        guard loop.driven.runner.isFinished else { throw ExitCode(1) }
    }
}
