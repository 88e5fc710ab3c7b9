public import VehicleModel

/// Stage S3: one total out of the driver's demand and every request in force.
///
/// Stateless. The order of requests does not matter: maxima commute, and adding one never raises
/// torque. Each kind has its own failure direction when the lease runs out: a setpoint and a minimum
/// are gone at once, a maximum holds 100 ms and then falls to the limp torque, never to infinity.
public struct Arbitration: Sendable {
    /// How long a maximum outlives its lease unchanged.
    public static let maximumHold = Duration.milliseconds(100)
    /// The longest lease of a setpoint or a minimum; one that would end later was stamped by another
    /// clock and has no effect.
    public static let greatestLease = Duration.milliseconds(100)

    /// The total, and whether a maximum bound it.
    public struct Outcome: Sendable {
        /// Nm of both axles together, positive in the direction of the gear.
        public var torque: Torque
        /// Whether a maximum made it less than was wanted.
        public var isCapped: Bool
    }

    /// Starts; there is nothing to remember.
    public init() {}

    /// Arbitrates at `now`; anything that is not finite counts as zero for the driver, as nothing for a
    /// setpoint and a minimum, and as the limp torque for a maximum; as a limp torque it is zero.
    ///
    /// Setpoints count only where `allowsSetpoints` is true.
    public func step(
        driver: Torque,
        requests: RequestSet,
        at now: Instant,
        limpTorque: Torque,
        allowsSetpoints: Bool = true
    ) -> Outcome {
        let limpTorque = limpTorque.isFinite ? limpTorque : .zero
        var wanted = driver.isFinite ? driver : .zero
        var ceiling = Torque(.infinity)
        var floor = Torque(-.infinity)
        for index in 0..<RequestSet.capacity {
            guard let request = requests[index] else { continue }
            let isLive = request.isLive(at: now)
            switch request.kind {
            case .setpoint:
                guard allowsSetpoints, isLive, request.torque.isFinite else { continue }
                wanted = max(wanted, request.torque)
            case .minimum:
                if isLive && request.torque.isFinite { floor = max(floor, request.torque) }
            case .maximum:
                let holds = now - request.expiry <= Self.maximumHold
                let isUsable = holds && request.torque.isFinite
                ceiling = min(ceiling, isUsable ? request.torque : limpTorque)
            }
        }
        let capped = min(wanted, ceiling)
        // A minimum may lift regeneration towards zero and no further.
        let lifted = max(capped, min(floor, max(capped, .zero)))
        return Outcome(torque: lifted, isCapped: capped < wanted)
    }
}
