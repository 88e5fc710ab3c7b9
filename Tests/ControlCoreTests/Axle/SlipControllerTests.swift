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

    /// At the limit itself, to the last bit.
    private func atLimit(request: Double = 200, acceleration: Double = 0) -> SlipInput {
        var input = input(excess: 0, acceleration: acceleration, request: request)
        input.speed = axle.motorSpeed(at: Speed(0.4))
        return input
    }

    @Test("at the limit itself it neither begins nor lets go")
    func limit() {
        var controller = SlipController()
        #expect(step(&controller, atLimit()) == .infinity)
        #expect(!controller.isActive)
        _ = step(&controller, input(excess: 1))
        #expect(step(&controller, atLimit(request: 50)) == 50)
        #expect(controller.isActive)
        #expect(step(&controller, input(excess: -0.001, request: 50)) == .infinity)
    }

    @Test("it begins anew only beyond the excess for it, not at it")
    func renewalLimit() {
        for (missing, begins) in [(0.0, false), (1e-9, true)] {
            var controller = SlipController()
            _ = step(&controller, input(excess: 1))
            let before = controller.integrator
            let grown = input(excess: 30, acceleration: 500)
            let excess = grown.speed - axle.motorSpeed(at: Speed(0.4))
            var slip = slip
            slip.renewalExcess = excess - RotationalSpeed(missing)
            _ = controller.step(grown, by: slip, of: axle.gearing, period: period)
            let start = begins ? Torque(56) : before
            let fall = 0.02112 * excess.rawValue
            #expect(abs((controller.integrator - start).rawValue + fall) < 1e-9)
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
        #expect(step(&controller, input(excess: 10, request: .infinity)) == cap)
        var idle = SlipController()
        #expect(step(&idle, broken) == .infinity)
        #expect(step(&idle, input(excess: 10, request: bad)) == .infinity)
        #expect(!idle.isActive)
    }

    @Test("each new beginning waits its pause, and a controller that let go begins as a new one")
    func pauses() {
        var controller = SlipController()
        for _ in 1...2 {
            _ = step(&controller, input(excess: 1))
            var acting = 150.0
            for round in 0..<3 {
                acting -= 30
                let grown = input(excess: 30, acceleration: 500, acting: acting)
                let held = controller.integrator.rawValue
                if round > 0 {
                    for cycle in 1...24 {
                        _ = step(&controller, grown)
                        let kept = held - 0.6336 * Double(cycle)
                        #expect(abs(controller.integrator.rawValue - kept) < 1e-9)
                    }
                }
                let before = controller.integrator.rawValue
                _ = step(&controller, grown)
                let start = min(before, acting - 44)
                #expect(abs(controller.integrator.rawValue - max(0, start - 0.6336)) < 1e-9)
            }
            #expect(step(&controller, input(excess: -1, request: 0)) == .infinity)
        }
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
