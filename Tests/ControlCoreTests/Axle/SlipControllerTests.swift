import Testing
import VehicleModel

@testable import ControlCore

@Suite("SlipController")
struct SlipControllerTests {
    private let axle = ControlParameters.prototype.axles.front
    private let slip = SlipParameters.em57
    private let period = Duration.milliseconds(10)

    /// rad/s of the motor by m/s of the car.
    private var leverage: Double { 8.193 / 0.3285 }

    private func input(
        excess: Double,
        ground: Double = 0,
        acceleration: Double = 0,
        request: Double = 200,
        command: Double = 100,
        acting: Double = 100
    ) -> SlipInput {
        let allowed = max(0.4, abs(ground) * 0.05)
        return SlipInput(
            speed: RotationalSpeed((ground + allowed) * leverage + excess),
            acceleration: acceleration,
            ground: Speed(ground),
            request: Torque(request),
            command: Torque(command),
            acting: Torque(acting)
        )
    }

    private func step(_ controller: inout SlipController, _ input: SlipInput) -> Double {
        controller.step(input, by: slip, of: axle.gearing, period: period).rawValue
    }

    @Test(
        "it acts from 0.40 m/s on, from 5 % above 8 m/s, and not at the limit itself",
        arguments: [(0, 0.4), (7.9, 0.4), (8, 0.4), (10, 0.5), (20, 1), (-2, 0.4), (-10, 0.5)]
            as [(Double, Double)]
    )
    func trigger(ground: Double, allowed: Double) {
        for (offset, acts) in [(-0.001, false), (0.001, true)] {
            var controller = SlipController()
            var slipping = input(excess: 0, ground: ground)
            slipping.speed = RotationalSpeed((ground + allowed + offset) * leverage)
            _ = step(&controller, slipping)
            #expect(controller.isActive == acts)
            #expect(controller.cap.isFinite == acts)
        }
    }

    @Test("it begins with 90 % of the lesser of command and the tyres' torque, and adds both parts")
    func seed() {
        var controller = SlipController()
        // 100 − 0.088 · 500 = 56; 0.9 of it 50.4; integral −2.112 · 10 · 0.01; proportional −10.56.
        let cap = step(&controller, input(excess: 10, acceleration: 500))
        #expect(abs(controller.integrator.rawValue - (50.4 - 0.2112)) < 1e-6)
        #expect(abs(cap - (50.4 - 0.2112 - 10.56)) < 1e-6)
        var other = SlipController()
        _ = step(&other, input(excess: 10, command: 80))
        #expect(abs(other.integrator.rawValue - (72 - 0.2112)) < 1e-6)
        var spinning = SlipController()
        #expect(step(&spinning, input(excess: 10, acceleration: 3000)) == 0)
        #expect(spinning.integrator == .zero)
    }

    @Test("the integral takes an excess of 60 and a lack of 40 rad/s at most")
    func clips() {
        func change(_ excess: Double) -> Double {
            var controller = SlipController()
            _ = step(&controller, input(excess: 0.001))
            let before = controller.integrator.rawValue
            _ = step(&controller, input(excess: excess))
            return controller.integrator.rawValue - before
        }
        #expect(abs(change(59) + 2.112 * 0.59) < 1e-9)
        #expect(abs(change(61) + 2.112 * 0.60) < 1e-9)
        #expect(abs(change(-39) - 2.112 * 0.39) < 1e-9)
        #expect(abs(change(-41) - 2.112 * 0.40) < 1e-9)
    }

    @Test("the integrator never exceeds the request, and lets go there once the wheels hold")
    func windUp() {
        var controller = SlipController()
        _ = step(&controller, input(excess: 1))
        _ = step(&controller, input(excess: 1, request: 50))
        #expect(controller.integrator.rawValue == 50)
        #expect(controller.isActive)
        _ = step(&controller, input(excess: -0.001, request: 51))
        #expect(controller.isActive)
        #expect(step(&controller, input(excess: -0.001, request: 50)) == .infinity)
        #expect(!controller.isActive)
        #expect(controller.integrator == .zero)
    }

    @Test("without a request it does not begin, and a request taken back lets go")
    func noRequest() {
        var controller = SlipController()
        #expect(step(&controller, input(excess: 50, request: 0)) == .infinity)
        #expect(step(&controller, input(excess: 50, request: -10)) == .infinity)
        _ = step(&controller, input(excess: 10))
        #expect(step(&controller, input(excess: 10, request: -10)) == 0)
        #expect(step(&controller, input(excess: -1, request: -10)) == .infinity)
    }

    @Test(
        "beyond 25 rad/s and 400 rad/s² it begins anew with what the tyres bear",
        arguments: [(25.01, 400.1, true), (24.99, 500, false), (30, 400, false), (30, 399, false)]
            as [(Double, Double, Bool)]
    )
    func renewal(excess: Double, acceleration: Double, begins: Bool) {
        var controller = SlipController()
        _ = step(&controller, input(excess: 1))
        let before = controller.integrator.rawValue
        _ = step(&controller, input(excess: excess, acceleration: acceleration))
        let fall = 2.112 * excess * 0.01
        let bearable = 100 - 0.088 * acceleration
        let expected = (begins ? bearable : before) - fall
        #expect(abs(controller.integrator.rawValue - expected) < 1e-9)
    }

    @Test("it begins anew once in 250 ms, and never with more than it had")
    func pause() {
        var controller = SlipController()
        _ = step(&controller, input(excess: 1))
        let grown = input(excess: 30, acceleration: 500)
        _ = step(&controller, grown)
        // From here on the tyres bear nothing.
        let lost = input(excess: 30, acceleration: 500, acting: 44)
        for _ in 1...24 { _ = step(&controller, lost) }
        #expect(controller.integrator > Torque(30))
        _ = step(&controller, lost)
        #expect(controller.integrator == .zero)
        for _ in 0..<30 { _ = step(&controller, input(excess: -20)) }
        let before = controller.integrator
        _ = step(&controller, grown)
        #expect(abs((controller.integrator - before).rawValue + 0.6336) < 1e-9)
    }

    @Test("a number that is not finite keeps the cap as it is", arguments: notFinite)
    func keepsCap(bad: Double) {
        var controller = SlipController()
        let cap = step(&controller, input(excess: 10))
        var broken = input(excess: 10)
        broken.speed = RotationalSpeed(bad)
        #expect(step(&controller, broken) == cap)
        broken = input(excess: 10)
        broken.ground = Speed(bad)
        #expect(step(&controller, broken) == cap)
        #expect(step(&controller, input(excess: 10, acceleration: bad)) == cap)
        #expect(step(&controller, input(excess: 10, command: bad)) == cap)
        #expect(step(&controller, input(excess: 10, acting: bad)) == cap)
        var idle = SlipController()
        #expect(step(&idle, broken) == .infinity)
    }

    @Test(
        "invariant 20: an active cap is at most the lesser of request and integrator, and the part by excess",
        arguments: 0..<50
    )
    func invariant(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var controller = SlipController()
        var looks = 0
        for _ in 0..<400 {
            let excess = random.number(-60...80)
            let request = random.number(-50...340)
            let given = input(
                excess: excess,
                ground: random.number(0...40),
                acceleration: random.number(-2000...4000),
                request: request,
                command: random.number(0...340),
                acting: random.number(0...340)
            )
            let cap = step(&controller, given)
            #expect(cap >= 0)
            guard controller.isActive else { continue }
            looks += 1
            let integrator = controller.integrator.rawValue
            #expect(integrator <= max(0, request))
            #expect(cap <= max(0, min(max(0, request), integrator) - 1.056 * excess) + 1e-6)
        }
        printInvariant(20, "an active slip cap and its integrator", steps: 400, looks: looks)
    }
}

@Suite("AxleSlip")
struct AxleSlipTests {
    private let parameters = ControlParameters.prototype

    private func step(
        _ slip: inout AxleSlip,
        direction: Double,
        request: Double,
        sent: Double,
        speed: Double?,
        reference: Double?
    ) -> SlipCaps {
        slip.step(
            direction: direction,
            request: Torque(request),
            sent: Torque(sent),
            speed: speed.map { RotationalSpeed($0) },
            reference: reference.map { Speed($0) },
            by: .em57,
            of: parameters.axles.front,
            period: parameters.period
        )
    }

    @Test("spinning caps drive, locking caps regeneration, and reverse mirrors both")
    func directions() {
        for direction in [1.0, -1] {
            var spinning = AxleSlip()
            let drive = step(
                &spinning,
                direction: direction,
                request: 100 * direction,
                sent: 100 * direction,
                speed: 300 * direction,
                reference: 10 * direction
            )
            #expect(drive.drive.isFinite && !drive.brake.isFinite)
            var locking = AxleSlip()
            let brake = step(
                &locking,
                direction: direction,
                request: -100 * direction,
                sent: -100 * direction,
                speed: 200 * direction,
                reference: 10 * direction
            )
            #expect(!brake.drive.isFinite && brake.brake.isFinite)
            #expect(drive.isActive && brake.isActive)
        }
    }

    @Test("a change of gear lets go, neutral has no cap, and an unknown speed keeps it")
    func gears() {
        var slip = AxleSlip()
        func spin(_ direction: Double, _ speed: Double?, _ reference: Double?) -> SlipCaps {
            step(
                &slip,
                direction: direction,
                request: 100,
                sent: 100,
                speed: speed,
                reference: reference
            )
        }
        let cap = spin(1, 300, 10)
        #expect(cap.isActive)
        #expect(spin(1, nil, 10).drive == cap.drive)
        #expect(spin(1, 300, nil).drive == cap.drive)
        #expect(spin(1, .nan, 10).drive == cap.drive)
        #expect(!spin(0, 300, 10).isActive)
        #expect(!spin(1, 249, 10).isActive)
    }

    @Test(
        "the acceleration is taken between two cycles, and is nothing in the first and after a gap"
    )
    func acceleration() {
        func cap(_ speeds: [Double?]) -> Double {
            var slip = AxleSlip()
            var caps = SlipCaps()
            for speed in speeds {
                caps = step(
                    &slip,
                    direction: 1,
                    request: 200,
                    sent: 100,
                    speed: speed,
                    reference: 10
                )
            }
            return caps.drive.rawValue
        }
        // Limit 261.872; the history is empty in the first cycles but for the latest command.
        #expect(cap([270]) == 0)
        let still = cap([261, 261, 261, 261, 270])
        // 9 rad/s in a cycle: 100 − 0.088 · 900 = 20.8, 0.9 of it, less the excess's parts.
        let excess = 270 - 10.5 * 8.193 / 0.3285
        #expect(abs(still - (18.72 - 0.02112 * excess - 1.056 * excess)) < 1e-6)
        let gap = cap([261, 261, 261, 261, nil, 270])
        #expect(abs(gap - (90 - 0.02112 * excess - 1.056 * excess)) < 1e-6)
    }
}

@Suite("CommandHistory")
struct CommandHistoryTests {
    @Test("the newest command is one period old; between two it is read linearly; the oldest is 15")
    func ages() {
        var history = CommandHistory()
        for torque in 1...40 { history.note(Torque(Double(torque))) }
        func at(_ milliseconds: Double) -> Double {
            let age = Duration.microseconds(Int(milliseconds * 1000))
            return history.torque(age, period: .milliseconds(10)).rawValue
        }
        #expect(at(0) == 40)
        #expect(at(10) == 40)
        #expect(abs(at(13) - 39.7) < 1e-9)
        #expect(at(20) == 39)
        #expect(abs(at(33) - 37.7) < 1e-9)
        #expect(at(150) == 26)
        #expect(at(160) == 26)
        #expect(at(10_000) == 26)
        history.note(Torque(.nan))
        #expect(at(10) == 0)
    }
}
