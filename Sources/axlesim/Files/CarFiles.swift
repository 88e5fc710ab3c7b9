import Foundation
import PlantModel

/// The files that make a car, by its name.
struct CarFiles {
    /// The prototype's name.
    static let prototype = "leaf-eplus-awd"

    /// The vehicle as the daemon knows it.
    var vehicle: String
    /// The vehicle's numbers.
    var plant: String
    /// What the guardian allows: the car's own file, or the prototype's where it has none.
    var guardian: String

    /// The files that a scenario is driven with: those of a car that is named, else of its own, and its
    /// own vehicle file.
    init(for scenario: Scenario, car: String? = nil, in directory: String = "Config") {
        self.init(car ?? scenario.car, in: directory)
        if let name = scenario.vehicle { vehicle = "\(directory)/vehicles/\(name).yaml" }
        if let name = scenario.guardian { guardian = "\(directory)/guards/\(name).yaml" }
    }

    /// The same with single files in the place of the car's; a vehicle that is a name, and no path, is the
    /// car.
    init(
        for scenario: Scenario,
        car: String?,
        vehicle: String?,
        plant: String?,
        guardian: String?
    ) {
        let name = vehicle.flatMap { $0.contains("/") || $0.hasSuffix(".yaml") ? nil : $0 }
        self.init(for: scenario, car: car ?? name)
        if name == nil { self.vehicle = vehicle ?? self.vehicle }
        self.plant = plant ?? self.plant
        self.guardian = guardian ?? self.guardian
    }

    /// The names of all cars in a directory: those that have a vehicle's and a plant's file.
    static func all(in directory: String = "Config") -> [String] {
        let files = FileManager.default
        let vehicles = (try? files.contentsOfDirectory(atPath: "\(directory)/vehicles")) ?? []
        return vehicles.filter { $0.hasSuffix(".yaml") }
            .map { String($0.dropLast(".yaml".count)) }
            .filter { files.fileExists(atPath: "\(directory)/plants/\($0).yaml") }
            .sorted()
    }

    /// The files of a car in a directory; of the prototype where no car is named.
    init(_ name: String?, in directory: String = "Config") {
        let name = name ?? Self.prototype
        vehicle = "\(directory)/vehicles/\(name).yaml"
        plant = "\(directory)/plants/\(name).yaml"
        let own = "\(directory)/guards/\(name).yaml"
        let hasOwn = FileManager.default.fileExists(atPath: own)
        guardian = hasOwn ? own : "\(directory)/guard.yaml"
    }
}
