import VehicleModel

/// The stages after comfort: only these and the guardian stand between a request and the motors.
extension ControlCore {
    /// How long torque may fall towards a limit before it is cut: V15 of the design's validation.
    private static let greatestFall = Duration.milliseconds(110)
    /// Predicted power above the limit by less than this part is rounding.
    private static let limitTolerance = 1.001

    /// How fast both motors turn, now and when a command acts, and what they lose at that.
    mutating func lookAhead(_ inputs: ConditionedInputs) -> AxlePair<ShaftOutlook> {
        func outlook(_ axle: Axle, _ formula: LossModel?) -> ShaftOutlook {
            ShaftOutlook(
                formula,
                now: outline.gearings.countedSpeed(axle, inputs.motorSpeeds),
                later: outline.gearings.countedSpeed(axle, inputs.leadSpeeds)
            )
        }
        return AxlePair(
            front: outlook(.front, parameters.axles.front.losses.formula),
            rear: outlook(.rear, parameters.axles.rear.losses.formula)
        )
    }

    /// Stage S8: the system's ceiling and the battery's two limits.
    ///
    /// The split is kept, unless the vehicle's file wants the most thrust.
    mutating func project(
        _ capped: AxlePair<Torque>,
        at shafts: AxlePair<ShaftOutlook>,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let axles = projected(capped, at: shafts)
        guard axles.front.speed.isFinite, axles.rear.speed.isFinite else {
            report.note(.invalidInput, from: capped, to: AxlePair(both: .zero))
            return AxlePair(both: .zero)
        }
        let returning = projected(capped, at: shafts, returning: true)
        let ceiling = PowerProjection.ceilingFactor(axles, ceiling: parameters.power.systemCeiling)
        let returned = chargeFactor(returning, at: shafts)
        let charged = scaled(axles, returning, drive: .infinity, charge: returned)
        let limit = driveLimit(charged, at: shafts)
        let drive = driveFactor(axles, at: shafts, limit: limit)
        report.powerScale = min(report.powerScale, min(ceiling, drive))
        let isShort = drive < min(1, ceiling)
        if isShort { driveScale = min(driveScale, drive) }
        var limited = scaled(axles, returning, drive: min(ceiling, drive), charge: returned)
        // The second time the torques fit: what power is worth is known from the first.
        if isShort && isPushing(axles, returning) {
            let thrust = pushHardest(axles, insteadOf: limited, within: limit)
            limited = thrust.torques
            report.shadowPrice = thrust.shadowPrice
        } else if isShort {
            report.shadowPrice = shadowPrice(projected(limited, at: shafts), at: shafts)
        }
        // Each axle's own: where one returns, the other may be short of what the battery gives.
        report.note(.charge, from: capped, to: charged)
        report.note(ceiling <= drive ? .systemCeiling : .discharge, from: charged, to: limited)
        if isShort { limited = returnNoMore(limited, at: shafts, into: &report) }
        noteMargins(axles, ceiling: ceiling, drive: drive, charge: returned, into: &report)
        return limited
    }

    /// What is left of torque that returns power only since it was scaled down.
    ///
    /// Rolling back, copper losses fall with the square of the torque, and what is braked does not: half
    /// of a torque that draws may return.
    private mutating func returnNoMore(
        _ torques: AxlePair<Torque>,
        at shafts: AxlePair<ShaftOutlook>,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let returning = projected(torques, at: shafts, returning: true)
        let charged = scaled(
            projected(torques, at: shafts),
            returning,
            drive: .infinity,
            charge: chargeFactor(returning, at: shafts)
        )
        report.note(.charge, from: torques, to: charged)
        return charged
    }

    /// The battery's discharge limit; in the bench state with credit for what the other machine
    /// returns, where the vehicle's file reserves something for its loss.
    ///
    /// `torques` are what the charge limit leaves.
    private mutating func driveLimit(
        _ torques: AxlePair<Torque>,
        at shafts: AxlePair<ShaftOutlook>
    ) -> Power {
        guard bench.isActive, let reserve = parameters.requests.bench.creditReserve else {
            return battery.discharge
        }
        let axles = projected(torques, at: shafts)
        return CirculatingPower.limit(battery.discharge, axles, reserve: reserve)
    }

    /// Scales what may draw by one factor and what may return by the other; by both, where both may be.
    ///
    /// A factor above 1 is room, and raises nothing.
    private mutating func scaled(
        _ axles: AxlePair<ProjectedAxle>,
        _ returning: AxlePair<ProjectedAxle>,
        drive: Double,
        charge: Double
    ) -> AxlePair<Torque> {
        func scaled(_ axle: Axle) -> Torque {
            let whenDrawing = axles[axle].consumes ? drive : .infinity
            let whenReturning = returning[axle].consumes ? .infinity : charge
            return axles[axle].torque * min(1, min(whenDrawing, whenReturning))
        }
        return AxlePair(front: scaled(.front), rear: scaled(.rear))
    }

    private mutating func noteMargins(
        _ axles: AxlePair<ProjectedAxle>,
        ceiling: Double,
        drive: Double,
        charge: Double,
        into report: inout CycleReport
    ) {
        report.axles.front.setMargins(axles.front, ceiling: ceiling, drive: drive, charge: charge)
        report.axles.rear.setMargins(axles.rear, ceiling: ceiling, drive: drive, charge: charge)
    }

    /// Stage S9: no faster up than the rate, and down to a limit at the protective rate; then the
    /// reasons for which torque is withheld altogether.
    mutating func finish(
        _ limited: AxlePair<Torque>,
        from start: AxlePair<Torque>,
        at shafts: AxlePair<ShaftOutlook>,
        _ input: CycleInput,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        let isAllowed =
            input.mode == .shadow || (input.mode == .control && input.arming == .armed)
        guard limited.front.isFinite, limited.rear.isFinite else {
            return withhold(.notFinite, limited, into: &report)
        }
        if monitor.isHolding { return withhold(.invalidInput, limited, into: &report) }
        if input.mode == .observe || input.arming == .tripped {
            return withhold(.notArmed, limited, into: &report)
        }
        if input.mode == .control && input.arming == .disarmed {
            return withhold(.notArmed, limited, into: &report)
        }
        let goal = isAllowed ? effective(limited, from: start) : AxlePair(both: .zero)
        report.note(isAllowed ? .ladder : .notArmed, from: limited, to: goal)
        var given = AxlePair(
            front: protected(goal.front, from: start.front),
            rear: protected(goal.rear, from: start.rear)
        )
        if monitor.effects.cuts(.front) { given.front = .zero }
        if monitor.effects.cuts(.rear) { given.rear = .zero }
        let time = overLimit.step(isOverLimit(given, at: shafts), at: input.now)
        if let time, time > Self.greatestFall {
            // Falling took longer than a fall can take: cut to the limit, raise nothing, and say so.
            limitViolations &+= 1
            given = Self.lesser(given, goal)
        }
        report.note(.upRate, from: goal, to: given)
        return given
    }

    /// Whether heating and air conditioning shall shed load; without torque there is nothing to save.
    mutating func askForShedding(_ input: CycleInput) -> Bool {
        let isDriving =
            input.mode == .shadow || (input.mode == .control && input.arming == .armed)
        return shedding.step(
            isDriving ? driveScale : .infinity,
            with: parameters.power.shedding,
            at: input.now
        )
    }

    /// What faults leave of each axle's torque: less, held, or on the way to nothing.
    private mutating func effective(
        _ torques: AxlePair<Torque>,
        from start: AxlePair<Torque>
    ) -> AxlePair<Torque> {
        let peaks = AxlePair(
            front: parameters.axles.front.envelope.peakTorque,
            rear: parameters.axles.rear.envelope.peakTorque
        )
        return monitor.effects.goal(of: torques, from: start, peaks: peaks)
    }

    private mutating func protected(_ goal: Torque, from start: Torque) -> Torque {
        TorqueSlew.step(
            from: start,
            to: goal,
            up: parameters.rates.up,
            down: parameters.rates.protectiveDown,
            period: parameters.period
        )
    }

    private mutating func withhold(
        _ reason: BindingLimit,
        _ torques: AxlePair<Torque>,
        into report: inout CycleReport
    ) -> AxlePair<Torque> {
        overLimit = Persistence()
        // The inverter's own ceiling closes with the torque: it is the third limiter.
        report.axles.front.forgetMargins()
        report.axles.rear.forgetMargins()
        report.note(reason, from: report.asked, to: AxlePair(both: .zero))
        return AxlePair(both: .zero)
    }

    /// Whether the prediction for `torques` is above the battery's discharge limit.
    private mutating func isOverLimit(
        _ torques: AxlePair<Torque>,
        at shafts: AxlePair<ShaftOutlook>
    ) -> Bool {
        let axles = projected(torques, at: shafts)
        guard axles.front.consumes || axles.rear.consumes else { return false }
        // Exact at the factor 1, where it matters, by a table of losses too.
        let factor = PowerProjection.driveFactor(
            axles,
            limit: driveLimit(torques, at: shafts) * Self.limitTolerance,
            auxiliary: battery.auxiliary
        )
        return factor < 1
    }
}
