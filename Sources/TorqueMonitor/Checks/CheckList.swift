/// All checks of a command's torque, in their order.
///
/// Each lowers what those before it have left, toward zero only, and leaves its reason: none can
/// undo another. Sums of both axles are of u, torque in the direction of the gear: driving is u above
/// 0, braking is u below 0, in D as in R.
///
/// None changes the bounds; that they may (`mutating`) is so that no check copies them.
struct CheckList: Sendable {
    let bounds: MonitorBounds
    let driver: DriverBounds
    /// The axle without a motor, whose torque is always 0; nil where both have one.
    var undriven: Axle?

    /// How fast a bound of all motors together falls, where one motor's falls at a rate.
    mutating func rateOfAll(_ rate: Int) -> Int { undriven == nil ? 2 * rate : rate }

    /// Holds a pair of torques to all bounds.
    mutating func bound(_ inputs: BoundInputs, _ ramps: inout BoundRamps) -> BoundedTorque {
        var bounded = BoundedTorque(torque: inputs.asked)
        // The command itself.
        checkLinks(inputs, &bounded)  // linkDown, pairBroken
        checkReady(inputs, &bounded)  // notReady
        checkGear(inputs, &bounded)  // gear
        // Each motor.
        checkEnvelope(inputs, &bounded)  // envelope, speedUnknown
        checkAgainstGear(inputs, &bounded)  // againstGear
        checkBench(inputs, &bounded)  // bench
        // The driver.
        if inputs.direction != 0 { ramps.direction = inputs.direction }
        checkPedal(inputs, &ramps, &bounded)  // pedal
        checkBrake(inputs, &ramps, &bounded)  // brake
        checkLift(inputs, &ramps, &bounded)  // lift
        checkABS(inputs, &ramps, &bounded)  // abs
        // The battery.
        checkCharge(inputs, &bounded)  // charge
        checkPower(inputs, &bounded)  // power
        // The pair.
        checkRearShare(inputs, ramps, &bounded)  // rearShare
        checkOpposition(inputs, &bounded)  // oppositeSigns
        return bounded
    }

    /// The motor's coarse envelope at a speed in rpm, 0.25 Nm.
    mutating func envelope(of axle: Axle, at speed: Int) -> Int {
        switch axle {
        case .front: bounds.envelope.front.lines.torque(at: speed)
        case .rear: bounds.envelope.rear.lines.torque(at: speed)
        }
    }
}
