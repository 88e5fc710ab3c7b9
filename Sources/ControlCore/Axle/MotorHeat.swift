import VehicleModel

/// The heat of one motor's copper above what it can carry off, by torque squared over time.
///
/// A bucket that fills with T² above the lasting torque's and empties below it. What is left of it may
/// be used within the fade time, so that the peak goes smoothly and the bucket never overflows.
struct MotorHeat: Sendable, BitwiseCopyable {
    /// What the bucket holds, Nm² s, not negative.
    private(set) var level = 0.0

    /// The most the motor bears after a period with `torque`, Nm; a torque that is not finite counts
    /// as the peak.
    mutating func step(
        _ torque: Torque,
        by thermal: ThermalParameters,
        period: Duration
    ) -> Torque {
        let lasting = thermal.lastingTorque.rawValue * thermal.lastingTorque.rawValue
        let peak = thermal.peakTorque.rawValue * thermal.peakTorque.rawValue
        let size = (peak - lasting) * thermal.peakTime.inSeconds
        let used = torque.isFinite ? torque.rawValue * torque.rawValue : peak
        level = max(0, min(size, level + (used - lasting) * period.inSeconds))
        let square = lasting + (size - level) / thermal.fadeTime.inSeconds
        return min(thermal.peakTorque, Torque(square.squareRoot()))
    }
}
