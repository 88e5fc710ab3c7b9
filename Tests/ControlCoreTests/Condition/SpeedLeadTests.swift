import Testing
import VehicleModel

@testable import ControlCore

@Suite("SpeedLead")
struct SpeedLeadTests {
    private let parameters = ControlParameters.prototype.power

    @Test(
        "two speeds tell an acceleration only where they are more than 1 ms apart",
        arguments: [
            (0, 0), (0.5, 0), (1, 0), (1.001, 999.001), (1.05, 952.381), (2, 500),
        ] as [(Double, Double)]
    )
    func apart(milliseconds: Double, acceleration: Double) {
        var lead = SpeedLead()
        func step(_ speed: Double, at arrival: Double) -> Double? {
            lead.step(RotationalSpeed(speed), arrival: .at(arrival), with: parameters)?.rawValue
        }
        let first = step(100, at: 0)
        #expect(first == 100)
        let second = step(101, at: milliseconds) ?? .nan
        #expect(abs(second - 101 - acceleration * 0.03) < 1e-4)
    }
}
