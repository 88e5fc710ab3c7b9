// Checks of the axles against each other.
extension CheckList {
    /// The part of braking of the axle behind, which is the front in reverse, is no more than its part
    /// of the load and a margin, so that it does not slide first; near zero torque it may brake alone
    /// a little.
    ///
    /// With one motor there is no part: nothing could brake in its place but the friction brakes, and the
    /// lift table is what bounds it.
    mutating func checkRearShare(
        _ inputs: BoundInputs,
        _ ramps: BoundRamps,
        _ bounded: inout BoundedTorque
    ) {
        guard undriven == nil else { return }
        let isReverse = ramps.direction < 0
        let behind: Axle = isReverse ? .front : .rear
        let ahead: Axle = isReverse ? .rear : .front
        let rearLoad = rearLoadShare(inputs.vehicle)
        let load = isReverse ? max(0, 1000 - rearLoad) : rearLoad
        let share = load + driver.rearShareMargin
        guard share < 1000, bounded.torque[behind] * ramps.direction < 0 else { return }
        let braked = max(0, -bounded.torque[ahead] * ramps.direction)
        let allowed = braked * share / (1000 - share) + bounds.oppositeTorque
        let left = inputs.left(of: behind, rate: bounds.releaseRamp)
        bounded.limit(behind, to: max(allowed, left), because: .rearShare)
    }

    private mutating func rearLoadShare(_ vehicle: VehicleView) -> Int {
        if let share = vehicle.rearLoadShare { return max(0, share) }
        let moved = (vehicle.acceleration ?? 0) * driver.loadTransfer / 1000
        return max(0, driver.rearLoadShare + moved)
    }

    /// The weaker axle may pull against the other only a little, as when both cross zero; more only
    /// while stability control acts, or on the bench.
    mutating func checkOpposition(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
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
