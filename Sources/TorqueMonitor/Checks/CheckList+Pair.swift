// Checks of the axles against each other.
extension CheckList {
    /// The rear's part of braking is no more than its part of the load and a margin, so that the
    /// rear does not slide first; near zero torque it may brake alone a little.
    func checkRearShare(
        _ inputs: BoundInputs,
        _ ramps: BoundRamps,
        _ bounded: inout BoundedTorque
    ) {
        let share = rearLoadShare(inputs.vehicle) + driver.rearShareMargin
        guard share < 1000, bounded.torque.rear * ramps.direction < 0 else { return }
        let front = max(0, -bounded.torque.front * ramps.direction)
        let allowed = front * share / (1000 - share) + bounds.oppositeTorque
        let left = inputs.left(of: .rear, rate: bounds.releaseRamp)
        bounded.limit(.rear, to: max(allowed, left), because: .rearShare)
    }

    private func rearLoadShare(_ vehicle: VehicleView) -> Int {
        if let share = vehicle.rearLoadShare { return max(0, share) }
        let moved = (vehicle.acceleration ?? 0) * driver.loadTransfer / 1000
        return max(0, driver.rearLoadShare + moved)
    }

    /// The weaker axle may pull against the other only a little, as when both cross zero; more only
    /// while stability control acts, or on the bench.
    func checkOpposition(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        let front = bounded.torque.front
        let rear = bounded.torque.rear
        guard
            front.signum() * rear.signum() < 0, !inputs.vehicle.isESCActive,
            !inputs.vehicle.isBench
        else { return }
        let weaker: Axle = abs(front) < abs(rear) ? .front : .rear
        bounded.limit(weaker, to: bounds.oppositeTorque, because: .oppositeSigns)
    }
}
