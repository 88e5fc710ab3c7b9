import VehicleModel

/// What one slip controller goes by; torque and speed count positive in the direction it watches.
struct SlipInput: Sendable, BitwiseCopyable {
    /// Motor speed, rad/s.
    var speed: RotationalSpeed
    /// The motor's acceleration, rad/s².
    var acceleration: Double
    /// The vehicle's speed over ground, m/s.
    var ground: Speed
    /// What the axle is asked for, Nm.
    var request: Torque
    /// What was commanded last, Nm.
    var command: Torque
    /// What acts at the shaft now, Nm: the command of one latency ago.
    var acting: Torque

    /// The same seen in the direction `sign`: +1 as it is, −1 mirrored.
    func towards(_ sign: Double) -> SlipInput {
        SlipInput(
            speed: speed * sign,
            acceleration: acceleration * sign,
            ground: ground * sign,
            request: request * sign,
            command: command * sign,
            acting: acting * sign
        )
    }
}

/// One direction of one axle: takes torque back while the wheels turn faster than they should.
///
/// It begins with what the tyres seemed to bear, follows the excess by PI, and begins anew once where
/// the excess still grows: the road has become slipperier. Its integrator never exceeds the request.
struct SlipController: Sendable, BitwiseCopyable {
    /// Whether the cap is in force.
    private(set) var isActive = false
    /// What the tyres are believed to bear, Nm, not negative.
    private(set) var integrator = Torque.zero
    /// The cap, Nm, not negative; infinite while idle.
    private(set) var cap = Torque(.infinity)
    private var sinceRenewal = Duration.zero
    private var hasRenewed = false

    /// The cap for this cycle.
    mutating func step(
        _ input: SlipInput,
        by slip: SlipParameters,
        of axle: Gearing,
        period: Duration
    ) -> Torque {
        let request = max(.zero, input.request)
        let allowed = max(slip.leastSlip, input.ground.magnitude * slip.relativeSlip)
        let lack = axle.motorSpeed(at: input.ground + allowed) - input.speed
        let bearable = input.acting - Torque(slip.inertia * input.acceleration)
        guard request.isFinite, lack.isFinite, bearable.isFinite, input.command.isFinite else {
            return cap
        }
        if hasRenewed { sinceRenewal += period }
        if !isActive {
            guard lack < .zero, request > .zero else { return cap }
            isActive = true
            integrator = min(input.command, bearable) * slip.seedFactor
        } else if mustRenew(lack, input, slip) {
            integrator = min(integrator, bearable)
            hasRenewed = true
            sinceRenewal = .zero
        }
        let error = max(-slip.greatestExcess, min(slip.greatestLack, lack))
        let grown = integrator + Torque(slip.integral * error.rawValue * period.inSeconds)
        integrator = max(.zero, min(request, grown))
        if integrator >= request && lack > .zero {
            self = SlipController()
            return cap
        }
        cap = max(.zero, integrator + Torque(slip.proportional * lack.rawValue))
        return cap
    }

    private func mustRenew(
        _ lack: RotationalSpeed,
        _ input: SlipInput,
        _ slip: SlipParameters
    ) -> Bool {
        guard !hasRenewed || sinceRenewal >= slip.renewalPause else { return false }
        return lack < -slip.renewalExcess && input.acceleration > slip.renewalAcceleration
    }
}
