public import VehicleModel

/// Reads the vehicle's requests into leases.
///
/// A valid sample renews a request until its arrival and the rule's greatest age are over. A fresh
/// one that is not available withdraws it as meant. Anything else, a wrong checksum as well as
/// silence, leaves the lease to run out.
public struct RequestReader: Sendable, BitwiseCopyable {
    /// What is leased, lapsed requests included.
    public private(set) var requests = RequestSet()
    /// The operator's ceilings on power and speed; one that lapsed stays as it was until it is renewed
    /// or withdrawn.
    public private(set) var ceilings = OperatorCeilings()

    /// No request.
    public init() {}

    /// Reads the samples of one cycle.
    public mutating func step(_ table: InputTable, rules: InputRules, at now: Instant) {
        step(InputReader(table.all, rules: rules.all, at: now))
    }

    /// Reads the samples of one cycle.
    mutating func step(_ reader: InputReader) {
        take(reader.lease(.cruiseTorque), .cruise, .setpoint, .total)
        take(reader.lease(.speedLimiterTorque), .speedLimiter, .maximum, .total)
        take(reader.lease(.stabilityMaximum), .stability, .maximum, .total)
        take(reader.lease(.frontStabilityMaximum), .stability, .maximum, .front)
        take(reader.lease(.rearStabilityMaximum), .stability, .maximum, .rear)
        take(reader.lease(.stabilityMinimum), .stability, .minimum, .total)
        take(reader.lease(.frontStabilityMinimum), .stability, .minimum, .front)
        take(reader.lease(.rearStabilityMinimum), .stability, .minimum, .rear)
        take(reader.lease(.operatorTorqueCeiling), .operatorCeiling, .maximum, .front)
        take(reader.lease(.operatorTorqueCeiling), .operatorCeiling, .maximum, .rear)
        take(reader.lease(.benchFrontTorque), .bench, .setpoint, .front)
        take(reader.lease(.benchRearTorque), .bench, .setpoint, .rear)
        ceilings.discharge = reader.lease(.operatorDischargeCeiling).ceiling(ceilings.discharge)
        ceilings.charge = reader.lease(.operatorChargeCeiling).ceiling(ceilings.charge)
        ceilings.speed = reader.lease(.operatorSpeedCeiling).ceiling(ceilings.speed)
    }

    private mutating func take(
        _ reading: Reading,
        _ source: RequestSource,
        _ kind: TorqueRequest.Kind,
        _ scope: RequestScope
    ) {
        switch reading {
        case .nothing: break
        case .withdrawn: requests.withdraw(source, kind, scope)
        case .leased(let value, let expiry):
            // Twelve requests at most, so there is always room.
            _ = requests.place(
                TorqueRequest(
                    source: source,
                    kind: kind,
                    scope: scope,
                    torque: Torque(value),
                    expiry: expiry
                )
            )
        }
    }
}

extension InputReader {
    fileprivate func lease(_ quantity: InputQuantity) -> Reading {
        Reading(sample(quantity), rule: rule(quantity), at: now)
    }
}

/// What one sample says about a request.
private enum Reading {
    case nothing
    case withdrawn
    case leased(Double, until: Instant)

    init(_ sample: InputSample, rule: InputRule, at now: Instant) {
        // As a rule most requests have never come.
        guard sample.quality != .missing else {
            self = .nothing
            return
        }
        let lease = min(rule.greatestAge, Arbitration.greatestLease)
        let age = now - sample.arrival
        let isFresh = age >= .zero && age <= lease
        if sample.quality == .notAvailable && isFresh {
            self = .withdrawn
        } else if isFresh && rule.judge(sample, at: now) == .valid {
            self = .leased(sample.value, until: sample.arrival + lease)
        } else {
            self = .nothing
        }
    }

    func ceiling<Dimension>(_ present: Quantity<Dimension>?) -> Quantity<Dimension>? {
        switch self {
        case .nothing: present
        case .withdrawn: nil
        case .leased(let value, _): max(.zero, Quantity(value))
        }
    }
}
