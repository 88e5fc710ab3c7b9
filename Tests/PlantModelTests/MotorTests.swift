import Foundation
import PlantModel
import Testing
import VehicleModel

@Suite struct MotorEnvelopeTests {
    @Test(
        "the envelope goes through the published points",
        arguments: [
            (500.0, 17_802.0), (4000, 142_419), (4300, 151_210), (4600, 160_000), (5800, 160_000),
            (6850, 150_940), (10_390, 0), (12_000, 0),
        ]
    )
    func points(speed: Double, power: Double) throws {
        let envelope = try prototype().envelope
        let radians = speed * Double.pi / 30
        for direction in [1.0, -1] {
            let torque = envelope.maximumTorque(
                at: RotationalSpeed(direction * radians),
                voltage: Voltage(392)
            ).rawValue
            #expect(abs(torque * radians - power) < 20)
        }
        #expect(envelope.maximumTorque(at: .zero, voltage: Voltage(392)) == Torque(340))
    }

    @Test("the last twentieth of the speed range tapers to zero")
    func taper() throws {
        let envelope = try prototype().envelope
        let speed: Double = 10_130.25 * .pi / 30
        let full = 160e3 * pow(5800 / 10_130.25, 0.35) / speed
        let half = envelope.maximumTorque(at: RotationalSpeed(speed), voltage: Voltage(392))
            .rawValue
        #expect(abs(half - full / 2) < 0.1)
    }

    @Test("below the reference voltage power and corners shrink with it, torque does not")
    func lowVoltage() throws {
        let envelope = try prototype().envelope
        #expect(
            envelope.maximumTorque(at: RotationalSpeed(100), voltage: Voltage(280)) == Torque(340)
        )
        let speed = 0.8 * 5000 * .pi / 30
        let power =
            speed
            * envelope.maximumTorque(at: RotationalSpeed(speed), voltage: Voltage(280)).rawValue
        #expect(abs(power - 0.8 * 160_000) < 1)
        #expect(envelope.maximumTorque(at: RotationalSpeed(100), voltage: .zero) == .zero)
    }

    @Test("losses are the measured polynomial")
    func losses() throws {
        let losses = try prototype().losses
        #expect(
            abs(
                losses.power(torque: Torque(340), speed: .zero).rawValue - 0.118 * 340 * 340
            ) < 1e-6
        )
        let expected = (0.118 + 0.284 * 0.25) * 100 * 100 + 2 * 720
        #expect(
            abs(
                losses.power(torque: Torque(-100), speed: RotationalSpeed(-720)).rawValue - expected
            ) < 1e-6
        )
    }
}

@Suite struct InverterTests {
    private func inverter() throws -> Inverter {
        let parameters = try prototype()
        return Inverter(
            parameters: parameters.inverter,
            envelope: parameters.envelope,
            timeStep: 0.001
        )
    }

    private let command = InverterCommand(
        torque: Torque(100),
        upperLimit: Torque(340),
        lowerLimit: Torque(-340),
        isReady: true
    )

    @Test("torque moves after the transport delay and is 63 % there one lag later")
    func step() throws {
        var inverter = try inverter()
        inverter.accept(command)
        for _ in 0..<12 { inverter.step(speed: .zero, voltage: Voltage(392)) }
        #expect(inverter.torque == .zero)
        for _ in 0..<15 { inverter.step(speed: .zero, voltage: Voltage(392)) }
        #expect(abs(inverter.torque.rawValue - 100 * (1 - exp(-1))) < 1e-9)
    }

    @Test("a command that is not repeated is held 200 ms and then dropped")
    func silence() throws {
        var inverter = try inverter()
        inverter.accept(command)
        for _ in 0..<200 { inverter.step(speed: .zero, voltage: Voltage(392)) }
        #expect(inverter.hasCommand && inverter.torque.rawValue > 99)
        for _ in 0..<2 { inverter.step(speed: .zero, voltage: Voltage(392)) }
        #expect(!inverter.hasCommand)
        for _ in 0..<150 { inverter.step(speed: .zero, voltage: Voltage(392)) }
        #expect(abs(inverter.torque.rawValue) < 0.1)
    }

    @Test("a command's own limits hold, and one that is not ready or not finite means zero")
    func limits() {
        var command = command
        command.upperLimit = Torque(40)
        #expect(command.limitedTorque == Torque(40))
        command.torque = Torque(-500)
        #expect(command.limitedTorque == Torque(-340))
        command.isReady = false
        #expect(command.limitedTorque == .zero)
        command.isReady = true
        command.torque = Torque(.nan)
        #expect(command.limitedTorque == .zero)
    }

    @Test("torque never exceeds the envelope, even while it lags a rising speed")
    func envelope() throws {
        let envelope = try prototype().envelope
        var inverter = try inverter()
        for step in 0..<1000 {
            let speed = RotationalSpeed(Double(step) * 1.1)
            var full = command
            full.torque = Torque(340)
            inverter.accept(full)
            inverter.step(speed: speed, voltage: Voltage(340))
            #expect(inverter.torque <= envelope.maximumTorque(at: speed, voltage: Voltage(340)))
        }
    }
}

@Suite struct BatteryTests {
    private func flat() throws -> BatteryParameters {
        var battery = try prototype().battery
        battery.heat = BatteryHeatParameters()
        battery.openCircuit = [
            OpenCircuitPoint(stateOfCharge: 0, voltage: 4),
            OpenCircuitPoint(stateOfCharge: 1, voltage: 4),
        ]
        battery.seriesResistance = 0.033
        battery.polarisationResistance = 0.016
        battery.polarisationTime = 6
        return battery
    }

    @Test(
        "a step of current answers as R0 + R1 (1 - exp(-t/tau))",
        arguments: [1, 100, 2000, 9000]
    )
    func stepResponse(milliseconds: Int) throws {
        var battery = Battery(parameters: try flat(), timeStep: 0.001)
        for _ in 0..<milliseconds { battery.step(current: Current(300)) }
        // The last step began one step ago.
        let time = Double(milliseconds - 1) / 1000
        let expected = 384 - 300 * (0.033 + 0.016 * (1 - exp(-time / 6)))
        #expect(abs(battery.voltage.rawValue - expected) < 1e-9)
    }

    @Test("the charge taken is the current's integral")
    func charge() throws {
        var battery = Battery(parameters: try flat(), timeStep: 0.001)
        let start = battery.stateOfCharge
        for _ in 0..<10_000 { battery.step(current: Current(176.4)) }
        #expect(abs(start - battery.stateOfCharge - 10 / 3600) < 1e-12)
    }

    @Test("power asked is power given, both ways, up to what the resistance lets through")
    func power() throws {
        for asked in [250_000.0, 500, 0, -50_000] {
            var battery = Battery(parameters: try flat(), timeStep: 0.001)
            battery.step(power: Power(asked))
            #expect(abs(battery.power.rawValue - asked) < 1e-6)
        }
        var battery = Battery(parameters: try flat(), timeStep: 0.001)
        battery.step(power: Power(5e6))
        #expect(abs(battery.power.rawValue - 384 * 384 / (4 * 0.033)) < 1)
    }

    @Test("the prototype has 394 V at 93 % and loses 65 mohm within 15 s")
    func prototypeVoltage() throws {
        var battery = Battery(parameters: try prototype().battery, timeStep: 0.001)
        #expect(abs(battery.voltage.rawValue - 394) < 0.5)
        for _ in 0..<15_000 { battery.step(current: Current(10)) }
        let lost =
            battery.parameters.openCircuitVoltage(at: battery.stateOfCharge).rawValue
            - battery.voltage.rawValue
        #expect(abs(lost / 10 - 0.0652) < 0.001)
    }

    @Test("the reported current is 28 ms old and has a lag of 33 ms")
    func report() throws {
        var battery = Battery(parameters: try prototype().battery, timeStep: 0.001)
        for _ in 0..<28 { battery.step(current: Current(200)) }
        #expect(battery.reportedCurrent.rawValue == 0)
        for _ in 0..<33 { battery.step(current: Current(200)) }
        #expect(abs(battery.reportedCurrent.rawValue - 200 * (1 - exp(-1))) < 1e-9)
    }
}
