import Testing
import VehicleModel

@testable import ControlCore

@Suite("AxleCaps")
struct AxleCapsTests {
    private let axle = ControlParameters.prototype.axles.front

    private func caps(
        direction: Double = 1,
        at speed: Double? = 100,
        _ set: (inout AxleCapInput) -> Void = { _ in }
    ) -> AxleCaps {
        var input = AxleCapInput(direction: direction)
        input.speed = speed.map { RotationalSpeed($0 * direction) }
        input.leadSpeed = input.speed
        set(&input)
        return AxleCaps(input, fade: .sample, of: axle)
    }

    @Test("alone the envelope binds drive, and the optimum or the envelope regeneration")
    func envelope() {
        #expect(caps().drive.torque == Torque(340))
        #expect(caps().drive.binding == .envelope)
        #expect(caps(at: 300).brake.binding == .envelope)
        for (drive, whole) in [(caps().drive, 340.0), (caps(at: 500).drive, 160_000 / 500)] {
            #expect(abs(drive[.thermal].rawValue - whole) < 1)
            #expect(drive[.thermal] == drive[.envelope])
            #expect(drive[.ladder] == Torque(340))
            for free: BindingLimit in [.request, .stability, .operatorCeiling, .slip] {
                #expect(drive[free] == Torque(.infinity))
            }
        }
        let slow = caps(at: 60)
        #expect(slow.brake.binding == .regenerationOptimum)
        #expect(abs(slow.brake.torque.rawValue - 60 / 0.236) < 1e-9)
    }

    @Test("the envelope is read at the faster speed, regeneration at the slower")
    func lead() {
        let wide = caps(at: 500) { $0.leadSpeed = RotationalSpeed(520) }
        #expect(wide.drive.torque == axle.envelope.greatestTorque(at: .init(520), voltage: nil))
        let narrow = caps(at: 500) { $0.leadSpeed = RotationalSpeed(480) }
        #expect(narrow.drive.torque == axle.envelope.greatestTorque(at: .init(500), voltage: nil))
        let falling = caps(at: 60) { $0.leadSpeed = RotationalSpeed(50) }
        #expect(abs(falling.brake.torque.rawValue - 50 / 0.236) < 1e-9)
        let rising = caps(at: 60) { $0.leadSpeed = RotationalSpeed(70) }
        #expect(abs(rising.brake.torque.rawValue - 60 / 0.236) < 1e-9)
        #expect(caps(at: 60) { $0.leadSpeed = RotationalSpeed(-1) }.brake.torque == .zero)
    }

    @Test("a low voltage narrows the envelope")
    func voltage() {
        let low = caps(at: 500) { $0.linkVoltage = Voltage(280) }
        #expect(low.drive.torque == axle.envelope.greatestTorque(at: .init(625), voltage: nil))
    }

    @Test(
        "each limit has its name, its number and its direction",
        arguments: [
            (.thermal, true, true), (.ladder, true, true), (.request, true, true),
            (.stability, true, true), (.operatorCeiling, true, true), (.slip, true, true),
            (.antilock, false, true), (.inverterAvailable, true, true),
        ] as [(BindingLimit, Bool, Bool)]
    )
    func names(limit: BindingLimit, drives: Bool, brakes: Bool) {
        let limited = caps(at: 300) { input in
            switch limit {
            case .thermal: input.thermal.torque = Torque(80)
            case .ladder: input.ladder = 80.0 / 340
            case .request: input.request = Torque(80)
            case .stability: input.stability = Torque(80)
            case .operatorCeiling: input.operatorCeiling = Torque(80)
            case .slip:
                input.slip.drive = Torque(80)
                input.slip.brake = Torque(80)
            case .antilock: input.antilock = Torque(80)
            default:
                input.availableForward = Torque(80)
                input.availableBackward = Torque(80)
            }
        }
        #expect((limited.drive.binding == limit) == drives)
        #expect((limited.brake.binding == limit) == brakes)
        #expect(abs(limited.brake.torque.rawValue - 80) < 1e-9)
        #expect(abs(limited.drive.torque.rawValue - (drives ? 80 : 340)) < 1e-9)
        #expect(abs(limited.brake.margin(limit, from: Torque(30)).rawValue - 50) < 1e-9)
        #expect(limited.brake.margin(.charge, from: .zero).rawValue.isNaN)
        #expect(abs(limited.brake.margin(.envelope, from: Torque(30)).rawValue - 310) < 1e-9)
    }

    @Test("what the inverter gives forward is drive in D and regeneration in reverse")
    func availability() {
        for direction in [1.0, -1] {
            let given = caps(direction: direction, at: 300) {
                $0.availableForward = Torque(200)
                $0.availableBackward = Torque(90)
            }
            #expect(given.drive.torque == Torque(direction > 0 ? 200 : 90))
            #expect(given.brake.torque == Torque(direction > 0 ? 90 : 200))
        }
    }

    @Test("heat takes its part of the envelope")
    func thermal() {
        let hot = caps(at: 500) { $0.thermal.part = 0.5 }
        let whole = axle.envelope.greatestTorque(at: .init(500), voltage: nil)
        #expect(hot.drive.torque == whole * 0.5)
        #expect(hot.drive.binding == .thermal)
    }

    @Test(
        "regeneration fades from 7 to 2 km/h and is nothing backward",
        arguments: [(7, 205.49), (4.5, 132.10), (2.5, 34), (2.05, 3.4), (2, 0), (1, 0), (-10, 0)]
            as [(Double, Double)]
    )
    func fade(kilometres: Double, torque: Double) {
        let speed = axle.motorSpeed(at: Speed(kilometresPerHour: kilometres)).rawValue
        for direction in [1.0, -1] {
            let caps = caps(direction: direction, at: speed)
            #expect(abs(caps.brake.torque.rawValue - torque) < 0.02)
        }
    }

    @Test(
        "what is left of regeneration is a part from 0 to 1",
        arguments: [
            (7.001, 1), (7, 1), (70, 1), (4.5, 0.5), (2, 0), (1.999, 0), (0, 0), (-70, 0),
            (.nan, 0),
        ] as [(Double, Double)]
    )
    func fadedPart(kilometres: Double, part: Double) {
        let found = RegenerationFade.sample.part(at: Speed(kilometresPerHour: kilometres))
        #expect(abs(found - part) < 1e-12)
        #expect(found >= 0 && found <= 1)
    }

    @Test("without gear or speed there is no torque")
    func nothing() {
        for none in [caps(at: nil), caps(direction: 0), caps { $0.leadSpeed = nil }] {
            #expect(none.drive.torque == .zero)
            #expect(none.brake.torque == .zero)
        }
        for bad in notFinite {
            #expect(caps(at: bad).drive.torque == .zero)
            #expect(caps { $0.leadSpeed = RotationalSpeed(bad) }.drive.torque == .zero)
            let now = caps { ($0.speed, $0.request) = (RotationalSpeed(bad), Torque(50)) }
            let later = caps { ($0.leadSpeed, $0.request) = (RotationalSpeed(bad), Torque(50)) }
            for none in [now, later] {
                #expect(none.drive.binding == .envelope && none.brake.binding == .envelope)
                // Nothing else is worked out of a speed that is no number.
                #expect(none.drive[.request] == Torque(.infinity))
            }
        }
    }

    @Test("a limit that is not a number or negative leaves nothing, an infinite one everything")
    func badLimits() {
        for bad: Double in [.nan, -.infinity, -1, 0] {
            let none = caps { $0.request = Torque(bad) }
            #expect(none.drive.torque == .zero)
            #expect(none.drive.binding == .request)
            #expect(none.clip(Torque(100)) == .zero)
        }
        #expect(caps { $0.request = Torque(.infinity) }.drive.torque == Torque(340))
    }

    @Test(
        "invariant 1: whatever binds, no cap is above the envelope or what the inverter gives",
        arguments: 0..<100
    )
    func invariant(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        for _ in 0..<100 {
            let speed = random.number(-1200...1200)
            let later = random.number(-1200...1200)
            let voltage = Voltage(random.number(100...450))
            let forward = random.one(of: [random.number(0...400), .nan, -1])
            let direction = random.one(of: [-1.0, 1])
            var input = AxleCapInput(direction: direction)
            input.speed = RotationalSpeed(speed)
            input.leadSpeed = RotationalSpeed(later)
            input.linkVoltage = voltage
            input.availableForward = Torque(forward)
            input.availableBackward = Torque(random.number(0...400))
            input.ladder = random.number(0...1)
            input.slip.drive = Torque(random.one(of: [.infinity, random.number(0...400)]))
            let caps = AxleCaps(input, fade: .sample, of: axle)
            for shaft in [speed, later] {
                let envelope = axle.envelope.greatestTorque(at: .init(shaft), voltage: voltage)
                #expect(caps.drive.torque <= envelope)
                #expect(caps.brake.torque <= envelope)
            }
            let given = direction > 0 ? caps.drive : caps.brake
            #expect(given.torque.rawValue <= max(0, forward.isFinite ? forward : 0))
            #expect(caps.drive.torque == caps.drive[caps.drive.binding])
            #expect(caps.brake.torque == caps.brake[caps.brake.binding])
            if speed * direction <= 0 { #expect(caps.brake.torque == .zero) }
        }
    }

    @Test("of equal limits the first binds, and of two values of one limit the lesser stays")
    func order() {
        var cap = TorqueCap()
        #expect(cap.binding == .none)
        cap.add(.slip, Torque(50))
        cap.add(.thermal, Torque(50))
        #expect(cap.binding == .slip)
        cap.add(.thermal, Torque(70))
        #expect(cap[.thermal] == Torque(50))
        cap.add(.thermal, Torque(49))
        #expect(cap.binding == .thermal)
        #expect(cap.torque == Torque(49))
    }

    @Test("torque is held within both caps")
    func clips() {
        var caps = AxleCaps()
        caps.drive.add(.slip, Torque(50))
        caps.brake.add(.thermal, Torque(20))
        for (asked, given) in [(49, 49), (50, 50), (51, 50), (-19, -19), (-20, -20), (-21, -20)] {
            #expect(caps.clip(Torque(Double(asked))) == Torque(Double(given)))
        }
        for bad in notFinite { #expect(caps.clip(Torque(bad)) == .zero) }
        #expect(caps.against(Torque(-1)).binding == .thermal)
        #expect(caps.against(.zero).binding == .slip)
    }

    @Test(
        "the envelope is that of the lesser voltage that is known",
        arguments: [
            (nil, nil, nil), (350, nil, 350), (nil, 250, 250), (350, 250, 250), (250, 350, 250),
            (300, 300, 300),
        ] as [(Double?, Double?, Double?)]
    )
    func leastVoltage(link: Double?, battery: Double?, expected: Double?) {
        for axle in Axle.allCases {
            var inputs = ConditionedInputs()
            inputs.linkVoltages[axle] = link.map { Voltage($0) }
            inputs.linkVoltages[axle.other] = Voltage(1)
            inputs.voltageForFloor = battery.map { Voltage($0) }
            let input = AxleCapInput(direction: 1, of: axle, in: inputs)
            #expect(input.linkVoltage == expected.map { Voltage($0) })
        }
    }

    @Test("the inputs of an axle are its own")
    func inputs() {
        var inputs = ConditionedInputs()
        inputs.motorSpeeds = AxlePair(front: RotationalSpeed(1), rear: RotationalSpeed(2))
        inputs.leadSpeeds = AxlePair(front: RotationalSpeed(3), rear: RotationalSpeed(4))
        inputs.linkVoltages = AxlePair(front: Voltage(5), rear: Voltage(6))
        inputs.availableTorques = AxlePair(front: Torque(7), rear: Torque(8))
        inputs.availableRegenerations = AxlePair(front: Torque(9), rear: Torque(10))
        let rear = AxleCapInput(direction: -1, of: .rear, in: inputs)
        #expect(rear.speed == RotationalSpeed(2))
        #expect(rear.leadSpeed == RotationalSpeed(4))
        #expect(rear.linkVoltage == Voltage(6))
        #expect(rear.availableForward == Torque(8))
        #expect(rear.availableBackward == Torque(10))
        #expect(rear.direction == -1)
    }
}
