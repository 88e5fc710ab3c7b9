/// A step of the degradation ladder: down at once, up only when healed.
public enum LadderLevel: UInt8, Comparable, Sendable, BitwiseCopyable {
    /// Everything.
    case full
    /// No comfort terms, no cruise.
    case plain
    /// Less torque and power.
    case reduced
    /// One healthy axle.
    case singleAxle
    /// Enough to leave the road.
    case limp
    /// No torque, high voltage held; until the key cycle.
    case zeroTorque
    /// No torque, and high voltage asked off; until the key cycle.
    case powerOff

    /// Orders from full to none.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

#if !hasFeature(Embedded)
extension LadderLevel: CaseIterable {}
#endif
