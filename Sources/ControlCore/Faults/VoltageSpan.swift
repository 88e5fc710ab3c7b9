public import VehicleModel

/// The voltages of one high-voltage net as its members measure it.
public struct VoltageSpan: Sendable, BitwiseCopyable {
    /// The lowest: what a floor is held against, V; NaN where none is known.
    public let lowest: Voltage
    /// The highest: what a ceiling is held against, V; NaN where none is known.
    public let highest: Voltage

    /// Of the two inverters and the battery.
    public init(_ inputs: ConditionedInputs) {
        let span = Span(
            inputs.linkVoltages.front?.rawValue,
            inputs.linkVoltages.rear?.rawValue,
            inputs.batteryVoltage?.rawValue
        )
        lowest = Voltage(span?.least ?? .nan)
        highest = Voltage(span?.greatest ?? .nan)
    }

    /// Whether they differ by more than `tolerance`.
    func disagrees(beyond tolerance: Voltage) -> Bool { highest - lowest > tolerance }
}
