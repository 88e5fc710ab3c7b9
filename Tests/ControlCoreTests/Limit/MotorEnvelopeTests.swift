import ControlCore
import Testing
import VehicleModel

@Suite("MotorEnvelope")
struct MotorEnvelopeTests {
    private let envelope = MotorEnvelope.em57

    private func torque(_ rpm: Double, _ voltage: Double? = nil) -> Double {
        envelope.greatestTorque(
            at: RotationalSpeed(revolutionsPerMinute: rpm),
            voltage: voltage.map { Voltage($0) }
        ).rawValue
    }

    @Test(
        "the published points are met within the table's spacing",
        arguments: [
            (0, 340), (500, 340), (3900, 340), (4600, 332.1), (5800, 263.4), (8000, 170.7),
            (10_431, 0), (10_600, 0), (1e6, 0),
        ] as [(Double, Double)]
    )
    func published(rpm: Double, expected: Double) {
        #expect(abs(torque(rpm) - expected) < 1.5)
        #expect(torque(-rpm) == torque(rpm))
    }

    @Test("a table is met at its points and halfway between, and is zero from its last point on")
    func interpolates() throws {
        var points = [128 of Double](repeating: 0)
        for index in 0..<128 { points[index] = Double(127 - index) }
        let line = try #require(
            MotorEnvelope(
                torques: points,
                step: RotationalSpeed(2),
                referenceVoltage: Voltage(350)
            )
        )
        func at(_ speed: Double) -> Double {
            line.greatestTorque(at: RotationalSpeed(speed), voltage: nil).rawValue
        }
        #expect(at(0) == 127)
        #expect(at(2) == 126)
        #expect(at(3) == 125.5)
        #expect(at(-3) == 125.5)
        #expect(abs(at(253.9) - 0.05) < 1e-9)
        #expect(at(254) == 0)
        #expect(at(1e300) == 0)
    }

    @Test("the greatest torque of a table is known, wherever it stands, however little it is")
    func peak() throws {
        for place in [0, 1, 64, 127] {
            var points = [128 of Double](repeating: 0.25)
            points[place] = 0.5
            let envelope = try #require(
                MotorEnvelope(
                    torques: points,
                    step: RotationalSpeed(2),
                    referenceVoltage: Voltage(350)
                )
            )
            #expect(envelope.peakTorque == Torque(0.5))
        }
    }

    @Test("below the reference voltage the envelope is read at a higher speed, above it as it is")
    func voltage() {
        #expect(torque(4200, 350) == torque(4200))
        #expect(torque(4200, 400) == torque(4200))
        #expect(abs(torque(4000, 280) - torque(5000)) < 1e-9)
        #expect(torque(3000, 280) == 340)
        #expect(torque(5000, 349.9) < torque(5000, 350))
        #expect(torque(0, 1) == 340)
        #expect(torque(1000, 1) == 0)
        #expect(torque(100, 0) == 0)
        #expect(torque(100, -5) == 0)
    }

    @Test("a speed or a voltage that is not finite gives no torque", arguments: notFinite)
    func notFiniteIsZero(bad: Double) {
        #expect(envelope.greatestTorque(at: RotationalSpeed(bad), voltage: nil) == .zero)
        #expect(envelope.greatestTorque(at: .zero, voltage: Voltage(bad)) == .zero)
        #expect(torque(0, .leastNonzeroMagnitude) == 0)
    }

    @Test("a table with a number out of range is refused")
    func refusesBadTables() {
        let good = [128 of Double](repeating: 1)
        let step = RotationalSpeed(8)
        let voltage = Voltage(350)
        #expect(MotorEnvelope(torques: good, step: step, referenceVoltage: voltage) != nil)
        for bad in notFinite + [-0.001] {
            for index in [0, 64, 127] {
                var torques = good
                torques[index] = bad
                #expect(
                    MotorEnvelope(torques: torques, step: step, referenceVoltage: voltage) == nil
                )
            }
        }
        for bad in notFinite + [0, -1] {
            let speed = RotationalSpeed(bad)
            #expect(MotorEnvelope(torques: good, step: speed, referenceVoltage: voltage) == nil)
            #expect(MotorEnvelope(torques: good, step: step, referenceVoltage: Voltage(bad)) == nil)
        }
    }
}
