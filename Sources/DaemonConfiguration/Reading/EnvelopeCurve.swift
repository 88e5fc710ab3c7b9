import ControlCore
import Foundation
import VehicleModel

/// A motor's greatest torque over speed, as a file gives it.
enum EnvelopeCurve {
    /// By the figures that are published of a motor.
    case figures(EnvelopeFigures)
    /// By points, joined by straight lines; from standstill to the speed at which nothing is left.
    case points([(speed: RotationalSpeed, torque: Torque)])

    /// The greatest torque at `speed`, which is not negative; zero from `maximumSpeed` on.
    func torque(at speed: RotationalSpeed) -> Torque {
        switch self {
        case .figures(let figures): return figures.torque(at: speed)
        case .points(let points):
            guard let next = points.firstIndex(where: { $0.speed > speed }), next > 0 else {
                return .zero
            }
            let (lower, upper) = (points[next - 1], points[next])
            let part = (speed - lower.speed) / (upper.speed - lower.speed)
            return lower.torque + (upper.torque - lower.torque) * part
        }
    }

    /// The speed from which there is no torque.
    var maximumSpeed: RotationalSpeed {
        switch self {
        case .figures(let figures): figures.maximumSpeed
        case .points(let points): points.last?.speed ?? .zero
        }
    }

    /// Where the curve bends sharply.
    private var bends: [RotationalSpeed] {
        switch self {
        case .figures(let figures): figures.bends
        case .points(let points): points.map(\.speed)
        }
    }
}

/// What is published of a motor's torque and power.
struct EnvelopeFigures {
    var peakTorque: Torque
    var peakTorqueUntil: RotationalSpeed
    var peakPower: Power
    var fullPowerFrom: RotationalSpeed
    var fullPowerTo: RotationalSpeed
    /// Power falls with (fullPowerTo / speed) to this power.
    var exponent: Double
    /// The last part of the speed over which torque fades to nothing.
    var taper: Double
    var maximumSpeed: RotationalSpeed

    func torque(at speed: RotationalSpeed) -> Torque {
        guard speed < maximumSpeed else { return .zero }
        let fade = min(1, (1 - speed / maximumSpeed) / taper)
        guard speed > peakTorqueUntil else { return peakTorque * fade }
        return min(peakTorque, power(at: speed) / speed) * fade
    }

    /// The power above `peakTorqueUntil`, before the taper.
    private func power(at speed: RotationalSpeed) -> Power {
        if speed < fullPowerFrom {
            let corner = peakTorque * peakTorqueUntil
            let part = (speed - peakTorqueUntil) / (fullPowerFrom - peakTorqueUntil)
            return corner + (peakPower - corner) * part
        }
        guard speed > fullPowerTo else { return peakPower }
        return peakPower * pow(fullPowerTo / speed, exponent)
    }

    var bends: [RotationalSpeed] {
        [peakTorqueUntil, fullPowerFrom, fullPowerTo, maximumSpeed * (1 - taper)]
    }
}

extension EnvelopeCurve {
    /// How far a straight line between two points of the table may stand above the curve, Nm.
    static let tolerance = 0.5
    /// What is aimed at; the rest is for what lies between the samples.
    private static let aim = 0.4
    private static let samplesPerStep = 64

    /// The curve as the control core's table, which exceeds it nowhere by more than `tolerance`.
    func table() -> (torques: [128 of Double], step: RotationalSpeed) {
        let step = maximumSpeed / 127
        var points = (0..<128).map { torque(at: step * Double($0)).rawValue }
        // Where the curve sags between two points, both are lowered by what is too much.
        var lowering = [Double](repeating: 0, count: 128)
        for index in 0..<127 {
            let excess = excess(between: index, points[index], points[index + 1], step)
            let cut = max(0, excess - Self.aim)
            lowering[index] = max(lowering[index], cut)
            lowering[index + 1] = max(lowering[index + 1], cut)
        }
        for index in points.indices { points[index] = max(0, points[index] - lowering[index]) }
        // Zero cannot be lowered, so the other end comes down to the least torque between the two.
        for index in 0..<127
        where excess(between: index, points[index], points[index + 1], step) > Self.aim {
            let least = samples(between: index, step).map { $0.torque }.reduce(.infinity, min)
            points[index] = min(points[index], least + Self.aim)
            points[index + 1] = min(points[index + 1], least + Self.aim)
        }
        return ([128 of Double] { points[$0] }, step)
    }

    /// How far the line between two points stands above the curve, Nm.
    private func excess(
        between index: Int,
        _ left: Double,
        _ right: Double,
        _ step: RotationalSpeed
    ) -> Double {
        samples(between: index, step)
            .map { left + (right - left) * $0.part - $0.torque }
            .reduce(0, max)
    }

    /// Torques in Nm at parts of one step.
    private func samples(
        between index: Int,
        _ step: RotationalSpeed
    ) -> [(part: Double, torque: Double)] {
        let start = step * Double(index)
        var parts = (0...Self.samplesPerStep).map { Double($0) / Double(Self.samplesPerStep) }
        parts += bends.map { ($0 - start) / step }.filter { (0...1).contains($0) }
        return parts.map { (part: $0, torque: torque(at: start + step * $0).rawValue) }
    }
}
