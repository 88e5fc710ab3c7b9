import PlantModel
import VehicleModel

/// A number that nobody published, or that the result hangs on, moved by a little.
struct Variation: Sendable {
    /// What moves, as people read it.
    let name: String
    /// Its name in JSON.
    let key: String
    /// Whether it belongs to the band of a prediction.
    let isUncertain: Bool
    /// Moves it, in the plant and in what the daemon is told.
    let move: @Sendable (inout OfflineRun) -> Void

    /// Tyre grip and ratio, which are chosen, and what a launch hangs on beside them.
    static let all = [
        Variation(name: "grip -0.05", key: "grip_minus_005_s", isUncertain: true) { run in
            run.plant.tyre.friction -= 0.05
        },
        Variation(name: "ratio +5 %", key: "ratio_plus_5pct_s", isUncertain: false) { run in
            run.plant.front.gearRatio *= 1.05
            run.plant.rear.gearRatio *= 1.05
            run.vehicle.parameters.axles.front.gearRatio *= 1.05
            run.vehicle.parameters.axles.rear.gearRatio *= 1.05
        },
        Variation(name: "mass +50 kg", key: "mass_plus_50kg_s", isUncertain: true) { run in
            run.plant.body.mass += 50
        },
        Variation(name: "driveline -2 %", key: "driveline_minus_2pct_s", isUncertain: true) {
            run in
            run.plant.front.drive?.drivelineEfficiency -= 0.02
            run.plant.rear.drive?.drivelineEfficiency -= 0.02
        },
        Variation(name: "power -5 %", key: "power_minus_5pct_s", isUncertain: true) { run in
            run.plant.envelope.peakPower *= 0.95
            run.plant.front.drive?.envelope?.peakPower *= 0.95
            run.plant.rear.drive?.envelope?.peakPower *= 0.95
            let ceiling = run.vehicle.parameters.power.systemCeiling
            run.vehicle.parameters.power.systemCeiling = ceiling * 0.95
        },
    ]
}
