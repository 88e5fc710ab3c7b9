/// Ceilings of the operator; nil for none.
///
/// Each only takes away from what the vehicle's own limits leave, and stays until it is changed.
public struct OperatorCeilings: Equatable, Sendable, BitwiseCopyable {
    /// |Torque| of each motor, Nm, not negative.
    public var torque: Torque?
    /// Power out of the battery, W, not negative.
    public var discharge: Power?
    /// Power into the battery, W, not negative.
    public var charge: Power?
    /// Vehicle speed, m/s, not negative.
    public var speed: Speed?

    /// No ceiling.
    public init() {}

    /// These with what `change` names: nil leaves a ceiling as it is, and an infinite one lifts it.
    ///
    /// What is not a number, or below zero, counts as zero.
    public func changed(by change: OperatorCeilings) -> OperatorCeilings {
        var changed = self
        changed.torque = Self.changed(torque, by: change.torque)
        changed.discharge = Self.changed(discharge, by: change.discharge)
        changed.charge = Self.changed(charge, by: change.charge)
        changed.speed = Self.changed(speed, by: change.speed)
        return changed
    }

    /// The lower ceiling of both, one by one.
    public func lowered(to other: OperatorCeilings) -> OperatorCeilings {
        var lower = self
        lower.torque = Self.lower(torque, other.torque)
        lower.discharge = Self.lower(discharge, other.discharge)
        lower.charge = Self.lower(charge, other.charge)
        lower.speed = Self.lower(speed, other.speed)
        return lower
    }

    private static func changed<Dimension>(
        _ ceiling: Quantity<Dimension>?,
        by change: Quantity<Dimension>?
    ) -> Quantity<Dimension>? {
        guard let change else { return ceiling }
        if change == Quantity(.infinity) { return nil }
        return change > .zero ? change : .zero
    }

    private static func lower<Dimension>(
        _ one: Quantity<Dimension>?,
        _ other: Quantity<Dimension>?
    ) -> Quantity<Dimension>? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
