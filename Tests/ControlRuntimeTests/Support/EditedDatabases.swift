import ControlRuntime
import DaemonConfiguration
import Foundation

/// Copies of the shipped databases that a test may change, and the shipped configuration on them.
final class EditedDatabases {
    let folder: String
    let configuration: DaemonConfiguration

    /// What was to be replaced is not there.
    struct NotFound: Error {
        let text: String
    }

    init() throws {
        let folder = NSTemporaryDirectory() + "axle-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
        for name in ["leaf-ev.dbc", "leaf-car.dbc", "axle-bench.dbc"] {
            try FileManager.default.copyItem(
                atPath: Shipped.root + "/DBC/" + name,
                toPath: folder + "/" + name
            )
        }
        var configuration = try Shipped.configuration()
        for index in configuration.buses.indices {
            let isCar = configuration.buses[index].name == "car"
            let names = isCar ? ["leaf-car.dbc", "axle-bench.dbc"] : ["leaf-ev.dbc"]
            configuration.buses[index].databases = names.map { folder + "/" + $0 }
        }
        self.folder = folder
        self.configuration = configuration
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Replaces text in a file; the number of the line in which it first stood, from 1.
    @discardableResult
    func replace(_ old: String, with new: String, in name: String) throws -> Int {
        let text = try String(contentsOfFile: path(name), encoding: .utf8)
        guard let place = text.range(of: old) else { throw NotFound(text: old) }
        try text.replacingOccurrences(of: old, with: new)
            .write(toFile: path(name), atomically: true, encoding: .utf8)
        return text[..<place.lowerBound].count { $0 == "\n" } + 1
    }

    /// Gives the pedals half their scale.
    func halvePedals() throws {
        try replace(
            "Pedal_A : 7|8@0+ (0.5,0) [0|127.5]",
            with: "Pedal_A : 7|8@0+ (0.25,0) [0|63.75]",
            in: "leaf-car.dbc"
        )
        try replace(
            "Pedal_B : 15|8@0+ (-0.5,127.5) [0|127.5]",
            with: "Pedal_B : 15|8@0+ (-0.25,63.75) [0|63.75]",
            in: "leaf-car.dbc"
        )
    }

    /// What the control thread needs of the files as they stand.
    func bindings(generation: UInt32) throws(AssemblyError) -> BindingSet {
        try BindingSet(
            configuration.vehicle,
            on: try DatabaseSet(configuration.buses),
            generation: generation
        )
    }
}
