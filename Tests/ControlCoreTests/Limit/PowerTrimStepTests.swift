import Testing
import VehicleModel

@testable import ControlCore

/// What the trim must do, with everything that it was told before kept in lists.
private struct TrimReference {
    let parameters: PowerTrimParameters
    private let period: Duration
    private var allowances: [Double] = []
    private var reductions: [Double] = []
    private var filtered: Double?
    private var lagged: Double?
    private var allowed: Double?
    private(set) var reduction = 0.0

    init(_ parameters: PowerTrimParameters, period: Duration) {
        self.parameters = parameters
        self.period = period
    }

    private func follows(_ last: Double?, _ input: Double, _ time: Duration) -> Double {
        guard let last else { return input }
        return last + (input - last) * (1 - exponential(-(period / time)))
    }

    mutating func step(limit: Double, predicted: Double, measured: Double) {
        if limit > 0 {
            compare(measured)
            reduction = min(reduction, limit * parameters.greatestPart)
        } else {
            (filtered, lagged, allowed, reduction) = (nil, nil, nil, 0)
        }
        allowances.append(predicted > max(0, limit) ? predicted : max(0, limit))
        reductions.append(reduction)
    }

    private mutating func compare(_ measured: Double) {
        let newer = allowances.count - max(1, Int(parameters.reportDelay / period))
        if newer > 1 {
            let then = max(allowances[newer], allowances[newer - 1])
            let late = follows(lagged, then, parameters.reportLag)
            let slow = follows(allowed, late, parameters.filterTime)
            (lagged, allowed) = late.isFinite ? (late, slow) : (nil, nil)
            guard measured.isFinite else {
                filtered = nil
                return
            }
            let now = follows(filtered, measured, parameters.filterTime)
            filtered = now
            let needed = now - slow + min(reductions[newer], reductions[newer - 1])
            if now > slow, needed > reduction {
                reduction = follows(reduction, needed, parameters.attackTime)
            } else {
                reduction *= exponential(-(period / parameters.releaseTime))
            }
        } else {
            filtered = measured.isFinite ? follows(filtered, measured, parameters.filterTime) : nil
        }
    }
}

@Suite("PowerTrim step by step")
struct PowerTrimStepTests {
    private let period = Duration.milliseconds(10)

    private static func parameters(
        delay: Int,
        lag: Duration = .nanoseconds(1),
        filter: Duration = .nanoseconds(1),
        attack: Duration = .nanoseconds(1),
        release: Duration = .milliseconds(30),
        greatest: Double = 0.5,
        noticed: Double = 0.03,
        notice: Duration = .milliseconds(50)
    ) -> PowerTrimParameters? {
        PowerTrimParameters(
            reportDelay: .milliseconds(delay),
            reportLag: lag,
            filterTime: filter,
            attackTime: attack,
            releaseTime: release,
            greatestPart: greatest,
            noticedPart: noticed,
            noticeTime: notice
        )
    }

    /// The reduction after each cycle, W.
    private func reductions(
        _ trim: inout PowerTrim,
        _ parameters: PowerTrimParameters,
        limit: Double = 100_000,
        measured: [Double]
    ) -> [Double] {
        measured.map {
            _ = trim.step(
                limit: Power(limit),
                predicted: Power(.nan),
                measured: Power($0),
                with: parameters,
                period: period
            )
            return trim.reduction.rawValue
        }
    }

    @Test(
        "it agrees with the definition, cycle by cycle, for any numbers",
        arguments: [0, 5, 10, 65, 300],
        0..<8
    )
    func agrees(delay: Int, seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let isSlow = seed % 2 == 0
        let parameters = try #require(
            Self.parameters(
                delay: delay,
                lag: isSlow ? .milliseconds(55) : .nanoseconds(1),
                filter: isSlow ? .milliseconds(20) : .nanoseconds(1),
                attack: isSlow ? .milliseconds(15) : .nanoseconds(1)
            )
        )
        var trim = PowerTrim()
        var reference = TrimReference(parameters, period: period)
        for cycle in 0..<400 {
            let limit = random.happens(onceIn: 60) ? 0 : random.number(9e4...1e5)
            let predicted = random.one(of: [.nan, random.number(0...1.2e5)])
            let isEndless = random.happens(onceIn: 40)
            let measured = random.happens(onceIn: 30) ? .nan : random.number(8e4...1.4e5)
            let given = trim.step(
                limit: Power(limit),
                predicted: Power(isEndless ? .infinity : predicted),
                measured: measured.isNaN && random.happens(onceIn: 2) ? nil : Power(measured),
                with: parameters,
                period: period
            )
            reference.step(
                limit: limit,
                predicted: isEndless ? .infinity : predicted,
                measured: measured
            )
            let difference = trim.reduction.rawValue - reference.reduction
            #expect(abs(difference) < 1e-6, "cycle \(cycle): \(difference)")
            #expect(abs(given.rawValue - limit + reference.reduction) < 1e-6, "cycle \(cycle)")
        }
    }

    @Test(
        "it begins once there is an allowance on either side of the report's time",
        arguments: [(0, 4), (9, 4), (10, 4), (20, 5), (29, 5), (300, 33)]
    )
    func begins(delay: Int, first: Int) throws {
        let parameters = try #require(Self.parameters(delay: delay))
        var trim = PowerTrim()
        let after = reductions(
            &trim,
            parameters,
            measured: .init(repeating: 101_000, count: first)
        )
        #expect(after.dropLast().allSatisfy { $0 == 0 })
        #expect(after.last == 1000)
    }

    @Test("a report later than what is remembered takes nothing", arguments: [310, 320, 330])
    func tooLate(delay: Int) throws {
        let parameters = try #require(Self.parameters(delay: delay))
        var trim = PowerTrim()
        let after = reductions(&trim, parameters, measured: .init(repeating: 120_000, count: 200))
        #expect(after.allSatisfy { $0 == 0 })
    }

    @Test("a report without delay is compared with the limit just before, not with one long ago")
    func noDelay() throws {
        let parameters = try #require(Self.parameters(delay: 0))
        var trim = PowerTrim()
        _ = reductions(&trim, parameters, limit: 200_000, measured: .init(repeating: 0, count: 40))
        let after = reductions(
            &trim,
            parameters,
            limit: 100_000,
            measured: [200_000, 200_000, 101_000]
        )
        #expect(after == [0, 0, 1000])
    }

    @Test("what is no more than needed is let go, and so is all of it where nothing is in excess")
    func letsGo() throws {
        let parameters = try #require(Self.parameters(delay: 20))
        let kept = Duration.milliseconds(10).decay(of: .milliseconds(30))
        var trim = PowerTrim()
        var measured = [Double](repeating: 101_000, count: 7)
        let after = reductions(&trim, parameters, measured: measured)
        // The first is in force from the fifth cycle on and counted in two cycles later.
        #expect(after.suffix(3) == [1000, 1000 * kept, 1000])
        measured = [100_000, 100_000, 100_000]
        let rest = reductions(&trim, parameters, measured: measured)
        // In the third cycle more was taken then than is now, but nothing is in excess.
        #expect(rest == [1000 * kept, 1000 * kept * kept, 1000 * kept * kept * kept])
    }

    @Test("without a limit what was taken, noticed and exhausted ends at once")
    func withoutLimit() throws {
        let parameters = try #require(Self.parameters(delay: 10, greatest: 0.04))
        var trim = PowerTrim()
        #expect(!trim.isPersistent && !trim.isExhausted && trim.reduction == .zero)
        _ = reductions(&trim, parameters, measured: .init(repeating: 110_000, count: 8))
        #expect(trim.reduction == Power(4000) && trim.isExhausted && trim.isPersistent)
        let none = reductions(&trim, parameters, limit: 0, measured: [110_000])
        #expect(none == [0])
        #expect(!trim.isPersistent && !trim.isExhausted)
        // Noticed for 50 ms anew.
        let again = reductions(&trim, parameters, measured: .init(repeating: 110_000, count: 4))
        #expect(again.allSatisfy { $0 == 4000 } && trim.isExhausted && !trim.isPersistent)
        _ = reductions(&trim, parameters, measured: [110_000])
        #expect(trim.isPersistent)
    }

    @Test("an endless limit is not lowered, and forgets what was reported")
    func endless() throws {
        let parameters = try #require(
            Self.parameters(delay: 10, lag: .seconds(1), filter: .seconds(1))
        )
        var trim = PowerTrim()
        _ = reductions(&trim, parameters, measured: .init(repeating: 110_000, count: 8))
        #expect(trim.reduction > .zero)
        let none = reductions(&trim, parameters, limit: .infinity, measured: [1e6])
        #expect(none == [0])
        #expect(!trim.isPersistent && !trim.isExhausted)
        // Once the endless one is no longer what was allowed then, the first report counts whole.
        let after = reductions(&trim, parameters, measured: [100_000, 100_000, 100_000, 100_000])
        #expect(after == [0, 0, 0, 0])
    }

    @Test("where nothing may be taken it is not exhausted, and nothing is noticed")
    func nothing() throws {
        let parameters = try #require(Self.parameters(delay: 10, greatest: 0, noticed: 0))
        var trim = PowerTrim()
        _ = reductions(&trim, parameters, measured: .init(repeating: 110_000, count: 40))
        #expect(trim.reduction == .zero)
        #expect(!trim.isExhausted && !trim.isPersistent)
    }

    @Test("each parameter is kept, and refused out of its range alone")
    func eachParameter() throws {
        let good = try #require(
            Self.parameters(
                delay: 1,
                lag: .milliseconds(2),
                filter: .milliseconds(3),
                attack: .milliseconds(4),
                release: .milliseconds(5),
                greatest: 0.6,
                noticed: 0.7,
                notice: .milliseconds(8)
            )
        )
        #expect(good.reportDelay == .milliseconds(1) && good.reportLag == .milliseconds(2))
        #expect(good.filterTime == .milliseconds(3) && good.attackTime == .milliseconds(4))
        #expect(good.releaseTime == .milliseconds(5) && good.noticeTime == .milliseconds(8))
        #expect(good.greatestPart == 0.6 && good.noticedPart == 0.7)
        for bad in [Duration.zero, .nanoseconds(-1)] {
            #expect(Self.parameters(delay: 0, lag: bad) == nil)
            #expect(Self.parameters(delay: 0, filter: bad) == nil)
            #expect(Self.parameters(delay: 0, attack: bad) == nil)
            #expect(Self.parameters(delay: 0, release: bad) == nil)
            #expect(Self.parameters(delay: 0, notice: bad) == nil)
        }
        for bad in [-0.001, 1.001, .nan] {
            #expect(Self.parameters(delay: 0, greatest: bad) == nil)
            #expect(Self.parameters(delay: 0, noticed: bad) == nil)
        }
        for part in [0.0, 1] {
            #expect(Self.parameters(delay: 0, greatest: part) != nil)
            #expect(Self.parameters(delay: 0, noticed: part) != nil)
        }
    }
}
