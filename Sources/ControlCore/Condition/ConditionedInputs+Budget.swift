public import VehicleModel

extension ConditionedInputs {
    /// The speeds that power budgets are computed with; NaN where unknown.
    ///
    /// Now or when the command acts, whichever is larger.
    public var budgetSpeeds: AxlePair<RotationalSpeed> {
        AxlePair(
            front: Self.larger(motorSpeeds.front, leadSpeeds.front),
            rear: Self.larger(motorSpeeds.rear, leadSpeeds.rear)
        )
    }

    /// The speeds that tell how much torque regeneration can have; NaN where unknown.
    ///
    /// Now or when the command acts, whichever is smaller; zero where the motor turns round between.
    public var regenerationSpeeds: AxlePair<RotationalSpeed> {
        AxlePair(
            front: Self.smaller(motorSpeeds.front, leadSpeeds.front),
            rear: Self.smaller(motorSpeeds.rear, leadSpeeds.rear)
        )
    }

    private static func larger(
        _ now: RotationalSpeed?,
        _ later: RotationalSpeed?
    ) -> RotationalSpeed {
        guard let now, let later, now.isFinite, later.isFinite else { return RotationalSpeed(.nan) }
        return now.magnitude >= later.magnitude ? now : later
    }

    private static func smaller(
        _ now: RotationalSpeed?,
        _ later: RotationalSpeed?
    ) -> RotationalSpeed {
        guard let now, let later, now.isFinite, later.isFinite else { return RotationalSpeed(.nan) }
        guard now.rawValue * later.rawValue > 0 else { return .zero }
        return now.magnitude <= later.magnitude ? now : later
    }
}
