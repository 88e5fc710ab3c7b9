import ControlCore
import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("The envelope's table")
struct EnvelopeCurveTests {
    /// The e+ motor's torque in Nm at a speed in rpm, written down a second time.
    private static func published(_ rpm: Double) -> Double {
        let speed = rpm * .pi / 30
        let corner: Double = 340 * 4000 * Double.pi / 30
        let power =
            if rpm <= 4600 {
                corner + (160_000 - corner) * (rpm - 4000) / 600
            } else if rpm <= 5800 {
                160_000.0
            } else {
                160_000 * exp(0.35 * log(5800 / rpm))
            }
        let torque = rpm <= 4000 ? 340 : min(340, power / speed)
        return max(0, torque * min(1, (10_390 - rpm) / (0.05 * 10_390)))
    }

    private static let leaf = EnvelopeFigures(
        peakTorque: Torque(340),
        peakTorqueUntil: RotationalSpeed(revolutionsPerMinute: 4000),
        peakPower: Power(kilowatts: 160),
        fullPowerFrom: RotationalSpeed(revolutionsPerMinute: 4600),
        fullPowerTo: RotationalSpeed(revolutionsPerMinute: 5800),
        exponent: 0.35,
        taper: 0.05,
        maximumSpeed: RotationalSpeed(revolutionsPerMinute: 10_390)
    )

    private func envelope(_ curve: EnvelopeCurve) throws -> MotorEnvelope {
        let (torques, step) = curve.table()
        return try #require(
            MotorEnvelope(torques: torques, step: step, referenceVoltage: Voltage(350))
        )
    }

    @Test("it stands nowhere more than 0.5 Nm above the e+ motor's curve, nor far below")
    func followsTheMotor() throws {
        let envelope = try envelope(.figures(Self.leaf))
        var (above, below) = (0.0, 0.0)
        for tenth in 0...110_000 {
            let rpm = Double(tenth) / 10
            let speed = RotationalSpeed(revolutionsPerMinute: rpm)
            let table = envelope.greatestTorque(at: speed, voltage: nil).rawValue
            let torque = Self.published(rpm)
            above = max(above, table - torque)
            // Where the taper begins the curve bends, and straight lines cut the corner.
            if rpm < 9700 { below = max(below, torque - table) }
        }
        #expect(above <= 0.5)
        #expect(below <= 1.5)
    }

    @Test("it stands nowhere more than 0.5 Nm above any motor's curve", arguments: 0..<60)
    func neverExceeds(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let maximum = Double.random(in: 300...3000, using: &random)
        let speeds = (0..<3).map { _ in Double.random(in: 5...maximum, using: &random) }.sorted()
        let torque = Double.random(in: 1...2000, using: &random)
        let figures = EnvelopeFigures(
            peakTorque: Torque(torque),
            peakTorqueUntil: RotationalSpeed(speeds[0]),
            peakPower: Power(torque * speeds[0] * Double.random(in: 1...2, using: &random)),
            fullPowerFrom: RotationalSpeed(speeds[1]),
            fullPowerTo: RotationalSpeed(speeds[2]),
            exponent: Double.random(in: 0...5, using: &random),
            taper: Double.random(in: 0.01...0.5, using: &random),
            maximumSpeed: RotationalSpeed(maximum)
        )
        try expectBelow(.figures(figures), maximum, &random)
    }

    @Test("it stands nowhere more than 0.5 Nm above points", arguments: 0..<60)
    func neverExceedsPoints(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let maximum = Double.random(in: 300...3000, using: &random)
        let inner = (0..<Int.random(in: 0...30, using: &random))
            .map { _ in Double.random(in: 1..<maximum, using: &random) }
        var points = ([0] + inner.sorted()).map { speed in
            let torque = Torque(.random(in: 0...2000, using: &random))
            return (speed: RotationalSpeed(speed), torque: torque)
        }
        points.append((speed: RotationalSpeed(maximum), torque: .zero))
        try expectBelow(.points(points), maximum, &random)
    }

    private func expectBelow(
        _ curve: EnvelopeCurve,
        _ maximum: Double,
        _ random: inout SeededGenerator
    ) throws {
        let envelope = try envelope(curve)
        var above = 0.0
        for _ in 0..<5000 {
            let speed = RotationalSpeed(.random(in: 0...maximum * 1.1, using: &random))
            let table = envelope.greatestTorque(at: speed, voltage: nil).rawValue
            above = max(above, table - curve.torque(at: speed).rawValue)
        }
        #expect(above <= 0.5)
    }

    @Test("points are joined by straight lines")
    func pointsAreJoined() {
        let curve = EnvelopeCurve.points([
            (speed: .zero, torque: Torque(100)),
            (speed: RotationalSpeed(100), torque: Torque(50)),
            (speed: RotationalSpeed(200), torque: .zero),
        ])
        #expect(curve.torque(at: .zero) == Torque(100))
        #expect(curve.torque(at: RotationalSpeed(50)) == Torque(75))
        #expect(curve.torque(at: RotationalSpeed(100)) == Torque(50))
        #expect(curve.torque(at: RotationalSpeed(150)) == Torque(25))
        #expect(curve.torque(at: RotationalSpeed(200)) == .zero)
        #expect(curve.torque(at: RotationalSpeed(300)) == .zero)
    }
}
