public import VehicleModel

/// How regeneration gives way to the antilock brakes.
public struct RegenerationVetoParameters: Sendable, BitwiseCopyable {
    /// How fast each axle's cap falls, Nm/s.
    public var fall: TorqueRate
    /// How fast it returns, Nm/s.
    public var rise: TorqueRate
    /// How long the antilock brakes must have rested before.
    public var rest: Duration

    /// Puts the parts together.
    public init(
        fall: TorqueRate = TorqueRate(4000),
        rise: TorqueRate = TorqueRate(800),
        rest: Duration = .milliseconds(500)
    ) {
        self.fall = fall
        self.rise = rise
        self.rest = rest
    }
}

/// Stage S4: no regeneration while the antilock brakes act.
///
/// Each axle's cap falls from what it regenerates, and returns once the brakes have rested. Cycles
/// are counted, so that no jump of the clock ends the veto.
public struct RegenerationVeto: Sendable, BitwiseCopyable {
    private var caps = AxlePair(both: Torque(.infinity))
    private var rested = Duration.zero
    private var isVetoed = false

    /// No veto.
    public init() {}

    /// The greatest regeneration of each axle, Nm, not negative; infinite without a veto.
    ///
    /// `driven` is each axle's torque of the cycle before, in the direction of the gear; `full` what a
    /// cap returns to. An unknown state of the antilock brakes counts as the last known one.
    public mutating func step(
        isAntilockActive: Bool?,
        driven: AxlePair<Torque>,
        full: Torque,
        period: Duration,
        with parameters: RegenerationVetoParameters
    ) -> AxlePair<Torque> {
        isVetoed = isAntilockActive ?? isVetoed
        if isVetoed {
            rested = .zero
            let fall = parameters.fall * period
            caps.front = Self.lowered(caps.front, driven.front, by: fall)
            caps.rear = Self.lowered(caps.rear, driven.rear, by: fall)
            return caps
        }
        rested += period
        if rested >= parameters.rest {
            let rise = parameters.rise * period
            caps.front = Self.raised(caps.front, to: full, by: rise)
            caps.rear = Self.raised(caps.rear, to: full, by: rise)
        }
        return caps
    }

    private static func lowered(_ cap: Torque, _ driven: Torque, by fall: Torque) -> Torque {
        let regeneration = driven.isFinite ? max(.zero, -driven) : .zero
        return max(.zero, min(cap, regeneration) - fall)
    }

    private static func raised(_ cap: Torque, to full: Torque, by rise: Torque) -> Torque {
        let next = cap + rise
        return next < full ? next : Torque(.infinity)
    }
}
