// Checks of the command's own words, and of each motor by itself.
extension CheckList {
    /// A pair goes out whole: both buses take frames, and the last pair did.
    mutating func checkLinks(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        if !inputs.isLinkReady.front || !inputs.isLinkReady.rear {
            bounded.limitBoth(to: 0, because: .linkDown)
        }
        if inputs.isPairBroken { bounded.limitBoth(to: 0, because: .pairBroken) }
    }

    /// No torque while the frame says that high voltage is not ready.
    mutating func checkReady(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        Axle.forEach { axle in
            guard !inputs.isReady[axle] else { return }
            bounded.limit(axle, to: 0, because: .notReady)
        }
    }

    /// Torque in D and R only, the same on both axles; out of them it falls on the ramp.
    mutating func checkGear(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        guard inputs.direction == 0 else { return }
        Axle.forEach { axle in
            let left = inputs.left(of: axle, rate: bounds.releaseRamp)
            bounded.limit(axle, to: left, because: .gear)
        }
    }

    /// No more than the motor's coarse envelope; without its speed the bound falls to 0.
    mutating func checkEnvelope(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        Axle.forEach { axle in
            if let speed = inputs.vehicle.speed[axle] {
                let allowed = envelope(of: axle, at: speed) + bounds.envelopeMargin
                bounded.limit(axle, to: allowed, because: .envelope)
            } else {
                let left = inputs.left(of: axle, rate: bounds.releaseRamp)
                bounded.limit(axle, to: left, because: .speedUnknown)
            }
        }
    }

    /// Torque against the gear brakes a car that rolls with it, and nothing else.
    mutating func checkAgainstGear(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        Axle.forEach { axle in
            guard
                bounded.torque[axle] * inputs.direction < 0,
                let speed = inputs.vehicle.speed[axle], speed * inputs.direction <= bounds.fadeSpeed
            else { return }
            let left = inputs.left(of: axle, rate: bounds.releaseRamp)
            bounded.limit(axle, to: left, because: .againstGear)
        }
    }

    /// The bench's key brings its own ceilings.
    mutating func checkBench(_ inputs: BoundInputs, _ bounded: inout BoundedTorque) {
        guard inputs.vehicle.isBench else { return }
        Axle.forEach { axle in
            let speed = inputs.vehicle.speed[axle].map { abs($0) }
            let isSlow = speed.map { $0 <= driver.benchSpeed } ?? false
            let left = inputs.left(of: axle, rate: bounds.releaseRamp)
            bounded.limit(
                axle,
                to: max(isSlow ? driver.benchTorque : 0, left),
                because: .bench
            )
        }
    }
}
