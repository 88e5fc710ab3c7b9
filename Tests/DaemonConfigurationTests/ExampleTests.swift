import ControlCore
import Foundation
import Testing
import VehicleModel

@testable import DaemonConfiguration

@Suite("The example files")
struct ExampleTests {
    let configuration: DaemonConfiguration

    init() throws {
        do {
            configuration = try DaemonConfiguration.read(path: Repository.path("Config/axled.yaml"))
        } catch {
            print(error)
            throw error
        }
    }

    @Test("they are read without a warning, and only observe")
    func areReadWithoutAWarning() {
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.mode == .observe)
    }
}
