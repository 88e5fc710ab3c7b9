import Foundation
import PlantModel
import Testing
import VehicleModel

@testable import axlesim

@Suite("A car with one motor")
struct OneMotorTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: shipped(path), encoding: .utf8)
    }

    private func replaced(_ text: String, _ pairs: [(String, String)]) throws -> String {
        var text = text
        for (old, new) in pairs {
            try #require(text.contains(old), "\(old)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        return text
    }

    /// The shipped front-drive car.
    private func plant() throws -> PlantParameters {
        try PlantFile.read(shipped("Config/plants/leaf-eplus.yaml"))
    }

    @Test("an axle without a motor is said in the plant's file, and one has one")
    func file() throws {
        let parameters = try plant()
        #expect(parameters.front.isDriven && !parameters.rear.isDriven)
        #expect(parameters.rear.gearRatio == 1 && parameters.rear.drive == nil)
        #expect(Plant(parameters).drivenAxles == [.front])
        #expect(Plant(try prototype()).drivenAxles == [.front, .rear])
        let whole = try text("Config/plants/leaf-eplus.yaml")
        for (old, new, message) in [
            (
                "    driven: no", "    driven: no\n    gear_ratio: 8",
                "axles.rear.gear_ratio: found a key that is not known"
            ),
            ("    driven: no", "    driven: perhaps", "found perhaps, allowed yes, no"),
            (
                "    gear_ratio: 8.193", "    driven: no\n    gear_ratio: 8.193",
                "axles.front.gear_ratio: found a key that is not known"
            ),
            ("    driven: no ", "    driven: yes ", "axles.rear.gear_ratio: found nothing"),
        ] {
            let broken = try replaced(whole, [(old, new)])
            let error = #expect(throws: FileError.self) {
                try PlantFile.parse(broken, file: "p.yaml")
            }
            #expect(error?.description.contains(message) == true, "\(String(describing: error))")
        }
        let start = try #require(whole.range(of: "  front:\n    rolling_radius"))
        let end = try #require(whole.range(of: "  rear:\n    driven: no"))
        let none = whole.replacingCharacters(
            in: start.lowerBound..<end.lowerBound,
            with: """
                  front:
                    driven: no
                    rolling_radius: 0.3 m
                    wheel_inertia: 2 kg m2

                """
        )
        let error = #expect(throws: FileError.self) { try PlantFile.parse(none, file: "p.yaml") }
        #expect(error?.description.contains("found driven: no at both axles") == true)
    }

    @Test("its other axle rolls and brakes, hears nothing, and loses nothing")
    func rolls() throws {
        var plant = Plant(try plant())
        let command = InverterCommand(
            torque: Torque(200),
            upperLimit: Torque(340),
            lowerLimit: Torque(-340),
            isReady: true
        )
        for step in 0..<4000 {
            if step % 10 == 0 {
                plant.accept(command, on: .front)
                plant.accept(command, on: .rear)
            }
            plant.step(brake: 0)
        }
        #expect(plant.speed.rawValue > 8)
        #expect(plant.rear.inverter.command == nil && plant.rear.motorTorque == .zero)
        #expect(plant.rear.electricalPower == .zero && plant.rear.energy.motorLoss == 0)
        #expect((plant.rear.surfaceSpeed - plant.speed).magnitude < Speed(0.05))
        #expect(plant.front.surfaceSpeed > plant.rear.surfaceSpeed)
        #expect(plant.rear.tyreForce < 0)
        let moving = plant.speed
        for _ in 0..<3000 { plant.step(brake: 0.5) }
        #expect(plant.speed < moving && plant.rear.energy.wheelFriction > 10_000)
    }

    @Test("nothing is sent of its other inverter, nor asked of it")
    func frames() throws {
        let names = try OutgoingMessage.all(databases(), Plant(plant())).map(\.name)
        #expect(names.contains("front.INV_Status"))
        #expect(!names.contains { $0.hasPrefix("rear.") })
        for (change, isRefused) in [
            (PlantChange.inverter(.rear, .silent), true), (.inverter(.front, .silent), false),
            (.mounting(.rear, .mirrored), true), (.mounting(.front, .mirrored), false),
            (.grip(.rear, 0.5), false), (.frozenCounter("rear.INV_Status"), true),
        ] as [(PlantChange, Bool)] {
            var scenario = try shippedScenario("launch")
            scenario.phases[0].events = [ScenarioEvent(changes: [change])]
            let drive = { try DrivenPlant(Plant(plant()), scenario, databases()) }
            guard isRefused else {
                _ = try drive()
                continue
            }
            let error = #expect(throws: (any Error).self) { try drive() }
            #expect("\(try #require(error))".contains("rear"))
        }
        let error = UndrivenAxleError(axle: .rear, vehicle: "LEAF e+")
        #expect("\(error)".hasSuffix("the rear axle of LEAF e+ has no motor"))
    }

    @Test("its summary counts the commands of its one inverter")
    func summary() throws {
        var loop = try offlineLoop(try shippedScenario("launch-leaf-eplus"))
        try loop.run(atMost: 60)
        let document = try JSONSerialization.jsonObject(with: Summary(loop).text())
        let commands = try #require((document as? [String: Any])?["commands"] as? [String: Any])
        #expect(Array(commands.keys) == ["front"])
        #expect(loop.guardian.judged > 1000 && loop.guardian.clamped == 0)
        let report = loop.daemon.pipeline.report
        #expect(report.undriven == .rear)
        #expect(Fault.allCases.allSatisfy { report.faults[$0].occurrences == 0 || $0.axle == nil })
    }

    @Test(
        "it is driven through the prototype's scenarios too, by what they ask of any car",
        arguments: [
            "limit-step", "recall-23v-494", "limit-frozen", "over-power", "pedal-disagrees",
        ]
    )
    func scenarios(name: String) throws {
        var scenario = try shippedScenario(name)
        scenario.car = "leaf-eplus"
        // What it draws at full pedal is its own.
        scenario.expectations.removeAll { $0.quantity == .peakElectrical }
        var loop = try offlineLoop(scenario)
        try loop.run(atMost: 120)
        #expect(loop.driven.runner.isFinished)
        #expect(Outcome(loop).comparisons.filter { !$0.isMet }.map(\.sentence) == [])
    }

    @Test("on ice its wheels are held near the road's speed, which the other axle's wheels show")
    func ice() throws {
        for grip in [0.3, 0.1] {
            var scenario = try shippedScenario("launch-leaf-eplus")
            scenario.road = Road(grip: grip)
            let pedal = try #require(scenario.phases.firstIndex { $0.name == "full pedal" })
            scenario.phases[pedal].until = [.elapsed(6)]
            let window = PhaseWindow(phase: pedal)
            scenario.expectations = [Expectation(.greatestSlip, in: window, most: 5)]
            var loop = try offlineLoop(scenario)
            try loop.run(atMost: 120)
            #expect(loop.driven.runner.isFinished)
            #expect(loop.guardian.trips == 0 && loop.guardian.refused == 0)
            let slip = try #require(Outcome(loop).value(.greatestSlip, in: window))
            print("full pedal at friction \(grip): slip of at most \(slip) m/s")
            #expect(slip < 5)
            #expect(loop.driven.meter.topSpeed.rawValue > grip * 6 * 9.81 / 2 * 0.6)
        }
    }

    /// The shipped car with its motor behind, in files of its own.
    private func rearDrive() throws -> (vehicle: String, plant: PlantParameters, guardian: String) {
        let folder = NSTemporaryDirectory()
        let exchange = [
            ("  front:\n    gear", "  SWAP:\n    gear"),
            ("  rear:\n    driven", "  front:\n    driven"),
            ("SWAP", "rear"), ("front_load_share: 58 %", "front_load_share: 45 %"),
        ]
        let vehicle = try replaced(
            text("Config/vehicles/leaf-eplus.yaml"),
            exchange + [
                ("front_motor_", "rear_motor_"), ("front_link_", "rear_link_"),
                ("front_inverter_", "rear_inverter_"), ("front.INV_Status", "rear.INV_Status"),
                ("  front:\n    bus: front", "  rear:\n    bus: rear"),
            ]
        )
        let plant = try replaced(
            text("Config/plants/leaf-eplus.yaml"),
            [
                ("  front:\n    rolling_radius", "  SWAP:\n    rolling_radius"),
                ("  rear:\n    driven", "  front:\n    driven"), ("SWAP", "rear"),
                ("front_load_share: 58 %", "front_load_share: 45 %"),
            ]
        )
        let guardian = try replaced(
            text("Config/guards/leaf-eplus.yaml"),
            [
                ("  front: can0\n", "  front: can0\n  rear: can2\n"),
                ("  front:\n", "  rear:\n"),
                ("  front_speed: {bus: front", "  rear_speed: {bus: rear"),
                ("  front_torque: {bus: front", "  rear_torque: {bus: rear"),
            ]
        )
        let files = (
            vehicle: folder + "axle-rear-\(UUID().uuidString).yaml",
            guardian: folder + "axle-rear-guard-\(UUID().uuidString).yaml"
        )
        try vehicle.write(toFile: files.vehicle, atomically: false, encoding: .utf8)
        try guardian.write(toFile: files.guardian, atomically: false, encoding: .utf8)
        return (files.vehicle, try PlantFile.parse(plant, file: "p.yaml"), files.guardian)
    }

    @Test("with the motor behind it is driven by the same code")
    func rear() throws {
        let files = try rearDrive()
        defer {
            try? FileManager.default.removeItem(atPath: files.vehicle)
            try? FileManager.default.removeItem(atPath: files.guardian)
        }
        for name in ["launch-leaf-eplus", "recall-23v-494"] {
            var scenario = try shippedScenario(name)
            scenario.expectations.removeAll {
                $0.quantity == .peakElectrical || $0.quantity == .zeroTo100
            }
            var loop = OfflineLoop(
                try DrivenPlant(Plant(files.plant), scenario, databases()),
                try OfflineDaemon(vehicle: files.vehicle, databases: shipped("DBC")),
                try OfflineGuardian(path: files.guardian)
            )
            try loop.run(atMost: 120)
            #expect(loop.driven.runner.isFinished)
            #expect(Outcome(loop).comparisons.filter { !$0.isMet }.map(\.sentence) == [])
            #expect(loop.daemon.pipeline.report.undriven == .front)
            let counts = loop.driven.receivers.map(\.counts)
            #expect(counts[0].accepted == 0 && counts[1].accepted > 500)
        }
    }
}
