import ControlCore
import Testing
import VehicleModel

@Suite("BrakeInterlock")
struct BrakeInterlockTests {
    private let full = Torque(680)

    private func step(
        _ brake: inout BrakeInterlock,
        _ isBraking: Bool,
        pedal: Double? = 0,
        driven: Double
    ) -> Double {
        brake.step(
            isBraking: isBraking,
            pedal: pedal,
            driven: Torque(driven),
            ramp: .milliseconds(300),
            period: .milliseconds(10),
            fullTorque: full
        ).rawValue
    }

    @Test("without the brake there is no cap")
    func freeWithoutBrake() {
        var brake = BrakeInterlock()
        #expect(step(&brake, false, pedal: 1, driven: 680) == .infinity)
    }

    @Test("from full torque the cap reaches zero in 300 ms and not sooner")
    func rampsToZero() {
        var brake = BrakeInterlock()
        var driven = 680.0
        for cycle in 1...30 {
            let cap = step(&brake, true, driven: driven)
            #expect(abs(cap - 680 * (1 - Double(cycle) / 30)) < 1e-6)
            driven = min(driven, cap)
        }
        #expect(step(&brake, true, driven: driven) == 0)
    }

    @Test("the cap never rises while the brake is pressed, whatever is driven", arguments: 0..<50)
    func neverRises(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var brake = BrakeInterlock()
        for _ in 0..<5 { _ = step(&brake, random.happens(onceIn: 2), driven: 300) }
        var last = Double.infinity
        for cycle in 0..<40 {
            let driven = random.one(of: [-100, 0, 100, 680, 5000] + notFinite)
            let cap = step(&brake, true, pedal: random.number(0...1), driven: driven)
            #expect(cap <= last, "seed \(seed)")
            #expect(cap >= 0, "seed \(seed)")
            if cycle >= 30 { #expect(cap == 0, "seed \(seed)") }
            last = cap
        }
    }

    @Test("a driven torque that is not finite does not lift the cap", arguments: notFinite)
    func notFiniteDriven(bad: Double) {
        var brake = BrakeInterlock()
        #expect(step(&brake, true, driven: bad) <= 680)
        for _ in 0..<30 { _ = step(&brake, true, driven: bad) }
        #expect(step(&brake, true, driven: bad) == 0)
    }

    @Test("regeneration under the brake is no reason for a cap above zero")
    func regenerationCapsAtZero() {
        var brake = BrakeInterlock()
        #expect(step(&brake, true, driven: -200) == 0)
    }

    @Test("released without the pedal, the brake gives torque back at once")
    func releaseFrees() {
        var brake = BrakeInterlock()
        _ = step(&brake, true, pedal: 0.10, driven: 400)
        #expect(step(&brake, false, pedal: 0.10, driven: 300) == .infinity)
    }

    @Test("pressed beside the brake, the pedal must come below 5 % before it drives again")
    func heldUntilReleased() {
        var brake = BrakeInterlock()
        for _ in 0..<30 { _ = step(&brake, true, pedal: 0.11, driven: 0) }
        #expect(step(&brake, false, pedal: 0.11, driven: 0) == 0)
        #expect(step(&brake, false, pedal: 1, driven: 0) == 0)
        #expect(step(&brake, false, pedal: 0.05, driven: 0) == 0)
        #expect(step(&brake, false, pedal: nil, driven: 0) == 0)
        #expect(step(&brake, false, pedal: .nan, driven: 0) == 0)
        #expect(step(&brake, false, pedal: 0.049, driven: 0) == .infinity)
        #expect(step(&brake, false, pedal: 1, driven: 0) == .infinity)
    }

    @Test("a pedal that was let go holds nothing the next time")
    func heldOnce() {
        var brake = BrakeInterlock()
        _ = step(&brake, true, pedal: 0.11, driven: 300)
        #expect(step(&brake, false, pedal: 0.049, driven: 200) == .infinity)
        _ = step(&brake, true, pedal: 0, driven: 300)
        #expect(step(&brake, false, pedal: 0.3, driven: 200) == .infinity)
    }

    @Test("an unknown pedal beside the brake counts as pressed", arguments: [nil, Double.nan])
    func unknownPedalHolds(pedal: Double?) {
        var brake = BrakeInterlock()
        _ = step(&brake, true, pedal: pedal, driven: 0)
        #expect(step(&brake, false, pedal: 0.3, driven: 0) == 0)
    }
}
