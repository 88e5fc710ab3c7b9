/// How far the car goes for a turn of its motor, fitted on a recording's speeds.
public struct RollingFit: Equatable, Sendable {
    /// Where the speed over ground is from.
    public let source: String
    /// Way for an angle of the motor, m/rad.
    public let way: FittedCoefficient
    /// What is left unexplained, m/s.
    public let residuals: Residuals

    /// Torque above which tyres slip too much for this, Nm.
    private static let greatestTorque = 60.0
    /// Speed below which a signal's steps are too coarse, m/s.
    private static let leastSpeed = 3.0

    /// Compares each source with the first motor's speed while it hardly drives; sources with less
    /// than 50 samples are left out.
    public static func all(_ record: DriveRecord) -> [RollingFit] {
        record.ground.compactMap { RollingFit($0, record.motors.first ?? []) }
    }

    private init?(_ ground: DriveRecord.GroundSpeed, _ motor: [DriveRecord.MotorSample]) {
        var sums = LeastSquares(count: 1)
        var pairs: [(motor: Double, ground: Double)] = []
        var next = 0
        for sample in ground.samples where sample.speed > Self.leastSpeed {
            let (time, speed) = (sample.time, sample.speed)
            while next < motor.count, motor[next].time < time { next += 1 }
            guard next < motor.count, next > 0 else { continue }
            let (below, above) = (motor[next - 1], motor[next])
            guard abs(above.torque) < Self.greatestTorque, above.time - below.time < 0.05 else {
                continue
            }
            let part = (time - below.time) / (above.time - below.time)
            let turning = below.speed + part * (above.speed - below.speed)
            pairs.append((turning, speed))
            sums.add([turning], speed)
        }
        guard pairs.count >= 50, let solution = sums.solution(nonNegative: [true]) else {
            return nil
        }
        source = ground.name
        residuals = Residuals(pairs.map { $0.ground - solution.values[0] * $0.motor })
        let errors = solution.standardErrors(correlation: residuals.correlation)
        way = FittedCoefficient(value: solution.values[0], standardError: errors[0])
    }
}
