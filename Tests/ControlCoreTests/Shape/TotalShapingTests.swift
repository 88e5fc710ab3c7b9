import ControlCore
import Testing
import VehicleModel

@Suite("TotalShaping")
struct TotalShapingTests {
    private let rates = TorqueRates.make()
    /// A notch at 1.6 Hz for 10 ms: damping 0.05 of zeros, 0.5 of poles.
    static let notch = PitchNotch(
        b0: 0.956_995_243_854,
        b1: -1.894_818_420_934,
        b2: 0.947_438_631_377,
        a1: -1.894_818_420_934,
        a2: 0.904_433_875_231
    )

    private func step(
        _ shaping: inout TotalShaping,
        to goal: Double,
        sent: Double? = nil,
        ceiling: Double = .infinity,
        last: Double = 0
    ) -> Double {
        shaping.step(
            goal: Torque(goal),
            sent: Torque(sent ?? last),
            ceiling: Torque(ceiling),
            isComfort: false,
            period: .milliseconds(10),
            with: rates
        ).rawValue
    }

    @Test(
        "from rest the total rises by 4 Nm a cycle through the lash zone, then no faster than 24",
        arguments: [1.0, -1]
    )
    func rises(sign: Double) {
        var shaping = TotalShaping()
        var last = 0.0
        var previousMove = 4.0
        for cycle in 1...60 {
            let next = step(&shaping, to: 680 * sign, last: last)
            let move = (next - last) * sign
            if cycle <= 6 { #expect(abs(move - 4) < 1e-9) }
            #expect(move <= 24 + 1e-9)
            // The jerk is 100 000 Nm/s²: 10 Nm a cycle more than in the cycle before.
            #expect(abs(move - previousMove) <= 10 + 1e-6 || next * sign > 679.9)
            previousMove = move
            last = next
        }
        #expect(last == 680 * sign)
    }

    @Test("released from full torque it falls to the lash zone and closes it slowly")
    func falls() {
        var shaping = TotalShaping()
        var last = 680.0
        var moves: [Double] = []
        for _ in 0..<40 {
            let next = step(&shaping, to: -100, last: last)
            let move = last - next
            #expect(move >= 0)
            #expect(move <= 50 + 1e-9)
            if last <= 24 && last > -24 { #expect(move <= 4 + 1e-9) }
            moves.append(move)
            last = next
        }
        #expect(moves.max()! > 49)
        #expect(last < 0)
    }

    @Test("a rate that no one asks for any more ends at once")
    func reverses() {
        var shaping = TotalShaping()
        var last = 0.0
        for _ in 0..<20 { last = step(&shaping, to: 680, last: last) }
        let top = last
        for _ in 0..<20 {
            let next = step(&shaping, to: 0, last: last)
            #expect(next < last || next == 0)
            last = next
        }
        #expect(last < top - 200)
    }

    @Test("it goes on from what was really sent, with the rate that it had")
    func followsSent() {
        var shaping = TotalShaping()
        var last = 0.0
        for _ in 0..<30 { last = step(&shaping, to: 680, last: last) }
        #expect(step(&shaping, to: 680, sent: last - 1) > last)
        var other = TotalShaping()
        #expect(step(&other, to: 680, sent: 100) <= 124 + 1e-9)
        #expect(step(&other, to: 680, sent: 100) <= 124 + 1e-9)
        #expect(abs(step(&other, to: 680, sent: .nan)) <= 24)
        #expect(step(&other, to: 50, sent: 50) == 50)
        other.reset()
        #expect(step(&other, to: 680, sent: 0) == 4)
    }

    @Test("numbers that are not finite mean zero", arguments: notFinite)
    func notFiniteIsZero(bad: Double) {
        var shaping = TotalShaping()
        #expect(step(&shaping, to: bad, sent: 0) == 0)
        let falling = step(&shaping, to: bad, sent: 4)
        #expect(falling >= 0 && falling < 1)
        #expect(step(&shaping, to: 100, sent: bad) == 4)
        #expect(step(&shaping, to: 100, sent: 50, ceiling: bad) <= (bad == .infinity ? 74 : 0))
    }

    @Test("nothing is above the brake's cap, and the cap alone does not brake")
    func ceiling() {
        var shaping = TotalShaping()
        #expect(step(&shaping, to: 680, sent: 300, ceiling: 100) == 100)
        #expect(step(&shaping, to: 680, sent: 100, ceiling: 0) == 0)
        #expect(step(&shaping, to: 680, sent: 0, ceiling: -50) == 0)
    }

    @Test("notches that are no numbers, unstable or no unit gain are refused")
    func refuses() {
        #expect(Self.notch != nil)
        #expect(PitchNotch(b0: 1, b1: 0, b2: 0, a1: 0, a2: 0.1) == nil)
        #expect(PitchNotch(b0: 2, b1: 0, b2: 0, a1: 0, a2: 1) == nil)
        #expect(PitchNotch(b0: 0, b1: 0, b2: 0, a1: -1, a2: 0) == nil)
        #expect(PitchNotch(b0: 2, b1: 0, b2: 0, a1: 1, a2: 0) == nil)
        #expect(PitchNotch(b0: 0, b1: 0, b2: 0, a1: 0, a2: -1) == nil)
        #expect(PitchNotch(b0: 1.000_000_001_05, b1: 0, b2: 0, a1: 0, a2: 0) == nil)
        #expect(PitchNotch(b0: 0.999_999_998_95, b1: 0, b2: 0, a1: 0, a2: 0) == nil)
        #expect(PitchNotch(b0: 1.000_000_000_95, b1: 0, b2: 0, a1: 0, a2: 0) != nil)
        // Off by 1e-9, exactly.
        #expect(PitchNotch(b0: 1e-9 + 0x1p-53, b1: 0, b2: 0, a1: -1 + 0x1p-53, a2: 0) == nil)
        for bad in notFinite {
            #expect(PitchNotch(b0: bad, b1: 0, b2: 0, a1: 0, a2: 0) == nil)
            #expect(PitchNotch(b0: 1, b1: bad, b2: 0, a1: 0, a2: 0) == nil)
            #expect(PitchNotch(b0: 1, b1: 0, b2: bad, a1: 0, a2: 0) == nil)
            #expect(PitchNotch(b0: 1, b1: 0, b2: 0, a1: bad, a2: 0) == nil)
            #expect(PitchNotch(b0: 1, b1: 0, b2: 0, a1: 0, a2: bad) == nil)
            #expect(PitchNotch(b0: bad, b1: 0, b2: 0, a1: bad, a2: 0) == nil)
            #expect(PitchNotch(b0: bad, b1: -bad, b2: 0, a1: 0, a2: 0) == nil)
        }
    }

    @Test("a notch keeps its factors, and none lets everything pass")
    func notchFactors() throws {
        let notch = try #require(PitchNotch(b0: 0.5, b1: 0.25, b2: 0.125, a1: -0.5, a2: 0.375))
        #expect((notch.b0, notch.b1, notch.b2) == (0.5, 0.25, 0.125))
        #expect((notch.a1, notch.a2) == (-0.5, 0.375))
        let none = PitchNotch.none
        #expect((none.b0, none.b1, none.b2) == (1, 0, 0))
        #expect((none.a1, none.a2) == (0, 0))
    }

    @Test("torque is shaped by the control design's numbers, without a notch")
    func standard() {
        let shaping = ShapingParameters()
        #expect(shaping.jerk == 100_000 && shaping.leastFall == TorqueRate(3500))
        #expect(shaping.lashTorque == Torque(12) && shaping.lashRate == TorqueRate(200))
        #expect(shaping.stagger == .milliseconds(20) && shaping.tolerance == Torque(1))
        #expect(shaping.notch.b0 == 1 && shaping.notch.b1 == 0)
    }

    @Test("the notch outruns no rate, holds no torque, and settles on the goal", arguments: 0..<100)
    func notched(seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let notch = try #require(Self.notch)
        let rates = TorqueRates.make(notch: notch)
        var shaping = TotalShaping()
        var last = 0.0
        func run(_ goal: Double, _ cycles: Int) {
            for _ in 0..<cycles {
                let next = shaping.step(
                    goal: Torque(goal),
                    sent: Torque(last),
                    isComfort: true,
                    period: .milliseconds(10),
                    with: rates
                ).rawValue
                let grown = abs(next) - abs(last)
                #expect(grown <= 24 + 1e-9, "seed \(seed)")
                #expect(grown >= -50 - 1e-9, "seed \(seed)")
                last = next
            }
        }
        for _ in 0..<20 { run(random.number(-300...680), Int(random.next() % 40)) }
        run(0, 40)
        #expect(last <= 1e-9, "seed \(seed)")
        run(300, 400)
        #expect(abs(last - 300) < 1, "seed \(seed)")
    }

    @Test("a sine at the pitch frequency comes out smaller with the notch")
    func attenuates() throws {
        func swing(_ isComfort: Bool) throws -> Double {
            let notch = try #require(Self.notch)
            let rates = TorqueRates.make(notch: notch)
            var shaping = TotalShaping()
            var last = 0.0
            var (low, high) = (Double.infinity, -Double.infinity)
            for cycle in 0..<600 {
                let phase = Double(cycle % 62) / 62
                let goal = 300 + (phase < 0.5 ? 40.0 : -40)
                last =
                    shaping.step(
                        goal: Torque(goal),
                        sent: Torque(last),
                        isComfort: isComfort,
                        period: .milliseconds(10),
                        with: rates
                    ).rawValue
                if cycle > 300 { (low, high) = (min(low, last), max(high, last)) }
            }
            return high - low
        }
        let (plain, notched) = (try swing(false), try swing(true))
        #expect(plain > 79)
        #expect(notched < plain)
    }
}
