import Testing
import VehicleModel

@testable import ControlCore

@Suite("Histories of the fault detectors")
struct HistoryTests {
    private func ages(_ latency: Double, _ spread: Double) -> [Int] {
        let ages = CycleAges(
            latency: .microseconds(Int64(latency * 1000)),
            spread: .microseconds(Int64(spread * 1000)),
            period: .milliseconds(10)
        )
        return [ages.newest, ages.oldest]
    }

    @Test("a latency is so many cycles back, rounded away from its middle, within the history")
    func cycleAges() {
        #expect(ages(30, 20) == [0, 4])
        #expect(ages(65, 5) == [5, 6])
        #expect(ages(64, 5) == [4, 6])
        #expect(ages(66, 5) == [5, 7])
        #expect(ages(0, 0) == [0, 0])
        #expect(ages(5, 20) == [0, 2])
        #expect(ages(150, 30) == [11, 15])
        #expect(ages(160, 0) == [15, 15])
        #expect(ages(1000, 10) == [15, 15])
    }

    private func bounds(_ numbers: [Double], _ latency: Double, _ spread: Double) -> [Double]? {
        var history = NumberHistory()
        for number in numbers { history.push(number) }
        let ages = CycleAges(
            latency: .microseconds(Int64(latency * 1000)),
            spread: .microseconds(Int64(spread * 1000)),
            period: .milliseconds(10)
        )
        return history.bounds(ages).map { [$0.least, $0.greatest] }
    }

    @Test("the least and the greatest number of some ages, where all are known")
    func numberBounds() {
        let sixteen = (0..<16).map { Double($0 * 7 % 16) }
        #expect(NumberHistory.capacity == 16)
        #expect(bounds(sixteen, 85, 75) == [0, 15])
        #expect(bounds(Array(sixteen.dropFirst()), 85, 75) == nil)
        #expect(bounds(Array(sixteen.dropFirst()), 80, 70) == [1, 15])
        #expect(bounds(sixteen + [100], 85, 75) == [1, 100])
        #expect(bounds([5], 10, 0) == [5, 5])
        #expect(bounds([5, -6], 10, 0) == [-6, -6])
        #expect(bounds([5, -6], 20, 0) == [5, 5])
        #expect(bounds([], 10, 0) == nil)
        for bad in notFinite { #expect(bounds([5, bad, 6], 20, 10) == nil) }
    }

    @Test("the highest limit of the last 20 cycles counts")
    func limits() {
        var overLimit = OverLimitPower()
        func isOver(_ measured: Double, _ limit: Double) -> Bool {
            overLimit.step(
                measured: Power(measured),
                limit: Power(limit),
                with: OverLimitParameters()
            ).isOver
        }
        let first = isOver(210_000, 200_000)
        #expect(!first)
        for _ in 0..<19 {
            let isLate = isOver(150_000, 100_000)
            #expect(!isLate)
        }
        let last = isOver(150_000, 100_000)
        #expect(last)
    }

    @Test("power that is just what a factor allows is not over it")
    func factors() {
        var parameters = OverLimitParameters()
        (parameters.factor, parameters.peakFactor) = (1.25, 1.5)
        for (measured, isOver, isFarOver) in [
            (125_000, false, false), (125_001, true, false), (150_000, true, false),
            (150_001, true, true),
        ] as [(Double, Bool, Bool)] {
            var overLimit = OverLimitPower()
            let found = overLimit.step(
                measured: Power(measured),
                limit: Power(100_000),
                with: parameters
            )
            #expect(found == (isOver, isFarOver))
        }
    }

    @Test("without a limit any power above what the auxiliaries draw is far over")
    func noLimit() {
        for (measured, isOver) in [(5000, false), (5000.1, true)] as [(Double, Bool)] {
            var overLimit = OverLimitPower()
            let found = overLimit.step(
                measured: Power(measured),
                limit: .zero,
                with: OverLimitParameters()
            )
            #expect(found == (isOver, isOver))
        }
        var overLimit = OverLimitPower()
        let none = overLimit.step(measured: nil, limit: .zero, with: OverLimitParameters())
        #expect(none == (false, false))
        let infinite = overLimit.step(
            measured: Power(.infinity),
            limit: .zero,
            with: OverLimitParameters()
        )
        #expect(infinite == (false, false))
    }

    @Test("silence is the time since the last arrival; what never came or is yet to come has none")
    func silence() {
        var silence = Silence()
        let never = silence.step(nil, at: .at(0))
        #expect(never == nil)
        let now = silence.step(.at(10), at: .at(10))
        #expect(now == .zero)
        let later = silence.step(nil, at: .at(30))
        #expect(later == .milliseconds(20))
        let ahead = silence.step(.at(41), at: .at(40))
        #expect(ahead == nil)
        let reached = silence.step(nil, at: .at(42))
        #expect(reached == .milliseconds(1))
    }

    @Test("on is where both inverters are ready, after they were off once for long enough")
    func keyCycle() {
        var key = KeyCycle()
        func step(_ front: Bool?, _ rear: Bool?, at time: Double) -> Bool {
            key.step(
                isReady: AxlePair(front: front, rear: rear),
                isStanding: true,
                isArmed: false,
                at: .at(time),
                offTime: .milliseconds(500)
            )
        }
        var found = [step(false, false, at: 0), step(false, false, at: 499)]
        found += [step(true, true, at: 500), step(false, false, at: 510)]
        found += [step(false, false, at: 1009), step(true, true, at: 1010)]
        #expect(found == [Bool](repeating: false, count: 6))
        found = [step(false, false, at: 1020), step(false, false, at: 1520)]
        found += [
            step(true, false, at: 1530), step(nil, true, at: 1540), step(true, nil, at: 1545),
        ]
        #expect(found == [Bool](repeating: false, count: 5))
        let isOn = step(true, true, at: 1550)
        let isStillOn = step(true, true, at: 1560)
        #expect(isOn && !isStillOn)
    }

    @Test("three late cycles in a row, or one that stood still, are a fault for 100 in time")
    func lateness() {
        var lateness = CycleLateness()
        func run(_ pattern: String) -> String {
            var found = ""
            for letter in pattern {
                var surroundings = Surroundings()
                surroundings.isOverrun = letter == "o"
                surroundings.isStalled = letter == "s"
                found += lateness.step(surroundings) ? "x" : "."
            }
            return found
        }
        let good = String(repeating: ".", count: 99)
        let bad = String(repeating: "x", count: 99)
        let first = run("oo.oo.ooooo" + good + ".")
        #expect(first == "........xxx" + bad + ".")
        let stalled = run("s" + good + "o" + good + ".")
        #expect(stalled == "x" + bad + "x" + bad + ".")
        lateness = CycleLateness()
        let atOnce = run("ooo")
        #expect(atOnce == "..x")
    }
}
