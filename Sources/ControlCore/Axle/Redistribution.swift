public import VehicleModel

/// What redistribution goes by.
public struct RedistributionInput: Sendable, BitwiseCopyable {
    /// What each axle is asked for, Nm in the direction of the gear.
    public var demand: AxlePair<Torque>
    /// What each axle's caps leave.
    public var ranges: AxlePair<TorqueRange>
    /// What each motor was sent last, Nm in the direction of the gear.
    public var previous: AxlePair<Torque>
    /// The direction of the gear: +1 or −1.
    public var direction: Double
    /// Lateral acceleration; nil where unknown.
    public var lateralAcceleration: Acceleration?
    /// Whether stability control or the antilock brakes act.
    public var isIntervening = false
    /// What of regeneration the axle behind may have at most, 0 to 1.
    public var greatestShareBehind = 1.0
    /// Up to this |torque| an axle's tyres surely bear what it receives, Nm, not negative.
    public var bearable = AxlePair(both: Torque(.infinity))

    /// A demand and its caps; nothing else known.
    public init(
        demand: AxlePair<Torque>,
        ranges: AxlePair<TorqueRange>,
        previous: AxlePair<Torque>,
        direction: Double
    ) {
        self.demand = demand
        self.ranges = ranges
        self.previous = previous
        self.direction = direction
    }
}

/// What each axle has after its caps.
public struct Redistributed: Sendable, BitwiseCopyable {
    /// Nm in the direction of the gear.
    public var torques: AxlePair<Torque>
    /// What each axle has received of the other one's, Nm in the direction of the gear.
    public var received = AxlePair<Torque>(both: .zero)
    /// What was asked in total and nobody gives, Nm in the direction of the gear.
    public var unallocated = Torque.zero
}

/// Stage S7's end: what one axle cannot give goes to the other one, up to its cap, or is dropped.
///
/// It goes only where the total stays within the demand, the vehicle hardly turns or the receiver is
/// ahead, nobody intervenes, the receiver's tyres bear it on a dry road, and the receiver rises no
/// faster than the rate up: without the last but one, full pedal would spin the unloaded axle, and its
/// slip controller would take more than was received. In regeneration
/// the axle behind receives nothing, and keeps no more than its part of what is left in front.
public struct Redistribution: Sendable, BitwiseCopyable {
    /// From here on only the front axle in drive receives, m/s².
    public var greatestLateral: Acceleration
    /// The rate at which torque may rise, Nm/s.
    public var up: TorqueRate

    /// Puts the two together.
    public init(greatestLateral: Acceleration, up: TorqueRate) {
        self.greatestLateral = greatestLateral
        self.up = up
    }

    /// One cycle.
    public func step(_ input: RedistributionInput, period: Duration) -> Redistributed {
        var torques = AxlePair(
            front: input.ranges.front.clip(input.demand.front),
            rear: input.ranges.rear.clip(input.demand.rear)
        )
        let clipped = torques
        let front = left(.front, torques, input)
        let rear = left(.rear, torques, input)
        // Where both have something left, the receiver has no room either.
        if front > .zero {
            move(front, to: .rear, &torques, input, period)
        } else if rear > .zero {
            move(rear, to: .front, &torques, input, period)
        }
        var result = Redistributed(torques: torques)
        result.received.front = torques.front - clipped.front
        result.received.rear = torques.rear - clipped.rear
        result.torques = steadied(torques, input)
        let demand = input.demand.total
        result.unallocated = demand.isFinite ? demand - result.torques.total : .zero
        return result
    }

    /// How much of an axle's demand its cap takes, Nm, not negative, or not finite like the demand.
    private func left(
        _ axle: Axle,
        _ torques: AxlePair<Torque>,
        _ input: RedistributionInput
    ) -> Torque {
        input.demand[axle].magnitude - torques[axle].magnitude
    }

    private func move(
        _ rest: Torque,
        to receiver: Axle,
        _ torques: inout AxlePair<Torque>,
        _ input: RedistributionInput,
        _ period: Duration
    ) {
        let given = input.demand[receiver.other]
        let sign = given < .zero ? -1.0 : 1
        guard given.isFinite, input.demand[receiver].isFinite,
            input.demand[receiver] * sign >= .zero, mayReceive(receiver, sign, input)
        else { return }
        let now = torques[receiver] * sign
        let before = input.previous[receiver].isFinite ? input.previous[receiver] * sign : .zero
        let cap = sign > 0 ? input.ranges[receiver].drive : input.ranges[receiver].brake
        let reach = max(now, max(before, .zero) + up * period)
        let bearable = max(now, input.bearable[receiver])
        torques[receiver] = min(now + rest, min(cap, min(reach, bearable))) * sign
    }

    private func mayReceive(_ receiver: Axle, _ sign: Double, _ input: RedistributionInput) -> Bool
    {
        if input.isIntervening { return false }
        if sign < 0 && receiver == Self.behind(input) { return false }
        // Ahead, tyres that give way make the vehicle run straight on, not turn round.
        if sign > 0 && receiver != Self.behind(input) { return true }
        guard let lateral = input.lateralAcceleration else { return false }
        return lateral.magnitude < greatestLateral
    }

    private static func behind(_ input: RedistributionInput) -> Axle {
        input.direction < 0 ? .front : .rear
    }

    /// The axle behind brakes with no larger part of the whole than it may.
    private func steadied(
        _ torques: AxlePair<Torque>,
        _ input: RedistributionInput
    ) -> AxlePair<Torque> {
        let axle = Self.behind(input)
        let share = input.greatestShareBehind
        guard torques[axle] < .zero, share < 1 else { return torques }
        var steady = torques
        let leading = max(.zero, -torques[axle.other])
        steady[axle] = max(torques[axle], leading * (-share / (1 - share)))
        return steady
    }
}
