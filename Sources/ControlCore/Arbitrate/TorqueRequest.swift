public import VehicleModel

/// Who asks for torque or limits it.
public enum RequestSource: UInt8, Sendable, BitwiseCopyable {
    /// Cruise control.
    case cruise
    /// The speed limiter.
    case speedLimiter
    /// Stability or traction control.
    case stability
    /// A degraded mode.
    case limp
    /// A person at a tool.
    case operatorCeiling
}

/// One leased request on the total torque of both axles, in the direction of the gear.
public struct TorqueRequest: Sendable, BitwiseCopyable {
    /// What the value means.
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// This much is wanted; competes with the driver.
        case setpoint
        /// No more than this.
        case maximum
        /// No less than this; it may lift regeneration towards zero, never drive.
        case minimum
    }

    /// Who asks.
    public var source: RequestSource
    /// What the value means.
    public var kind: Kind
    /// Nm of both axles together, positive in the direction of the gear.
    public var torque: Torque
    /// When the request ends unless renewed.
    public var expiry: Instant

    /// Puts the parts together.
    public init(source: RequestSource, kind: Kind, torque: Torque, expiry: Instant) {
        self.source = source
        self.kind = kind
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
}

/// Up to eight requests; one a source and kind, the newest wins.
public struct RequestSet: Sendable, BitwiseCopyable {
    private var requests: [8 of TorqueRequest?] = .init(repeating: nil)

    /// The most it holds.
    public static let capacity = 8

    /// No request.
    public init() {}

    /// Adds a request or renews the one of the same source and kind; false where there is no room.
    public mutating func place(_ request: TorqueRequest) -> Bool {
        var free: Int?
        for index in 0..<Self.capacity {
            guard let present = requests[index] else {
                free = free ?? index
                continue
            }
            if present.source == request.source && present.kind == request.kind {
                requests[index] = request
                return true
            }
        }
        guard let free else { return false }
        requests[free] = request
        return true
    }

    /// Takes a request back; for one that ends as meant, not by losing its lease.
    public mutating func withdraw(_ source: RequestSource, _ kind: TorqueRequest.Kind) {
        for index in 0..<Self.capacity {
            guard let present = requests[index] else { continue }
            if present.source == source && present.kind == kind { requests[index] = nil }
        }
    }

    /// Whether any setpoint's lease is in force.
    func hasSetpoint(at now: Instant) -> Bool {
        for index in 0..<Self.capacity {
            guard let request = self[index] else { continue }
            if request.kind == .setpoint && request.isLive(at: now) { return true }
        }
        return false
    }

    /// The request at a place, 0 to `capacity` − 1.
    public subscript(_ index: Int) -> TorqueRequest? { requests.span[index] }
}
