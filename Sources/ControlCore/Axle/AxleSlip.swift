public import VehicleModel

/// The caps by slip on torque with and against the gear of one axle, Nm, infinite while idle.
public struct SlipCaps: Sendable, BitwiseCopyable {
    /// On torque in the direction of the gear.
    public var drive = Torque(.infinity)
    /// On torque against it.
    public var brake = Torque(.infinity)

    /// No cap.
    public init() {}

    /// Whether one is in force.
    public var isActive: Bool { drive.isFinite || brake.isFinite }
}

/// Stage S7's slip control of one axle, both ways.
///
/// Wheels that spin under power and wheels that lock under regeneration are the same case, mirrored;
/// so is reverse. Without a speed of the motor or of the vehicle nothing begins, and a cap in force
/// stays as it is.
public struct AxleSlip: Sendable, BitwiseCopyable {
    private var drive = SlipController()
    private var brake = SlipController()
    private var history = CommandHistory()
    private var lastSpeed: RotationalSpeed?
    private var lastDirection = 0.0

    /// Begins idle, with nothing commanded.
    public init() {}

    /// One cycle: `request` is what is asked of the axle and `sent` what its motor was sent last, Nm,
    /// positive forward; `reference` is the vehicle's speed over ground.
    public mutating func step(
        direction: Double,
        request: Torque,
        sent: Torque,
        speed: RotationalSpeed?,
        reference: Speed?,
        by slip: SlipParameters,
        of axle: AxleParameters,
        period: Duration
    ) -> SlipCaps {
        step(
            SlipCycle(
                direction: direction,
                request: request,
                sent: sent,
                speed: speed,
                reference: reference
            ),
            by: slip,
            of: axle.gearing,
            period: period
        )
    }

    /// What one cycle's slip control goes by, as for the other `step`.
    struct SlipCycle: Sendable {
        let direction: Double
        let request: Torque
        let sent: Torque
        let speed: RotationalSpeed?
        let reference: Speed?
    }

    /// One cycle.
    mutating func step(
        _ cycle: SlipCycle,
        by slip: SlipParameters,
        of gearing: Gearing,
        period: Duration
    ) -> SlipCaps {
        let direction = cycle.direction
        history.note(cycle.sent)
        if direction != lastDirection {
            drive = SlipController()
            brake = SlipController()
            lastDirection = direction
        }
        let acceleration = accelerated(to: cycle.speed, period: period)
        guard direction != 0 else { return SlipCaps() }
        let command = history.torque(period, period: period)
        let acting = history.torque(slip.latency, period: period)
        if let speed = cycle.speed, let reference = cycle.reference {
            let forward = SlipInput(
                speed: speed,
                acceleration: acceleration,
                ground: reference,
                request: cycle.request,
                command: command,
                acting: acting
            ).towards(direction)
            _ = drive.step(forward, by: slip, of: gearing, period: period)
            _ = brake.step(forward.towards(-1), by: slip, of: gearing, period: period)
        }
        var caps = SlipCaps()
        caps.drive = drive.cap
        caps.brake = brake.cap
        return caps
    }

    /// The shaft's acceleration since the last cycle, rad/s²; 0 in the first and after a gap.
    private mutating func accelerated(to speed: RotationalSpeed?, period: Duration) -> Double {
        guard let speed, speed.isFinite else {
            lastSpeed = nil
            return 0
        }
        let change = speed - (lastSpeed ?? speed)
        lastSpeed = speed
        // Not held to what a shaft on the road can do: grip that is lost frees it at once.
        return change.rawValue / period.inSeconds
    }
}
