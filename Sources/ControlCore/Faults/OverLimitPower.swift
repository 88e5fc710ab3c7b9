import VehicleModel

/// Compares measured power with the highest limit of the last 20 cycles.
///
/// The report of the current is late, and torque may fall at the protective rate after a drop.
struct OverLimitPower: Sendable {
    private var limits: [20 of Power] = .init(repeating: .zero)
    private var next = 0

    /// Whether power is over its limit, and whether far over.
    mutating func step(
        measured: Power?,
        limit: Power,
        with parameters: OverLimitParameters
    ) -> (isOver: Bool, isFarOver: Bool) {
        limits[next] = limit
        next = (next + 1) % 20
        var highest = Power.zero
        for index in 0..<20 { highest = max(highest, limits[index]) }
        guard let measured, measured.isFinite, measured > parameters.least else {
            return (false, false)
        }
        return (
            measured > highest * parameters.factor, measured > highest * parameters.peakFactor
        )
    }
}
