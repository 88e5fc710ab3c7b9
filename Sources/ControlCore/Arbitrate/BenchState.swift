public import VehicleModel

/// Whether the bench's setpoints replace everybody's.
///
/// Entered with the key turned at standstill, left with the key or where it is unknown.
public struct BenchState: Sendable, BitwiseCopyable {
    /// Whether it is in force.
    public private(set) var isActive = false

    /// Not in force.
    public init() {}

    /// Takes one cycle; both the wheels and the motors must stand at entry.
    ///
    /// `undriven` is the axle without a motor, nil where both have one.
    public mutating func step(
        _ inputs: ConditionedInputs,
        undriven: Axle? = nil,
        with parameters: BenchParameters
    ) -> Bool {
        let motors = inputs.motorSpeeds.filled(in: undriven)
        guard inputs.hasBenchKey == true else {
            isActive = false
            return false
        }
        if isActive { return true }
        guard let speed = inputs.speed, let pace = inputs.motorPace,
            motors.front != nil, motors.rear != nil
        else { return false }
        isActive =
            speed.magnitude < parameters.standstill && pace.magnitude < parameters.standstill
        return isActive
    }
}

extension BenchParameters {
    /// A setpoint (positive forward) under the profile's ceilings; zero for what is not finite or
    /// where the motor's speed is unknown.
    public func limited(_ torque: Torque?, at motor: RotationalSpeed?) -> Torque {
        guard let torque, let motor, torque.isFinite, motor.isFinite else { return .zero }
        var greatest = self.torque
        let alongMotion = torque.rawValue * motor.rawValue > 0
        if alongMotion {
            let part = (speed - motor.magnitude) / speedFade
            greatest = self.torque * max(0, min(1, part))
        }
        if motor != .zero { greatest = min(greatest, power / motor.magnitude) }
        return max(-greatest, min(greatest, torque))
    }
}
