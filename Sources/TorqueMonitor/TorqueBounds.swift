/// What the bounds are worked out from.
///
/// Torques are in 0.25 Nm, speeds in rpm.
struct BoundInputs: Sendable {
    var asked: PerAxle<Int>
    /// The torque last queued, and when.
    var last: PerAxle<Int>
    var lastAt: PerAxle<Int64>
    var now: Int64
    var speed: PerAxle<Int?>
    /// In watts.
    var dischargeLimit: Int?
    var gear: PerAxle<UInt8>
    var isReady: PerAxle<Bool>
    var isLinkReady: PerAxle<Bool>
    var isPairBroken: Bool
}

/// The torque that may be sent: per axle never more than asked, never of another sign.
struct BoundedTorque: Sendable {
    var torque: PerAxle<Int>
    var reasons = PerAxle(both: Reasons())

    /// Lowers an axle's torque to a magnitude, and says why where that is less.
    mutating func limit(_ axle: Axle, to magnitude: Int, because reason: Reasons) {
        guard abs(torque[axle]) > magnitude else { return }
        torque[axle] = torque[axle] < 0 ? -magnitude : magnitude
        reasons[axle].insert(reason)
    }
}

extension MonitorBounds {
    /// Holds a pair of torques to all bounds: limiter first, every bound toward zero only.
    func bound(_ inputs: BoundInputs) -> BoundedTorque {
        var bounded = BoundedTorque(torque: inputs.asked)
        if !inputs.isLinkReady.front || !inputs.isLinkReady.rear {
            bounded.limit(.front, to: 0, because: .linkDown)
            bounded.limit(.rear, to: 0, because: .linkDown)
        }
        if inputs.isPairBroken {
            bounded.limit(.front, to: 0, because: .pairBroken)
            bounded.limit(.rear, to: 0, because: .pairBroken)
        }
        boundAxle(.front, inputs, &bounded)
        boundAxle(.rear, inputs, &bounded)
        boundPower(inputs, &bounded)
        boundOpposition(&bounded)
        return bounded
    }

    private func boundAxle(_ axle: Axle, _ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        if !inputs.isReady[axle] { bounded.limit(axle, to: 0, because: .notReady) }
        let gear = inputs.gear[axle]
        if !GearFrame.isDriving(gear) || inputs.gear.front != inputs.gear.rear {
            bounded.limit(axle, to: ramp(axle, releaseRamp, inputs), because: .gear)
        }
        if let speed = inputs.speed[axle] {
            let allowed = envelope[axle].torque(at: speed) + envelopeMargin
            bounded.limit(axle, to: allowed, because: .envelope)
        } else {
            bounded.limit(axle, to: ramp(axle, releaseRamp, inputs), because: .speedUnknown)
        }
    }

    /// The sum of what the axles take stays inside the battery's limit; the split is kept.
    private func boundPower(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        let front = power(of: bounded.torque.front, at: inputs.speed.front)
        let rear = power(of: bounded.torque.rear, at: inputs.speed.rear)
        let available = max(0, ((inputs.dischargeLimit ?? 0) - auxiliaryPower)) * 1000
        let total = front + rear
        guard total > available else { return }
        if front > 0 { scale(.front, by: available, of: total, inputs, &bounded) }
        if rear > 0 { scale(.rear, by: available, of: total, inputs, &bounded) }
    }

    private func scale(
        _ axle: Axle,
        by available: Int,
        of total: Int,
        _ inputs: BoundInputs,
        _ bounded: inout BoundedTorque
    ) {
        let share = abs(bounded.torque[axle]) * available / total
        bounded.limit(axle, to: max(share, ramp(axle, powerRamp, inputs)), because: .power)
    }

    /// The weaker axle may pull against the other only a little, as when both cross zero.
    private func boundOpposition(_ bounded: inout BoundedTorque) {
        let front = bounded.torque.front
        let rear = bounded.torque.rear
        guard front.signum() * rear.signum() < 0 else { return }
        let weaker: Axle = abs(front) < abs(rear) ? .front : .rear
        bounded.limit(weaker, to: oppositeTorque, because: .oppositeSigns)
    }

    /// What an axle takes from the battery in milliwatts, at least; 0 where it gives.
    private func power(of torque: Int, at speed: Int?) -> Int {
        guard let speed, abs(speed) >= standstillSpeed else {
            return torque * torque * copperLoss / 16
        }
        // One count at one rpm is 0.25 Nm x 2 pi / 60 rad/s = 26.180 mW.
        return max(0, torque * speed * 26_180 / 1000)
    }

    /// What is left of the last torque when its bound falls at a rate; 0 for the other sign.
    private func ramp(_ axle: Axle, _ rate: Int, _ inputs: BoundInputs) -> Int {
        let last = inputs.last[axle]
        guard last.signum() == inputs.asked[axle].signum() else { return 0 }
        // Long enough for any ramp to end, short enough not to overflow.
        let elapsed = min(max(0, inputs.now &- inputs.lastAt[axle]), 10_000_000_000)
        return max(0, abs(last) - rate * Int(elapsed) / 1_000_000_000)
    }
}
