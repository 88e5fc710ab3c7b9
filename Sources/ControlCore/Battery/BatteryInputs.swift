public import VehicleModel

/// What the battery's limits need to know in one cycle.
public struct BatteryInputs: Sendable {
    /// The cycle's time.
    public var now: Instant
    /// Whether a rising broadcast is believed slowly only.
    public var isArmed = false
    /// The broadcast limit in the limiter's direction: of the wide message where that is bound.
    public var broadcast = InputSample.missing
    /// What the broadcast must satisfy; its greatest age is at least `BroadcastLimit.faded`.
    public var rule = InputRule(greatestAge: .zero, minimum: 0, maximum: 0)
    /// Pack voltage; nil where unknown.
    public var voltage: Voltage?
    /// Pack current, positive leaves; nil where unknown.
    public var current: Current?
    /// State of charge, 0 to 1; nil where unknown.
    public var stateOfCharge: Double?
    /// The weakest cell's voltage; nil where unknown.
    public var leastCellVoltage: Voltage?
    /// The fullest cell's voltage; nil where unknown.
    public var greatestCellVoltage: Voltage?
    /// The coldest cell's temperature; nil where unknown.
    public var temperature: Temperature?
    /// Battery power that the last cycle's torque was predicted to draw, positive leaves.
    public var predicted = Power.zero
    /// The operator's ceiling in the limiter's direction, W; nil for none.
    public var operatorCeiling: Power?
    /// The degradation ladder's ceiling in the limiter's direction, W; infinite for none.
    public var ladderCeiling = Power(.infinity)

    /// Nothing known.
    public init(now: Instant) { self.now = now }

    /// The battery's part of the conditioned inputs; broadcast, prediction and ceilings are left out.
    public init(_ inputs: ConditionedInputs, at now: Instant, isArmed: Bool) {
        self.now = now
        self.isArmed = isArmed
        voltage = inputs.batteryVoltage
        current = inputs.batteryCurrent
        stateOfCharge = inputs.stateOfCharge
        leastCellVoltage = inputs.leastCellVoltage
        greatestCellVoltage = inputs.greatestCellVoltage
        temperature = inputs.leastBatteryTemperature
    }

    /// Takes a broadcast: the wide message where its quantity is bound, whatever the narrow one says.
    mutating func takeBroadcast(
        _ narrow: InputQuantity,
        wide: InputQuantity,
        from reader: InputReader
    ) {
        let quantity = reader.isBound(wide) ? wide : narrow
        broadcast = reader.sample(quantity)
        rule = reader.rule(quantity)
    }

    /// V I where both are known and finite, positive leaves.
    var measuredPower: Power? {
        guard let voltage, let current, voltage.isFinite, current.isFinite else { return nil }
        return voltage * current
    }

    /// Power that leaves: measured, or as predicted; NaN where neither is a number.
    var power: Power { measuredPower ?? predicted }

    /// Current that leaves: measured, or from the predicted power at the voltage or at `least`.
    func current(at least: Voltage) -> Current {
        if let current, current.isFinite { return current }
        let known = voltage.flatMap { $0.isFinite && $0 > least ? $0 : nil }
        return Current(predicted.rawValue / (known ?? least).rawValue)
    }
}

/// Which of the battery's inputs are bound to a message in this vehicle.
///
/// An input that is not bound is replaced by an assumption; one that is bound and lost ages the
/// limits that need it.
public struct BatteryBinding: Sendable, BitwiseCopyable {
    /// State of charge; without it no limit looks ahead.
    public var stateOfCharge = false
    /// Cell voltages; without them the pack's voltage stands for all cells.
    public var cellVoltages = false
    /// Temperatures; without them the coldest that is assumed holds.
    public var temperature = false
    /// Pack voltage; without it the voltage guard cannot act.
    public var voltage = false

    /// Nothing bound.
    public init() {}
}
