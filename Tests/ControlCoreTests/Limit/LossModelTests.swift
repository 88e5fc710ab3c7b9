import ControlCore
import Testing
import VehicleModel

@Suite("LossModel")
struct LossModelTests {
    @Test("losses are those computed by hand, forward and backward alike")
    func byHand() {
        let model = LossModel.em57
        for sign in [1.0, -1] {
            let slow = RotationalSpeed(480 * sign)
            let fast = RotationalSpeed(960 * sign)
            #expect(model.torqueLoss(at: slow) == 0.118)
            #expect(abs(model.torqueLoss(at: fast) - 0.118 * 1.284) < 1e-12)
            // 150 + 1344 + 207.36 idle; 48,000 at the shaft; 1180 in the copper.
            #expect(abs(model.idleLoss(at: slow).rawValue - 1701.36) < 1e-9)
            let driving = model.power(of: Torque(100 * sign), at: slow)
            #expect(abs(driving.rawValue - 50_881.36) < 1e-9)
            let braking = model.power(of: Torque(-100 * sign), at: slow)
            #expect(abs(braking.rawValue + 45_118.64) < 1e-9)
        }
        #expect(model.power(of: .zero, at: .zero) == Power(150))
        for slow in [0.0, 1, 240] { #expect(model.torqueLoss(at: RotationalSpeed(slow)) == 0.118) }
        // 1.5 and 2.5 times the speed from which the field is weakened.
        for (speed, part) in [(720.0, 0.25), (1200, 2.25)] {
            let loss = model.torqueLoss(at: RotationalSpeed(-speed))
            #expect(abs(loss - 0.118 * (1 + 0.284 * part)) < 1e-12)
        }
    }

    @Test("coefficients out of range are refused")
    func refusesBadCoefficients() {
        func build(_ place: Int, _ value: Double) -> LossModel? {
            var numbers = [0.1, 0.3, 480, 150, 2.8, 0.0009]
            numbers[place] = value
            return LossModel(
                copper: numbers[0],
                weakening: numbers[1],
                weakeningSpeed: RotationalSpeed(numbers[2]),
                standby: Power(numbers[3]),
                linear: numbers[4],
                quadratic: numbers[5]
            )
        }
        for place in 0..<6 {
            #expect(build(place, 1) != nil)
            for bad in notFinite + [-1e-9] { #expect(build(place, bad) == nil, "place \(place)") }
            let mayBeZero = place != 0 && place != 2
            #expect((build(place, 0) != nil) == mayBeZero, "place \(place)")
        }
    }
}
