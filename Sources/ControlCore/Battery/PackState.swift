public import VehicleModel

/// What the limits remember of a pack: charge, polarisation, and how far its cells stand apart.
public struct PackState: Sendable, BitwiseCopyable {
    /// State of charge, 0 to 1: as broadcast, or counted on by the current; nil until it was known.
    public private(set) var stateOfCharge: Double?
    /// V1, the voltage over the RC pair, V, positive after discharge.
    public private(set) var polarisation = Voltage.zero
    /// How far the weakest cell is below the mean at rest, V, not positive.
    public private(set) var weakest = Voltage.zero
    /// How far the fullest cell is above the mean at rest, V, not negative.
    public private(set) var fullest = Voltage.zero
    /// What is computed again only where the period changes.
    var decays = Decays()

    /// How much is left after one period.
    struct Decays: Sendable, BitwiseCopyable {
        fileprivate var spread = SteadyDecay()
        fileprivate var polarisation = SteadyDecay()
    }

    /// How quickly a cell's distance is believed: its message and the pack's are not of one moment.
    public static let spreadTime = Duration.seconds(1)

    /// Nothing known.
    public init() {}

    /// One period with `current`.
    public mutating func step(
        _ inputs: BatteryInputs,
        current: Current,
        scale: Double,
        model: PackModel,
        period: Duration
    ) {
        step(inputs, current: current, scale: scale, model: model.electrics, period: period)
    }

    /// One period with `current`.
    mutating func step(
        _ inputs: BatteryInputs,
        current: Current,
        scale: Double,
        model: PackElectrics,
        period: Duration
    ) {
        advance(by: period, current: current, scale: scale, model: model)
        if let known = inputs.stateOfCharge, known.isFinite {
            stateOfCharge = max(0, min(1, known))
        }
        guard let pack = inputs.voltage, pack.isFinite, current.isFinite else { return }
        let mean = pack / model.cells
        let drop =
            polarisation.rawValue + current.rawValue * model.seriesResistance.rawValue * scale
        let part = 1 - decays.spread(period, of: Self.spreadTime)
        // What the weakest cell's resistance explains is in the model already.
        let explained = Voltage((model.weakestCellResistance - 1) * drop / model.cells)
        if let least = inputs.leastCellVoltage, least.isFinite {
            let distance = min(.zero, least - mean + explained)
            weakest = weakest + (distance - weakest) * part
        }
        if let greatest = inputs.greatestCellVoltage, greatest.isFinite {
            let distance = max(.zero, greatest - mean + explained)
            fullest = fullest + (distance - fullest) * part
        }
    }

    /// The state after `time` with `current`.
    public mutating func advance(
        by time: Duration,
        current: Current,
        scale: Double,
        model: PackModel
    ) {
        advance(by: time, current: current, scale: scale, model: model.electrics)
    }

    private mutating func advance(
        by time: Duration,
        current: Current,
        scale: Double,
        model: PackElectrics
    ) {
        guard current.isFinite else { return }
        let settled = Voltage(current.rawValue * model.polarisationResistance.rawValue * scale)
        let decay = decays.polarisation(time, of: model.polarisationTime)
        polarisation = settled + (polarisation - settled) * decay
        if let charge = stateOfCharge {
            let moved = current.rawValue * time.inSeconds / model.capacity.rawValue
            stateOfCharge = max(0, min(1, charge - moved))
        }
    }

    /// Adds the sources at the end of every horizon; none while the charge is unknown.
    mutating func look(
        ahead horizons: Horizons,
        scale: Double,
        model: inout PackModel,
        charging: Bool,
        into sources: inout HorizonSources
    ) {
        guard let charge = stateOfCharge else { return }
        let cell = CellPoint(model.openCircuit.points, at: charge, charging: charging)
        let electrics = model.electrics
        let distance = charging ? fullest : weakest
        let spread = electrics.weakestCellResistance
        let open = Voltage(electrics.cells * cell.open)
        let emptying = max(0, cell.slope * electrics.cells / electrics.capacity.rawValue)
        let all = horizons.all
        for index in 0..<horizons.count {
            let horizon = all[index]
            let resistance =
                electrics.seriesResistance.rawValue
                + electrics.polarisationResistance.rawValue * (1 - horizon.decay)
            let left = polarisation * horizon.decay
            sources.add(
                pack: EquivalentSource(
                    voltage: open - left,
                    resistance: Resistance(resistance * scale + emptying * horizon.seconds)
                ),
                cells: EquivalentSource(
                    voltage: open + distance * electrics.cells - left * spread,
                    resistance: Resistance(
                        resistance * scale * spread + emptying * horizon.seconds
                    )
                )
            )
        }
    }
}

/// A cell at rest at one charge.
private struct CellPoint {
    /// Its voltage, V.
    let open: Double
    /// How much that changes by charge where the charge is heading, V.
    let slope: Double

    init(_ curve: BatteryCurve.Points, at charge: Double, charging: Bool) {
        open = curve.value(at: charge)
        slope = charging ? curve.slope(above: charge) : curve.slope(below: charge)
    }
}
