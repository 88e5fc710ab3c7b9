// Checks against what the battery gives and takes; an unknown limit is 0.
extension CheckList {
    /// What the axles take is no more than the battery gives, less what others take; the split is
    /// kept, and an axle that brakes gives the other no credit.
    mutating func checkPower(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        let front = drawn(by: bounded.torque.front, at: inputs.vehicle.speed.front)
        let rear = drawn(by: bounded.torque.rear, at: inputs.vehicle.speed.rear)
        let limit = inputs.vehicle.dischargeLimit ?? 0
        let available = max(0, limit - bounds.auxiliaryPower) * 1000
        let total = front + rear
        guard total > available else { return }
        Axle.forEach { axle in
            guard (axle == .front ? front : rear) > 0 else { return }
            let share = abs(bounded.torque[axle]) * available / total
            let left = inputs.left(of: axle, rate: bounds.powerRamp)
            bounded.limit(axle, to: max(share, left), because: .power)
        }
    }

    /// What the axles return is no more than the battery takes, by 0.9; the split is kept.
    mutating func checkCharge(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        let available = max(0, inputs.vehicle.chargeLimit ?? 0) * 1000 * 10 / 9
        let torque = bounded.torque
        func sum(_ part: Int) -> Int {
            returned(by: torque.front * part / 4096, at: inputs.vehicle.speed.front)
                + returned(by: torque.rear * part / 4096, at: inputs.vehicle.speed.rear)
        }
        guard sum(4096) > available else { return }
        var part = 0
        var step = 2048
        while step > 0 {
            if sum(part + step) <= available { part += step }
            step /= 2
        }
        Axle.forEach { axle in
            guard isReturning(torque[axle], at: inputs.vehicle.speed[axle]) else { return }
            let left = inputs.left(of: axle, rate: bounds.powerRamp)
            bounded.limit(axle, to: max(abs(torque[axle]) * part / 4096, left), because: .charge)
        }
    }

    /// What an axle takes from the battery in milliwatts, at least; 0 where it gives.
    private mutating func drawn(by torque: Int, at speed: Int?) -> Int {
        let copper = torque * torque * bounds.copperLoss / 16
        guard let speed else { return copper }
        let shaft = shaftPower(torque, speed)
        // A shaft that is braked pays for its copper loss.
        guard abs(speed) >= bounds.standstillSpeed else { return max(0, copper + min(0, shaft)) }
        return max(0, shaft)
    }

    /// What an axle gives to the battery in milliwatts; 0 where it takes.
    private mutating func returned(by torque: Int, at speed: Int?) -> Int {
        guard let speed, isReturning(torque, at: speed) else { return 0 }
        return max(0, -shaftPower(torque, speed) - torque * torque * bounds.returnLoss / 16)
    }

    private mutating func isReturning(_ torque: Int, at speed: Int?) -> Bool {
        speed.map { torque.signum() * $0.signum() < 0 } ?? false
    }

    private mutating func shaftPower(_ torque: Int, _ speed: Int) -> Int {
        // One count at one rpm is 0.25 Nm x 2 pi / 60 rad/s = 26.180 mW.
        torque * speed * 26_180 / 1000
    }
}
