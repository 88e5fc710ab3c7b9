public import VehicleModel

/// The battery's discharge limit: the least of what it broadcasts, what its model, its parts and its
/// measured voltage allow, and the ceilings.
public struct DischargeLimiter: Sendable, BitwiseCopyable {
    private var limiter = BatteryLimiter(isCharging: false)

    /// Begins at zero.
    public init() {}

    /// The limits in force after one period.
    public mutating func step(
        _ inputs: BatteryInputs,
        with parameters: BatteryParameters
    ) -> PowerLimits {
        var parameters = parameters
        return step(inputs, reading: &parameters)
    }

    /// The same; the parameters are read where they stand, and stay as they are.
    mutating func step(
        _ inputs: BatteryInputs,
        reading parameters: inout BatteryParameters
    ) -> PowerLimits {
        limiter.step(inputs, with: &parameters, after: parameters.period)
    }

    /// Charge and polarisation as they are estimated.
    public var pack: PackState { limiter.pack }
}
