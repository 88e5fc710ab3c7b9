import DBC
import Foundation
import VehicleBinding

/// The shipped databases as the buses of the reference car, read once.
enum ShippedBuses {
    static let loaded = Result {
        try [("front", "leaf-ev"), ("rear", "leaf-ev"), ("car", "leaf-car")].map { name, file in
            BoundBus(name: name, database: try database(file))
        }
    }

    private static func database(_ file: String) throws -> CompiledDatabase {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let (database, diagnostics) = try DBCReader.read(
            path: root.appendingPathComponent("DBC/\(file).dbc").path
        )
        let errors = diagnostics.filter { $0.severity == .error }
        if let error = errors.first { throw UnreadableDatabase(diagnostic: error) }
        return CompiledDatabase(database)
    }
}

struct UnreadableDatabase: Error {
    let diagnostic: Diagnostic
}
