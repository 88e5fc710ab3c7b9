import Glibc

/// What drive units take, fitted on a recording.
///
/// P = c0 + the sum over the motors of T w + a(w) T² + c1 w + c2 w², with
/// a(w) = a0 + a1 max(0, w/knee - 1)², seen through the report's delay and lag.
public struct PowerFit: Equatable, Sendable {
    /// Loss per square of torque below the knee, W/Nm2.
    public let copper: FittedCoefficient
    /// What it gains above, W/Nm2.
    public let fieldWeakening: FittedCoefficient
    /// What all motors and the auxiliaries always take together, W.
    public let constant: FittedCoefficient
    /// Loss per speed, W s/rad.
    public let linear: FittedCoefficient
    /// Loss per square of speed, W s2/rad2.
    public let quadratic: FittedCoefficient
    /// Where field weakening begins to cost, rad/s; not fitted.
    public let knee: Double
    /// How late power is reported.
    public let lag: ReportLag
    /// What is left unexplained, W.
    public let residuals: Residuals
    /// How much the coefficients can stand for each other; above 30 they can.
    public let condition: Double

    /// The largest delay and the largest lag that are tried, ms.
    public static let greatestLag = 100
    /// From the record's start until the lag has forgotten it, steps.
    static let settling = 300

    /// Fits a record without long holes; nil where it has less than 2 s to compare.
    ///
    /// Delay and lag by a search over 5 ms, then over 1 ms about the best.
    public init?(_ record: DriveRecord, knee: Double) {
        let coarse = Array(stride(from: 0, through: Self.greatestLag, by: 5))
        guard let rough = Self.best(record, knee, coarse, coarse) else { return nil }
        func near(_ value: Int) -> [Int] { Array(max(0, value - 4)...(value + 4)) }
        guard let best = Self.best(record, knee, near(rough.delay), near(rough.lag)) else {
            return nil
        }
        let lag = ReportLag(delay: Double(best.delay) / 1000, lag: Double(best.lag) / 1000)
        let left = Self.residuals(of: best.solution.values, lag, record, knee)
        let errors = best.solution.standardErrors(correlation: left.correlation)
        let fitted = zip(best.solution.values, errors).map {
            FittedCoefficient(value: $0, standardError: $1)
        }
        copper = fitted[0]
        fieldWeakening = fitted[1]
        constant = fitted[2]
        linear = fitted[3]
        quadratic = fitted[4]
        self.knee = knee
        self.lag = lag
        residuals = left
        condition = best.solution.condition
    }

    /// What these coefficients leave unexplained of another record, W.
    public func residuals(on record: DriveRecord) -> Residuals {
        let values = [copper, fieldWeakening, constant, linear, quadratic].map(\.value)
        return Self.residuals(of: values, lag, record, knee)
    }
}

extension PowerFit {
    private struct Candidate {
        let delay: Int
        let lag: Int
        let solution: LeastSquaresSolution
    }

    /// Shaft power, then what each coefficient is multiplied by; of all motors together.
    private static func row(_ motors: [DriveRecord.MotorSample], _ knee: Double) -> [Double] {
        var row: [Double] = [0, 0, 0, 1, 0, 0]
        for motor in motors {
            let speed = abs(motor.speed)
            let over = max(0, speed / knee - 1)
            let square = motor.torque * motor.torque
            row[0] += motor.torque * motor.speed
            row[1] += square
            row[2] += square * over * over
            row[4] += speed
            row[5] += speed * speed
        }
        return row
    }

    /// Calls `body` with each sample's power and with the row as late as the lag makes it, at each
    /// delay.
    private static func walk(
        _ record: DriveRecord,
        _ knee: Double,
        delays: [Int],
        lag: Int,
        _ body: (_ delay: Int, _ row: [Double], _ power: Double) -> Void
    ) {
        let gain = lag > 0 ? 1 - exp(-1 / Double(lag)) : 1
        let length = (delays.max() ?? 0) + 1
        var line: [[Double]] = []
        var walk = DriveWalk(record)
        var late: [Double] = []
        while walk.advance() {
            let row = row(walk.motors, knee)
            if late.isEmpty { late = row }
            for index in row.indices { late[index] += (row[index] - late[index]) * gain }
            if line.count < length {
                line.append(late)
            } else {
                line[walk.step % length] = late
            }
            guard walk.step >= settling, let sample = walk.sample else { continue }
            for (index, delay) in delays.enumerated() {
                body(index, line[(walk.step - delay) % length], sample.power)
            }
        }
    }

    private static func best(
        _ record: DriveRecord,
        _ knee: Double,
        _ delays: [Int],
        _ lags: [Int]
    ) -> Candidate? {
        var best: Candidate?
        for lag in lags {
            var sums = [LeastSquares](repeating: LeastSquares(count: 5), count: delays.count)
            walk(record, knee, delays: delays, lag: lag) { index, row, power in
                sums[index].add(Array(row.dropFirst()), power - row[0])
            }
            for (delay, sum) in zip(delays, sums) where sum.rows >= 200 {
                guard let solution = sum.solution(nonNegative: .init(repeating: true, count: 5))
                else { continue }
                if solution.unexplained < best?.solution.unexplained ?? .infinity {
                    best = Candidate(delay: delay, lag: lag, solution: solution)
                }
            }
        }
        return best
    }

    private static func residuals(
        of values: [Double],
        _ lag: ReportLag,
        _ record: DriveRecord,
        _ knee: Double
    ) -> Residuals {
        var left: [Double] = []
        let delay = Int((lag.delay * 1000).rounded())
        walk(record, knee, delays: [delay], lag: Int((lag.lag * 1000).rounded())) { _, row, power in
            let loss = zip(values, row.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
            left.append(power - row[0] - loss)
        }
        return Residuals(left)
    }
}
