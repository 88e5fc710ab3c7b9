import Glibc
import VehicleModel

/// A battery's resistances, fitted on a recording's voltage against its current.
///
/// V = OCV(SOC) + offset - R0 I - U1, where U1 follows R1 I with the time constant; at rest when
/// the recording begins. The current may be reported later than the voltage, or earlier.
public struct BatteryFit: Equatable, Sendable {
    /// What the open-circuit voltage is above that of the curve it was compared with, V of the
    /// pack.
    public let offset: FittedCoefficient
    /// The open-circuit voltage at the start, V of the pack.
    public let openCircuitVoltage: Double
    /// The state of charge at the start, 0 to 1.
    public let stateOfCharge: Double
    /// Resistance at once, ohm.
    public let series: FittedCoefficient
    /// Resistance that is added over the time constant, ohm.
    public let polarisation: FittedCoefficient
    /// The time constant, s.
    public let time: Double
    /// The time constants with which the voltage is nearly as well explained, s.
    public let times: ClosedRange<Double>
    /// How much later than the voltage the current is reported, s; negative is earlier.
    public let currentDelay: Double
    /// What is left unexplained, V.
    public let residuals: Residuals

    /// How much later than the voltage the current may be, steps.
    private static let shifts = Array(stride(from: -50, through: 100, by: 5))
    /// The slowest time constant that is tried, s.
    private static let slowest = 100.0

    /// Fits a record without long holes, with the cells, the capacity and the curve of `base`; nil
    /// where it has less than 2 s.
    public init?(_ record: DriveRecord, base: BatteryParameters) {
        let stateOfCharge = record.stateOfCharge ?? base.initialStateOfCharge
        let trace = Trace(record, base, stateOfCharge)
        guard trace.voltages.count >= 200 else { return nil }
        var candidates: [Candidate] = []
        // From 0.5 s on in steps of a twelfth; what is slower than half the record cannot be told.
        var time = 0.5
        while time <= min(max(1, record.duration / 2), Self.slowest) {
            if let candidate = Self.best(trace, time) { candidates.append(candidate) }
            time *= 1.0 + 1.0 / 12
        }
        let best = candidates.min { $0.solution.deviation < $1.solution.deviation }
        guard let best else { return nil }
        let near = candidates.filter { $0.solution.deviation < 1.1 * best.solution.deviation }
        let left = trace.residuals(best.time, best.shift, best.solution.values)
        let errors = best.solution.standardErrors(correlation: left.correlation)
        let fitted = zip(best.solution.values, errors).map {
            FittedCoefficient(value: $0, standardError: $1)
        }
        offset = fitted[0]
        series = fitted[1]
        polarisation = fitted[2]
        openCircuitVoltage =
            base.openCircuitVoltage(at: stateOfCharge).rawValue + fitted[0].value
        self.stateOfCharge = stateOfCharge
        self.time = best.time
        times = (near.first?.time ?? best.time)...(near.last?.time ?? best.time)
        currentDelay = Double(best.shift) * Plant.timeStep
        residuals = left
    }

    /// What these resistances leave unexplained of a record that begins with the same charge, V.
    public func residuals(on record: DriveRecord, base: BatteryParameters) -> Residuals {
        let shift = Int((currentDelay / Plant.timeStep).rounded())
        let values = [offset, series, polarisation].map(\.value)
        return Trace(record, base, stateOfCharge).residuals(time, shift, values)
    }
}

extension BatteryFit {
    private struct Candidate {
        let time: Double
        let shift: Int
        let solution: LeastSquaresSolution
    }

    /// A recording in time steps.
    private struct Trace {
        /// The reported current, A, in each step.
        private(set) var currents: [Double] = []
        /// What the voltage is above the curve's, V, in the steps that have a sample.
        private(set) var voltages: [(step: Int, excess: Double)] = []

        init(_ record: DriveRecord, _ base: BatteryParameters, _ stateOfCharge: Double) {
            guard var before = record.battery.first else { return }
            var charge = stateOfCharge
            for sample in record.battery.dropFirst() {
                let count = Int(((sample.time - before.time) / Plant.timeStep).rounded())
                guard count > 0 else { continue }
                for index in 1...count {
                    let part = Double(index) / Double(count)
                    let current = before.current + part * (sample.current - before.current)
                    charge -= current * Plant.timeStep / (3600 * base.capacity)
                    currents.append(current)
                }
                let curve = base.openCircuitVoltage(at: charge).rawValue
                voltages.append((currents.count - 1, sample.voltage - curve))
                before = sample
            }
        }

        /// The current as it follows itself with a time constant, s, from 0 on.
        func slow(_ time: Double) -> [Double] {
            let gain = 1 - exp(-Plant.timeStep / time)
            var slow = 0.0
            return currents.map { current in
                slow += (current - slow) * gain
                return slow
            }
        }

        /// Calls `body` with what each coefficient is multiplied by, and the voltage's excess.
        ///
        /// Every shift sees the same samples.
        func forEachRow(
            _ slow: [Double],
            _ shift: Int,
            _ body: (_ row: [Double], _ excess: Double) -> Void
        ) {
            let margin = BatteryFit.shifts.map(abs).max() ?? 0
            for (step, excess) in voltages where step >= margin && step + margin < currents.count {
                body([1, -currents[step + shift], -slow[step + shift]], excess)
            }
        }

        func residuals(_ time: Double, _ shift: Int, _ values: [Double]) -> Residuals {
            var left: [Double] = []
            forEachRow(slow(time), shift) { row, excess in
                left.append(excess - zip(values, row).reduce(0) { $0 + $1.0 * $1.1 })
            }
            return Residuals(left)
        }
    }

    private static func best(_ trace: Trace, _ time: Double) -> Candidate? {
        let slow = trace.slow(time)
        var best: Candidate?
        for shift in shifts {
            var sums = LeastSquares(count: 3)
            trace.forEachRow(slow, shift) { sums.add($0, $1) }
            guard let solution = sums.solution(nonNegative: [false, true, true]) else { continue }
            if solution.unexplained < best?.solution.unexplained ?? .infinity {
                best = Candidate(time: time, shift: shift, solution: solution)
            }
        }
        return best
    }
}
