import Testing
import VehicleModel

@testable import ControlCore

@Suite("PowerProjection at its edges")
struct ProjectionEdgeTests {
    private func axle(_ torque: Double, _ speed: Double, _ torqueLoss: Double) -> ProjectedAxle {
        ProjectedAxle(
            torque: Torque(torque),
            speed: RotationalSpeed(speed),
            torqueLoss: torqueLoss,
            idleLoss: .zero
        )
    }

    private func alone(_ axle: ProjectedAxle) -> AxlePair<ProjectedAxle> {
        AxlePair(front: axle, rear: self.axle(0, 0, 0.1))
    }

    @Test("an axle without torque counts as consuming, and so does one at standstill")
    func consumes() {
        #expect(axle(0, 100, 0.1).consumes)
        #expect(axle(10, 0, 0.1).consumes)
        #expect(axle(-10, 0, 0.1).consumes)
        #expect(!axle(-10, 1, 0.1).consumes)
        #expect(axle(-10.001, 1, 0.1).consumes)
    }

    @Test("where copper loss is too small for a number, the shaft alone is limited")
    func shaftAlone() {
        let axles = alone(axle(0.5, 1, .leastNonzeroMagnitude))
        let factor = PowerProjection.driveFactor(axles, limit: Power(1000), auxiliary: .zero)
        #expect(factor == 2000)
    }

    @Test("at standstill the copper alone is limited, and nothing left is nothing")
    func copperAlone() {
        let axles = alone(axle(1, 0, 0.125))
        func factor(_ left: Double) -> Double {
            PowerProjection.driveFactor(axles, limit: Power(left), auxiliary: .zero)
        }
        #expect(factor(0.5) == 2)
        #expect(factor(0.125) == 1)
        #expect(factor(0) == 0)
        #expect(factor(-1) == 0)
    }

    @Test("a charge limit of zero lets nothing return, however little it is")
    func noCharge() {
        let axles = alone(axle(-1e-100, 1e-80, 0.1))
        #expect(PowerProjection.chargeFactor(axles, limit: .zero) == 0)
    }

    @Test("a charge limit acts below the most that braking can return, and not at it")
    func mostReturned() {
        // 2 W at the shaft less 1 W in the copper is the most: half of it would be lost beyond.
        let axles = alone(axle(-1, 2, 1))
        #expect(PowerProjection.chargeFactor(axles, limit: Power(1)) == .infinity)
        #expect(PowerProjection.chargeFactor(axles, limit: Power(1.1)) == .infinity)
        let below = PowerProjection.chargeFactor(axles, limit: Power(0.9))
        #expect(abs(2 * below - below * below - 0.9) < 1e-12)
    }

    @Test("a ceiling that is no number leaves no torque, nor does a power beyond all numbers")
    func notANumber() {
        let still = alone(axle(0, 0, 0.1))
        #expect(PowerProjection.ceilingFactor(still, ceiling: Power(.nan)) == 0)
        let endless = alone(axle(1e300, 1e300, 0.1))
        #expect(PowerProjection.ceilingFactor(endless, ceiling: Power(.infinity)) == 0)
    }
}
