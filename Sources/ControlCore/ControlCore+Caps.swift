import VehicleModel

/// Stage S7: what each axle can have, and who takes what the other cannot give.
extension ControlCore {
    /// The caps of this cycle; steps heat and slip controllers, so once a cycle.
    mutating func capAxles(
        _ demand: Demand,
        from start: AxlePair<Torque>,
        _ inputs: ConditionedInputs
    ) -> AxlePair<AxleCaps> {
        let vetoes = veto.step(
            isAntilockActive: inputs.isAntilockActive,
            driven: start.times(demand.direction),
            full: fullTorque,
            period: parameters.period,
            with: parameters.antilock
        )
        let heat = heatCaps(from: start, inputs)
        let slip = slipCaps(demand, from: start, inputs)
        hasSlipCap = slip.front.isActive || slip.rear.isActive
        let effects = monitor.effects
        func input(_ axle: Axle) -> AxleCapInput {
            var input = AxleCapInput(direction: demand.direction, of: axle, in: inputs)
            input.thermal = heat[axle]
            input.slip = slip[axle]
            input.antilock = vetoes[axle]
            if let ceiling = ceilings.torque { input.operatorCeiling = ceiling }
            input.ladder = effects.givesUp(axle) ? 0 : effects.ladder.torqueFactors[axle]
            return input
        }
        let fade = parameters.regenerationFade
        let (front, rear) = (input(.front), input(.rear))
        var caps = AxlePair(both: AxleCaps())
        caps.front.add(
            front,
            fade: fade,
            of: outline.gearings.front,
            optimum: parameters.axles.front.losses.regenerationOptimum(at: front.slower),
            parameters.axles.front.envelope.curve,
            peak: parameters.axles.front.envelope.peakTorque
        )
        caps.rear.add(
            rear,
            fade: fade,
            of: outline.gearings.rear,
            optimum: parameters.axles.rear.losses.regenerationOptimum(at: rear.slower),
            parameters.axles.rear.envelope.curve,
            peak: parameters.axles.rear.envelope.peakTorque
        )
        // Alone, only the front axle of a car that goes forward brakes: from behind it would turn the car
        // round, and the guardian holds the rear to its share in either gear.
        if effects.givesUp(.rear) && demand.direction <= 0 { caps.front.brake.add(.ladder, .zero) }
        if effects.givesUp(.front) { caps.rear.brake.add(.ladder, .zero) }
        return caps
    }

    private mutating func heatCaps(
        from start: AxlePair<Torque>,
        _ inputs: ConditionedInputs
    ) -> AxlePair<ThermalCap> {
        let given = AxlePair(
            front: parameters.axles.front.thermal,
            rear: parameters.axles.rear.thermal
        ).filled(in: outline.undriven)
        guard let front = given.front, let rear = given.rear else {
            return AxlePair(both: ThermalCap())
        }
        return thermal.step(
            inputs,
            torques: start,
            by: AxlePair(front: front, rear: rear),
            period: parameters.period
        )
    }

    private mutating func slipCaps(
        _ demand: Demand,
        from start: AxlePair<Torque>,
        _ inputs: ConditionedInputs
    ) -> AxlePair<SlipCaps> {
        func cycle(_ axle: Axle) -> AxleSlip.SlipCycle {
            AxleSlip.SlipCycle(
                direction: demand.gear,
                request: demand.torques[axle],
                sent: start[axle],
                speed: inputs.motorSpeeds[axle],
                reference: inputs.estimatedSpeed
            )
        }
        let (period, gearings) = (parameters.period, outline.gearings)
        // A cap that was in force on an axle that is given up would stay: without a speed nothing ends it.
        let effects = monitor.effects
        if effects.givesUp(.front) { slips.front = AxleSlip() }
        if effects.givesUp(.rear) { slips.rear = AxleSlip() }
        var caps = AxlePair(both: SlipCaps())
        if let slip = parameters.axles.front.slip, !effects.givesUp(.front) {
            let front = cycle(.front)
            caps.front = slips.front.step(front, by: slip, of: gearings.front, period: period)
        }
        if let slip = parameters.axles.rear.slip, !effects.givesUp(.rear) {
            let rear = cycle(.rear)
            caps.rear = slips.rear.step(rear, by: slip, of: gearings.rear, period: period)
        }
        return caps
    }

    /// The demand under the caps; what one axle cannot give goes to the other.
    ///
    /// The caps stay as they are. Never what its tyres cannot: the other's would be next. Where nothing watches the tyres, nothing is handed on.
    mutating func distribute(
        _ demand: Demand,
        under caps: inout AxlePair<AxleCaps>,
        from start: AxlePair<Torque>,
        _ inputs: ConditionedInputs,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let direction = demand.direction
        guard !demand.isBench else {
            return clip(demand.torques, to: &caps, direction: direction, into: &report)
        }
        var input = RedistributionInput(
            demand: demand.torques.times(direction),
            ranges: caps.ranges,
            previous: start.times(direction),
            direction: direction
        )
        input.lateralAcceleration = inputs.lateralAcceleration
        let watchesSlip = parameters.axles.front.slip != nil && parameters.axles.rear.slip != nil
        let isAlone = monitor.effects.givesUp(.front) || monitor.effects.givesUp(.rear)
        input.isIntervening =
            !watchesSlip || isAlone || hasSlipCap || inputs.isStabilityActive == true
            || inputs.isAntilockActive == true
            || !monitor.effects.ladder.allowsComfort
        input.greatestShareBehind = demand.greatestShareBehind
        input.bearable = bearable(at: inputs.acceleration ?? .zero)
        let redistribution = Redistribution(
            greatestLateral: parameters.greatestLateral,
            up: parameters.rates.up
        )
        let result = redistribution.step(input, period: parameters.period)
        let torques = result.torques.times(direction)
        note(&caps, from: demand.torques, to: torques, direction: direction, into: &report)
        return torques
    }

    /// What the tyres of each axle surely bear under its load, Nm.
    private mutating func bearable(at acceleration: Acceleration) -> AxlePair<Torque> {
        let body = parameters.body
        let front = LoadSplit.frontLoad(of: body, at: acceleration)
        let force = body.mass.rawValue * LoadSplit.gravity * parameters.sureGrip
        let gearings = outline.gearings
        func torque(_ axle: Axle, _ share: Double) -> Torque {
            Torque(force * share / (gearings[axle].leverage * body.drivelineEfficiency))
        }
        return AxlePair(front: torque(.front, front), rear: torque(.rear, 1 - front))
    }

    /// Each axle's torque within its caps.
    mutating func clip(
        _ torques: AxlePair<Torque>,
        to caps: inout AxlePair<AxleCaps>,
        direction: Double,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let along = torques.times(direction)
        let ranges = caps.ranges
        let clipped = AxlePair(
            front: ranges.front.clip(along.front),
            rear: ranges.rear.clip(along.rear)
        )
        let result = clipped.times(direction)
        note(&caps, from: torques, to: result, direction: direction, into: &report)
        return result
    }

    private mutating func note(
        _ caps: inout AxlePair<AxleCaps>,
        from before: AxlePair<Torque>,
        to after: AxlePair<Torque>,
        direction: Double,
        into report: inout CycleReport
    ) {
        report.axles.front.note(
            &caps.front,
            from: before.front,
            to: after.front,
            direction: direction
        )
        report.axles.rear.note(
            &caps.rear,
            from: before.rear,
            to: after.rear,
            direction: direction
        )
    }
}

extension AxleReport {
    /// Names the cap that stood against `before`, and the room from `after` to each.
    fileprivate mutating func note(
        _ caps: inout AxleCaps,
        from before: Torque,
        to after: Torque,
        direction: Double
    ) {
        let along = after * direction
        if before * direction < .zero {
            note(caps.brake.binding, from: before, to: after)
            setMargins(caps.brake.all, from: -along)
        } else {
            note(caps.drive.binding, from: before, to: after)
            setMargins(caps.drive.all, from: along)
        }
    }
}
