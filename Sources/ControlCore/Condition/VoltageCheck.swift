import VehicleModel

/// The same voltage measured at both inverters and at the battery.
struct VoltageCheck: Sendable, BitwiseCopyable {
    private var disagreement = DebouncedFault()

    /// Compares what is known, and chooses what later stages hold the floor and the charge by.
    ///
    /// Where they agree that is the battery's own. An inverter that is not ready is left out: its
    /// link may be open.
    mutating func step(
        at now: Instant,
        with parameters: ConditionParameters,
        into inputs: inout ConditionedInputs
    ) {
        var range = inputs.batteryVoltage.map { (least: $0, greatest: $0) }
        var count = range == nil ? 0 : 1
        add(.front, inputs, to: &range, counting: &count)
        add(.rear, inputs, to: &range, counting: &count)
        let spread = range.map { $0.greatest - $0.least } ?? .zero
        let isApart = spread > parameters.voltageTolerance
        inputs.isVoltageImplausible = disagreement.step(
            holds: isApart,
            isGone: count > 1 && !isApart,
            parameters.voltage,
            at: now
        )
        inputs.voltageForFloor = range?.least
        inputs.voltageForCharge = range?.greatest
        if !inputs.isVoltageImplausible, let battery = inputs.batteryVoltage {
            inputs.voltageForFloor = battery
            inputs.voltageForCharge = battery
        }
    }

    private func add(
        _ axle: Axle,
        _ inputs: ConditionedInputs,
        to range: inout (least: Voltage, greatest: Voltage)?,
        counting count: inout Int
    ) {
        guard inputs.isInverterReady[axle] == true, let link = inputs.linkVoltages[axle] else {
            return
        }
        let old = range ?? (link, link)
        range = (min(old.least, link), max(old.greatest, link))
        count += 1
    }
}
