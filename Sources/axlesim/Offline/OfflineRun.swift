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

    /// A run with a car's files; what is set stands above what the scenario sets.
    init(
        _ scenario: Scenario,
        _ files: CarFiles,
        databases: String,
        setting settings: [KeySetting] = []
    ) throws {
        self.scenario = scenario
        self.databases = databases
        plant = try PlantFile.read(files.plant, setting: try scenario.keySettings + settings)
        vehicle = try OfflineDaemon.describe(files.vehicle)
        guardian = files.guardian
    }

    /// The loop at its beginning.
    func loop(
        recording: OfflineRecording? = nil,
        cyclePhase: UInt64 = 2,
        trace: RunTrace? = nil
    ) throws -> OfflineLoop {
        OfflineLoop(
            try DrivenPlant(
                Plant(plant, road: scenario.road),
                scenario,
                PlantDatabases(directory: databases)
            ),
            try OfflineDaemon(vehicle, databases: databases),
            try OfflineGuardian(path: guardian),
            recording: recording,
            cyclePhase: cyclePhase,
            trace: trace
        )
    }

    /// The loop at its end, or after so many seconds.
    func finished(atMost time: Double = 600) throws -> OfflineLoop {
        var loop = try loop()
        try loop.run(atMost: time)
        return loop
    }
}
