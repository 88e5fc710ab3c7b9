public import VehicleModel

/// What a fault does to one axle's torque, from nothing to the strongest.
public enum AxleEffect: UInt8, Comparable, Sendable, BitwiseCopyable {
    /// Nothing.
    case none
    /// |Torque| does not rise.
    case hold
    /// Torque falls to zero at the protective rate.
    case ramp
    /// Torque is zero in the same cycle.
    case cut

    /// Orders by strength.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What the faults of one cycle do; every part only takes away.
public struct FaultEffects: Sendable, BitwiseCopyable {
    /// What the step of the ladder leaves.
    public var ladder = LadderEffects()
    /// What is done with each axle alone.
    public var axles = AxlePair(both: AxleEffect.none)
    /// What the battery's discharge limit is taken times, 0 to 1.
    public var powerFactor = 1.0
    /// Front and rear get half of the total each.
    public var isSplitEven = false
    /// Both axles' torque is zero in the same cycle.
    public var withholdsTorque = false
    /// The arming ends: a lost bus has kept an inverter or the battery silent for too long, or other
    /// torque was sent than was given.
    public var endsArming = false

    /// Nothing is wrong.
    public init() {}

    /// Where each axle's torque may head from `start`, within `peaks`, its motor's greatest torques.
    ///
    /// `cut` and withheld torque are zero at once; what is ramped heads for zero, and what is held
    /// for no more than it has.
    public func goal(
        of torques: AxlePair<Torque>,
        from start: AxlePair<Torque>,
        peaks: AxlePair<Torque>
    ) -> AxlePair<Torque> {
        guard !withholdsTorque else { return AxlePair(both: .zero) }
        let bounded = ladder.bounded(torques, peaks: peaks)
        return AxlePair(
            front: Self.goal(of: bounded.front, from: start.front, axles.front),
            rear: Self.goal(of: bounded.rear, from: start.rear, axles.rear)
        )
    }

    /// Whether an axle's torque must be zero in this cycle, whatever its rate.
    public func cuts(_ axle: Axle) -> Bool { withholdsTorque || axles[axle] == .cut }

    /// Whether an axle has no torque, or is on the way there, by a fault or the ladder.
    public func givesUp(_ axle: Axle) -> Bool {
        axles[axle] >= .ramp || !(ladder.torqueFactors[axle] > 0)
    }

    private static func goal(of torque: Torque, from start: Torque, _ effect: AxleEffect) -> Torque
    {
        switch effect {
        case .none: return torque
        case .hold: return max(min(.zero, start), min(max(.zero, start), torque))
        case .ramp, .cut: return .zero
        }
    }
}
