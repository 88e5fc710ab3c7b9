public import VehicleModel

/// What the split goes by.
public struct SplitInput: Sendable, BitwiseCopyable {
    /// Nm of both motors together, positive forward.
    public var total: Torque
    /// The direction of the gear: +1, −1, or 0 for none.
    public var direction: Double
    /// Measured longitudinal acceleration; nil where unknown.
    public var acceleration: Acceleration?
    /// Lateral acceleration, positive to the left; nil where unknown.
    public var lateralAcceleration: Acceleration?
    /// The body's pitch rate; nil where no sensor tells.
    public var pitchRate: PitchRate?
    /// Motor speeds; nil where unknown.
    public var motorSpeeds = AxlePair<RotationalSpeed?>(both: nil)
    /// Vehicle speed over ground; nil where unknown.
    public var referenceSpeed: Speed?
    /// Whether stability control acts.
    public var isStabilityActive = false
    /// Whether the road is wet.
    public var isWet = false
    /// Which terms count.
    public var terms = SplitTerms.all

    /// A total and a gear; nothing else known.
    public init(total: Torque, direction: Double) {
        self.total = total
        self.direction = direction
    }
}

/// What the split made, term by term.
public struct SplitReport: Sendable, BitwiseCopyable {
    /// The load on the front axle, 0 to 1, or one half where no term counts.
    public var load = 0.5
    /// What slip adds.
    public var slip = 0.0
    /// What cornering adds.
    public var cornering = 0.0
    /// What pitch adds.
    public var pitch = 0.0
    /// The least share that keeps the axle behind from braking too hard; 0 where nothing brakes.
    ///
    /// In reverse the front axle is behind: `greatestShare` holds instead.
    public var leastShare = 0.0
    /// The greatest share, the same in reverse; 1 where nothing brakes.
    public var greatestShare = 1.0
    /// The front axle's part of the motors' torque, 0 to 1.
    public var share = 0.5
    /// Nm of each motor, positive forward.
    public var torques = AxlePair<Torque>(both: .zero)

    /// Half and half of nothing.
    public init() {}
}

/// Stage S6: front and rear, by load, slip, cornering and pitch.
///
/// Each term is bounded. Cornering and pitch move wheel force from one axle to the other and leave
/// the sum as it is, also where gears or tyres differ: the motors' torques are then scaled so that
/// the wheel force is what load and slip alone would give. The axle behind never brakes with a larger
/// part than its load is: that holds at once, whatever the slew. With one motor there is nothing to
/// split, and nobody who could brake in its place.
public struct TorqueSplit: Sendable, BitwiseCopyable {
    private var loads = LoadSplit()
    private var band = PitchBand()
    private var calm: Double?
    private var slip = 0.0
    private var cornering = 0.0

    /// The fastest the share may move by load, cornering and pitch, 1/s.
    private static let slew = 2.0
    /// The fastest it may move by slip, 1/s.
    private static let slipSlew = 10.0

    /// Starts from the share at rest.
    public init() {}

    /// One cycle.
    public mutating func step(
        _ input: SplitInput,
        by split: SplitParameters,
        with parameters: ControlParameters
    ) -> SplitReport {
        step(input, by: split, of: parameters.outline)
    }

    /// One cycle.
    mutating func step(
        _ input: SplitInput,
        by split: SplitParameters,
        of vehicle: VehicleOutline
    ) -> SplitReport {
        var report = SplitReport()
        let total = input.total.isFinite ? input.total : .zero
        if let undriven = vehicle.undriven {
            report.share = undriven == .front ? 0 : 1
            report.torques[undriven.other] = total
            return report
        }
        let sign = Self.sign(of: total)
        let load = loads.load(total: total, measured: input.acceleration, of: vehicle)
        report.load = input.terms == .half ? 0.5 : load
        let time = vehicle.period.inSeconds
        slip = Self.moved(
            slip,
            to: wantedSlip(input, sign, split, vehicle),
            Self.slipSlew * time
        )
        report.slip = slip
        report.cornering = turned(input, sign, split)
        report.pitch = pitched(input, sign, split, vehicle)

        let wanted = Self.clip(report.load + report.cornering + report.pitch)
        let previous = calm ?? vehicle.body.frontLoadShare
        let steady = Self.moved(previous, to: wanted, Self.slew * time)
        calm = steady
        bound(&report, load: load, total: total, input, split, vehicle)
        let free = Self.clip(steady + slip)
        report.share = max(report.leastShare, min(report.greatestShare, free))
        let base = Self.clip(report.load + slip)
        report.torques = Self.torques(total, share: report.share, base: base, vehicle)
        return report
    }

    private static func sign(of torque: Torque) -> Double {
        torque > .zero ? 1 : torque < .zero ? -1 : 0
    }

    private static func clip(_ share: Double) -> Double { max(0, min(1, share)) }

    private static func clip(_ term: Double, to bound: Double) -> Double {
        guard term.isFinite else { return 0 }
        return max(-bound, min(bound, term))
    }

    private static func moved(_ from: Double, to goal: Double, _ reach: Double) -> Double {
        from + max(-reach, min(reach, goal - from))
    }

    /// Away from the axle whose wheels slip more, whether they spin or lock.
    private func wantedSlip(
        _ input: SplitInput,
        _ sign: Double,
        _ split: SplitParameters,
        _ vehicle: VehicleOutline
    ) -> Double {
        guard input.terms != .half, let speed = input.referenceSpeed, speed.isFinite,
            let front = input.motorSpeeds.front, let rear = input.motorSpeeds.rear
        else { return 0 }
        let axles = vehicle.gearings
        let difference = axles.rear.speed(of: rear) - axles.front.speed(of: front)
        let relative = difference / max(speed.magnitude, split.slipSpeedFloor)
        return Self.clip(split.slipGain * relative * sign, to: split.slipBound)
    }

    /// To the rear with lateral use under power, to the front under lift-off; held while stability
    /// control acts.
    private mutating func turned(
        _ input: SplitInput,
        _ sign: Double,
        _ split: SplitParameters
    ) -> Double {
        if input.terms != .all {
            cornering = 0
        } else if !input.isStabilityActive {
            let lateral = input.lateralAcceleration?.rawValue ?? 0
            let term = -split.corneringGain * lateral * lateral * sign
            cornering = Self.clip(term, to: split.corneringBound)
        }
        return cornering
    }

    private mutating func pitched(
        _ input: SplitInput,
        _ sign: Double,
        _ split: SplitParameters,
        _ vehicle: VehicleOutline
    ) -> Double {
        let rate = band.step(
            sensor: input.pitchRate,
            acceleration: loads.acceleration,
            gradient: split.pitchGradient,
            period: vehicle.period
        )
        guard input.terms == .all else { return 0 }
        // Force at the rear lifts the body against its pitch in braking, and holds it down in drive.
        return Self.clip(-split.pitchGain * rate.rawValue * sign, to: split.pitchBound)
    }

    /// While the vehicle brakes, the axle behind has no larger part of the force than of the load.
    private func bound(
        _ report: inout SplitReport,
        load: Double,
        total: Torque,
        _ input: SplitInput,
        _ split: SplitParameters,
        _ vehicle: VehicleOutline
    ) {
        guard total * input.direction < .zero else { return }
        let reserve = input.isWet ? split.wetReserve : 0
        let front = vehicle.gearings.front.leverage
        let rear = vehicle.gearings.rear.leverage
        let part = Self.clip(input.direction > 0 ? load + reserve : load - reserve)
        let share = part * rear / (part * rear + (1 - part) * front)
        if input.direction > 0 { report.leastShare = share } else { report.greatestShare = share }
    }

    /// Both torques in the ratio of `share`, with the wheel force that `base` would give.
    private static func torques(
        _ total: Torque,
        share: Double,
        base: Double,
        _ vehicle: VehicleOutline
    ) -> AxlePair<Torque> {
        let front = vehicle.gearings.front.leverage
        let rear = vehicle.gearings.rear.leverage
        let wanted = base * front + (1 - base) * rear
        let given = share * front + (1 - share) * rear
        let scaled = total * (wanted / given)
        return AxlePair(front: scaled * share, rear: scaled * (1 - share))
    }
}
