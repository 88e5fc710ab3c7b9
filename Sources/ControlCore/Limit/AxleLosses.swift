public import VehicleModel

/// Electrical losses of one axle: by a formula, or by a table.
public struct AxleLosses: Sendable, BitwiseCopyable {
    /// The formula; nil where a table holds.
    public let formula: LossModel?
    private var table: LossTable

    /// Losses by a formula.
    public init(_ formula: LossModel) {
        self.formula = formula
        table = LossTable()
    }

    /// Losses by a table.
    public init(_ table: LossTable) {
        formula = nil
        self.table = table
    }

    /// Electrical power of a torque in Nm at a speed in rad/s, W, positive is drawn from the DC link.
    ///
    /// NaN for torque beyond a table, and for what is not finite. Mutating, so that no table is copied.
    public mutating func power(of torque: Torque, at speed: RotationalSpeed) -> Power {
        if let formula { return formula.power(of: torque, at: speed) }
        var row = table.row(at: speed)
        return torque * speed + row.idle + row.extraLoss(of: torque)
    }

    /// The greatest |torque| with which braking still returns more power than less braking would, Nm.
    mutating func regenerationOptimum(at speed: RotationalSpeed) -> Torque {
        if let formula {
            return PowerProjection.regenerationOptimum(
                at: speed,
                torqueLoss: formula.torqueLoss(at: speed)
            )
        }
        var row = table.row(at: speed)
        return row.regenerationOptimum(at: speed)
    }

    /// The table's losses at the less favourable of two speeds; nil where a formula holds.
    ///
    /// The larger ones where power is drawn; the smaller ones where it is returned.
    mutating func row(
        _ now: RotationalSpeed,
        _ later: RotationalSpeed,
        returning: Bool
    ) -> LossRow? {
        formula == nil ? merged(now, later, returning: returning) : nil
    }

    /// a(w) and c(w) at the less favourable of two speeds; with a table a(w) holds for `torque` alone.
    mutating func counted(
        _ torque: Torque,
        _ now: RotationalSpeed,
        _ later: RotationalSpeed,
        returning: Bool
    ) -> (torque: Double, idle: Power) {
        guard let formula else {
            var row = merged(now, later, returning: returning)
            return (row.torqueLoss(of: torque), row.idle)
        }
        let losses = (formula.torqueLoss(at: now), formula.torqueLoss(at: later))
        return (
            returning ? min(losses.0, losses.1) : max(losses.0, losses.1),
            max(formula.idleLoss(at: now), formula.idleLoss(at: later))
        )
    }

    private mutating func merged(
        _ now: RotationalSpeed,
        _ later: RotationalSpeed,
        returning: Bool
    ) -> LossRow {
        var row = table.row(at: now)
        row.merge(table.row(at: later), returning: returning)
        return row
    }
}
