import Foundation

/// The files that make a car, by its name.
struct CarFiles {
    /// The prototype's name.
    static let prototype = "leaf-eplus-awd"

    /// The vehicle as the daemon knows it.
    let vehicle: String
    /// The vehicle's numbers.
    let plant: String
    /// What the guardian allows: the car's own file, or the prototype's where it has none.
    let guardian: String

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
