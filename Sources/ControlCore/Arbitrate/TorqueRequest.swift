public import VehicleModel

/// Who asks for torque or limits it.
public enum RequestSource: UInt8, Sendable, BitwiseCopyable {
    /// The driver.
    case driver
    /// Cruise control.
    case cruise
    /// The speed limiter.
    case speedLimiter
    /// Stability or traction control.
    case stability
    /// The antilock brakes.
    case antilock
    /// The degradation ladder.
    case limp
    /// A person at a tool.
    case operatorCeiling
    /// The bench.
    case bench
}

/// Which motors a request is about.
public enum RequestScope: UInt8, Sendable, BitwiseCopyable {
    /// Both together.
    case total
    /// The front motor.
    case front
    /// The rear motor.
    case rear
}

/// One leased request on torque, in the direction of the gear.
public struct TorqueRequest: Sendable, BitwiseCopyable {
    /// What the value means.
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// This much is wanted; cruise control's competes with the driver, the bench's replaces him.
        case setpoint
        /// No more than this.
        case maximum
        /// No less than this; of both together it may lift regeneration towards zero, never drive.
        case minimum
    }

    /// Who asks.
    public var source: RequestSource
    /// What the value means.
    public var kind: Kind
    /// Which motors it is about.
    public var scope: RequestScope
    /// Nm of the motors in `scope`, positive in the direction of the gear; the bench's are positive
    /// forward.
    public var torque: Torque
    /// When the request ends unless renewed.
    public var expiry: Instant

    /// Puts the parts together.
    public init(
        source: RequestSource,
        kind: Kind,
        scope: RequestScope = .total,
        torque: Torque,
        expiry: Instant
    ) {
        self.source = source
        self.kind = kind
        self.scope = scope
        self.torque = torque
        self.expiry = expiry
    }
}

extension TorqueRequest {
    /// Whether its lease is in force, and no longer than any lease can be.
    func isLive(at now: Instant) -> Bool {
        let left = expiry - now
        return left >= .zero && left <= Arbitration.greatestLease
    }

    /// What a maximum allows at `now`: its value while leased and 100 ms longer, then `limp`.
    func ceiling(at now: Instant, limp: Torque) -> Torque {
        let holds = now - expiry <= Arbitration.maximumHold
        return holds && torque.isFinite ? torque : limp
    }
}
