public import VehicleModel

/// Machines that turn each other on a bench: the power that one returns feeds the other.
///
/// For bench profiles only. On a road the returning axle can vanish within one cycle, and no
/// allowance covers what it fed.
public enum CirculatingPower {
    /// The limit for the driving axle with credit for what the other one returns, W.
    ///
    /// `chargeFactor` is what the returning axle's torque is scaled with, of `PowerProjection`.
    /// `reserve` is what supply and link bear above `limit` for one fault reaction time, W: the
    /// credit's greatest size.
    public static func limit(
        _ limit: Power,
        _ axles: AxlePair<ProjectedAxle>,
        chargeFactor: Double,
        reserve: Power
    ) -> Power {
        guard limit.isFinite, reserve.isFinite, reserve > .zero, !chargeFactor.isNaN else {
            return limit
        }
        let factor = max(0, min(1, chargeFactor))
        let credit = returned(axles.front, factor) + returned(axles.rear, factor)
        guard credit.isFinite, credit > .zero else { return limit }
        return limit + min(credit, reserve)
    }

    private static func returned(_ axle: ProjectedAxle, _ factor: Double) -> Power {
        guard !axle.consumes else { return .zero }
        let torque = axle.torque * factor
        let lost = Power(axle.torqueLoss * torque.rawValue * torque.rawValue)
        return (torque * axle.speed).magnitude - lost
    }
}
