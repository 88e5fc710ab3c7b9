import ControlCore
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite struct OneMotorTests {
    private static let car = "Config/vehicles/leaf-eplus.yaml"

    /// The daemon's example with the car that has one motor.
    private func files() throws -> EditedFiles {
        let files = try EditedFiles()
        try files.write(.vehicle, try Repository.text(Self.car))
        return files
    }

    @Test("the shipped car has a motor in front, and behind only wheels")
    func shipped() throws {
        let files = try files()
        #expect(files.problems().isEmpty)
        let configuration = try DaemonConfiguration.read(path: files.path)
        #expect(configuration.warnings.isEmpty)
        let vehicle = configuration.vehicle
        let axles = vehicle.parameters.axles
        #expect(vehicle.parameters.undriven == .rear)
        #expect(axles.front.isDriven && axles.front.envelope.peakTorque == Torque(340))
        #expect(axles.rear.envelope.peakTorque == .zero && axles.rear.slip == nil)
        #expect(axles.rear.rollingRadius == Length(0.3179))
        #expect(vehicle.outputs.axles.front?.bus == "front" && vehicle.outputs.axles.rear == nil)
        #expect(!vehicle.parameters.inputs[.rearMotorSpeed].isBound)
        #expect(vehicle.parameters.inputs[.wheelSpeedRearLeft].isBound)
    }

    @Test(
        "what is said of a motor that is not there is an error",
        arguments: [
            (
                "    driven: no ", "    driven: no\n    gear_ratio: 8 # ",
                ["axles.rear.gear_ratio: found an unknown key, allowed"]
            ),
            (
                "    driven: no ", "    driven: perhaps # ",
                ["axles.rear.driven: found `perhaps`, allowed yes or no"]
            ),
            (
                "  battery_voltage:\n",
                """
                  rear_motor_speed:
                    signal: rear.INV_Status.MG_OutputRevolution
                    range: [-12000 rpm, 12000 rpm]
                    max_age: 50 ms
                  battery_voltage:

                """,
                [
                    "signals.rear_motor_speed: found a signal of an axle that is not driven, "
                        + "allowed those of the other axle's motor"
                ]
            ),
            (
                "  battery_voltage:\n",
                """
                  bench_rear_torque:
                    signal: rear.INV_Status.MG_EffectiveTorque
                    range: [-30 Nm, 30 Nm]
                    max_age: 50 ms
                  battery_voltage:

                """,
                ["signals.bench_rear_torque: found a signal of an axle that is not driven"]
            ),
            (
                "outputs:\n", "outputs:\n  rear: {bus: rear}\n",
                ["outputs.rear: found an unknown key, allowed front"]
            ),
        ]
    )
    func problems(right: String, wrong: String, messages: [String]) throws {
        let files = try files()
        try files.replace(.vehicle, right, wrong)
        let problems = files.problems()
        #expect(problems.count >= messages.count && !problems.isEmpty)
        for message in messages {
            #expect(problems.contains { $0.contains(message) }, "\(problems)")
        }
    }

    @Test("control needs the signals of the motor that is there")
    func essential() throws {
        let files = try files()
        try files.replace(.daemon, "mode: observe", "mode: control")
        #expect(files.problems().isEmpty)
        try files.replace(.vehicle, "  front_motor_speed:\n", "  front_available_torque:\n")
        try files.replace(
            .vehicle,
            "    range: [-12000 rpm, 12000 rpm]",
            "    range: [0 Nm, 340 Nm]"
        )
        let problems = files.problems()
        #expect(
            problems.contains {
                $0.contains("without signals for front_motor_speed, allowed")
            },
            "\(problems)"
        )
    }

    @Test("one axle has a motor")
    func none() throws {
        let files = try files()
        try files.replace(
            .vehicle,
            "    gear_ratio: 8.193",
            "    driven: no\n    gear_ratio: 8.193"
        )
        #expect(
            files.problems().contains {
                $0.contains("axles.rear.driven: found `no` at both axles, allowed one with a motor")
            }
        )
    }

    @Test("without the front motor everything is mirrored")
    func rearDrive() throws {
        let files = try files()
        var text = try files.text(.vehicle)
        for (old, new) in [
            ("  front:\n    gear", "  SWAP:\n    gear"),
            ("  rear:\n    driven", "  front:\n    driven"),
            ("SWAP", "rear"), ("front_motor_", "rear_motor_"), ("front_link_", "rear_link_"),
            ("front_inverter_", "rear_inverter_"),
            ("  front:\n    bus: front", "  rear:\n    bus: rear"),
        ] {
            text = text.replacing(old, with: new)
        }
        try files.write(.vehicle, text)
        #expect(files.problems().isEmpty)
        let vehicle = try DaemonConfiguration.read(path: files.path).vehicle
        #expect(vehicle.parameters.undriven == .front)
        #expect(vehicle.outputs.axles.front == nil && vehicle.outputs.axles.rear?.bus == "rear")
        // The bench's setpoint of the front motor is one of a motor that is not there.
        try files.replace(
            .vehicle,
            "  battery_voltage:\n",
            """
              bench_front_torque:
                signal: rear.INV_Status.MG_EffectiveTorque
                range: [-30 Nm, 30 Nm]
                max_age: 50 ms
              battery_voltage:

            """
        )
        #expect(
            files.problems().contains { $0.contains("signals.bench_front_torque: found a signal") }
        )
    }
}
