public import VehicleModel

/// The last guard of a voltage, for when every model is wrong.
///
/// An integral ratchet: inside the margin power falls by volts and time, outside it rises again,
/// slower. A droop in proportion to the voltage would swing for ever at real delays.
public struct VoltageGuard: Sendable, BitwiseCopyable {
    /// The limit, W; infinite while the guard does not act.
    public private(set) var power = Power(.infinity)

    /// Does not act.
    public init() {}

    /// The limit after one period.
    ///
    /// `room` is in volts on the good side of the limit, negative beyond it. `ceiling` is the least of
    /// the other limits, to which it rises, and from which it falls where less is not `drawn`, the
    /// power in the guarded direction now, W.
    public mutating func step(
        room: Voltage,
        ceiling: Power,
        drawn: Power,
        with parameters: VoltageGuardParameters,
        period: Duration
    ) -> Power {
        guard room.isFinite else {
            power = .zero
            return power
        }
        let excess = room - parameters.margin
        if excess < .zero {
            if !power.isFinite { power = start(ceiling, drawn) }
            power = max(.zero, min(power, ceiling) + parameters.fall(by: excess, in: period))
        } else if power.isFinite {
            power = power + parameters.rise(by: excess, in: period)
            if power >= ceiling { power = Power(.infinity) }
        }
        return power
    }

    /// What is drawn now, so that no time is lost on power that nobody uses.
    private func start(_ ceiling: Power, _ drawn: Power) -> Power {
        guard drawn > .zero else { return ceiling }
        return min(ceiling, drawn)
    }
}

/// How the voltage guard acts.
public struct VoltageGuardParameters: Sendable, BitwiseCopyable {
    /// Where it begins, before the limit, V.
    public var margin: Voltage
    /// How fast power falls for each volt inside the margin, W/s.
    public var fall: PowerRate
    /// How fast power rises for each volt outside the margin, W/s.
    public var rise: PowerRate

    /// Nil unless the numbers are finite and not negative.
    public init?(margin: Voltage, fall: PowerRate, rise: PowerRate) {
        guard margin.isFinite, margin >= .zero, fall.isFinite, fall >= .zero, rise.isFinite,
            rise >= .zero
        else { return nil }
        self.margin = margin
        self.fall = fall
        self.rise = rise
    }

    func fall(by excess: Voltage, in time: Duration) -> Power { fall * time * excess.rawValue }

    func rise(by excess: Voltage, in time: Duration) -> Power { rise * time * excess.rawValue }
}
