import ControlCore
import Testing
import VehicleModel

/// Step by step, with numbers from the formulas: 1000 Nm/s more a cycle, braking from a distance d by
/// the square root of 1000² + 2 · 100 000 · d less 1000.
@Suite("TotalShaping, cycle by cycle")
struct ShapedTraceTests {
    /// The totals of the cycles after the first one, in which `start` was sent and asked for.
    private func trace(
        from start: Double,
        to goal: Double,
        _ cycles: Int,
        notch: PitchNotch? = nil,
        jerk: Double = 100_000
    ) -> [Double] {
        var rates = TorqueRates.make(notch: notch ?? .none)
        rates.shaping.jerk = jerk
        var shaping = TotalShaping()
        var sent = Torque(start)
        var found: [Double] = []
        for cycle in 0...cycles {
            sent = shaping.step(
                goal: Torque(cycle == 0 ? start : goal),
                sent: sent,
                isComfort: notch != nil,
                period: .milliseconds(10),
                with: rates
            )
            if cycle > 0 { found.append(sent.rawValue) }
        }
        return found
    }

    /// Whether both runs are the same, the second one with either sign.
    private func agrees(
        _ expected: [Double],
        from start: Double,
        to goal: Double,
        notch: PitchNotch? = nil,
        jerk: Double = 100_000
    ) -> Bool {
        for sign in [1.0, -1] {
            let found = trace(
                from: start * sign,
                to: goal * sign,
                expected.count,
                notch: notch,
                jerk: jerk
            )
            for (one, other) in zip(found, expected) where abs(one * sign - other) > 1e-7 {
                return false
            }
        }
        return true
    }

    @Test("at first nothing is known: no rate, and no torque in the notch")
    func first() throws {
        var rates = TorqueRates.make()
        rates.shaping.jerk = 10_000
        #expect(totals([Cycle(40)], with: rates) == [1])
        let notch = try #require(PitchNotch(b0: 0.4, b1: 0.3, b2: 0.1, a1: -0.3, a2: 0.1))
        let found = totals(
            [Cycle(100), Cycle(100), Cycle(100), Cycle(100)],
            with: .make(notch: notch),
            isComfort: true
        )
        #expect(found == [1.6, 4.88, 8.88, 12.88])
        // The least rate is for what falls; from zero on the notch has its way.
        let slow = try #require(PitchNotch(b0: 0.05, b1: 0, b2: 0, a1: -0.95, a2: 0))
        for sign in [1.0, -1] {
            let rising = totals(
                [Cycle(100 * sign), Cycle(100 * sign)],
                with: .make(notch: slow),
                isComfort: true
            )
            #expect(rising == [0.2 * sign, 0.59 * sign])
            var exact = TorqueRates.make(notch: slow)
            exact.shaping.tolerance = Torque(0.1)
            let falling = totals(
                [Cycle(0.5 * sign, sent: 0.5 * sign), Cycle(0)],
                with: exact,
                isComfort: true
            )
            #expect(falling == [0.5 * sign, 0.011912 * sign])
        }
    }

    @Test("forgotten, torque begins at zero")
    func forgets() {
        var shaping = TotalShaping()
        func step(_ goal: Double, sent: Double) -> Torque {
            shaping.step(
                goal: Torque(goal),
                sent: Torque(sent),
                isComfort: false,
                period: .milliseconds(10),
                with: .make()
            )
        }
        let next = step(0.5, sent: 0.5)
        shaping.reset()
        let end = step(0, sent: 0.5)
        #expect(next > .zero && end == .zero)
    }

    @Test("from zero on torque goes by the jerk, and to zero without it, at the lash zone's rate")
    func aroundZero() {
        var rates = TorqueRates.make()
        rates.shaping.jerk = 5000
        #expect(totals([Cycle(40), Cycle(40), Cycle(40)], with: rates) == [0.5, 1.5, 3])
        rates.shaping.jerk = 10_000
        rates.shaping.tolerance = Torque(0.1)
        #expect(totals([Cycle(0.5, sent: 0.5), Cycle(-40)], with: rates) == [0.5, -3.5])
        #expect(totals([Cycle(24, sent: 24), Cycle(0)]) == [24, 20])
        #expect(totals([Cycle(24.5, sent: 24.5), Cycle(0)]) == [24.5, 23.275028])
    }

    @Test("a hundredth of a newton metre is gone at once, and no more")
    func lastHundredth() {
        #expect(totals([Cycle(0.01)]) == [0.01])
        #expect(totals([Cycle(100, sent: 100), Cycle(100.0099)]) == [100, 100.0099])
        #expect(totals([Cycle(100, sent: 100), Cycle(100.0105)]) == [100, 100.010494])
    }

    @Test("from rest the rate grows by the jerk, to the greatest")
    func rises() { #expect(agrees([110, 130, 154, 178, 202], from: 100, to: 680)) }

    @Test("the rate falls by the jerk towards the goal, and the last hundredth is gone at once")
    func ends() {
        #expect(
            agrees([107.320508076, 109.713644825, 109.996013399, 110, 110], from: 100, to: 110)
        )
    }

    @Test("towards less the rate is there at once, and falls by the jerk")
    func falls() {
        let expected = [
            264.17424305, 236.97901673, 218.003504058, 206.554259755, 201.352773147,
            200.080884976, 200.0003245, 200,
        ]
        #expect(agrees(expected, from: 300, to: 200))
    }

    @Test("through zero the rate falls to the lash zone's, and grows again beyond it")
    func throughZero() {
        let expected = [
            250, 200, 150, 108.658009388, 76.123785665, 52.087397588, 36.053804833, 27.157347581,
            23.772768708, 19.772768708, 15.772768708, 11.772768708, 7.772768708, 3.772768708,
            -0.227231292, -4.227231292, -8.227231292, -12.227231292, -16.227231292, -20.227231292,
            -24.227231292, -38.227231292, -62.227231292, -81.475400024, -93.166227567,
            -98.550487337, -99.907874944, -99.999579514, -100, -100,
        ]
        #expect(agrees(expected, from: 300, to: -100))
    }

    @Test("with a tenth of the jerk the lash zone is left as slowly as it is come to")
    func littleJerk() {
        let rising = [
            1, 3, 6, 10, 14, 18, 22, 26, 30.385164807, 33.882905394, 36.520787912, 38.341855826,
            39.419423718, 39.889509622, 39.994489602, 40,
        ]
        #expect(agrees(rising, from: 0, to: 40, jerk: 10_000))
        let falling = [
            51.566018868, 44.072960659, 37.513468526, 31.878188799, 27.154870042, 23.326853877,
            19.326853877, 15.326853877, 11.326853877, 7.326853877, 3.326853877, -0.673146123,
            -4.10639637, -6.682316847, -8.445533506, -9.472583823, -9.906052467, -9.995958457, -10,
        ]
        #expect(agrees(falling, from: 60, to: -10, jerk: 10_000))
    }

    @Test("a rise that is broken off begins anew, without the rate that it had")
    func turns() {
        let found = totals(
            [Cycle(100, sent: 100), Cycle(680), Cycle(680), Cycle(680), Cycle(0), Cycle(0)]
                + [Cycle(680), Cycle(680), Cycle(680)]
        )
        let expected = [
            100, 110, 130, 154, 111.884743, 78.598546, 88.598546, 108.598546, 132.598546,
        ]
        #expect(found == expected)
    }

    @Test("the notch takes each factor times the cycle that it is for")
    func notch() {
        let notch = PitchNotch(b0: 0.4, b1: 0.3, b2: 0.1, a1: -0.3, a2: 0.1)
        #expect(notch != nil)
        let rising = [104, 116.2, 136.06, 159.598, 183.598, 207.598, 231.598, 255.598]
        #expect(agrees(rising, from: 100, to: 680, notch: notch))
    }

    @Test("however the notch lags, torque falls at its least rate; it rises as the notch lags")
    func slowNotch() {
        let notch = PitchNotch(b0: 0.05, b1: 0, b2: 0, a1: -0.95, a2: 0)
        #expect(notch != nil)
        let falling = [
            265, 230, 195, 160, 125, 107.443945136, 101.668048879, 100.119846526, 100.000709679,
            100, 100,
        ]
        #expect(agrees(falling, from: 300, to: 100, notch: notch))
        let rising = [100.5, 101.975, 104.57625, 108.2474375, 112.935065625, 118.588312344]
        #expect(agrees(rising, from: 100, to: 300, notch: notch))
    }

    /// A goal, what was sent before it, and a cap; what was shaped was sent unless it is said.
    private struct Cycle {
        var goal: Double
        var sent: Double?
        var ceiling: Double

        init(_ goal: Double, sent: Double? = nil, ceiling: Double = .infinity) {
            self.goal = goal
            self.sent = sent
            self.ceiling = ceiling
        }
    }

    /// The totals of these cycles, to the millionth.
    private func totals(
        _ cycles: [Cycle],
        with rates: TorqueRates = .make(),
        isComfort: Bool = false
    ) -> [Double] {
        var shaping = TotalShaping()
        var last = 0.0
        var found: [Double] = []
        for cycle in cycles {
            last =
                shaping.step(
                    goal: Torque(cycle.goal),
                    sent: Torque(cycle.sent ?? last),
                    ceiling: Torque(cycle.ceiling),
                    isComfort: isComfort,
                    period: .milliseconds(10),
                    with: rates
                ).rawValue
            found.append((last * 1e6).rounded() / 1e6)
        }
        return found
    }

    /// The totals after 100 and 110 Nm where `sent` went out instead of 110.
    private func after(sent: Double) -> [Double] {
        let found = totals([
            Cycle(100, sent: 100), Cycle(680), Cycle(680, sent: sent), Cycle(680),
        ])
        return Array(found.dropFirst(2))
    }

    @Test("what was sent counts where it differs by more than the tolerance, with its own rate")
    func sent() {
        #expect(after(sent: 109) == [130, 154])
        // From 100 to 108.9 in a cycle is 890 Nm/s, and 1000 more.
        #expect(after(sent: 108.9) == [127.8, 151.8])
        #expect(after(sent: 112) == [134, 158])
        #expect(after(sent: 50) == [60, 80])
        #expect(after(sent: .nan) == [4, 8])
        #expect(totals([Cycle(680, sent: .infinity), Cycle(680)]) == [4, 8])
        #expect(totals([Cycle(680, sent: 300), Cycle(680)]) == [324, 348])
        #expect(totals([Cycle(-680, sent: -300), Cycle(-680)]) == [-324, -348])
    }

    @Test("the notch's memory ends with what was sent instead")
    func sentWithNotch() throws {
        let slow = try #require(PitchNotch(b0: 0.05, b1: 0, b2: 0, a1: -0.95, a2: 0))
        let found = totals(
            [
                Cycle(300, sent: 300), Cycle(100), Cycle(100), Cycle(100), Cycle(100, sent: 150),
                Cycle(100),
            ],
            with: .make(notch: slow),
            isComfort: true
        )
        #expect(found == [300, 265, 230, 195, 126.833752, 111.601332])
    }

    @Test("below a cap torque goes on from the cap, with no rate left")
    func cap() {
        let found = totals([
            Cycle(300, sent: 300), Cycle(680, ceiling: 100), Cycle(680), Cycle(680),
        ])
        #expect(found == [300, 100, 110, 130])
        let braking = totals([
            Cycle(-300, sent: -300), Cycle(-300, ceiling: 0), Cycle(-300, ceiling: .nan),
        ])
        #expect(braking == [-300, -300, -300])
        let none = totals([
            Cycle(680, sent: 0, ceiling: .nan), Cycle(680, ceiling: -5), Cycle(680, ceiling: 0),
        ])
        #expect(none == [0, 0, 0])
    }

    /// Totals with a notch so slow, and so little that torque must fall, that it stays far above the
    /// reference.
    private func lagging(_ cycles: [Cycle]) throws -> [Double] {
        var rates = TorqueRates.make(
            notch: try #require(PitchNotch(b0: 0.05, b1: 0, b2: 0, a1: -0.95, a2: 0))
        )
        rates.shaping.leastFall = TorqueRate(100)
        return totals(cycles, with: rates, isComfort: true)
    }

    @Test("a cap on what the notch still holds ends the reference's rate, up and down")
    func capWithNotch() throws {
        let begin = [Cycle(300, sent: 300)] + [Cycle](repeating: Cycle(100), count: 8)
        let rising = try lagging(
            begin + [Cycle(150), Cycle(150, ceiling: 230), Cycle(150), Cycle(150)]
        )
        #expect(rising.suffix(4) == [240.384491, 230, 225.503994, 221.596504])
        let down = [Cycle(300, sent: 300)] + [Cycle](repeating: Cycle(-100), count: 26)
        let falling = try lagging(
            down + [Cycle(50, ceiling: 60), Cycle(-200), Cycle(-200), Cycle(-200)]
        )
        #expect(falling.suffix(4) == [60, 53.076852, 45.499861, 37.10172])
    }

    @Test("a cap that torque just keeps changes nothing")
    func capThatIsKept() throws {
        var shaping = (TotalShaping(), TotalShaping())
        var rates = TorqueRates.make(
            notch: try #require(PitchNotch(b0: 0.05, b1: 0, b2: 0, a1: -0.95, a2: 0))
        )
        rates.shaping.leastFall = TorqueRate(100)
        var last = Torque(300)
        for cycle in 0..<14 {
            let goal = Torque(cycle == 0 ? 300 : cycle <= 8 ? 100 : 150)
            func step(_ shaping: inout TotalShaping, _ ceiling: Torque) -> Torque {
                shaping.step(
                    goal: goal,
                    sent: last,
                    ceiling: ceiling,
                    isComfort: true,
                    period: .milliseconds(10),
                    with: rates
                )
            }
            let free = step(&shaping.0, Torque(.infinity))
            let capped = step(&shaping.1, cycle == 10 ? free : Torque(.infinity))
            #expect(free == capped)
            last = free
        }
    }
}
