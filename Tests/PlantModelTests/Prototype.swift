import Foundation
import PlantModel
import Testing
import VehicleModel

@testable import axlesim

/// The repository's root.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The AWD prototype as shipped.
func prototype() throws -> PlantParameters {
    try PlantFile.read(
        repository.appendingPathComponent("Config/plants/leaf-eplus-awd.yaml").path
    )
}

/// A scenario as shipped.
func shippedScenario(_ name: String) throws -> Scenario {
    try ScenarioFile.read(
        repository.appendingPathComponent("Config/scenarios/\(name).yaml").path
    )
}

/// A simple controller for offline runs: every 10 ms, both axles' torque as long as both shafts stay
/// below a power, split by load, with a rise of 1,200 Nm/s an axle.
struct TestController {
    var ceiling = 227_000.0
    var splitsByLoad = true
    private var given: [Double] = [0, 0]

    init(ceiling: Double = 227_000, splitsByLoad: Bool = true) {
        self.ceiling = ceiling
        self.splitsByLoad = splitsByLoad
    }

    mutating func step(_ plant: inout Plant, _ controls: DriverControls) {
        let body = plant.parameters.body
        var shares = [0.5, 0.5]
        if splitsByLoad {
            let shift =
                plant.acceleration.rawValue * body.centreOfGravityHeight / body.wheelbase / 9.81
            shares = [body.frontLoadShare - shift, 1 - body.frontLoadShare + shift]
        }
        let speeds = [plant.front.motorSpeed.rawValue, plant.rear.motorSpeed.rawValue]
        var wanted = [0.0, 0.0]
        let pedal = controls.selector == .drive && !controls.isBraking ? controls.accelerator : 0
        for axle in 0..<2 { wanted[axle] = min(340, 680 * pedal * shares[axle]) }
        let power = wanted[0] * speeds[0] + wanted[1] * speeds[1]
        let scale = power > ceiling ? ceiling / power : 1
        for axle in 0..<2 {
            given[axle] = min(wanted[axle] * scale, given[axle] + 12)
            let command = InverterCommand(
                torque: Torque(given[axle]),
                upperLimit: Torque(340),
                lowerLimit: Torque(-340),
                isReady: true
            )
            plant.accept(command, on: axle == 0 ? .front : .rear)
        }
    }
}

/// Drives a plant offline by a scenario until it ends or the time is over.
func drive(
    _ plant: inout Plant,
    _ scenario: Scenario,
    for time: Double,
    controller: TestController = TestController(),
    watch: (Plant, DriverControls) -> Void = { _, _ in }
) -> (meter: PerformanceMeter, runner: ScenarioRunner) {
    var controller = controller
    var runner = ScenarioRunner(scenario)
    var meter = PerformanceMeter()
    for step in 0..<Int(time * 1000) {
        if runner.isFinished { break }
        let controls = runner.step(plant)
        if step % 10 == 0 { controller.step(&plant, controls) }
        plant.step(brake: controls.brake)
        meter.step(plant, controls: controls)
        watch(plant, controls)
    }
    return (meter, runner)
}
