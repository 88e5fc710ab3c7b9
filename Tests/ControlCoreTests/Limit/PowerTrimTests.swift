@testable import ControlCore
import Testing
import VehicleModel

extension PowerTrimParameters {
    /// 65 ms late without a lag, 20 ms filter, 50 ms up, 2 s down, at most 8 %, noticed above 3 % for 1 s.
    static var reference: PowerTrimParameters {
        guard
            let parameters = PowerTrimParameters(
                reportDelay: .milliseconds(65),
                reportLag: .milliseconds(1),
                filterTime: .milliseconds(20),
                attackTime: .milliseconds(50),
                releaseTime: .seconds(2),
                greatestPart: 0.08,
                noticedPart: 0.03,
                noticeTime: .seconds(1)
            )
        else { preconditionFailure("the trim is refused") }
        return parameters
    }
}

@Suite("PowerTrim")
struct PowerTrimTests {
    private let period = Duration.milliseconds(10)

    /// Runs a car that always uses the whole limit and loses `error(model power)` more.
    ///
    /// The true excess over the limit by cycle; its power is reported `delay` cycles late.
    private func excesses(
        _ trim: inout PowerTrim,
        delay: Int = 6,
        cycles: Int = 1000,
        limit: Double = 240_000,
        error: (Double) -> Double
    ) -> [Double] {
        var reports = [Power?](repeating: nil, count: delay)
        var result: [Double] = []
        var commanded = [Double](repeating: limit, count: 2)
        for _ in 0..<cycles {
            // The inverters follow two cycles later.
            let modelled = commanded.removeFirst()
            let drawn = modelled + error(modelled)
            result.append(drawn - limit)
            reports.append(Power(drawn))
            let report = reports.removeFirst()
            let given = trim.step(
                limit: Power(limit),
                predicted: Power(.nan),
                measured: report,
                with: .reference,
                period: period
            )
            commanded.append(given.rawValue)
        }
        return result
    }

    /// 0.3 times the model's losses at `power` with both motors at 480 rad/s: 7.7 kW at 240 kW.
    private func thirtyPercent(_ power: Double) -> Double {
        let (a, w) = (0.070, 480.0)
        let idle = 2 * (150 + 0.35 * w + 9e-4 * w * w)
        let half = (power - idle) / 2
        let torque = 2 * half / (w + (w * w + 4 * a * half).squareRoot())
        return 0.3 * (2 * a * torque * torque + idle)
    }

    @Test("losses 1.3 times the model's at 240 kW: 2.7 kW over, gone within 250 ms, for good")
    func closedLoop() {
        var trim = PowerTrim()
        let excesses = excesses(&trim, error: thirtyPercent)
        let peak = excesses.max() ?? 0
        #expect(peak > 2000 && peak < 3000, "\(peak)")
        // Predicted power may be 0.1 % above the limit; so may true power.
        let last = excesses.lastIndex { $0 > 240 } ?? 0
        #expect(last <= 25, "\(last)")
        #expect(excesses.suffix(900).allSatisfy { abs($0) < 300 })
        #expect(!trim.isPersistent && !trim.isExhausted)
    }

    @Test("without an error nothing is taken, whatever the delay", arguments: 0...12)
    func noError(delay: Int) {
        var trim = PowerTrim()
        #expect(excesses(&trim, delay: delay) { _ in 0 }.allSatisfy { $0 == 0 })
        #expect(trim.reduction == .zero)
    }

    @Test("power below the limit takes nothing and gives nothing back above it")
    func below() {
        var trim = PowerTrim()
        let excesses = excesses(&trim) { _ in -5000 }
        #expect(excesses.allSatisfy { $0 == -5000 })
    }

    @Test("at most 8 % are taken; above 3 % for 1 s it is persistent, at 8 % exhausted")
    func bounds() {
        var trim = PowerTrim()
        _ = excesses(&trim) { _ in 40_000 }
        #expect(trim.reduction == Power(240_000 * 0.08))
        #expect(trim.isPersistent && trim.isExhausted)
        var modest = PowerTrim()
        _ = excesses(&modest) { _ in 8000 }
        #expect(modest.isPersistent && !modest.isExhausted)
        var small = PowerTrim()
        _ = excesses(&small) { _ in 7000 }
        #expect(!small.isPersistent && !small.isExhausted)
    }

    @Test("it becomes persistent after exactly 1 s above 3 %")
    func persistence() {
        var trim = PowerTrim()
        var above = 0
        for _ in 0..<300 where !trim.isPersistent {
            _ = trim.step(
                limit: Power(100_000),
                predicted: Power(.nan),
                measured: Power(110_000),
                with: .reference,
                period: period
            )
            if trim.reduction > Power(3000) { above += 1 }
        }
        #expect(above == 100)
    }

    @Test("it lets go with 2 s, and without a report it holds")
    func release() {
        var trim = PowerTrim()
        func step(_ measured: Power?) -> Double {
            trim.step(
                limit: Power(100_000),
                predicted: Power(.nan),
                measured: measured,
                with: .reference,
                period: period
            )
            .rawValue
        }
        for _ in 0..<200 { _ = step(Power(110_000)) }
        #expect(step(Power(110_000)) == 92_000)
        for _ in 0..<100 { #expect(step(nil) == 92_000) }
        #expect(step(Power(.nan)) == 92_000)
        for _ in 0..<200 { _ = step(Power(50_000)) }
        // 2 s, of which the filter starts anew after the gap.
        #expect(abs(trim.reduction.rawValue - 8000 * exponential(-1)) < 1)
    }

    @Test("a limit that drops is compared with what it was 60 and 70 ms before")
    func delayed() {
        var trim = PowerTrim()
        func step(_ limit: Double, _ measured: Double) -> Double {
            _ = trim.step(
                limit: Power(limit),
                predicted: Power(.nan),
                measured: Power(measured),
                with: .reference,
                period: period
            )
            return trim.reduction.rawValue
        }
        for _ in 0..<50 { _ = step(200_000, 200_000) }
        // The limit of 60 ms ago is the new one from the seventh cycle on, that of 70 from the eighth.
        for cycle in 0..<7 { #expect(step(100_000, 200_000) == 0, "\(cycle)") }
        #expect(step(100_000, 200_000) > 0)
    }

    @Test(
        "torque on its way down to a new limit is no excess; what it draws beyond the model is",
        arguments: [(1.0, 0.0, 0), (1.04, 2_400, 0), (1, 0, 34), (1, 0, 40)]
    )
    func falling(losses: Double, reduction: Double, missing: Int) {
        var trim = PowerTrim()
        var reports = [Double](repeating: 245_000 * losses, count: 6)
        var greatest = 0.0
        for cycle in 0..<60 {
            let limit = cycle < 30 ? 245_000.0 : 60_000
            // As much as 3500 Nm/s takes away at each axle, in ten cycles.
            let predicted = max(60_000, 245_000 - 18_500 * Double(max(0, cycle - 29)))
            reports.append(predicted * losses)
            _ = trim.step(
                limit: Power(limit),
                predicted: Power(predicted),
                measured: cycle > 0 && cycle == missing ? nil : Power(reports[cycle]),
                with: .reference,
                period: period
            )
            if cycle >= 30 { greatest = max(greatest, trim.reduction.rawValue) }
        }
        #expect(losses == 1 ? greatest < 50 : greatest > reduction, "\(greatest)")
        #expect(greatest <= 60_000 * 0.08)
    }

    @Test("without a limit for a while, what still is drawn then is compared with the model alone")
    func comesBack() {
        var trim = PowerTrim()
        func step(_ limit: Double, _ predicted: Double, _ measured: Double) -> Double {
            _ = trim.step(
                limit: Power(limit),
                predicted: Power(predicted),
                measured: Power(measured),
                with: .reference,
                period: period
            )
            return trim.reduction.rawValue
        }
        for _ in 0..<40 { _ = step(100_000, 100_000, 100_000) }
        for _ in 0..<3 { #expect(step(0, 90_000, 100_000) == 0) }
        for cycle in 0..<7 { #expect(step(50_000, 50_000, 90_000) == 0, "\(cycle)") }
        for _ in 0..<12 { _ = step(50_000, 50_000, 90_000) }
        #expect(trim.reduction == Power(4000))
    }

    @Test("it only lowers, for any numbers", arguments: 0..<50)
    func onlyLowers(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var trim = PowerTrim()
        for _ in 0..<1000 {
            let limit = random.one(of: notFinite + [0, -5, 1e300, random.number(0...3e5)])
            let measured = random.one(of: notFinite + [1e300, -1e300, random.number(-1e5...4e5)])
            let predicted = random.one(of: notFinite + [-1e300, random.number(-1e5...4e5)])
            let given = trim.step(
                limit: Power(limit),
                predicted: Power(predicted),
                measured: Power(measured),
                with: .reference,
                period: period
            )
            #expect(given <= max(.zero, Power(limit.isNaN ? 0 : limit)), "\(limit) \(given)")
            #expect(given.rawValue >= max(0, limit.isNaN ? 0 : limit) * 0.919, "\(limit) \(given)")
            #expect(trim.reduction.isFinite && trim.reduction >= .zero)
        }
    }

    @Test("parameters that are none are refused")
    func refused() {
        func make(_ delay: Int, _ time: Int, _ part: Double) -> PowerTrimParameters? {
            PowerTrimParameters(
                reportDelay: .milliseconds(delay),
                reportLag: .milliseconds(time),
                filterTime: .milliseconds(time),
                attackTime: .milliseconds(time),
                releaseTime: .milliseconds(time),
                greatestPart: part,
                noticedPart: part,
                noticeTime: .milliseconds(time)
            )
        }
        #expect(make(0, 1, 0) != nil)
        #expect(make(0, 1, 1) != nil)
        #expect(make(-1, 1, 0.5) == nil)
        #expect(make(0, 0, 0.5) == nil)
        #expect(make(0, 1, -0.01) == nil)
        #expect(make(0, 1, 1.01) == nil)
        #expect(make(0, 1, .nan) == nil)
    }
}
