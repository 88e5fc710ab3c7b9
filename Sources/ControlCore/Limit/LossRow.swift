import VehicleModel

/// A table's losses at one speed: what idling loses, and what torque adds to it, read linearly.
struct LossRow: BitwiseCopyable {
    /// What is lost without torque, W.
    private(set) var idle: Power
    /// What torque adds at 0, `step`, 2 `step`, …, W, never falling, from 0 on.
    private var extra: [17 of Double]
    private let step: Torque
    /// Less torque has no loss worth its square's rounding, Nm.
    private static let leastTorque = 1e-6

    /// Nothing is known.
    init(unknown step: Torque) {
        idle = Power(.nan)
        extra = .init(repeating: .nan)
        self.step = step
    }

    /// Between the row of `losses` that begins at `start` and the next one.
    init(_ losses: Span<Double>, from start: Int, part: Double, step: Torque) {
        extra = .init(repeating: 0)
        self.step = step
        for column in 0..<LossTable.torques {
            let slower = losses[start + column]
            let faster = losses[start + LossTable.torques + column]
            extra[column] = slower + (faster - slower) * part
        }
        let idle = extra[0]
        for column in 0..<LossTable.torques { extra[column] -= idle }
        self.idle = Power(idle)
    }

    /// Takes the less favourable of both at each torque; idling counts as what it may draw.
    mutating func merge(_ other: LossRow, returning: Bool) {
        let others = other.extra.span
        for column in 0..<LossTable.torques {
            let (here, there) = (extra[column], others[column])
            extra[column] = returning ? min(here, there) : max(here, there)
        }
        idle = max(idle, other.idle)
    }

    /// What a torque adds to the idle loss, W; NaN beyond the table and for what is not finite.
    mutating func extraLoss(of torque: Torque) -> Power {
        let column = torque.magnitude / step
        guard let left = Self.cell(column) else { return Power(.nan) }
        return Power(extra[left] + (extra[left + 1] - extra[left]) * (column - Double(left)))
    }

    /// The same over the torque's square, W/Nm²; 0 for next to no torque.
    mutating func torqueLoss(of torque: Torque) -> Double {
        let size = torque.magnitude.rawValue
        return size < Self.leastTorque ? 0 : extraLoss(of: torque).rawValue / (size * size)
    }

    /// What one more newton metre adds, W/Nm; NaN beyond the table and for what is not finite.
    mutating func slope(at torque: Torque) -> Double {
        guard let left = Self.cell(torque.magnitude / step) else { return .nan }
        return (extra[left + 1] - extra[left]) / step.rawValue
    }

    /// The greatest |torque| up to which braking harder always returns more, Nm.
    mutating func regenerationOptimum(at speed: RotationalSpeed) -> Torque {
        let shaft = (step * speed.magnitude).rawValue
        var column = 0
        while column < LossTable.torques - 1, extra[column + 1] - extra[column] < shaft {
            column += 1
        }
        return step * Double(column)
    }

    /// The points from `cell` on stand around a column; the last point belongs to the last cell.
    private static func cell(_ column: Double) -> Int? {
        guard column <= Double(LossTable.torques - 1) else { return nil }
        return min(Int(column), LossTable.torques - 2)
    }
}
