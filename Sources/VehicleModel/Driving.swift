/// The gear selector's position.
///
/// B drives forward like D with more lift-off regeneration.
public enum Gear: UInt8, Sendable, BitwiseCopyable {
    /// Park: no torque.
    case park
    /// Neutral: no torque.
    case neutral
    /// Drive forward.
    case drive
    /// Drive forward with stronger regeneration.
    case brake
    /// Drive backward.
    case reverse

    /// The direction the gear drives in: +1 forward, −1 backward, 0 for none.
    @inlinable public var direction: Double {
        switch self {
        case .drive, .brake: 1
        case .reverse: -1
        case .park, .neutral: 0
        }
    }
}

/// What the daemon may do with what it computes.
public enum OperatingMode: UInt8, Comparable, Sendable, BitwiseCopyable {
    /// Receives only.
    case observe
    /// Computes every command and sends none.
    case shadow
    /// Hands commands to the guardian once armed.
    case control

    /// Orders by how much may be done.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Where arming stands.
public enum ArmState: UInt8, Sendable, BitwiseCopyable {
    /// No lease; nothing is handed to the guardian.
    case disarmed
    /// A lease is in force and every precondition holds.
    case armed
    /// The lease ended; torque falls to zero at the protective rate, then nothing more is sent.
    case disarming
    /// A fault or the guardian ended it; a new arming is needed.
    case tripped
}

/// What must hold before torque may be commanded; a set bit means it does not hold.
public struct MissingPreconditions: Hashable, Sendable, BitwiseCopyable {
    /// One bit a condition.
    public let rawValue: UInt32

    /// Takes the bits as they are.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The configuration's mode is not control, or a client lowered it.
    public static let mode = Self(rawValue: 1 << 0)
    /// No guardian answers.
    public static let guardian = Self(rawValue: 1 << 1)
    /// The pedal is missing, stale or implausible.
    public static let pedal = Self(rawValue: 1 << 2)
    /// The pedal is pressed; arming needs it below 2 %.
    public static let pedalReleased = Self(rawValue: 1 << 3)
    /// The front inverter is missing, stale or not ready.
    public static let frontInverter = Self(rawValue: 1 << 4)
    /// The rear inverter is missing, stale or not ready.
    public static let rearInverter = Self(rawValue: 1 << 5)
    /// The battery's limits are missing, stale or not available.
    public static let battery = Self(rawValue: 1 << 6)
    /// The battery does not permit the main relay.
    public static let mainRelay = Self(rawValue: 1 << 7)
    /// The gear selector is missing or stale.
    public static let gear = Self(rawValue: 1 << 8)
    /// A fault that forbids torque is active or latched.
    public static let fault = Self(rawValue: 1 << 9)
    /// The vehicle speed is unknown.
    public static let speed = Self(rawValue: 1 << 10)
    /// Torque has not yet come to zero since the last arming.
    public static let torqueZero = Self(rawValue: 1 << 11)
    /// Somebody else sends the guardian's identifiers.
    public static let foreignSender = Self(rawValue: 1 << 12)
    /// The guardian has not taken the arming in force.
    public static let guardianAcceptance = Self(rawValue: 1 << 13)
}

extension MissingPreconditions {
    /// Nothing is missing.
    public static var nothing: Self { Self(rawValue: 0) }

    /// Adds `member` where `condition` is true.
    public mutating func note(_ member: Self, if condition: Bool) {
        if condition { self = Self(rawValue: rawValue | member.rawValue) }
    }
}

#if !hasFeature(Embedded)
extension MissingPreconditions: OptionSet {}
#endif

#if !hasFeature(Embedded)
extension Gear: CaseIterable {}
extension OperatingMode: CaseIterable {}
extension ArmState: CaseIterable {}
#endif
