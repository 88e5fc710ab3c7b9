import Testing
import VehicleModel

@testable import ControlCore

@Suite("Fault detectors")
struct DetectorTests {
    /// Steps a tracker whose axle was told `told`, with `measured` in the last cycle.
    private func track(_ told: [Double], _ measured: Double) -> (isOff: Bool, isRunaway: Bool) {
        var tracking = TorqueTracking(period: .milliseconds(10), TrackingParameters())
        var result = (isOff: false, isRunaway: false)
        for (index, torque) in told.enumerated() {
            result = tracking.step(
                measured: index == told.count - 1 ? Torque(measured) : nil,
                given: Torque(torque),
                isJudged: true,
                with: TrackingParameters()
            )
        }
        return result
    }

    @Test("torque may be off by 15 Nm or 5 %, whichever is more, and beyond 50 Nm it runs away")
    func tracking() {
        let steady = [Double](repeating: 100, count: 10)
        #expect(track(steady, 115) == (false, false))
        #expect(track(steady, 115.1) == (true, false))
        #expect(track(steady, 85) == (false, false))
        #expect(track(steady, 84.9) == (true, false))
        #expect(track(steady, 150) == (true, false))
        #expect(track(steady, 150.1) == (true, true))
        #expect(track(steady, 49.9) == (true, true))
        let strong = [Double](repeating: 340, count: 10)
        #expect(track(strong, 323) == (false, false))
        #expect(track(strong, 322.9) == (true, false))
        for bad in notFinite { #expect(track(steady, bad) == (false, false)) }
        // The greatest of what counts, 340 Nm, has the part.
        let spike: [Double] = [200, 200, 340, 200, 200]
        #expect(track(spike, 356.9) == (false, false))
        #expect(track(spike, 357.1) == (true, false))
        #expect(track(spike.map { -$0 }, -356.9) == (false, false))
        #expect(track(spike.map { -$0 }, -357.1) == (true, false))
    }

    @Test("torque with the wrong sign runs away beyond the tolerance")
    func wrongSign() {
        let weak = [Double](repeating: 10, count: 10)
        #expect(track(weak, -15) == (true, false))
        #expect(track(weak, -15.1) == (true, true))
        #expect(track(weak.map { -$0 }, 15.1) == (true, true))
        #expect(track(weak.map { -$0 }, 15) == (true, false))
        #expect(track([Double](repeating: 0, count: 10), -20) == (true, false))
        let least = [Double](repeating: 0.5, count: 10)
        #expect(track(least, -15.1) == (true, true))
        #expect(track(least.map { -$0 }, 15.1) == (true, true))
    }

    @Test("a command counts from one to five cycles back, and nothing is judged before it is known")
    func latency() {
        #expect(track([0, 0, 0, 0, 0, 100], 100) == (false, false))
        #expect(track([100, 0, 0, 0, 0], 100) == (false, false))
        #expect(track([100, 0, 0, 0, 0, 0], 100) == (true, true))
        #expect(track([100, 100, 100, 100], -300) == (false, false))
    }

    @Test("torque is judged only where this program commands")
    func notCommanding() {
        var tracking = TorqueTracking(period: .milliseconds(10), TrackingParameters())
        for _ in 0..<20 {
            let result = tracking.step(
                measured: Torque(300),
                given: .zero,
                isJudged: false,
                with: TrackingParameters()
            )
            #expect(result == (false, false))
        }
    }

    /// Whether power of `measured` W deviates from predictions, the newest last.
    private func deviates(_ predicted: [Double], _ measured: Double) -> Bool {
        var parameters = DeviationParameters()
        parameters.latency = .milliseconds(65)
        parameters.spread = .milliseconds(5)
        var deviation = PowerDeviation(period: .milliseconds(10), parameters)
        var result = false
        for (index, power) in predicted.enumerated() {
            result = deviation.step(
                measured: index == predicted.count - 1 ? Power(measured) : nil,
                predicted: Power(power),
                isJudged: true,
                with: parameters
            )
        }
        return result
    }

    @Test(
        "power deviates by more than 8 % and more than 5 kW of what was predicted 60 to 70 ms ago"
    )
    func deviation() {
        let steady = [Double](repeating: 100_000, count: 10)
        #expect(!deviates(steady, 108_000))
        #expect(deviates(steady, 108_001))
        #expect(!deviates(steady, 92_000))
        #expect(deviates(steady, 91_999))
        let small = [Double](repeating: 10_000, count: 10)
        #expect(!deviates(small, 15_000))
        #expect(deviates(small, 15_001))
        // Newest last: the sixth and the seventh from the end count.
        #expect(!deviates([0, 0, 50_000, 0, 0, 0, 0, 0, 0], 50_000))
        #expect(!deviates([0, 0, 0, 50_000, 0, 0, 0, 0, 0], 50_000))
        #expect(deviates([0, 50_000, 0, 0, 0, 0, 0, 0, 0], 50_000))
        #expect(deviates([0, 0, 0, 0, 50_000, 0, 0, 0, 0], 50_000))
        // Of both, the part is of the greater one.
        let rising: [Double] = [0, 0, 50_000, 100_000, 0, 0, 0, 0, 0]
        #expect(!deviates(rising, 107_999))
        #expect(deviates(rising, 108_001))
        #expect(!deviates(rising.map { -$0 }, -107_999))
        #expect(deviates(rising.map { -$0 }, -108_001))
        for bad in notFinite { #expect(!deviates(steady, bad)) }
    }

    @Test("power is over its limit beyond 105 %, far over beyond 115 %, and never below 5 kW")
    func overLimit() {
        for (kilowatts, isOver, isFarOver) in [
            (209.9, false, false), (210.1, true, false), (229.9, true, false), (230.1, true, true),
            (Double.nan, false, false),
        ] {
            var overLimit = OverLimitPower()
            let result = overLimit.step(
                measured: Power(kilowatts: kilowatts),
                limit: Power(kilowatts: 200),
                with: OverLimitParameters()
            )
            #expect(result == (isOver, isFarOver), "\(kilowatts)")
        }
        var small = OverLimitPower()
        let result = small.step(
            measured: Power(kilowatts: 5),
            limit: .zero,
            with: OverLimitParameters()
        )
        #expect(result == (false, false))
    }

    @Test("three bad frames of ten are bad, five in a row broken, ten good ones heal")
    func frames() {
        var check = FrameCheck()
        func run(_ pattern: String) {
            for letter in pattern { check.step(isBad: letter == "x") }
        }
        run("x.......x")
        #expect(!check.isBad)
        run(".x")
        #expect(!check.isBad)
        run("x")
        #expect(check.isBad && !check.isBroken)
        run(".........")
        #expect(check.isBad)
        run(".")
        #expect(!check.isBad)
        run("xxxx.xxxx")
        #expect(!check.isBroken)
        run("x")
        #expect(check.isBroken)
        run(".........")
        #expect(check.isBroken && check.isBad)
        run(".")
        #expect(!check.isBroken && !check.isBad)
    }

    @Test(
        "off for 500 ms at standstill, disarmed, then on: a key cycle; silence or a drive is none"
    )
    func keyCycle() {
        func cycles(
            _ isReady: AxlePair<Bool?>,
            for milliseconds: Double,
            isStanding: Bool = true,
            isArmed: Bool = false
        ) -> Bool {
            var key = KeyCycle()
            func step(_ ready: AxlePair<Bool?>, at time: Double) -> Bool {
                key.step(
                    isReady: ready,
                    isStanding: isStanding,
                    isArmed: isArmed,
                    at: .at(time),
                    offTime: .milliseconds(500)
                )
            }
            #expect(!step(AxlePair(both: true), at: 0))
            #expect(!step(isReady, at: 10))
            #expect(!step(isReady, at: 10 + milliseconds))
            let isOn = step(AxlePair(both: true), at: 1000)
            #expect(!step(AxlePair(both: true), at: 1010))
            return isOn
        }
        #expect(cycles(AxlePair(both: false), for: 500))
        #expect(!cycles(AxlePair(both: false), for: 499.9))
        #expect(!cycles(AxlePair(front: false, rear: true), for: 500))
        #expect(!cycles(AxlePair(front: true, rear: false), for: 500))
        #expect(!cycles(AxlePair(both: nil), for: 500))
        #expect(!cycles(AxlePair(both: false), for: 500, isStanding: false))
        #expect(!cycles(AxlePair(both: false), for: 500, isArmed: true))
    }
}
