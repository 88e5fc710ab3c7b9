import Testing
import VehicleModel

@testable import ControlCore

@Suite("BroadcastLimit")
struct BroadcastLimitTests {
    private let parameters = ControlParameters.prototype

    private func step(
        _ limit: inout BroadcastLimit,
        _ sample: InputSample,
        at milliseconds: Double,
        isArmed: Bool = false
    ) -> Double {
        limit.step(
            sample,
            rule: parameters.inputs[.dischargeLimit],
            at: .at(milliseconds),
            isArmed: isArmed,
            with: parameters
        ).rawValue
    }

    /// A limit that took `kilowatts` at 0 ms.
    private func taken(_ kilowatts: Double) -> (limit: BroadcastLimit, sample: InputSample) {
        var limit = BroadcastLimit()
        let sample = InputSample.valid(kilowatts * 1000, at: .at(0))
        #expect(step(&limit, sample, at: 0) == kilowatts * 1000)
        return (limit, sample)
    }

    @Test(
        "a clock that jumped back by as much as a value may be old keeps the limit, by more does not"
    )
    func jumpsBack() {
        var (limit, sample) = taken(200)
        #expect(step(&limit, sample, at: -30) == 200_000)
        #expect(step(&limit, sample, at: -30.001) == 0)
    }

    @Test("it says whether the limit of a cycle came from a new value")
    func saysWhetherFresh() {
        var limit = BroadcastLimit()
        #expect(!limit.isFresh(at: .at(0)))
        let sample = InputSample.valid(100_000, at: .at(0))
        _ = step(&limit, sample, at: 30)
        #expect(limit.isFresh(at: .at(30)) && !limit.isFresh(at: .at(20)))
        _ = step(&limit, sample, at: 40)
        #expect(!limit.isFresh(at: .at(40)))
    }

    @Test("a limit that never came is zero")
    func neverSeen() {
        var limit = BroadcastLimit()
        for cycle in 0..<100 { #expect(step(&limit, .missing, at: Double(cycle) * 10) == 0) }
    }

    @Test(
        "a limit is used to 30 ms of age, held to 100 ms, fades to 30 kW at 500 ms, then is zero",
        arguments: [
            (0, 200), (30, 200), (31, 200), (99, 200), (100, 200), (300, 115), (400, 72.5),
            (499.9, 30.0425), (500, 30), (500.001, 0), (10_000, 0),
        ] as [(Double, Double)]
    )
    func ages(age: Double, kilowatts: Double) {
        var (limit, sample) = taken(200)
        // The cycle runs on while nothing comes: used to the very end of its freshness.
        _ = step(&limit, sample, at: 30)
        let power = step(&limit, sample, at: age)
        #expect(abs(power - kilowatts * 1000) < 1e-6, "\(power)")
    }

    @Test(
        "cycle by cycle, a limit that stops coming never rises and ends at zero",
        arguments: [250, 31, 30, 12, 0.25]
    )
    func fadesMonotonically(kilowatts: Double) {
        var (limit, sample) = taken(kilowatts)
        var last = kilowatts * 1000
        for age in stride(from: 0.0, through: 800, by: 10) {
            let power = step(&limit, sample, at: age, isArmed: true)
            #expect(power <= last)
            #expect(age <= 100 ? power == kilowatts * 1000 : power <= kilowatts * 1000)
            if age > 500 { #expect(power == 0) }
            last = power
        }
    }

    @Test("a rise is believed at 50 kW/s while armed, and at once while not")
    func rises() {
        var (limit, _) = taken(100)
        for cycle in 1...10 {
            let sample = InputSample.valid(250_000, at: .at(Double(cycle) * 10))
            let power = step(&limit, sample, at: Double(cycle) * 10, isArmed: true)
            #expect(abs(power - (100_000 + 500 * Double(cycle))) < 1e-6)
        }
        let sample = InputSample.valid(250_000, at: .at(110))
        #expect(step(&limit, sample, at: 110, isArmed: false) == 250_000)
    }

    @Test("a rise within the rate is taken whole, and a fall at once", arguments: [true, false])
    func falls(isArmed: Bool) {
        var (limit, _) = taken(100)
        let near = InputSample.valid(100_400, at: .at(10))
        #expect(step(&limit, near, at: 10, isArmed: isArmed) == 100_400)
        let low = InputSample.valid(0.25, at: .at(20))
        #expect(step(&limit, low, at: 20, isArmed: isArmed) == 0.25)
        let none = InputSample.valid(0, at: .at(30))
        #expect(step(&limit, none, at: 30, isArmed: isArmed) == 0)
    }

    @Test("after silence a limit comes back by the rate, from where it had fallen")
    func returns() {
        var (limit, sample) = taken(200)
        _ = step(&limit, sample, at: 700, isArmed: true)
        let fresh = InputSample.valid(200_000, at: .at(710))
        #expect(abs(step(&limit, fresh, at: 710, isArmed: true) - 500) < 1e-6)
    }

    @Test(
        "not available counts as not having come",
        arguments: [Quality.notAvailable, .badChecksum, .badCounter, .outOfRange, .missing, .stale]
    )
    func notAvailable(quality: Quality) {
        var (limit, _) = taken(200)
        var power = 0.0
        for cycle in 1...60 {
            let now = Double(cycle) * 10
            let sample = InputSample(value: 255_750, arrival: .at(now), quality: quality)
            power = step(&limit, sample, at: now, isArmed: true)
            if cycle <= 7 { #expect(power == 200_000) }
        }
        #expect(power == 0)
    }

    @Test(
        "a value out of range or not finite is never taken",
        arguments: notFinite + [-0.25, 255_750, 1e9]
    )
    func badValues(bad: Double) {
        var limit = BroadcastLimit()
        #expect(step(&limit, .valid(bad, at: .at(0)), at: 0) == 0)
    }

    @Test("a rule that allows less than nothing still gives no negative limit")
    func neverNegative() {
        var limit = BroadcastLimit()
        let rule = InputRule(greatestAge: .milliseconds(500), minimum: -1e6, maximum: 1e6)
        let power = limit.step(
            .valid(-5000, at: .at(0)),
            rule: rule,
            at: .at(0),
            isArmed: false,
            with: parameters
        )
        #expect(power == .zero)
    }

    @Test("the edges of the range are values", arguments: [0, 255_500] as [Double])
    func edges(watts: Double) {
        var limit = BroadcastLimit()
        #expect(step(&limit, .valid(watts, at: .at(0)), at: 0) == watts)
    }

    @Test("a clock that jumps back leaves no limit, one that jumps forward ages it")
    func clockJumps() {
        var (limit, sample) = taken(200)
        #expect(step(&limit, sample, at: -3_600_000, isArmed: true) == 0)
        // Frames with the new clock raise it again by the rate only.
        let later = InputSample.valid(200_000, at: .at(-3_599_990))
        #expect(abs(step(&limit, later, at: -3_599_990, isArmed: true) - 500) < 1e-6)
        (limit, sample) = taken(200)
        #expect(step(&limit, sample, at: 3_600_000, isArmed: true) == 0)
        (limit, sample) = taken(200)
        let future = InputSample.valid(250_000, at: .at(20))
        #expect(step(&limit, future, at: 10) == 200_000)
    }
}
