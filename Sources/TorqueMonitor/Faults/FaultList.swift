/// All checks of what is measured against what was sent, in their order.
///
/// Each is judged once a cycle while armed; the first that lasts for its time takes the torque away
/// until a new arming. What is not configured or not known is not judged.
struct FaultList: Sendable {
    let bounds: FaultBounds
    let fadeSpeed: Int
    /// The axle without a motor; nil where both have one.
    let undriven: Axle?
    private var sent = PerAxle(both: RecentValues())
    private var speeds = PerAxle(both: RecentValues())
    private var limits = RecentValues()
    private var power = Persistence()
    private var farPower = Persistence()
    private var tracking = PerAxle(both: Persistence())
    private var acceleration = Persistence()

    init(bounds: FaultBounds, fadeSpeed: Int, undriven: Axle? = nil) {
        self.bounds = bounds
        self.fadeSpeed = fadeSpeed
        self.undriven = undriven
    }

    /// Notes a torque that was handed to an axle's bus, 0.25 Nm.
    mutating func note(_ torque: Int, on axle: Axle, at now: Int64) {
        switch axle {
        case .front: sent.front.append(torque, at: now)
        case .rear: sent.rear.append(torque, at: now)
        }
    }

    /// Judges a cycle; `direction` is 1 in D, -1 in R.
    mutating func judge(_ vehicle: VehicleView, direction: Int, at now: Int64) -> TripCause {
        // All are stepped: each has its own time.
        let isOverPower = exceedsPower(vehicle, at: now)
        let isFrontLost = isLost(.front, vehicle, at: now)
        let isRearLost = isLost(.rear, vehicle, at: now)
        let isTooFast = exceedsAcceleration(vehicle, direction, at: now)
        if vehicle.isStopped { return .emergencyStop }
        if isOverPower { return .overPower }
        if isFrontLost || isRearLost { return .tracking }
        if isTooFast { return .acceleration }
        return .none
    }

    /// Voltage times current is above 1.05 or 1.15 times the greatest limit of late.
    private mutating func exceedsPower(_ vehicle: VehicleView, at now: Int64) -> Bool {
        limits.append(vehicle.dischargeLimit ?? 0, at: now)
        var limit = bounds.otherPower
        if let recent = limits.greatest(since: now &- bounds.limitMemory) {
            limit = max(limit, recent)
        }
        let drawn = vehicle.batteryPower ?? 0
        let isOver = power.step(drawn * 100 > limit * 105, for: bounds.powerTime, at: now)
        let isFarOver = farPower.step(drawn * 100 > limit * 115, for: bounds.farPowerTime, at: now)
        return isOver || isFarOver
    }

    /// The reported torque is away from all that was sent within the latency.
    private mutating func isLost(_ axle: Axle, _ vehicle: VehicleView, at now: Int64) -> Bool {
        var isAway = false
        if let actual = vehicle.torque[axle],
            let range = range(axle, at: now)
        {
            let greatest = max(abs(range.lowerBound), abs(range.upperBound))
            let tolerance = max(bounds.trackingTorque, greatest * bounds.trackingPart / 1000)
            isAway =
                actual < range.lowerBound - tolerance || actual > range.upperBound + tolerance
        }
        return tracking[axle].step(isAway, for: bounds.trackingTime, at: now)
    }

    /// The acceleration with the gear is above what the sent torque can make.
    ///
    /// The sensor feels what the tyres push, on a slope too; what holds a car that stands, or
    /// brakes it, may be the brake, which says nothing of torque. Nor does what wheels push that have
    /// spun and slow down: they give back what they have stored.
    private mutating func exceedsAcceleration(
        _ vehicle: VehicleView,
        _ direction: Int,
        at now: Int64
    ) -> Bool {
        var isAbove = false
        let speed = vehicle.speed.filled(in: undriven)
        let front = (speed.front ?? 0) * direction
        let rear = (speed.rear ?? 0) * direction
        let isFrontSlowing = isSlowing(.front, front, at: now)
        let isRearSlowing = isSlowing(.rear, rear, at: now)
        if let measured = vehicle.acceleration, !vehicle.isBraking, min(front, rear) > fadeSpeed,
            !isFrontSlowing, !isRearSlowing
        {
            let driven = drive(.front, direction, at: now) + drive(.rear, direction, at: now)
            let allowed = driven * bounds.accelerationPerTorque / 4 + bounds.accelerationMargin
            isAbove = measured * direction > allowed
        }
        return acceleration.step(isAbove, for: bounds.accelerationTime, at: now)
    }

    /// Whether a motor has lost more speed with the gear within the latency than a rolling car does.
    private mutating func isSlowing(_ axle: Axle, _ speed: Int, at now: Int64) -> Bool {
        let limit = now &- bounds.trackingLatency
        let greatest =
            switch axle {
            case .front: speeds.front.greatest(since: limit, appending: speed, at: now)
            case .rear: speeds.rear.greatest(since: limit, appending: speed, at: now)
            }
        return greatest.map { $0 - speed > fadeSpeed } ?? false
    }

    /// The most torque with the gear that was sent within the latency, at least 0.
    private mutating func drive(_ axle: Axle, _ direction: Int, at now: Int64) -> Int {
        guard let range = range(axle, at: now) else { return 0 }
        return max(0, direction > 0 ? range.upperBound : -range.lowerBound)
    }

    /// What was sent within the latency.
    private mutating func range(_ axle: Axle, at now: Int64) -> ClosedRange<Int>? {
        let limit = now &- bounds.trackingLatency
        return switch axle {
        case .front: sent.front.range(since: limit)
        case .rear: sent.rear.range(since: limit)
        }
    }
}
