import Testing
import VehicleModel

@testable import ControlCore

@Suite("ThermalDerate")
struct ThermalDerateTests {
    private let both = AxlePair(both: ThermalParameters.em57)

    private func caps(_ set: (inout ConditionedInputs) -> Void) -> AxlePair<ThermalCap> {
        var inputs = ConditionedInputs()
        set(&inputs)
        var derate = ThermalDerate()
        return derate.step(
            inputs,
            torques: AxlePair(both: .zero),
            by: both,
            period: .milliseconds(10)
        )
    }

    @Test(
        "each temperature takes torque linearly from its start to its end",
        arguments: [
            (84.9, 1), (85, 1), (85.15, 0.99), (92.5, 0.5), (99.85, 0.01), (100, 0), (101, 0),
            (.nan, 0), (.infinity, 0), (-.infinity, 0), (-40, 1),
        ] as [(Double, Double)]
    )
    func inverter(celsius: Double, part: Double) {
        let hot = caps { $0.inverterTemperatures = AxlePair(both: Temperature(celsius)) }
        #expect(abs(hot.front.part - part) < 1e-9)
        #expect(abs(hot.rear.part - part) < 1e-9)
    }

    @Test(
        "a span leaves a part from 0 to 1, however far beyond it",
        arguments: [
            (nil, 1), (-40, 1), (84.9, 1), (85, 1), (92.5, 0.5), (100, 0), (500, 0), (.nan, 0),
            (-.infinity, 0),
        ] as [(Double?, Double)]
    )
    func span(celsius: Double?, part: Double) {
        let span = ThermalParameters.em57.inverter
        #expect(span.part(at: celsius.map { Temperature($0) }) == part)
    }

    @Test("motor, inverter and coolant each have their span, and the hottest counts")
    func hottest() {
        #expect(caps { $0.motorTemperatures = AxlePair(both: Temperature(150)) }.front.part == 0.5)
        #expect(caps { $0.coolantTemperatures = AxlePair(both: Temperature(70)) }.rear.part == 0.5)
        let all = caps {
            $0.motorTemperatures.front = Temperature(145)
            $0.inverterTemperatures.front = Temperature(94)
            $0.coolantTemperatures.front = Temperature(66)
        }
        #expect(abs(all.front.part - 0.4) < 1e-12)
        #expect(caps { _ in }.front.part == 1)
    }

    @Test(
        "the stronger axle has no more than the weaker one's part divided by 0.3",
        arguments: [(150, 0.5, 1), (154, 0.3, 1), (155, 0.25, 0.25 / 0.3), (160, 0, 0)]
            as [(Double, Double, Double)]
    )
    func stayTogether(celsius: Double, weak: Double, strong: Double) {
        let front = caps { $0.motorTemperatures.front = Temperature(celsius) }
        #expect(abs(front.front.part - weak) < 1e-12)
        #expect(abs(front.rear.part - strong) < 1e-12)
        let rear = caps { $0.motorTemperatures.rear = Temperature(celsius) }
        #expect(rear.rear.part == front.front.part)
        #expect(rear.front.part == front.rear.part)
    }

    @Test("a motor gives its peak for nearly a minute, then falls to what it bears for ever")
    func bucket() {
        var heat = MotorHeat()
        var torque = Torque(340)
        var time = 0.0
        var began: Double?
        while time < 120 {
            torque = heat.step(torque, by: .em57, period: .milliseconds(10))
            time += 0.01
            #expect(heat.level <= 60 * (340 * 340 - 170 * 170) + 1e-6)
            if began == nil && torque < Torque(340) { began = time }
        }
        #expect(abs((began ?? 0) - 58) < 0.02)
        #expect(abs(torque.rawValue - 170) < 0.01)
        for _ in 0..<1000 { torque = heat.step(.zero, by: .em57, period: .milliseconds(10)) }
        #expect(torque == Torque(340))
    }

    @Test("the lasting torque heats nothing, regeneration heats like drive, and NaN like the peak")
    func heats() {
        func level(_ torque: Double) -> Double {
            var heat = MotorHeat()
            _ = heat.step(Torque(torque), by: .em57, period: .milliseconds(10))
            return heat.level
        }
        #expect(level(170) == 0)
        #expect(level(169) == 0)
        #expect(abs(level(171) - 3.41) < 1e-9)
        #expect(level(-200) == level(200))
        for bad in notFinite { #expect(abs(level(bad) - 867) < 1e-9) }
    }

    @Test(
        "a motor that has used its peak up holds the other one near",
        arguments: [Axle.front, .rear]
    )
    func bucketsStayTogether(hot: Axle) {
        var derate = ThermalDerate()
        var torques = AxlePair(both: Torque.zero)
        torques[hot] = Torque(340)
        var last = AxlePair(both: ThermalCap())
        var small = both
        small[hot].lastingTorque = Torque(34)
        for _ in 0..<20_000 {
            last = derate.step(
                ConditionedInputs(),
                torques: torques,
                by: small,
                period: .milliseconds(10)
            )
            torques[hot] = last[hot].torque
        }
        let other = last[hot.other]
        #expect(abs(last[hot].torque.rawValue - 34) < 0.01)
        #expect(abs(other.torque.rawValue - 34 / 0.3) < 0.04)
        #expect(other.torque(of: Torque(340)) == other.torque)
        #expect(other.torque(of: Torque(50)) == Torque(50))
    }

    @Test("without heat the whole envelope is left, and of both limits the lesser")
    func capOfEnvelope() {
        var cap = ThermalCap()
        #expect(cap.torque(of: Torque(340)) == Torque(340))
        (cap.part, cap.torque) = (0.5, Torque(100))
        for (envelope, left) in [(340.0, 100.0), (200, 100), (199, 99.5), (0, 0)] {
            #expect(cap.torque(of: Torque(envelope)) == Torque(left))
        }
    }
}
