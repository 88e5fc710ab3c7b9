public import VehicleModel

/// What a test engineer reads off a run: times from the pedal step, peaks, extremes.
///
/// The clock of the acceleration times starts in the step in which the accelerator reaches at least
/// 98 % while the vehicle stands (below 0.2 m/s): no roll-out is taken off.
public struct PerformanceMeter: Equatable, Sendable {
    /// From the pedal step to 50 km/h, s.
    public private(set) var zeroTo50: Double?
    /// From the pedal step to 100 km/h, s.
    public private(set) var zeroTo100: Double?
    /// From the pedal step to 60 mph (96.56 km/h), s.
    public private(set) var zeroTo60Miles: Double?
    /// The speed in the step of the pedal.
    public private(set) var speedAtPedalStep: Speed?
    /// Largest power out of the battery's terminals.
    public private(set) var peakElectricalPower = Power.zero
    /// The discharge limit in force then.
    public private(set) var limitAtPeak = Power.zero
    /// Largest excess of that power over the limit; zero where there was none.
    public private(set) var largestExcess = Power.zero
    /// How long power was over the limit, s.
    public private(set) var timeOverLimit = 0.0
    /// Largest power at both shafts together.
    public private(set) var peakShaftPower = Power.zero
    /// Lowest voltage of the pack; nil before the first step.
    public private(set) var lowestVoltage: Voltage?
    /// Largest slip speed of an axle.
    public private(set) var peakSlipSpeed = Speed.zero
    /// Largest speed forward.
    public private(set) var topSpeed = Speed.zero

    private var start: Double?

    /// A meter that has seen nothing.
    public init() {}

    /// Looks at the plant after a time step driven with these controls.
    public mutating func step(_ plant: Plant, controls: DriverControls) {
        time(plant, controls)
        let power = plant.battery.power
        let limit = Power(plant.battery.dischargeLimit)
        if power > peakElectricalPower {
            peakElectricalPower = power
            limitAtPeak = limit
        }
        if power > limit {
            largestExcess = max(largestExcess, power - limit)
            timeOverLimit += Plant.timeStep
        }
        peakShaftPower = max(peakShaftPower, plant.shaftPower)
        lowestVoltage = min(lowestVoltage ?? plant.battery.voltage, plant.battery.voltage)
        peakSlipSpeed = max(peakSlipSpeed, plant.slipSpeed)
        topSpeed = max(topSpeed, plant.speed)
    }

    private mutating func time(_ plant: Plant, _ controls: DriverControls) {
        guard controls.accelerator >= 0.98 else {
            start = nil
            return
        }
        // The pedal moved before this step was taken.
        if start == nil, plant.speed.magnitude < Speed(0.2), zeroTo100 == nil {
            start = plant.time - Plant.timeStep
            speedAtPedalStep = plant.speed
            zeroTo50 = nil
            zeroTo60Miles = nil
        }
        guard let start else { return }
        if zeroTo50 == nil, plant.speed >= Speed(50 / 3.6) { zeroTo50 = plant.time - start }
        let sixtyMiles = Speed(60 * 0.44704)
        if zeroTo60Miles == nil, plant.speed >= sixtyMiles { zeroTo60Miles = plant.time - start }
        if zeroTo100 == nil, plant.speed >= Speed(100 / 3.6) { zeroTo100 = plant.time - start }
    }
}
