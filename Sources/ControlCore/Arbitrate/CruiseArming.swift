public import VehicleModel

/// Whether cruise control's setpoint counts.
///
/// A live setpoint arms it. The brake, withdrawal and the end of the lease disarm it; after the brake
/// the setpoint must have been let go before a new one arms.
public struct CruiseArming: Sendable, BitwiseCopyable {
    /// Whether the setpoint counts.
    public private(set) var isArmed = false
    private var isBarred = false

    /// Disarmed.
    public init() {}

    /// Takes one cycle; an unknown brake counts as pressed, and what is not allowed ends like by the
    /// brake.
    public mutating func step(
        _ requests: RequestSet,
        isBraking: Bool?,
        isAllowed: Bool,
        at now: Instant
    ) -> Bool {
        step(requests.all, isBraking: isBraking, isAllowed: isAllowed, at: now)
    }

    /// The same by requests that are read where they stand.
    mutating func step(
        _ requests: Span<TorqueRequest?>,
        isBraking: Bool?,
        isAllowed: Bool,
        at now: Instant
    ) -> Bool {
        let isLive = requests.setpoint(of: .cruise, .total, at: now) != nil
        if isBraking != false || !isAllowed {
            isBarred = true
        } else if !isLive {
            isBarred = false
        }
        isArmed = isLive && !isBarred
        return isArmed
    }
}
