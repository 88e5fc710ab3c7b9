import VehicleModel

/// The stages whose order the guardian wants proven.
enum CycleStage: UInt64 {
    case condition = 1
    case arbitrate = 2
    case split = 3
    case limit = 4
}

/// Writing the report as the stages go by.
extension CycleReport {
    /// An empty one, made once.
    static let blank = CycleReport()

    /// Notes that a stage ran, in the order they ran.
    mutating func pass(_ stage: CycleStage) {
        var place: UInt64 = 0
        while stages >> place != 0 { place += 4 }
        stages |= stage.rawValue << place
    }

    /// What each axle was asked for.
    var asked: AxlePair<Torque> { AxlePair(front: axles.front.asked, rear: axles.rear.asked) }

    /// Notes that a stage took torque from `before` to `after`, where `condition` holds.
    mutating func note(
        _ limit: BindingLimit,
        if condition: Bool = true,
        from before: AxlePair<Torque>,
        to after: AxlePair<Torque>
    ) {
        guard condition else { return }
        axles.front.note(limit, from: before.front, to: after.front)
        axles.rear.note(limit, from: before.rear, to: after.rear)
    }
}

extension AxleReport {
    /// Less than this is not worth a name: one count on the wire, Nm.
    static let worthNaming = 0.25

    /// Names `limit` where it took torque away; the last stage to do so is the one that binds.
    mutating func note(_ limit: BindingLimit, from before: Torque, to after: Torque) {
        let taken = (before.magnitude - after.magnitude).rawValue
        if taken > Self.worthNaming || (before.isFinite && !after.isFinite) { binding = limit }
    }

    /// Sets the distance from what was given to a limit.
    mutating func setMargin(_ limit: BindingLimit, _ margin: Torque) {
        margins[Int(limit.rawValue)] = margin
    }

    /// Sets the most the axle may have: what was given and the nearest limit's margin.
    mutating func setGreatestTorque(_ given: Torque) {
        var nearest = Torque(.infinity)
        let limits = margins.span
        for index in limits.indices where limits[index].isFinite {
            nearest = min(nearest, limits[index])
        }
        greatestTorque = given.magnitude + (nearest.isFinite ? max(nearest, .zero) : .zero)
    }

    /// Sets the distances to an axle's caps from its torque in the direction that they limit.
    mutating func setMargins(_ torques: Span<Torque>, from torque: Torque) {
        for index in 0..<BindingLimit.count where torques[index].isFinite {
            margins[index] = torques[index] - torque
        }
    }

    /// Forgets the distances to limits, where no torque is given at all.
    mutating func forgetMargins() { margins = .init(repeating: Torque(.nan)) }

    /// Sets the margins that follow from the projection's factors.
    mutating func setMargins(
        _ axle: ProjectedAxle,
        ceiling: Double,
        drive: Double,
        charge: Double
    ) {
        let torque = axle.torque.magnitude
        guard torque > .zero else { return }
        if axle.consumes {
            if ceiling.isFinite { setMargin(.systemCeiling, torque * max(0, ceiling - 1)) }
            if drive.isFinite { setMargin(.discharge, torque * max(0, drive - 1)) }
        } else if charge.isFinite {
            setMargin(.charge, torque * max(0, charge - 1))
        }
    }
}

extension ControlCore {
    /// Fills in what is known before any torque is computed.
    mutating func begin(
        _ report: inout CycleReport,
        _ inputs: ConditionedInputs,
        _ input: CycleInput,
        gear: Gear
    ) {
        cycle &+= 1
        if input.surroundings.isOverrun || input.surroundings.isStalled { overruns &+= 1 }
        isRelayKnownPermitted = inputs.isRelayPermitted ?? false
        report.cycle = cycle
        report.undriven = outline.undriven
        report.time = input.now
        report.mode = input.mode
        report.arming = input.arming
        report.gear = gear
        report.pedal = inputs.pedal ?? .nan
        report.isBraking = inputs.isBraking ?? false
        report.vehicleSpeed = inputs.speed ?? Speed(.nan)
        report.stateOfCharge = inputs.stateOfCharge ?? .nan
        report.dischargeLimit = battery.discharge
        report.chargeLimit = battery.charge
        report.dischargeLimits = battery.dischargeLimits
        report.chargeLimits = battery.chargeLimits
        report.powerTrim = battery.trim.reduction
        report.ceilings = ceilings
        report.chargeForecast = battery.chargeForecast
        report.referenceSpeed = inputs.estimatedSpeed ?? Speed(.nan)
        report.systemCeiling = parameters.power.systemCeiling
        report.batteryVoltage = inputs.batteryVoltage ?? Voltage(.nan)
        report.batteryCurrent = inputs.batteryCurrent ?? Current(.nan)
        report.measuredPower = report.batteryVoltage * report.batteryCurrent
    }

    /// Fills in what was given and what it will draw.
    mutating func end(
        _ report: inout CycleReport,
        _ given: AxlePair<Torque>,
        _ inputs: ConditionedInputs,
        at shafts: AxlePair<ShaftOutlook>,
        demand: Demand
    ) {
        describe(.front, given.front, inputs, shafts.front, &report.axles.front)
        describe(.rear, given.rear, inputs, shafts.rear, &report.axles.rear)
        report.predictedPower =
            report.axles.front.predictedPower + report.axles.rear.predictedPower
            + battery.auxiliary
        report.regenerationShortfall =
            shortfall(.front, demand, given) + shortfall(.rear, demand, given)
        report.overruns = overruns
        report.limitViolations = limitViolations
        report.isBench = bench.isActive
        report.faults = monitor.memory
        report.ladder = monitor.ladder.level
    }

    /// Regeneration that an axle was asked for and does not give, Nm, not negative.
    private mutating func shortfall(
        _ axle: Axle,
        _ demand: Demand,
        _ given: AxlePair<Torque>
    ) -> Torque {
        let asked = max(.zero, -(demand.torques[axle] * demand.direction))
        return max(.zero, asked - max(.zero, -(given[axle] * demand.direction)))
    }

    private mutating func describe(
        _ axle: Axle,
        _ given: Torque,
        _ inputs: ConditionedInputs,
        _ shaft: ShaftOutlook,
        _ report: inout AxleReport
    ) {
        let speed = inputs.motorSpeeds[axle] ?? RotationalSpeed(.nan)
        let ground = inputs.estimatedSpeed ?? Speed(.nan)
        report.slip = outline.gearings[axle].speed(of: speed) - ground
        report.given = given
        report.setGreatestTorque(given)
        report.speed = speed
        report.measured = inputs.motorTorques[axle] ?? Torque(.nan)
        let isDriven = axle != outline.undriven
        report.predictedPower = isDriven ? predictedPower(axle, of: given, at: shaft) : .zero
        report.unallocated = report.asked - given
        let isWhole = report.unallocated.magnitude.rawValue <= AxleReport.worthNaming
        if isWhole && report.binding != .downRate { report.binding = .none }
    }
}
