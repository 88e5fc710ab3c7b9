/// What the bounds are worked out from.
///
/// Torques are in 0.25 Nm.
struct BoundInputs: Sendable {
    var asked: PerAxle<Int>
    /// The torque last queued, and when.
    var last: PerAxle<Int>
    var lastAt: PerAxle<Int64>
    var now: Int64
    var vehicle: VehicleView
    var gear: PerAxle<UInt8>
    var isReady: PerAxle<Bool>
    var isLinkReady: PerAxle<Bool>
    var isPairBroken: Bool

    /// The driving gear both axles have: 1 drive, -1 reverse; 0 where they have none.
    var direction: Int {
        guard gear.front == gear.rear else { return 0 }
        return GearFrame.direction(gear.front)
    }

    /// What is left of an axle's last torque when its bound falls at a rate; 0 for the other sign.
    func left(of axle: Axle, rate: Int) -> Int {
        let last = last[axle]
        guard last.signum() == asked[axle].signum() else { return 0 }
        // Long enough for any ramp to end, short enough not to overflow.
        let elapsed = min(max(0, now &- lastAt[axle]), 10_000_000_000)
        return max(0, abs(last) - rate * Int(elapsed) / 1_000_000_000)
    }
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

    mutating func limitBoth(to magnitude: Int, because reason: Reasons) {
        limit(.front, to: magnitude, because: reason)
        limit(.rear, to: magnitude, because: reason)
    }

    /// Lowers the torques of one sign in proportion until they are no more than a magnitude
    /// together; a torque of the other sign gives no credit.
    mutating func limitSum(of sign: Int, to magnitude: Int, because reason: Reasons) {
        let front = max(0, torque.front * sign)
        let rear = max(0, torque.rear * sign)
        let sum = front + rear
        guard sum > magnitude else { return }
        if front > 0 { limit(.front, to: front * magnitude / sum, because: reason) }
        if rear > 0 { limit(.rear, to: rear * magnitude / sum, because: reason) }
    }
}
