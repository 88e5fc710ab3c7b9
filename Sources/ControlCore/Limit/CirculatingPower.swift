public import VehicleModel

/// Machines that turn each other on a bench: the power that one returns feeds the other.
///
/// For bench profiles only. On a road the returning axle can vanish within one cycle, and no
/// allowance covers what it fed.
public enum CirculatingPower {
    /// The limit for the driving axle with credit for what the other one returns, W.
    ///
    /// `axles` have the torques that the charge limit leaves them. `reserve` is what supply and link bear above `limit` for one fault reaction time, W: the
    /// credit's greatest size.
    public static func limit(
        _ limit: Power,
        _ axles: AxlePair<ProjectedAxle>,
        reserve: Power
    ) -> Power {
        guard limit.isFinite, reserve.isFinite, reserve > .zero else { return limit }
        let credit = returned(axles.front) + returned(axles.rear)
        guard credit.isFinite, credit > .zero else { return limit }
        return limit + min(credit, reserve)
    }

    private static func returned(_ axle: ProjectedAxle) -> Power {
        guard !axle.consumes else { return .zero }
        let lost = Power(axle.torqueLoss * axle.torque.rawValue * axle.torque.rawValue)
        return (axle.torque * axle.speed).magnitude - lost
    }
}
