import Testing
import VehicleModel

@Suite("Quantity")
struct QuantityTests {
    @Test("products and quotients of units are those of their numbers")
    func products() {
        #expect(Torque(10) * RotationalSpeed(-3) == Power(-30))
        #expect(Voltage(350) * Current(-100) == Power(kilowatts: -35))
        #expect(Power(30) / RotationalSpeed(3) == Torque(10))
        #expect(Power(30) / RotationalSpeed(0) == Torque(.infinity))
        #expect(TorqueRate(1200) * .milliseconds(10) == Torque(12))
        #expect(PowerRate(50_000) * .milliseconds(10) == Power(500))
        #expect(Torque(10) + Torque(2) - Torque(5) == Torque(7))
        #expect(-Torque(3) * 2 == Torque(-6))
        #expect(0.5 * Torque(3) == Torque(3) / 2)
        #expect(Torque(6) / Torque(4) == 1.5)
        #expect(AxlePair(front: Torque(3), rear: Torque(-5)).total == Torque(-2))
    }

    @Test("units that people use convert both ways")
    func conversions() {
        #expect(abs(RotationalSpeed(revolutionsPerMinute: 4000).rawValue - 418.879) < 0.001)
        #expect(abs(RotationalSpeed(418.879).revolutionsPerMinute - 4000) < 0.01)
        #expect(Speed(kilometresPerHour: 36) == Speed(10))
        #expect(Speed(10).kilometresPerHour == 36)
        #expect(Power(kilowatts: 1.5).rawValue == 1500)
        #expect(Power(1500).kilowatts == 1.5)
        #expect(Duration.milliseconds(1500).inSeconds == 1.5)
    }

    @Test("size and finiteness are the number's", arguments: [-2.5, 0, 2.5] as [Double])
    func magnitude(number: Double) {
        #expect(Torque(number).magnitude == Torque(abs(number)))
        #expect(Torque(number).isFinite)
        #expect(Torque.zero.rawValue == 0)
    }

    @Test("NaN is not finite and compares false with everything")
    func notANumber() {
        for bad in [Double.nan, .infinity, -.infinity] { #expect(!Power(bad).isFinite) }
        let unknown = Power(.nan)
        #expect(!(unknown < .zero) && !(unknown > .zero) && !(unknown == unknown))
    }

    @Test(
        "no comparison holds with what is not a number",
        arguments: [1.0, -1, 0, Double.infinity]
    )
    func comparesNothingWithNaN(number: Double) {
        let one = Torque(number)
        let none = Torque(.nan)
        let holds = [
            one < none, one <= none, one > none, one >= none, one == none, none < one,
            none <= one, none > one, none >= one, none == one, none <= none, none >= none,
        ]
        #expect(!holds.contains(true))
        #expect(one <= one && one >= one && !(one < one) && !(one > one))
        #expect(one < one + Torque(1) || number == .infinity)
    }
}
