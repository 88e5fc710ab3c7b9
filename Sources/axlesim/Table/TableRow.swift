import Foundation
import PlantModel
import StateProtocol

/// One car: what was published, what came out, and what it hangs on.
struct TableRow {
    /// The car, by its files' name.
    let vehicle: String
    /// The plant's numbers.
    let plant: PlantParameters
    /// What came out.
    let figures: LaunchFigures
    /// By how much each variation moves the time to 100 km/h, s; nil where it was not reached.
    let moves: [(variation: Variation, change: Double?)]

    /// The model's error where nothing was fitted, a part of the time: facts of the design, V1 to V6.
    static let blindError = 0.08

    /// Drives a car by its name, and once more for each variation.
    init(
        _ vehicle: String,
        _ script: Scenario,
        databases: String,
        in directory: String = "Config"
    ) throws {
        self.vehicle = vehicle
        let files = CarFiles(vehicle, in: directory)
        let run = try OfflineRun(script, files, databases: databases)
        plant = run.plant
        let figures = try LaunchFigures(run)
        self.figures = figures
        moves = try Variation.all.map { variation in
            var moved = run
            variation.move(&moved)
            let time = try LaunchFigures(moved).zeroTo100
            let change = time.flatMap { moved in figures.zeroTo100.map { moved - $0 } }
            return (variation, change)
        }
    }

    /// What its maker published, s.
    var published: Double? { plant.published?.zeroTo100 }

    /// By how much the simulated time is longer than the published one, %.
    var error: Double? {
        guard let published, let simulated = figures.zeroTo100 else { return nil }
        return (simulated / published - 1) * 100
    }

    /// Whether it is as close to what was published as the model claims; nil where nothing was.
    var isClose: Bool? {
        guard published != nil else { return nil }
        return error.map { abs($0) <= Self.blindError * 100 } ?? false
    }

    /// Where a prediction may lie by the numbers that are uncertain, and by the model's error too, s.
    var band: (parameters: ClosedRange<Double>, model: ClosedRange<Double>)? {
        guard published == nil, let time = figures.zeroTo100 else { return nil }
        let squares = moves.filter(\.variation.isUncertain).compactMap(\.change).map { $0 * $0 }
        let spread = squares.reduce(0, +).squareRoot()
        let model = time * Self.blindError
        return (time - spread...time + spread, time - model...time + model)
    }
}

extension TableRow: Encodable {
    private enum Key: String, CodingKey {
        case vehicle
        case published = "published_s"
        case simulated = "simulated_s"
        case error = "error_pct"
        case zeroTo60Miles = "zero_to_60mph_s"
        case peakShaft = "peak_shaft_kW"
        case peakElectrical = "peak_electrical_kW"
        case peakTorque = "peak_torque_Nm"
        case limitedBy = "limited_by"
        case limits, choices, moves
        case band = "band_s"
        case modelBand = "band_with_model_error_s"
    }

    private enum SpanKey: String, CodingKey {
        case limit
        case start = "from_s"
        case end = "to_s"
    }

    private enum ChoiceKey: String, CodingKey {
        case grip = "tyre_grip"
        case frontRatio = "front_ratio"
        case rearRatio = "rear_ratio"
        case mass = "mass_kg"
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(vehicle, forKey: .vehicle)
        try object.encode(published, forKey: .published)
        try object.encode(figures.zeroTo100.map(rounded), forKey: .simulated)
        try object.encode(error.map(rounded), forKey: .error)
        try object.encode(figures.zeroTo60Miles.map(rounded), forKey: .zeroTo60Miles)
        try object.encode(rounded(figures.peakShaft / 1000), forKey: .peakShaft)
        try object.encode(rounded(figures.peakElectrical / 1000), forKey: .peakElectrical)
        try object.encode(rounded(figures.peakTorque), forKey: .peakTorque)
        try object.encode(figures.limitedBy, forKey: .limitedBy)
        var spans = object.nestedUnkeyedContainer(forKey: .limits)
        for span in figures.limits {
            var one = spans.nestedContainer(keyedBy: SpanKey.self)
            try one.encode(span.limit.wireName, forKey: .limit)
            try one.encode(rounded(span.start), forKey: .start)
            try one.encode(rounded(span.end), forKey: .end)
        }
        var choices = object.nestedContainer(keyedBy: ChoiceKey.self, forKey: .choices)
        try choices.encode(plant.tyre.friction, forKey: .grip)
        try choices.encode(plant.front.gearRatio, forKey: .frontRatio)
        try choices.encode(plant.rear.gearRatio, forKey: .rearRatio)
        try choices.encode(plant.body.mass, forKey: .mass)
        var changes = object.nestedContainer(keyedBy: Name.self, forKey: .moves)
        for (variation, change) in moves {
            try changes.encode(change.map(rounded), forKey: Name(variation.key))
        }
        if let band {
            try object.encode(Self.ends(band.parameters), forKey: .band)
            try object.encode(Self.ends(band.model), forKey: .modelBand)
        }
    }

    private static func ends(_ range: ClosedRange<Double>) -> [Double] {
        [rounded(range.lowerBound), rounded(range.upperBound)]
    }
}
