import Foundation

/// The files that make a car, by its name.
struct CarFiles {
    /// The prototype's name.
    static let prototype = "leaf-eplus-awd"

    /// The vehicle as the daemon knows it.
    let vehicle: String
    /// The vehicle's numbers.
    let plant: String
    /// The vehicle file of another name in the same directory.
    static func vehicle(_ name: String, in directory: String = "Config") -> String {
        "\(directory)/vehicles/\(name).yaml"
    }

    /// What the guardian allows: the car's own file, or the prototype's where it has none.
    let guardian: String

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
        vehicle = Self.vehicle(name, in: directory)
        plant = "\(directory)/plants/\(name).yaml"
        let own = "\(directory)/guards/\(name).yaml"
        let hasOwn = FileManager.default.fileExists(atPath: own)
        guardian = hasOwn ? own : "\(directory)/guard.yaml"
    }
}
