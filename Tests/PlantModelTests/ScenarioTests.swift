import PlantModel
import Testing
import VehicleModel

@testable import axlesim

@Suite struct ScenarioRunnerTests {
    private func plant() throws -> Plant { Plant(try prototype()) }

    @Test("waiting to be armed ends after half a second of ready zero commands on both axles")
    func armed() throws {
        var plant = try plant()
        var runner = ScenarioRunner(try shippedScenario("launch"))
        let ready = InverterCommand(
            torque: Torque(0),
            upperLimit: Torque(0),
            lowerLimit: Torque(0),
            isReady: true
        )
        func run(_ milliseconds: Int, on axles: [PlantAxle], _ command: InverterCommand) {
            for step in 0..<milliseconds {
                _ = runner.step(plant)
                if step % 10 == 0 { for axle in axles { plant.accept(command, on: axle) } }
                plant.step(brake: runner.controls.brake)
            }
        }
        run(1000, on: [.front], ready)
        #expect(runner.progress == .running(phase: 0))
        var notReady = ready
        notReady.isReady = false
        run(1000, on: [.front, .rear], notReady)
        #expect(runner.progress == .running(phase: 0))
        run(450, on: [.front, .rear], ready)
        #expect(runner.progress == .running(phase: 0))
        run(100, on: [.front, .rear], ready)
        #expect(runner.progress == .running(phase: 1))
        #expect(runner.controls.selector == .drive && runner.controls.isBraking)
    }

    @Test("a phase that outlasts its limit gives the scenario up with the brake held")
    func abandoned() throws {
        var plant = try plant()
        let phase = ScenarioPhase(
            name: "wait",
            controls: DriverControls(selector: .drive, accelerator: 1, brake: 0),
            until: [.faster(Speed(1))],
            timeLimit: 0.5
        )
        var runner = ScenarioRunner(Scenario(name: "x", phases: [phase]))
        for _ in 0..<500 { plant.step(brake: runner.step(plant).brake) }
        #expect(runner.progress == .running(phase: 0))
        for _ in 0..<2 { plant.step(brake: runner.step(plant).brake) }
        #expect(runner.progress == .abandoned(phase: 0))
        #expect(runner.controls.accelerator == 0 && runner.controls.isBraking)
        #expect(!runner.isFinished)
    }

    @Test("pedals move in a straight line over their time")
    func pedals() throws {
        let plant = try plant()
        let phase = ScenarioPhase(
            name: "press",
            controls: DriverControls(selector: .park, accelerator: 0, brake: 0.8),
            pedalTime: 0.4
        )
        var runner = ScenarioRunner(Scenario(name: "x", phases: [phase]))
        for _ in 0..<200 { _ = runner.step(plant) }
        #expect(abs(runner.controls.brake - 0.6) < 1e-9)
        for _ in 0..<300 { _ = runner.step(plant) }
        #expect(runner.controls.brake == 0.8)
    }

    @Test("standing idle never ends and never moves")
    func idle() throws {
        var plant = try plant()
        let run = drive(&plant, .idle, for: 20)
        #expect(run.runner.progress == .running(phase: 1))
        #expect(run.runner.controls.selector == .drive)
        #expect(plant.distance.rawValue == 0)
        #expect(run.meter.zeroTo100 == nil && run.meter.largestExcess.rawValue == 0)
    }

    @Test("power over the battery's limit is measured")
    func excess() throws {
        var parameters = try prototype()
        parameters.battery.dischargeLimit = 200_000
        var plant = Plant(parameters)
        let run = drive(&plant, try shippedScenario("launch"), for: 60)
        #expect(run.meter.limitAtPeak.rawValue == 200_000)
        let excess = run.meter.peakElectricalPower.rawValue - 200_000
        #expect(excess > 10_000 && run.meter.largestExcess.rawValue == excess)
        #expect(run.meter.timeOverLimit > 1)
    }
}
