// Checks against the guardian's own reading of what the driver means.
extension CheckList {
    /// Driving is no more than the pedal means, or who may stand for it, and the margin.
    ///
    /// Without pedals the bound falls to 0; on the bench the bench's ceilings stand for the pedal.
    mutating func checkPedal(
        _ inputs: BoundInputs,
        _ ramps: inout BoundRamps,
        _ bounded: inout BoundedTorque
    ) {
        var target = pedalBound(inputs.vehicle, ramps.direction)
        if inputs.vehicle.isBench { target = max(target, 2 * driver.benchTorque) }
        let rate = rateOfAll(bounds.releaseRamp)
        let bound = ramps.upper.step(to: target, rate: rate, at: inputs.now)
        bounded.limitSum(of: ramps.direction, to: bound, because: .pedal)
    }

    private mutating func pedalBound(_ vehicle: VehicleView, _ direction: Int) -> Int {
        guard let pedal = vehicle.pedal else { return 0 }
        let position = pedal < driver.releasedPedal ? 0 : pedal
        let pace = pace(vehicle, direction)
        var torque = driver.pedal.lines.torque(pedal: position, speed: pace)
        if vehicle.isCruising { torque = max(torque, driver.cruiseTorque) }
        torque += min(vehicle.escIncrease.front, driver.escIncrease)
        torque += min(vehicle.escIncrease.rear, driver.escIncrease)
        if let limit = vehicle.escLimit { torque = min(torque, limit) }
        return torque + driver.margin
    }

    /// The pressed brake takes driving away, whatever its source.
    mutating func checkBrake(
        _ inputs: BoundInputs,
        _ ramps: inout BoundRamps,
        _ bounded: inout BoundedTorque
    ) {
        let bound = ramps.brake.step(
            to: inputs.vehicle.isBraking ? 0 : driver.fullTorque,
            rate: Int(Int64(driver.fullTorque) * 1_000_000_000 / driver.brakeRamp),
            at: inputs.now
        )
        guard inputs.vehicle.isBraking else { return }
        bounded.limitSum(of: ramps.direction, to: bound, because: .brake)
    }

    /// Braking is no more than lifting the pedal means, what the brake unit asks, and the margin.
    mutating func checkLift(
        _ inputs: BoundInputs,
        _ ramps: inout BoundRamps,
        _ bounded: inout BoundedTorque
    ) {
        let forward = max(
            (inputs.vehicle.speed.front ?? 0) * ramps.direction,
            (inputs.vehicle.speed.rear ?? 0) * ramps.direction
        )
        let target =
            driver.lift.lines.torque(at: max(0, forward)) + inputs.vehicle.regenRequest
            + driver.margin
        let rate = rateOfAll(bounds.releaseRamp)
        let bound = ramps.lower.step(to: target, rate: rate, at: inputs.now)
        bounded.limitSum(of: -ramps.direction, to: bound, because: .lift)
    }

    /// While ABS acts braking falls to 0.
    mutating func checkABS(
        _ inputs: BoundInputs,
        _ ramps: inout BoundRamps,
        _ bounded: inout BoundedTorque
    ) {
        let isActive = inputs.vehicle.isABSActive
        // What is braked now is no more than the bound of the check before.
        let braked =
            max(0, -inputs.last.front * ramps.direction)
            + max(0, -inputs.last.rear * ramps.direction)
        let bound = ramps.abs.step(
            to: isActive ? 0 : braked,
            rate: rateOfAll(bounds.powerRamp),
            at: inputs.now
        )
        guard isActive else { return }
        bounded.limitSum(of: -ramps.direction, to: bound, because: .abs)
    }

    /// The speed with the gear at which the pedal is read: the slower motor's, whose wheels slip
    /// less; 0 where it is not known or rolls back.
    private mutating func pace(_ vehicle: VehicleView, _ direction: Int) -> Int {
        let speed = vehicle.speed.filled(in: undriven)
        let front = (speed.front ?? 0) * direction
        let rear = (speed.rear ?? 0) * direction
        return max(0, min(front, rear))
    }
}
