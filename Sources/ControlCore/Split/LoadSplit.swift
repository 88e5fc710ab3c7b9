public import VehicleModel

/// Stage S6: the front axle's share of the total, by the load on the axles.
///
/// Load moves to the rear when the vehicle speeds up. The acceleration is the one asked for, mixed
/// with the one measured by a low pass, so that the share neither lags a launch nor follows noise.
public struct LoadSplit: Sendable, BitwiseCopyable {
    private var filtered = Acceleration.zero
    private var share: Double?

    private static let gravity = 9.80665
    /// The low pass between demanded and measured acceleration.
    private static let filterTime = Duration.milliseconds(30)
    /// The fastest the share may move, 1/s.
    private static let slew = 2.0

    /// Starts from the share at rest.
    public init() {}

    /// The front axle's share, 0 to 1, for a wheel force that `total` asks for.
    public mutating func step(
        total: Torque,
        measured: Acceleration?,
        with parameters: ControlParameters
    ) -> Double {
        let body = parameters.body
        let demanded = Self.acceleration(of: total, with: parameters)
        let target = measured.map { ($0 + demanded) / 2 } ?? demanded
        let weight = min(1, parameters.period / Self.filterTime)
        let next = filtered + (target - filtered) * weight
        filtered = next.isFinite ? next : .zero
        let transfer =
            filtered.rawValue / Self.gravity * body.gravityHeight.rawValue
            / body.wheelbase.rawValue
        let wanted = max(0, min(1, body.frontLoadShare - transfer))
        let previous = share ?? body.frontLoadShare
        let reach = Self.slew * parameters.period.inSeconds
        let moved = previous + max(-reach, min(reach, wanted - previous))
        share = moved
        return moved
    }

    /// The acceleration that torque at the motors gives on level ground, drag left out.
    private static func acceleration(
        of total: Torque,
        with parameters: ControlParameters
    ) -> Acceleration {
        let front = parameters.axles.front
        let rear = parameters.axles.rear
        let leverage =
            (front.gearRatio / front.rollingRadius.rawValue + rear.gearRatio
                / rear.rollingRadius.rawValue) / 2
        return Acceleration(
            total.rawValue * leverage * parameters.body.drivelineEfficiency
                / parameters.body.mass.rawValue
        )
    }
}
