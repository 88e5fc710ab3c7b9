import DaemonConfiguration
import PlantModel

/// One run without a clock: which car, which script, and what is changed of both.
struct OfflineRun {
    /// The script.
    var scenario: Scenario
    /// The vehicle's numbers.
    var plant: PlantParameters
    /// The vehicle as the daemon knows it.
    var vehicle: VehicleDescription
    /// The guardian's file.
    var guardian: String
    /// The databases' directory.
    var databases: String

    /// A run of a car by its name; of the scenario's own, or the prototype, where none is named.
    ///
    /// Files are looked for in `directory`.
    init(
        _ scenario: Scenario,
        car: String? = nil,
        databases: String,
        in directory: String = "Config"
    ) throws {
        let files = CarFiles(car ?? scenario.car, in: directory)
        let name = scenario.vehicle.map { CarFiles.vehicle($0, in: directory) }
        self.scenario = scenario
        self.databases = databases
        plant = try PlantFile.read(files.plant)
        vehicle = try OfflineDaemon.describe(name ?? files.vehicle)
        guardian = files.guardian
    }

    /// The loop at its beginning.
    func loop(recording: OfflineRecording? = nil, cyclePhase: UInt64 = 2) throws -> OfflineLoop {
        OfflineLoop(
            try DrivenPlant(
                Plant(plant, road: scenario.road),
                scenario,
                PlantDatabases(directory: databases)
            ),
            try OfflineDaemon(vehicle, databases: databases),
            try OfflineGuardian(path: guardian),
            recording: recording,
            cyclePhase: cyclePhase
        )
    }

    /// The loop at its end, or after so many seconds.
    func finished(atMost time: Double = 600) throws -> OfflineLoop {
        var loop = try loop()
        try loop.run(atMost: time)
        return loop
    }
}
