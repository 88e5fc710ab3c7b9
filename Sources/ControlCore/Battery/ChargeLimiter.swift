public import VehicleModel

/// The battery's charge limit, W, not negative: the mirror of the discharge limit.
public struct ChargeLimiter: Sendable, BitwiseCopyable {
    private var limiter = BatteryLimiter(isCharging: true)
    private var forecastDecays = PackState.Decays()
    /// The charge limit half a second on, if it is used whole until then, W.
    ///
    /// Never above the limit now: nothing promises a rise.
    public private(set) var forecast = Power.zero

    /// How far ahead the forecast looks.
    public static let forecastTime = Duration.milliseconds(500)

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
        let limits = limiter.step(inputs, with: &parameters, after: parameters.period)
        forecast =
            limiter.broadcast.isFresh(at: inputs.now)
            ? min(limits.power, later(inputs, limits.power, with: &parameters)) : .zero
        return limits
    }

    /// A cell reached the trip voltage; charging has ended until all are below the limit again.
    public var isTripped: Bool { limiter.isTripped }

    /// Charge and polarisation as they are estimated.
    public var pack: PackState { limiter.pack }

    private mutating func later(
        _ inputs: BatteryInputs,
        _ power: Power,
        with parameters: inout BatteryParameters
    ) -> Power {
        var limiter = limiter
        var then = inputs
        // At the least voltage the same power is the most current.
        then.current = Current(-(power / parameters.leastPackVoltage.rawValue).rawValue)
        then.predicted = -power
        then.stateOfCharge = nil
        then.voltage = nil
        limiter.pack.decays = forecastDecays
        let limits = limiter.step(then, with: &parameters, after: Self.forecastTime)
        forecastDecays = limiter.pack.decays
        return limits.power
    }
}
