public import VehicleModel

/// The limits of a battery in one direction; what is nil does not apply.
public struct BatteryParameters: Sendable, BitwiseCopyable {
    /// The cycle's length.
    public var period: Duration
    /// How fast a rising broadcast is believed while armed, W/s.
    public var limitRise: PowerRate
    /// What a limit whose input is lost falls to on the way to zero, W.
    public var limpPower: Power
    /// The pack's electrical model.
    public var model: PackModel
    /// How far is looked ahead.
    public var horizons: Horizons
    /// The least voltage of a cell in use, V: what current is taken at where no voltage is predicted.
    public var leastCellVoltage: Voltage
    /// The voltage that no cell may pass: least for discharge, greatest for charge, V.
    public var cellLimit: Voltage
    /// The voltage of a cell that ends charging at once, V; nil for discharge.
    public var cellTrip: Voltage?
    /// The currents that cells bear.
    public var currents: CurrentTable?
    /// The fuse's heat.
    public var fuse: HeatRating?
    /// The contactors' heat.
    public var contactor: HeatRating?
    /// Peaks that last only so long.
    public var energies: [3 of EnergyWindow?] = .init(repeating: nil)
    /// W over state of charge: holds up to its last point for discharge, from its first for charge.
    public var chargeTaper: BatteryCurve?
    /// W over the coldest cell's °C: holds up to its last point.
    public var coldTaper: BatteryCurve?
    /// The guard of the measured voltage.
    public var voltageGuard: VoltageGuardParameters?
    /// Which inputs the vehicle has.
    public var binding = BatteryBinding()
    /// The temperature that holds where none is bound, °C.
    public var coldestAssumed: Temperature

    /// Only the broadcast and the model's voltages limit; the rest is added one by one.
    public init(
        period: Duration,
        limitRise: PowerRate,
        limpPower: Power,
        model: PackModel,
        horizons: Horizons,
        leastCellVoltage: Voltage,
        cellLimit: Voltage,
        coldestAssumed: Temperature
    ) {
        self.period = period
        self.limitRise = limitRise
        self.limpPower = limpPower
        self.model = model
        self.horizons = horizons
        self.leastCellVoltage = leastCellVoltage
        self.cellLimit = cellLimit
        self.coldestAssumed = coldestAssumed
    }

    /// The pack's voltage where each cell is at `cellLimit`.
    var packLimit: Voltage { cellLimit * model.cells }
    /// The pack's voltage where each cell is at its least.
    var leastPackVoltage: Voltage { leastCellVoltage * model.cells }
}
