import VehicleModel

/// Up to 24 requests; one a source, kind and scope, the newest wins.
public struct RequestSet: Sendable, BitwiseCopyable {
    private var requests: [24 of TorqueRequest?] = .init(repeating: nil)
    /// Past the last place that is taken.
    private var end = 0

    /// The most it holds.
    public static let capacity = 24

    /// No request.
    public init() {}

    /// Adds a request or renews the one of the same source, kind and scope; false where there is no
    /// room.
    public mutating func place(_ request: TorqueRequest) -> Bool {
        var free = end
        for index in 0..<end {
            guard let present = requests[index] else {
                free = min(free, index)
                continue
            }
            if present.source == request.source && present.kind == request.kind
                && present.scope == request.scope
            {
                requests[index] = request
                return true
            }
        }
        guard free < Self.capacity else { return false }
        requests[free] = request
        end = max(end, free + 1)
        return true
    }

    /// Takes a request back; for one that ends as meant, not by losing its lease.
    public mutating func withdraw(
        _ source: RequestSource,
        _ kind: TorqueRequest.Kind,
        _ scope: RequestScope = .total
    ) {
        for index in 0..<end {
            guard let present = requests[index] else { continue }
            if present.source == source && present.kind == kind && present.scope == scope {
                requests[index] = nil
            }
        }
        while end > 0, requests[end - 1] == nil { end -= 1 }
    }

    /// Adds every request of `other`; false where one found no room.
    public mutating func place(all other: RequestSet) -> Bool { place(all: other.all) }

    /// The same of requests that are read where they stand, where said without the bench's setpoints:
    /// while a client commissions an axle, nobody else moves one.
    mutating func place(all others: Span<TorqueRequest?>, leavingOutBench: Bool = false) -> Bool {
        var isComplete = true
        for index in others.indices {
            if let request = others[index], !(leavingOutBench && request.isBenchSetpoint),
                !place(request)
            {
                isComplete = false
            }
        }
        return isComplete
    }

    /// The request at a place, 0 to `capacity` − 1.
    public subscript(_ index: Int) -> TorqueRequest? { requests[index] }

    /// All places up to the last that is taken: read like this, the set is not copied for each.
    var all: Span<TorqueRequest?> {
        @_lifetime(borrow self) get { requests.span.extracting(first: end) }
    }
}

/// Questions to all places of a set: so it is not copied for each.
extension Span<TorqueRequest?> {
    /// Whether the lease of a request ran out, which was neither renewed nor withdrawn since.
    func hasExpired(at now: Instant) -> Bool {
        for index in indices {
            if let request = self[index], !request.isLive(at: now) { return true }
        }
        return false
    }

    /// Whether a live setpoint of the bench is among them.
    func hasBenchSetpoint(at now: Instant) -> Bool {
        for index in indices {
            if let request = self[index], request.isBenchSetpoint, request.isLive(at: now) {
                return true
            }
        }
        return false
    }

    /// The live setpoint of a source and scope; nil for none.
    func setpoint(of source: RequestSource, _ scope: RequestScope, at now: Instant) -> Torque? {
        for index in indices {
            guard let request = self[index], request.kind == .setpoint, request.source == source,
                request.scope == scope, request.isLive(at: now), request.torque.isFinite
            else { continue }
            return request.torque
        }
        return nil
    }
}

extension TorqueRequest {
    fileprivate var isBenchSetpoint: Bool { source == .bench && kind == .setpoint }
}
