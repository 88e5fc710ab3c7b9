import VehicleModel

/// What the core remembers of the battery's limits.
struct BatteryState: Sendable, BitwiseCopyable {
    /// Every limit out of the battery and into it.
    var dischargeLimits = PowerLimits()
    var chargeLimits = PowerLimits()
    /// The discharge limit in force, less what feedback and faults take, W.
    var discharge = Power.zero
    /// The charge limit in force, W.
    var charge = Power.zero
    /// The charge limit expected in half a second, W.
    var chargeForecast = Power.zero
    /// What the auxiliaries are taken to draw, W.
    var auxiliary = Power.zero
    var trim = PowerTrim()
    fileprivate var dischargeLimiter = DischargeLimiter()
    fileprivate var chargeLimiter = ChargeLimiter()
    fileprivate var dischargeBroadcast = BroadcastLimit()
    fileprivate var chargeBroadcast = BroadcastLimit()
}

extension ControlCore {
    /// Auxiliaries that measure less than this still draw it, W.
    private static let leastAuxiliary = Power(400)

    /// The battery's limits, which age as well while it does not say whether its relay may stay closed.
    mutating func takeBatteryLimits(
        _ samples: Span<InputSample>,
        _ input: CycleInput,
        _ inputs: ConditionedInputs
    ) {
        battery.auxiliary =
            inputs.auxiliaryPower.map { max($0, Self.leastAuxiliary) } ?? parameters.power.auxiliary
        var given = BatteryInputs(inputs, at: input.now, isArmed: input.arming == .armed)
        given.predicted = predictedPower.isFinite ? predictedPower : .zero
        var charging = given
        charging.voltage = inputs.voltageForCharge
        charging.operatorCeiling = ceilings.charge
        given.voltage = inputs.voltageForFloor
        given.operatorCeiling = ceilings.discharge
        given.ladderCeiling = monitor.effects.ladder.powerCap
        let reader = InputReader(samples, rules: parameters.inputs.all, at: input.now)
        given.takeBroadcast(.dischargeLimit, wide: .wideDischargeLimit, from: reader)
        charging.takeBroadcast(.chargeLimit, wide: .wideChargeLimit, from: reader)
        if inputs.isRelayPermitted == nil {
            given.broadcast.quality = .stale
            charging.broadcast.quality = .stale
        }
        let limits = parameters.battery?.limit(given, charging, by: &battery)
        if let limits, let trim = parameters.battery?.trim {
            battery.dischargeLimits = limits.discharge
            battery.chargeLimits = limits.charge
            battery.chargeForecast = battery.chargeLimiter.forecast
            battery.discharge = battery.trim.step(
                limit: battery.dischargeLimits.power,
                predicted: predictedPower,
                measured: Self.measuredPower(inputs),
                with: trim,
                period: parameters.period
            )
        } else {
            let power = parameters.power
            let rise = power.limitRise * parameters.period
            battery.dischargeLimits = battery.dischargeBroadcast.limits(
                given,
                rise: rise,
                limpPower: power.limpPower
            )
            battery.chargeLimits = battery.chargeBroadcast.limits(
                charging,
                rise: rise,
                limpPower: power.limpPower
            )
            battery.discharge = battery.dischargeLimits.power
            battery.chargeForecast = battery.chargeLimits.power
        }
        battery.discharge = battery.discharge * monitor.effects.powerFactor
        battery.charge = battery.chargeLimits.power
    }

    private static func measuredPower(_ inputs: ConditionedInputs) -> Power? {
        guard let voltage = inputs.batteryVoltage, let current = inputs.batteryCurrent else {
            return nil
        }
        return voltage * current
    }
}

extension ControlParameters.BatteryLimits {
    /// Steps both limiters; the parameters stay as they are.
    fileprivate mutating func limit(
        _ given: BatteryInputs,
        _ charging: BatteryInputs,
        by battery: inout BatteryState
    ) -> (discharge: PowerLimits, charge: PowerLimits) {
        (
            battery.dischargeLimiter.step(given, reading: &discharge),
            battery.chargeLimiter.step(charging, reading: &charge)
        )
    }
}

extension BroadcastLimit {
    /// Where the vehicle's file describes no battery, its broadcast alone, and the ceilings.
    fileprivate mutating func limits(
        _ given: BatteryInputs,
        rise: Power,
        limpPower: Power
    ) -> PowerLimits {
        var limits = PowerLimits()
        let power = step(
            given.broadcast,
            rule: given.rule,
            at: given.now,
            isArmed: given.isArmed,
            rise: rise,
            limpPower: limpPower
        )
        limits.add(.broadcast, power)
        limits.add(.ladder, given.ladderCeiling)
        if let ceiling = given.operatorCeiling { limits.add(.operatorCeiling, ceiling) }
        return limits
    }
}
