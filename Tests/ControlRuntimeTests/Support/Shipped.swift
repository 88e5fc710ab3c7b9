import ControlRuntime
import DaemonConfiguration
import Foundation
import TestVehicle
import VehicleModel

/// What the shipped configuration makes.
enum Shipped {
    /// The package's folder.
    static let root = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.path
    }()

    /// The frames of the test drive, built once.
    static let drive = Result { try TestDrive(assembly(.control).buses) }

    /// The daemon of the LEAF e+, which has one motor, in front; built once.
    static let oneMotor = Result {
        var configuration = try Shipped.configuration()
        configuration.vehicle = try VehicleDescription.read(
            path: root + "/Config/vehicles/leaf-eplus.yaml",
            buses: configuration.buses.map(\.name)
        )
        return try DaemonAssembly(
            configuration,
            mode: .control,
            receivesEverything: true,
            lastArmingID: 1_000
        )
    }

    static func configuration() throws -> DaemonConfiguration {
        try DaemonConfiguration.read(path: root + "/Config/axled.yaml")
    }

    static func assembly(_ mode: OperatingMode) throws -> DaemonAssembly {
        try DaemonAssembly(
            configuration(),
            mode: mode,
            receivesEverything: true,
            lastArmingID: 1_000
        )
    }
}

extension DrivenPipeline {
    /// The shipped daemon's pipeline on the test drive.
    init(_ mode: OperatingMode = .control, start: Int64 = 5_000_000_000) throws {
        try self.init(Shipped.assembly(mode).plan.pipeline, on: Shipped.drive.get(), start: start)
    }
}
