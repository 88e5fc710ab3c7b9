import Testing
import VehicleModel

@testable import ControlCore

@Suite("VehicleOutline")
struct VehicleOutlineTests {
    private let front = Gearing(ratio: 9, rollingRadius: Length(0.3))
    private let rear = Gearing(ratio: 8, rollingRadius: Length(0.32))

    @Test("gear and wheels turn motor speed into vehicle speed and back, and torque into force")
    func gearing() {
        #expect(abs(front.speed(of: RotationalSpeed(300)).rawValue - 10) < 1e-12)
        #expect(abs(front.motorSpeed(at: Speed(10)).rawValue - 300) < 1e-12)
        #expect(abs(front.leverage - 30) < 1e-12 && rear.leverage == 25)
    }

    @Test("a motor whose speed is unknown turns with the road as the other one does")
    func counted() {
        let gearings = AxlePair(front: front, rear: rear)
        let known = AxlePair<RotationalSpeed?>(
            front: RotationalSpeed(300),
            rear: RotationalSpeed(200)
        )
        #expect(gearings.countedSpeed(.front, known) == RotationalSpeed(300))
        #expect(gearings.countedSpeed(.rear, known) == RotationalSpeed(200))
        let frontAlone = AxlePair<RotationalSpeed?>(front: RotationalSpeed(300), rear: nil)
        #expect(abs(gearings.countedSpeed(.rear, frontAlone).rawValue - 250) < 1e-9)
        #expect(gearings.countedSpeed(.front, frontAlone) == RotationalSpeed(300))
        let rearAlone = AxlePair<RotationalSpeed?>(front: nil, rear: RotationalSpeed(200))
        #expect(abs(gearings.countedSpeed(.front, rearAlone).rawValue - 240) < 1e-9)
        for axle in Axle.allCases {
            let none = gearings.countedSpeed(axle, AxlePair(both: nil))
            #expect(none.rawValue.isNaN)
        }
    }

    @Test("the outline has the vehicle's numbers without its tables")
    func outline() {
        let parameters = ControlParameters.prototype
        let outline = parameters.outline
        #expect(outline.period == .milliseconds(10))
        #expect(outline.body.mass == Mass(1875) && outline.power.auxiliary == Power(500))
        #expect(outline.gearings.front.ratio == 8.193 && outline.gearings.rear.ratio == 8.193)
        #expect(outline.gearings.front.rollingRadius == Length(0.3285))
        #expect(outline.gearings.rear.rollingRadius == Length(0.3277))
    }
}
