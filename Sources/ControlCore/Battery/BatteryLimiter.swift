import VehicleModel

/// Every limit on the battery's power in one direction.
///
/// Each term whose input is bound and lost ages like the broadcast; none ever becomes no limit.
struct BatteryLimiter: Sendable, BitwiseCopyable {
    let isCharging: Bool
    var pack = PackState()
    private(set) var broadcast = BroadcastLimit()
    private var currentLimit = CurrentLimit()
    private var fuse = HeatBucket()
    private var contactor = HeatBucket()
    private var energies: [3 of EnergyBucket] = .init(repeating: EnergyBucket())
    private var voltageGuard = VoltageGuard()
    private(set) var isTripped = false
    private var agedPack = AgedPower()
    private var agedCell = AgedPower()
    private var agedCurrent = AgedPower()
    private var agedCold = AgedPower()
    private var agedCharge = AgedPower()
    private var agedGuard = AgedPower()
    private var scaling = SteadyExponential()

    init(isCharging: Bool) { self.isCharging = isCharging }

    /// The limits in force after `period`; the parameters are read where they stand, and stay as they
    /// are.
    mutating func step(
        _ inputs: BatteryInputs,
        with parameters: inout BatteryParameters,
        after period: Duration
    ) -> PowerLimits {
        var cycle = Cycle(inputs, &parameters, after: period, isCharging: isCharging)
        let scale = PackModel.resistanceScale(
            at: cycle.temperature ?? parameters.coldestAssumed,
            ageing: parameters.model.ageing,
            by: &scaling
        )
        pack.step(
            inputs,
            current: cycle.current,
            scale: scale,
            model: parameters.model.electrics,
            period: period
        )
        if cycle.temperature != nil {
            pack.look(
                ahead: parameters.horizons,
                scale: scale,
                model: &parameters.model,
                charging: isCharging,
                into: &cycle.sources
            )
        }
        var limits = PowerLimits()
        let known = broadcast.step(
            inputs.broadcast,
            rule: inputs.rule,
            at: inputs.now,
            isArmed: inputs.isArmed,
            rise: parameters.limitRise * period,
            limpPower: parameters.limpPower
        )
        limits.add(.broadcast, known)
        addVoltages(&cycle, inputs, &parameters, to: &limits)
        addCurrents(&cycle, inputs, &parameters, to: &limits)
        addEnergies(&cycle, inputs, &parameters, to: &limits)
        addTapers(&cycle, inputs, &parameters, to: &limits)
        limits.add(.ladder, inputs.ladderCeiling)
        if let ceiling = inputs.operatorCeiling { limits.add(.operatorCeiling, ceiling) }
        addGuard(&cycle, inputs, &parameters, to: &limits)
        addTrip(&cycle, inputs, &parameters, to: &limits)
        return limits
    }

    /// One cycle's inputs in the limiter's direction: positive is what the limits are about.
    private struct Cycle {
        let period: Duration
        /// Positive leaves.
        let current: Current
        /// Positive in the limiter's direction.
        let directed: Current
        let power: Power
        /// Nil while it is bound and lost.
        let temperature: Temperature?
        /// What is looked ahead to; none while the charge or the temperature is lost.
        var sources = HorizonSources()

        init(
            _ inputs: BatteryInputs,
            _ parameters: inout BatteryParameters,
            after period: Duration,
            isCharging: Bool
        ) {
            self.period = period
            current = inputs.current(at: parameters.leastPackVoltage)
            directed = isCharging ? -current : current
            power = isCharging ? -inputs.power : inputs.power
            let known = inputs.temperature.flatMap { $0.isFinite ? $0 : nil }
            temperature =
                known ?? (parameters.binding.temperature ? nil : parameters.coldestAssumed)
        }
    }

    private mutating func addVoltages(
        _ cycle: inout Cycle,
        _ inputs: BatteryInputs,
        _ parameters: inout BatteryParameters,
        to limits: inout PowerLimits
    ) {
        let isModelUsed = pack.stateOfCharge != nil || parameters.binding.stateOfCharge
        guard isModelUsed else { return }
        let edge = parameters.packLimit
        let isCharging = isCharging
        let ofPack = cycle.sources.least {
            isCharging ? $0.charge(to: edge) : $0.discharge(to: edge)
        }
        limits.add(
            .packVoltage,
            agedPack.step(ofPack, at: inputs.now, limpPower: parameters.limpPower)
        )
        var ofCells = cycle.sources.leastOfCells {
            isCharging ? $0.charge(to: edge) : $0.discharge(to: edge)
        }
        let cell =
            isCharging ? inputs.greatestCellVoltage : inputs.leastCellVoltage
        if parameters.binding.cellVoltages, cell?.isFinite != true { ofCells = nil }
        limits.add(
            .cellVoltage,
            agedCell.step(ofCells, at: inputs.now, limpPower: parameters.limpPower)
        )
    }

    private mutating func addCurrents(
        _ cycle: inout Cycle,
        _ inputs: BatteryInputs,
        _ parameters: inout BatteryParameters,
        to limits: inout PowerLimits
    ) {
        if let rating = parameters.fuse {
            let allowed = fuse.step(cycle.current, with: rating, period: cycle.period)
            limits.add(.fuse, power(with: allowed, &cycle, &parameters))
        }
        if let rating = parameters.contactor {
            let allowed = contactor.step(cycle.current, with: rating, period: cycle.period)
            limits.add(.contactor, power(with: allowed, &cycle, &parameters))
        }
        let temperature = cycle.temperature ?? parameters.coldestAssumed
        guard
            let allowed = parameters.currents?.limit(
                cycle.directed,
                at: temperature,
                by: &currentLimit,
                period: cycle.period
            )
        else { return }
        let known = cycle.temperature == nil ? nil : power(with: allowed, &cycle, &parameters)
        limits.add(
            .current,
            agedCurrent.step(known, at: inputs.now, limpPower: parameters.limpPower)
        )
    }

    /// A current as power: at the least voltage that is predicted with it, or the least in use.
    private func power(
        with current: Current,
        _ cycle: inout Cycle,
        _ parameters: inout BatteryParameters
    ) -> Power {
        let isCharging = isCharging
        func power(_ source: EquivalentSource) -> Power {
            isCharging ? source.charge(with: current) : source.discharge(with: current)
        }
        guard let ofPack = cycle.sources.least(power),
            let ofCells = cycle.sources.leastOfCells(power)
        else { return parameters.leastPackVoltage * current }
        return min(ofPack, ofCells)
    }

    private mutating func addEnergies(
        _ cycle: inout Cycle,
        _ inputs: BatteryInputs,
        _ parameters: inout BatteryParameters,
        to limits: inout PowerLimits
    ) {
        var least = Power(.infinity)
        for index in 0..<3 {
            guard let window = parameters.energies[index] else { continue }
            let period = cycle.period
            least = min(least, energies[index].step(cycle.power, with: window, period: period))
        }
        limits.add(.energy, least)
    }

    private mutating func addTapers(
        _ cycle: inout Cycle,
        _ inputs: BatteryInputs,
        _ parameters: inout BatteryParameters,
        to limits: inout PowerLimits
    ) {
        let now = inputs.now
        if parameters.chargeTaper != nil,
            pack.stateOfCharge != nil || parameters.binding.stateOfCharge
        {
            var known: Power?
            if let charge = pack.stateOfCharge {
                known = parameters.chargeTaper?.limit(at: charge, isUpward: isCharging)
            }
            limits.add(
                .stateOfCharge,
                agedCharge.step(known, at: now, limpPower: parameters.limpPower)
            )
        }
        guard parameters.coldTaper != nil else { return }
        var known: Power?
        if let temperature = cycle.temperature {
            known = parameters.coldTaper?.limit(at: temperature.rawValue, isUpward: false)
        }
        limits.add(.temperature, agedCold.step(known, at: now, limpPower: parameters.limpPower))
    }

    private mutating func addGuard(
        _ cycle: inout Cycle,
        _ inputs: BatteryInputs,
        _ parameters: inout BatteryParameters,
        to limits: inout PowerLimits
    ) {
        guard let guardParameters = parameters.voltageGuard else { return }
        let voltage = inputs.voltage.flatMap { $0.isFinite ? $0 : nil }
        guard voltage != nil || parameters.binding.voltage else { return }
        let known = voltage.map { measured in
            voltageGuard.step(
                room: isCharging
                    ? parameters.packLimit - measured : measured - parameters.packLimit,
                ceiling: limits.power,
                drawn: cycle.power,
                with: guardParameters,
                period: cycle.period
            )
        }
        limits.add(
            .voltageGuard,
            agedGuard.step(known, at: inputs.now, limpPower: parameters.limpPower)
        )
    }

    /// Ends charging at the trip voltage until every known voltage is below the limit again.
    private mutating func addTrip(
        _ cycle: inout Cycle,
        _ inputs: BatteryInputs,
        _ parameters: inout BatteryParameters,
        to limits: inout PowerLimits
    ) {
        guard let trip = parameters.cellTrip else { return }
        let voltage = inputs.voltage.flatMap { $0.isFinite ? $0 : nil }
        let fullest = inputs.greatestCellVoltage.flatMap { $0.isFinite ? $0 : nil }
        let isKnown = voltage != nil && (fullest != nil || !parameters.binding.cellVoltages)
        let pack = (voltage ?? .zero) / parameters.model.cells
        let cell = max(pack, fullest ?? .zero)
        if cell >= trip {
            isTripped = true
        } else if isKnown, cell < parameters.cellLimit {
            isTripped = false
        }
        guard isTripped else { return }
        limits.add(cell > pack ? .cellVoltage : .packVoltage, .zero)
    }
}

extension CurrentTable {
    /// The current allowed after one period; the table stays as it is.
    fileprivate mutating func limit(
        _ current: Current,
        at temperature: Temperature,
        by limit: inout CurrentLimit,
        period: Duration
    ) -> Current {
        limit.step(current, at: temperature, with: &self, period: period)
    }
}

extension BatteryCurve {
    /// The taper at a place, W; infinite beyond its last point, or, where upward, before its first.
    fileprivate mutating func limit(at place: Double, isUpward: Bool) -> Power {
        let applies = isUpward ? place >= points.firstPlace : place <= points.lastPlace
        return Power(applies ? points.value(at: place) : .infinity)
    }
}
