import VehicleModel

/// What is asked of each axle before any limit, and in which direction it drives.
struct Demand {
    /// Nm, positive forward.
    var torques = AxlePair<Torque>(both: .zero)
    /// What others allow each axle, in `direction`.
    var bounds = AxlePair(both: TorqueBounds())
    /// +1 or −1: the gear's, or without one that of the torque which is still there.
    var direction = 1.0
    /// The gear's direction: +1, −1, or 0 without one.
    var gear = 0.0
    /// The most that the axle behind may take of regeneration, 0 to 1.
    var greatestShareBehind = 1.0
    /// The released brake's infinite, the pressed one's falling cap on drive torque of both, Nm.
    var brakeCap = Torque(.infinity)
    /// Whether comfort shapes it: with a gear and nothing that forbids torque.
    var isShaped = false
    /// The bench's setpoints, which nobody moves to the other axle.
    var isBench = false
}

/// Stages S1 to S6: the driver and everyone else, one total, then each axle's share.
extension ControlCore {
    mutating func askForTorque(
        _ inputs: ConditionedInputs,
        _ input: CycleInput,
        _ asked: inout RequestSet,
        gear: Gear,
        driven: AxlePair<Torque>,
        into report: inout CycleReport
    ) -> Demand {
        let direction = gear.direction
        let wanted = driverDemand(inputs, gear: gear)
        report.driverDemand = wanted * direction
        var outcome = arbitrate(wanted, inputs, input, &asked, direction: direction)
        let wish = outcome.torque
        let brakeCap = brake.step(
            isBraking: inputs.isBraking ?? false,
            pedal: inputs.pedal,
            driven: driven.total * direction,
            ramp: parameters.rates.brakeRamp,
            period: parameters.period,
            fullTorque: fullTorque
        )
        outcome.capDrive(at: brakeCap)
        let hindrance = readiness.step(inputs, gear: gear, with: parameters.readiness)
        let total = hindrance == nil ? outcome.torque : .zero
        report.arbitrated = total * direction
        report.pass(.arbitrate)

        var demand = Demand()
        demand.gear = direction
        demand.brakeCap = brakeCap
        demand.direction = direction != 0 ? direction : (driven.total < .zero ? -1 : 1)
        demand.bounds = outcome.bounds
        demand.isShaped = direction != 0 && hindrance == nil
        let shares = splitTorque(total, inputs, direction: direction, into: &demand, &report)
        if let axles = outcome.bench, hindrance == nil {
            demand.isBench = true
            demand.isShaped = false
            demand.torques = axles.times(direction)
        }
        noteDemand(max(wanted, wish) * direction, shares, outcome, demand, into: &report)
        report.note(.brake, if: outcome.torque < wish, from: report.asked, to: demand.torques)
        report.note(.notArmed, if: hindrance != nil, from: report.asked, to: demand.torques)
        return demand
    }

    private mutating func driverDemand(_ inputs: ConditionedInputs, gear: Gear) -> Torque {
        guard gear.direction != 0, let pedal = inputs.pedal, let speed = inputs.speed else {
            return .zero
        }
        let mode = DriveMode(gear: gear, isEco: inputs.isEco, isOnePedal: inputs.isOnePedal)
        let available = parameters.nominalTorque(at: speed)
        let press = PedalMap.Press(
            pedal: pedal,
            speed: speed * gear.direction,
            available: available,
            present: available,
            isBraking: inputs.isBraking ?? false,
            regeneration: inputs.brakeRegeneration
        )
        return parameters.maps.demand(press, in: mode)
    }

    private mutating func arbitrate(
        _ wanted: Torque,
        _ inputs: ConditionedInputs,
        _ input: CycleInput,
        _ asked: inout RequestSet,
        direction: Double
    ) -> Arbitration.Outcome {
        let ladder = monitor.effects.ladder
        // More than the set holds cannot come: a source asks once for each kind and scope.
        let isCommissioned = asked.all.hasBenchSetpoint(at: input.now)
        _ = asked.place(all: requests.requests.all, leavingOutBench: isCommissioned)
        var given = ArbitrationInput(driver: wanted, pedal: inputs.pedal, now: input.now)
        given.direction = direction
        given.speed = inputs.speed
        given.motorSpeeds = inputs.motorSpeeds
        given.ceilings = ceilings
        let isLadderSlower = ladder.speedCap < given.ceilings.speed ?? Speed(.infinity)
        if isLadderSlower { given.ceilings.speed = ladder.speedCap }
        given.isBench = bench.step(
            inputs,
            undriven: outline.undriven,
            with: parameters.requests.bench
        )
        given.isCruiseArmed = cruise.step(
            asked.all,
            isBraking: inputs.isBraking,
            isAllowed: direction != 0 && ladder.allowsCruise,
            at: input.now
        )
        var outcome = Arbitration().step(given, asked.all, with: parameters.requests)
        if isLadderSlower && outcome.source == .operatorCeiling { outcome.source = .limp }
        return outcome
    }

    /// The front axle's share; each axle's torque goes into `demand`, within what others allow it.
    private mutating func splitTorque(
        _ total: Torque,
        _ inputs: ConditionedInputs,
        direction: Double,
        into demand: inout Demand,
        _ report: inout CycleReport
    ) -> Double {
        let effects = monitor.effects
        var input = SplitInput(total: total * direction, direction: direction)
        input.acceleration = inputs.acceleration
        input.lateralAcceleration = inputs.lateralAcceleration
        input.motorSpeeds = inputs.motorSpeeds
        input.referenceSpeed = inputs.estimatedSpeed
        input.isStabilityActive = inputs.isStabilityActive == true
        input.terms = effects.isSplitEven ? .half : effects.ladder.allowsComfort ? .all : .plain
        let result = split.step(input, by: parameters.split, of: outline)
        demand.greatestShareBehind = direction < 0 ? result.greatestShare : 1 - result.leastShare
        demand.torques.front = bounded(result.torques.front, demand.bounds.front, direction)
        demand.torques.rear = bounded(result.torques.rear, demand.bounds.rear, direction)
        report.frontShare = result.share
        report.pass(.split)
        return result.share
    }

    /// A maximum takes an axle's drive torque down to nothing; braking is the total's matter.
    private mutating func bounded(
        _ torque: Torque,
        _ bounds: TorqueBounds,
        _ direction: Double
    ) -> Torque {
        let along = torque * direction
        return max(bounds.lower, min(along, max(bounds.upper, min(along, .zero)))) * direction
    }

    private mutating func noteDemand(
        _ wish: Torque,
        _ share: Double,
        _ outcome: Arbitration.Outcome,
        _ demand: Demand,
        into report: inout CycleReport
    ) {
        report.axles.front.asked = wish * share
        report.axles.rear.asked = wish * (1 - share)
        if demand.isBench {
            report.axles.front.asked = demand.torques.front
            report.axles.rear.asked = demand.torques.rear
        }
        let limit: BindingLimit =
            switch outcome.source {
            case .stability: .stability
            case .operatorCeiling: .operatorCeiling
            case .antilock: .antilock
            case .bench: .bench
            case .limp: .ladder
            case .driver, .cruise, .speedLimiter: .request
            }
        report.note(limit, if: outcome.isCapped, from: report.asked, to: demand.torques)
    }
}

extension ControlParameters {
    /// The sum of both motors' greatest torques at a vehicle speed, at their reference voltage.
    mutating func nominalTorque(at speed: Speed) -> Torque {
        let front = axles.front.gearing.motorSpeed(at: speed)
        let rear = axles.rear.gearing.motorSpeed(at: speed)
        return axles.front.envelope.curve.greatestTorque(at: front, voltage: nil)
            + axles.rear.envelope.curve.greatestTorque(at: rear, voltage: nil)
    }
}

extension AxlePair<Torque> {
    /// Both scaled.
    func times(_ factor: Double) -> Self { AxlePair(front: front * factor, rear: rear * factor) }
}
