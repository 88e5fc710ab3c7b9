@testable import ControlCore
import Testing
import VehicleModel

@Suite("EnergyBucket")
struct EnergyBucketTests {
    private let period = Duration.milliseconds(10)
    private let window = EnergyWindow(
        peak: Power(kilowatts: 250),
        continuous: Power(kilowatts: 120),
        window: .seconds(10)
    )

    /// The limit after `seconds` of drawing all that is allowed.
    private func pull(_ bucket: inout EnergyBucket, for seconds: Double) throws -> Double {
        let window = try #require(window)
        for _ in 0..<Int((seconds * 100).rounded()) {
            _ = bucket.step(bucket.limit(with: window), with: window, period: period)
        }
        return bucket.limit(with: window).kilowatts
    }

    @Test(
        "250 kW last 8 s, then fall towards 120 kW",
        arguments: [
            (0, 250, 0), (7.99, 250, 0), (8, 250, 0.01), (10, 167.8, 0.2), (12, 137.6, 0.2),
            (15, 123.9, 0.2),
        ] as [(Double, Double, Double)]
    )
    func numbers(seconds: Double, kilowatts: Double, tolerance: Double) throws {
        var bucket = EnergyBucket()
        let limit = try pull(&bucket, for: seconds)
        #expect(abs(limit - kilowatts) <= tolerance, "\(limit)")
    }

    @Test("after 5 s at 20 kW the peak is offered again with 0.5 MJ restored")
    func restored() throws {
        let window = try #require(window)
        var bucket = EnergyBucket()
        _ = try pull(&bucket, for: 30)
        let full = bucket.energy
        for _ in 0..<500 { _ = bucket.step(Power(20_000), with: window, period: period) }
        #expect(abs((full - bucket.energy).rawValue - 500_000) < 1)
        #expect(bucket.limit(with: window) == Power(kilowatts: 250))
    }

    @Test("braking restores no more than rest does")
    func braking() throws {
        let window = try #require(window)
        var (braked, rested) = (EnergyBucket(), EnergyBucket())
        _ = try pull(&braked, for: 8)
        _ = try pull(&rested, for: 8)
        let one = braked.step(Power(-200_000), with: window, period: period)
        let two = rested.step(.zero, with: window, period: period)
        #expect(braked.energy == rested.energy)
        #expect(one == two)
        #expect(braked.energy == Energy(1_040_000 - 1200))
    }

    @Test("the content stays from zero to full, whatever is drawn", arguments: 0..<100)
    func invariant(seed: Int) throws {
        let window = try #require(window)
        var random = SplitMix(seed: UInt64(seed))
        var bucket = EnergyBucket()
        for _ in 0..<2000 {
            let power = random.one(of: [
                random.number(-3e5...3e5), 250_000, 1e300, .nan, .infinity, -.infinity,
                bucket.limit(with: window).rawValue,
            ])
            let limit = bucket.step(Power(power), with: window, period: period)
            #expect(bucket.energy >= .zero && bucket.energy <= window.energy)
            #expect(limit >= window.continuous && limit <= window.peak)
        }
        printInvariant(18, "an energy window stays in its bounds", steps: 2000, looks: 2000)
    }

    @Test("what stays within the limit never fills it", arguments: 0..<20)
    func neverFull(seed: Int) throws {
        let window = try #require(window)
        var random = SplitMix(seed: UInt64(seed) + 500)
        var bucket = EnergyBucket()
        for _ in 0..<6000 {
            let part = random.one(of: [1, 1, 1, random.number(0...1)])
            let power = bucket.limit(with: window) * part
            _ = bucket.step(power, with: window, period: period)
            #expect(bucket.energy < window.energy)
        }
        printInvariant(18, "power within the limit never fills it", steps: 6000, looks: 6000)
    }

    @Test("power that is not a number counts as the peak")
    func notANumber() throws {
        let window = try #require(window)
        var (lost, full) = (EnergyBucket(), EnergyBucket())
        _ = lost.step(Power(.nan), with: window, period: period)
        _ = full.step(window.peak, with: window, period: period)
        #expect(lost.energy == full.energy)
        #expect(lost.energy == Energy(1300))
    }

    @Test("a window that is not one is refused", arguments: notFinite + [-1, 300_000])
    func refused(bad: Double) {
        let peak = Power(kilowatts: 250)
        #expect(EnergyWindow(peak: peak, continuous: Power(bad), window: .seconds(1)) == nil)
        if bad != 300_000 {
            #expect(EnergyWindow(peak: Power(bad), continuous: .zero, window: .seconds(1)) == nil)
        }
        #expect(EnergyWindow(peak: peak, continuous: .zero, window: .seconds(-1)) == nil)
    }

    @Test("a window may be of no continuous power, of nothing but that, and of no time")
    func edges() throws {
        let peak = Power(kilowatts: 250)
        let bursts = EnergyWindow(peak: peak, continuous: .zero, window: .seconds(2))
        #expect(bursts?.energy == Energy(500_000))
        let steady = EnergyWindow(peak: peak, continuous: peak, window: .seconds(2))
        #expect(steady?.energy == .zero)
        let short = EnergyWindow(peak: peak, continuous: .zero, window: .zero)
        #expect(short?.energy == .zero)
    }

    @Test("more used up than another window holds leaves its continuous power, and no less")
    func smallerWindow() throws {
        let window = try #require(window)
        var bucket = EnergyBucket()
        _ = try pull(&bucket, for: 8)
        // 1.04 MJ are used up.
        for (seconds, watts) in [(9, 185_000), (8, 120_000), (7, 120_000), (1, 120_000)]
            as [(Int, Double)]
        {
            let smaller = try #require(
                EnergyWindow(
                    peak: window.peak,
                    continuous: window.continuous,
                    window: .seconds(seconds)
                )
            )
            #expect(abs(bucket.limit(with: smaller).rawValue - watts) < 1e-3, "\(seconds)")
        }
    }
}

@Suite("HeatBucket")
struct HeatBucketTests {
    private let period = Duration.milliseconds(10)
    private let rating = HeatRating(
        peak: Current(800),
        continuous: Current(400),
        time: .seconds(10)
    )

    @Test("the peak holds until its heat is used up, in either direction", arguments: [1.0, -1])
    func holds(direction: Double) throws {
        let rating = try #require(rating)
        var bucket = HeatBucket()
        // 480,000 A² above continuous for 10 s hold 4.8 MA²s; the last 2 s are tapped off.
        for _ in 0..<800 {
            #expect(bucket.limit(with: rating) == Current(800))
            _ = bucket.step(Current(800 * direction), with: rating, period: period)
        }
        #expect(abs(bucket.heat - 3.84e6) < 1)
        for _ in 0..<2000 {
            let limit = bucket.limit(with: rating)
            _ = bucket.step(limit * direction, with: rating, period: period)
        }
        #expect(abs(bucket.limit(with: rating).rawValue - 400) < 0.1)
        #expect(bucket.heat <= 4.8e6)
    }

    @Test("rest cools it by the continuous heat")
    func cools() throws {
        let rating = try #require(rating)
        var bucket = HeatBucket()
        _ = bucket.step(Current(800), with: rating, period: period)
        #expect(abs(bucket.heat - 4800) < 1e-9)
        _ = bucket.step(.zero, with: rating, period: period)
        #expect(abs(bucket.heat - 3200) < 1e-9)
        _ = bucket.step(Current(.nan), with: rating, period: period)
        #expect(abs(bucket.heat - 8000) < 1e-9)
    }

    @Test("a rating that is not one is refused", arguments: notFinite + [-1, 900])
    func refused(bad: Double) {
        #expect(HeatRating(peak: Current(800), continuous: Current(bad), time: .seconds(1)) == nil)
        #expect(HeatRating(peak: Current(800), continuous: .zero, time: .seconds(-1)) == nil)
        if bad != 900 {
            #expect(HeatRating(peak: Current(bad), continuous: .zero, time: .zero) == nil)
        }
    }

    @Test("a rating may be of no continuous current, of nothing but that, and of no time")
    func edges() {
        let peak = Current(800)
        #expect(HeatRating(peak: peak, continuous: .zero, time: .seconds(2))?.heat == 1_280_000)
        #expect(HeatRating(peak: peak, continuous: peak, time: .seconds(2))?.heat == 0)
        #expect(HeatRating(peak: peak, continuous: .zero, time: .zero)?.heat == 0)
    }
}

@Suite("CurrentLimit")
struct CurrentLimitTests {
    private let period = Duration.milliseconds(10)

    private func table() throws -> CurrentTable {
        let warm = BatteryCurve.of((0, 400), (25, 700))
        let longer = try #require(
            CurrentWindow(.seconds(10), BatteryCurve.of((0, 350), (25, 600)))
        )
        let longest = try #require(
            CurrentWindow(.seconds(30), BatteryCurve.of((0, 300), (25, 500)))
        )
        var windows = [2 of CurrentWindow](repeating: longer)
        windows[1] = longest
        return CurrentTable(
            peak: warm,
            windows: windows,
            continuous: BatteryCurve.of((0, 200), (25, 400))
        )
    }

    @Test("a rested pack bears its peak, by temperature")
    func rested() throws {
        let table = try table()
        var limit = CurrentLimit()
        #expect(limit.step(.zero, at: Temperature(25), with: table, period: period) == Current(700))
        #expect(limit.step(.zero, at: Temperature(0), with: table, period: period) == Current(400))
        #expect(
            limit.step(.zero, at: Temperature(12.5), with: table, period: period) == Current(550)
        )
        #expect(
            limit.step(.zero, at: Temperature(.nan), with: table, period: period) == Current(400)
        )
    }

    @Test("used without pause it ends at what is borne for ever; no window is passed")
    func windows() throws {
        let table = try table()
        var limit = CurrentLimit()
        var allowed = Current(700)
        var charge = 0.0
        for cycle in 1...6000 {
            charge += (allowed.rawValue - 400) * 0.01
            allowed = limit.step(allowed, at: Temperature(25), with: table, period: period)
            // (600 - 400) A for 10 s, (500 - 400) A for 30 s.
            #expect(charge <= 2000, "cycle \(cycle)")
        }
        #expect(abs(allowed.rawValue - 400) < 0.1)
        for _ in 0..<3000 {
            allowed = limit.step(Current(-600), at: Temperature(25), with: table, period: period)
        }
        #expect(allowed == Current(700))
    }

    @Test("each of the windows limits, whichever holds less", arguments: 0..<2)
    func eachWindow(index: Int) throws {
        let peak = BatteryCurve.of((25, 700))
        let longer = try #require(CurrentWindow(.seconds(10), peak))
        // 10 A above the continuous current for 10 s, tapped off over 2 s.
        let shorter = try #require(CurrentWindow(.seconds(10), .of((25, 410))))
        var windows = [2 of CurrentWindow](repeating: longer)
        windows[index] = shorter
        let table = CurrentTable(peak: peak, windows: windows, continuous: .of((25, 400)))
        var limit = CurrentLimit()
        #expect(limit.step(.zero, at: Temperature(25), with: table, period: period) == Current(450))
    }

    @Test("a window that bears less than the continuous current holds nothing")
    func inconsistent() {
        let table = CurrentTable.constant(500)
        var limit = CurrentLimit()
        #expect(
            limit.step(Current(900), at: Temperature(25), with: table, period: period)
                == Current(500)
        )
    }
}
