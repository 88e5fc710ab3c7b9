/// All checks of a command's torque, in their order.
///
/// Each lowers what those before it have left, toward zero only, and leaves its reason: none can
/// undo another. Sums of both axles are of u, torque in the direction of the gear: driving is u above
/// 0, braking is u below 0, in D as in R.
struct CheckList: Sendable {
    let bounds: MonitorBounds
    let driver: DriverBounds

    /// Holds a pair of torques to all bounds.
    func bound(_ inputs: BoundInputs, _ ramps: inout BoundRamps) -> BoundedTorque {
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
}
