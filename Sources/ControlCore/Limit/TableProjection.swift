import VehicleModel

/// Stage S8 where an axle's losses are a table: the rules of `PowerProjection`, by bisection.
///
/// An axle whose losses are a formula stands beside it by that formula.
struct TableProjection {
    private var front: TabledAxle
    private var rear: TabledAxle

    /// How often the bracket of a factor is halved.
    static let halvings = 24
    /// Room for more than this is no limit.
    private static let greatestFactor = 16_777_216.0

    /// Both axles, and the rows of those that have a table.
    init(_ axles: AxlePair<ProjectedAxle>, rows: AxlePair<LossRow?>) {
        front = TabledAxle(axle: axles.front, row: rows.front)
        rear = TabledAxle(axle: axles.rear, row: rows.rear)
    }

    /// `PowerProjection.driveFactor`, and at most 2⁻²⁴ of its bracket less.
    mutating func driveFactor(limit: Power, auxiliary: Power) -> Double {
        let left = (limit - auxiliary - front.axle.idleLoss - rear.axle.idleLoss).rawValue
        guard left.isFinite, front.isFinite, rear.isFinite else { return 0 }
        guard drawn(at: 1) != 0 else { return .infinity }
        guard left > 0 else { return 0 }
        var (low, high) = (0.0, 1.0)
        while drawn(at: high) <= left {
            low = high
            high *= 2
            guard high <= Self.greatestFactor else { return .infinity }
        }
        for _ in 0..<Self.halvings {
            let middle = (low + high) / 2
            if drawn(at: middle) <= left { low = middle } else { high = middle }
        }
        return low
    }

    /// `PowerProjection.chargeFactor`, and at most 2⁻²⁴ of its bracket less; at most where one of the
    /// axles would return less by braking harder.
    mutating func chargeFactor(limit: Power) -> Double {
        guard limit.isFinite, front.isFinite, rear.isFinite else { return 0 }
        guard !front.axle.consumes || !rear.axle.consumes else { return .infinity }
        guard limit > .zero else { return 0 }
        let hasRoom = returned(at: 1) <= limit.rawValue
        var (low, high) = hasRoom ? (1.0, max(1, min(front.rise, rear.rise))) : (0.0, 1.0)
        // Not a number is beyond the table.
        if returned(at: high) <= limit.rawValue { return high }
        for _ in 0..<Self.halvings {
            let middle = (low + high) / 2
            if returned(at: middle) <= limit.rawValue { low = middle } else { high = middle }
        }
        return low
    }

    /// What one more watt adds to the torque of each axle, Nm/W.
    var shadowPrices: AxlePair<Double> {
        mutating get { AxlePair(front: front.shadowPrice, rear: rear.shadowPrice) }
    }

    /// What consuming axles draw beside idling, W; an axle that returns power earns nothing.
    private mutating func drawn(at factor: Double) -> Double {
        front.drawn(at: factor) + rear.drawn(at: factor)
    }

    /// What returning axles return, W; no credit for idle losses.
    private mutating func returned(at factor: Double) -> Double {
        front.returned(at: factor) + rear.returned(at: factor)
    }
}

/// One axle, with the losses of its table where it has one.
private struct TabledAxle {
    /// Its `torqueLoss` is right for its torque alone where there is a row.
    let axle: ProjectedAxle
    var row: LossRow?

    var isFinite: Bool { axle.torque.isFinite && axle.speed.isFinite && axle.torqueLoss.isFinite }

    mutating func drawn(at factor: Double) -> Double {
        guard axle.consumes else { return 0 }
        return max(0, (axle.torque * axle.speed).rawValue) * factor + extraLoss(at: factor)
    }

    mutating func returned(at factor: Double) -> Double {
        guard !axle.consumes else { return 0 }
        return (axle.torque * axle.speed).magnitude.rawValue * factor - extraLoss(at: factor)
    }

    /// The factor up to which it returns more the harder it brakes; infinite where it returns nothing.
    var rise: Double {
        mutating get {
            guard !axle.consumes else { return .infinity }
            let optimum =
                row?.regenerationOptimum(at: axle.speed)
                ?? PowerProjection.regenerationOptimum(at: axle.speed, torqueLoss: axle.torqueLoss)
            return optimum / axle.torque.magnitude
        }
    }

    var shadowPrice: Double {
        mutating get {
            guard let slope = row?.slope(at: axle.torque) else { return axle.shadowPrice }
            return axle.shadowPrice(slope: slope)
        }
    }

    private mutating func extraLoss(at factor: Double) -> Double {
        let torque = axle.torque * factor
        return row?.extraLoss(of: torque).rawValue
            ?? axle.torqueLoss * torque.rawValue * torque.rawValue
    }
}
