public import VehicleModel

/// The split's first term: the front axle's share of the total, by the load on the axles.
///
/// Load moves to the rear when the vehicle speeds up. The acceleration is the one asked for, mixed
/// with the one measured by a low pass, so that the share neither lags a launch nor follows noise.
public struct LoadSplit: Sendable, BitwiseCopyable {
    /// Demanded and measured acceleration, mixed and filtered, m/s².
    private(set) var acceleration = Acceleration.zero
    private var share: Double?

    static let gravity = 9.80665
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
        let vehicle = parameters.outline
        let wanted = load(total: total, measured: measured, of: vehicle)
        let previous = share ?? vehicle.body.frontLoadShare
        let reach = Self.slew * vehicle.period.inSeconds
        let moved = previous + max(-reach, min(reach, wanted - previous))
        share = moved
        return moved
    }

    /// The part of the weight on the front axle, 0 to 1, as fast as the acceleration's low pass.
    mutating func load(
        total: Torque,
        measured: Acceleration?,
        of vehicle: VehicleOutline
    ) -> Double {
        let body = vehicle.body
        let demanded = Self.acceleration(of: total, of: vehicle)
        let target = measured.map { ($0 + demanded) / 2 } ?? demanded
        let weight = min(1, vehicle.period / Self.filterTime)
        let next = acceleration + (target - acceleration) * weight
        acceleration = next.isFinite ? next : .zero
        return Self.frontLoad(of: body, at: acceleration)
    }

    /// The part of the weight on the front axle at an acceleration, 0 to 1.
    static func frontLoad(of body: BodyParameters, at acceleration: Acceleration) -> Double {
        let transfer =
            acceleration.rawValue / gravity * body.gravityHeight.rawValue
            / body.wheelbase.rawValue
        return max(0, min(1, body.frontLoadShare - transfer))
    }

    /// The acceleration that torque at the motors gives on level ground, drag left out.
    private static func acceleration(
        of total: Torque,
        of vehicle: VehicleOutline
    ) -> Acceleration {
        let axles = vehicle.gearings
        let leverage = (axles.front.leverage + axles.rear.leverage) / 2
        return Acceleration(
            total.rawValue * leverage * vehicle.body.drivelineEfficiency
                / vehicle.body.mass.rawValue
        )
    }
}
