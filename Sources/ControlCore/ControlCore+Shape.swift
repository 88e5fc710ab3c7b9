import VehicleModel

/// Stage S5: comfort, on the way from what was sent to what the limits allow.
extension ControlCore {
    /// A change of so much of the greatest is at its rate: rounding takes the rest.
    private static let fullRate = 0.999

    /// Both axles' torque moves as the shaped total does, each by its part of the way.
    ///
    /// Through zero the axles go one after the other, the leading one first, and never against each
    /// other beyond the lash band. Without a gear, and where nothing may drive, torque only ends; of the
    /// bench's axles, which may be coupled, each goes its own way.
    mutating func shape(
        _ goal: AxlePair<Torque>,
        _ demand: Demand,
        from start: AxlePair<Torque>,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let rates = parameters.rates
        guard goal.front.isFinite, goal.rear.isFinite else { return goal }
        var shaped = AxlePair(
            front: slewed(goal.front, from: start.front),
            rear: slewed(goal.rear, from: start.rear)
        )
        // Axles that are asked for different directions, by stability control, wait for nobody.
        let areApart = goal.front.rawValue * goal.rear.rawValue < 0
        if demand.isShaped && !areApart {
            let along = demand.direction
            let total = shaping.step(
                goal: goal.total * along,
                sent: start.total * along,
                ceiling: demand.brakeCap,
                isComfort: monitor.effects.ladder.allowsComfort,
                axles: outline.undriven == nil ? 2 : 1,
                period: parameters.period,
                with: rates
            )
            let next = start.moved(towards: goal, reaching: total * along)
            let staggered = stagger.step(
                goal: next.times(along).led(by: along),
                sent: start.times(along).led(by: along),
                isForced: demand.brakeCap.isFinite,
                period: parameters.period,
                with: rates
            )
            shaped = apart(staggered.led(by: along).times(along), goal)
            if demand.brakeCap.isFinite { shaped = shaped.noMore(than: start, along: along) }
        }
        note(shaped.front, goal: goal.front, from: start.front, into: &report.axles.front)
        note(shaped.rear, goal: goal.rear, from: start.rear, into: &report.axles.rear)
        return shaped
    }

    private mutating func slewed(_ goal: Torque, from start: Torque) -> Torque {
        TorqueSlew.step(
            from: start,
            to: goal,
            up: parameters.rates.up,
            down: parameters.rates.comfortDown,
            period: parameters.period
        )
    }

    /// Of two axles with different directions each waits in the lash band for the other.
    private mutating func apart(
        _ torques: AxlePair<Torque>,
        _ goal: AxlePair<Torque>
    ) -> AxlePair<Torque> {
        guard torques.front.rawValue * torques.rear.rawValue < 0 else { return torques }
        let band = parameters.rates.shaping.lashTorque
        func waiting(_ axle: Axle) -> Torque {
            let torque = torques[axle]
            guard torque.rawValue * goal[axle].rawValue > 0 else { return torque }
            return max(-band, min(band, torque))
        }
        return AxlePair(front: waiting(.front), rear: waiting(.rear))
    }

    /// What moves at its full rate is bound by that, anything slower by shaping.
    private mutating func note(
        _ shaped: Torque,
        goal: Torque,
        from start: Torque,
        into report: inout AxleReport
    ) {
        let moved = (shaped - start).magnitude
        let rise = parameters.rates.up * parameters.period * Self.fullRate
        let fall = parameters.rates.comfortDown * parameters.period * Self.fullRate
        report.note(moved >= rise ? .upRate : .shaping, from: goal, to: shaped)
        report.note(moved >= fall ? .downRate : .shaping, from: shaped, to: goal)
    }
}

extension AxlePair<Torque> {
    /// Each axle's drive torque no more than it was: the pressed brake lets none rise.
    fileprivate func noMore(than start: Self, along direction: Double) -> Self {
        func held(_ torque: Torque, _ start: Torque) -> Torque {
            min(torque * direction, max(start * direction, .zero)) * direction
        }
        return AxlePair(front: held(front, start.front), rear: held(rear, start.rear))
    }

    /// The leading axle in the place of the front one: exchanged backward; the same again gives it back.
    fileprivate func led(by direction: Double) -> Self {
        direction < 0 ? AxlePair(front: rear, rear: front) : self
    }

    /// Each moved by that part of its way to `goal` which takes the sum to `reached`.
    ///
    /// All of its way, where the sum has none.
    fileprivate func moved(towards goal: Self, reaching reached: Torque) -> Self {
        let way = goal.total - total
        let part = max(0, (reached - total) / way)
        guard way.magnitude > Torque(1), part < 1 else { return goal }
        return AxlePair(
            front: front + (goal.front - front) * part,
            rear: rear + (goal.rear - rear) * part
        )
    }
}
