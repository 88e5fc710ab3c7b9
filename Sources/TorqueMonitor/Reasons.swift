/// Why the monitor sends less than was asked, or nothing; the bits are those on the wire.
///
/// A set by hand: `OptionSet` brings arrays with it, and this module has no heap.
public struct Reasons: Hashable, Sendable {
    /// The bits.
    public private(set) var rawValue: UInt32

    /// Takes the bits as they are; none by default.
    public init(rawValue: UInt32 = 0) { self.rawValue = rawValue }

    /// Whether there is no reason.
    public var isEmpty: Bool { rawValue == 0 }

    /// Whether all of the other's reasons are among these.
    public func contains(_ other: Reasons) -> Bool {
        rawValue & other.rawValue == other.rawValue
    }

    /// Adds the other's reasons.
    public mutating func insert(_ other: Reasons) { rawValue |= other.rawValue }

    /// Above the envelope.
    public static var envelope: Reasons { Reasons(rawValue: 1 << 0) }
    /// The motor's speed is not known.
    public static var speedUnknown: Reasons { Reasons(rawValue: 1 << 1) }
    /// Above what the battery can give.
    public static var power: Reasons { Reasons(rawValue: 1 << 2) }
    /// The gear is neither drive nor reverse, or differs between the axles.
    public static var gear: Reasons { Reasons(rawValue: 1 << 3) }
    /// High voltage is not ready.
    public static var notReady: Reasons { Reasons(rawValue: 1 << 4) }
    /// The axles pull against each other.
    public static var oppositeSigns: Reasons { Reasons(rawValue: 1 << 5) }
    /// A bus takes no frames.
    public static var linkDown: Reasons { Reasons(rawValue: 1 << 6) }
    /// The last pair went out by half.
    public static var pairBroken: Reasons { Reasons(rawValue: 1 << 7) }
    /// The frame's own ceiling was narrowed.
    public static var ceiling: Reasons { Reasons(rawValue: 1 << 8) }
    /// The arming has tripped.
    public static var tripped: Reasons { Reasons(rawValue: 1 << 9) }
    /// Wrong program-flow token.
    public static var token: Reasons { Reasons(rawValue: 1 << 10) }
    /// The cycle number does not follow.
    public static var cycle: Reasons { Reasons(rawValue: 1 << 11) }
    /// Too old, or from the future.
    public static var age: Reasons { Reasons(rawValue: 1 << 12) }
    /// Not on the allow-list.
    public static var notAllowed: Reasons { Reasons(rawValue: 1 << 13) }
    /// Wrong length.
    public static var length: Reasons { Reasons(rawValue: 1 << 14) }
    /// Wrong checksum.
    public static var checksum: Reasons { Reasons(rawValue: 1 << 15) }
    /// The counter does not follow.
    public static var counter: Reasons { Reasons(rawValue: 1 << 16) }
    /// A frame of the pair is missing, or there twice.
    public static var incomplete: Reasons { Reasons(rawValue: 1 << 17) }
    /// The arming id was used, is older than one that was, or is ahead of the clock.
    public static var usedArming: Reasons { Reasons(rawValue: 1 << 18) }
    /// A new arming must begin with zero torque.
    public static var armingTorque: Reasons { Reasons(rawValue: 1 << 19) }
    /// Somebody else sends our identifiers.
    public static var foreignSender: Reasons { Reasons(rawValue: 1 << 20) }
    /// Driving beyond what the pedal, or who may stand for it, means; or no pedal is known.
    public static var pedal: Reasons { Reasons(rawValue: 1 << 21) }
    /// The brake is pressed, or not known.
    public static var brake: Reasons { Reasons(rawValue: 1 << 22) }
    /// Braking beyond the lifted pedal's torque and the brake unit's request.
    public static var lift: Reasons { Reasons(rawValue: 1 << 23) }
    /// ABS acts, or is not known.
    public static var abs: Reasons { Reasons(rawValue: 1 << 24) }
    /// Above what the battery can take.
    public static var charge: Reasons { Reasons(rawValue: 1 << 25) }
    /// The axle behind, which is the front in reverse, brakes more than its part of the load.
    public static var rearShare: Reasons { Reasons(rawValue: 1 << 26) }
    /// Against the gear where that would drive, not brake.
    public static var againstGear: Reasons { Reasons(rawValue: 1 << 27) }
    /// Above the bench's ceilings.
    public static var bench: Reasons { Reasons(rawValue: 1 << 28) }
    /// More than the tolerance cut off twice in a row.
    public static var clampedAgain: Reasons { Reasons(rawValue: 1 << 29) }
    /// The emergency stop is pressed or not known, or the enable line cannot be driven.
    public static var emergencyStop: Reasons { Reasons(rawValue: 1 << 30) }
}

/// What becomes of one axle's part of a command; the numbers are those on the wire.
public enum Verdict: UInt8, Sendable {
    /// Nothing was asked.
    case idle
    /// As asked.
    case sent
    /// With less torque.
    case clamped
    /// With no torque.
    case zeroed
    /// Nothing is sent.
    case refused
    /// The bus did not take it.
    case dropped
}

/// Why an arming lost its torque; the numbers are those on the wire.
public enum TripCause: UInt8, Sendable {
    /// It did not.
    case none
    /// No valid pair in time.
    case silence
    /// Too much cut off for too long.
    case clamping
    /// The connection closed.
    case peerGone
    /// A foreign sender.
    case foreignSender
    /// The guardian ends.
    case shutDown
    /// The battery gave more than its limit for too long.
    case overPower
    /// An inverter did not do what was sent for too long.
    case tracking
    /// The vehicle accelerated more than the torque can for too long.
    case acceleration
    /// The emergency stop.
    case emergencyStop
}

/// What the monitor is doing; the numbers are those on the wire.
public enum MonitorState: UInt8, Sendable {
    /// Disarmed.
    case idle
    /// Commands are sent.
    case armed
    /// Zero is held.
    case tripped
}
