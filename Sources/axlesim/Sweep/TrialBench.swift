import PlantModel

/// Runs one scenario again and again, each time with another plant that daemon and guardian are not
/// told of.
struct TrialBench {
    /// The scenario.
    let scenario: Scenario

    private let plantFile: String
    private let databases: PlantDatabases
    private let daemon: OfflineDaemon
    private let guardian: OfflineGuardian

    /// Reads everything once.
    init(_ scenario: Scenario, _ files: TrialFiles) throws {
        self.scenario = scenario
        plantFile = files.plant
        databases = try PlantDatabases(directory: files.databases)
        daemon = try OfflineDaemon(vehicle: files.vehicle, databases: files.databases)
        guardian = try OfflineGuardian(path: files.guardian)
    }

    /// The plant with these values; throws where one is wrong.
    func plant(_ settings: [KeySetting]) throws(FileError) -> PlantParameters {
        try PlantFile.read(plantFile, setting: try scenario.keySettings + settings)
    }

    /// Whether the plant's file has a number at a key.
    func has(_ key: String) -> Bool {
        do throws(FileError) {
            _ = try plant([KeySetting(key: key, value: .factor(1))])
            return true
        } catch {
            return false
        }
    }

    /// Runs the scenario with a plant from rest for at most so many simulated seconds.
    func run(_ settings: [KeySetting], atMost time: Double) throws -> Trial {
        let plant = Plant(try plant(settings), road: scenario.road)
        var loop = OfflineLoop(try DrivenPlant(plant, scenario, databases), daemon, guardian)
        try loop.run(atMost: time)
        return Trial(
            settings: settings,
            outcome: Outcome(loop),
            isFinished: loop.driven.runner.isFinished,
            faults: Judgement(loop.daemon, loop.guardian).faults
        )
    }
}

/// One run: what was set, and what came of it.
struct Trial {
    /// What was set.
    let settings: [KeySetting]
    /// What was measured.
    let outcome: Outcome
    /// Whether the scenario came to its end.
    let isFinished: Bool
    /// The daemon's faults, by name.
    let faults: [String]
}

/// The files of a trial.
struct TrialFiles {
    /// The vehicle as the daemon knows it.
    let vehicle: String
    /// The vehicle's numbers.
    let plant: String
    /// What the guardian allows.
    let guardian: String
    /// The directory of the databases.
    let databases: String
}
