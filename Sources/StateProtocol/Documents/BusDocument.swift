public import VehicleModel

/// A bus's name and address, as the configuration has them.
public struct BusIdentity: Sendable, Equatable {
    /// What signals and people call it: `front`.
    public let name: String
    /// Where it is: `can0` or `unix:/run/x`.
    public let address: String

    /// Puts the two together.
    public init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// The object on the wire.
    public var json: JSONValue { ["name": .string(name), "address": .string(address)] }
}

/// One entry of `bus.list`.
public struct BusDocument: Sendable {
    /// Which bus.
    public let identity: BusIdentity
    /// What is known of it.
    public let health: BusHealth
    /// The control thread's clock, for the age of the last frame.
    public let now: Instant

    /// Puts the parts together.
    public init(identity: BusIdentity, health: BusHealth, now: Instant) {
        self.identity = identity
        self.health = health
        self.now = now
    }

    /// What a user should know before trusting that observing is invisible; nil where it is.
    public var warning: String? {
        guard health.state == .up else { return nil }
        switch health.link.acknowledgement {
        case .silent, .virtual: return nil
        case .acknowledges:
            return "the kernel acknowledges frames even for a silent program; set listen-only on "
                + "\(identity.address) to observe without touching the bus"
        case .unknown:
            return "it is not known whether \(identity.address) is listen-only; if it is not, the "
                + "kernel acknowledges frames even for a silent program"
        }
    }

    /// The object on the wire.
    public var json: JSONValue {
        let age: JSONValue =
            health.received == 0
            ? .null
            : WireTime.milliseconds(max(0, now.nanoseconds &- health.lastArrival.nanoseconds))
        return [
            "name": .string(identity.name),
            "address": .string(identity.address),
            "state": .string(health.state.wireName),
            "acknowledgement": .string(health.link.acknowledgement.wireName),
            "recovery": recovery,
            "setup": SetupDocument(health.link.setup)?.json ?? .null,
            "warning": warning.map { .string($0) } ?? .null,
            "frames_per_s": .count(health.rate),
            "load": health.link.load.map { .number(Double($0) / 1_000) } ?? .null,
            "received": .count(health.received),
            "lost": .count(health.lost),
            "interface_dropped": .count(health.link.receiveDrops),
            "errors": .count(health.errors),
            "bad_checksums": .count(health.badChecksums),
            "counter_gaps": .count(health.counterGaps),
            "attachments": .count(health.attachments),
            "last_frame_age_ms": age,
            "stamps": health.stamps.wireName.map { .string($0) } ?? .null,
            "controller": ControllerDocument(health.link)?.json ?? .null,
        ]
    }

    private var recovery: JSONValue {
        guard health.link.isRecovered else { return .null }
        return [
            "restarts": .count(health.link.recoveries),
            "in_a_row": .count(health.link.recoveriesInARow),
            "given_up": .bool(health.link.hasGivenUp),
            "reason": SetupDocument(health.link.recovery)?.json["reason"] ?? .null,
        ]
    }
}
