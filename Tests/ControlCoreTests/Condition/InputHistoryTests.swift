import Testing
import VehicleModel

@testable import ControlCore

@Suite("InputHistory")
struct InputHistoryTests {
    private let rule = InputRule(greatestAge: .milliseconds(50), minimum: 0, maximum: 1)
    private let debounce = FrameDebounce(badFrames: 2, goodFrames: 10)

    private struct Frames {
        var history = InputHistory()
        let rule: InputRule
        let debounce: FrameDebounce

        mutating func take(
            _ value: Double,
            arrival: Double,
            now: Double? = nil,
            quality: Quality = .valid
        ) -> Quality {
            let sample = InputSample(value: value, arrival: .at(arrival), quality: quality)
            history.step(sample, rule, debounce, at: .at(now ?? arrival))
            return history.quality
        }
    }

    private func frames() -> Frames { Frames(rule: rule, debounce: debounce) }

    @Test("nothing received is missing, and a first good frame is used at once")
    func first() {
        var frames = frames()
        #expect(frames.history.quality == .missing && frames.history.value == 0)
        #expect(frames.history.arrival == Instant(nanoseconds: 0))
        #expect(frames.take(0, arrival: 0, quality: .missing) == .missing)
        #expect(frames.take(0.5, arrival: 0) == .valid)
        #expect(frames.history.value == 0.5)
    }

    @Test("a first bad frame has nothing to be bridged with; one alone does not have to heal")
    func firstBad() {
        var frames = frames()
        #expect(frames.take(2, arrival: 0) == .outOfRange)
        #expect(frames.take(0.5, arrival: 10) == .valid)
        // Nor at the clock's beginning, where nothing that ever came would be fresh.
        var early = InputHistory()
        let sample = InputSample.valid(2, at: Instant(nanoseconds: 0))
        early.step(sample, rule, debounce, at: Instant(nanoseconds: 1))
        #expect(early.quality == .outOfRange)
    }

    @Test("one bad frame is bridged by the last good value, the second is not")
    func bridge() {
        let reasons: [Quality] = [.notAvailable, .badChecksum, .badCounter]
        for reason in reasons {
            var frames = frames()
            #expect(frames.take(0.5, arrival: 0) == .valid)
            #expect(frames.take(0.9, arrival: 10, quality: reason) == .valid)
            #expect(frames.history.value == 0.5 && frames.history.arrival == .at(0))
            #expect(frames.take(0.9, arrival: 20, quality: reason) == reason)
        }
    }

    @Test("the bridge ends when the last good value is too old")
    func bridgeEnds() {
        var frames = frames()
        #expect(frames.take(0.5, arrival: 0) == .valid)
        #expect(frames.take(2, arrival: 10) == .valid)
        #expect(frames.take(2, arrival: 10, now: 50) == .valid)
        #expect(frames.take(2, arrival: 10, now: 50.001) == .outOfRange)
    }

    @Test("ten good frames heal, nine do not, and the reason stands until then")
    func heals() {
        var frames = frames()
        #expect(frames.take(0.5, arrival: 0) == .valid)
        #expect(frames.take(2, arrival: 10) == .valid)
        #expect(frames.take(2, arrival: 20) == .outOfRange)
        for frame in 1...9 {
            #expect(frames.take(0.4, arrival: 20 + Double(frame) * 10) == .outOfRange)
            // The same frame seen again is no further good one.
            #expect(frames.take(0.4, arrival: 20 + Double(frame) * 10) == .outOfRange)
        }
        #expect(frames.take(0.4, arrival: 120) == .valid)
        #expect(frames.history.value == 0.4)
        // Healed, it bridges one again.
        #expect(frames.take(2, arrival: 130) == .valid)
        #expect(frames.take(2, arrival: 140) == .outOfRange)
    }

    @Test("a bad frame while healing starts it anew")
    func healsAnew() {
        var frames = frames()
        for frame in 0..<2 { _ = frames.take(2, arrival: Double(frame) * 10) }
        for frame in 2..<11 { _ = frames.take(0.4, arrival: Double(frame) * 10) }
        #expect(frames.take(2, arrival: 110) == .outOfRange)
        for frame in 12..<21 {
            #expect(frames.take(0.4, arrival: Double(frame) * 10) == .outOfRange)
        }
        #expect(frames.take(0.4, arrival: 210) == .valid)
    }

    @Test("good frames between two bad ones excuse them only from ten on")
    func between() {
        for good in [1, 9, 10] {
            var frames = frames()
            var time = 0.0
            func take(_ value: Double) -> Quality {
                time += 10
                return frames.take(value, arrival: time)
            }
            _ = take(0.5)
            #expect(take(2) == .valid)
            for _ in 0..<good { #expect(take(0.5) == .valid) }
            #expect((take(2) == .valid) == (good == 10))
        }
    }

    @Test("the same bad frame seen again counts once")
    func seenAgain() {
        var frames = frames()
        #expect(frames.take(0.5, arrival: 0) == .valid)
        for now in [10, 20, 30, 40] as [Double] {
            #expect(frames.take(.nan, arrival: 10, now: now) == .valid)
        }
        #expect(frames.take(.nan, arrival: 20, now: 41) == .outOfRange)
    }

    @Test("a frame that turns bad under the same stamp is not used")
    func sameStamp() {
        var frames = frames()
        #expect(frames.take(0.5, arrival: 0) == .valid)
        for bad in notFinite + [2, -1] {
            #expect(frames.take(bad, arrival: 0, now: 5) == .valid)
            #expect(frames.history.value == 0.5)
        }
        #expect(frames.take(2, arrival: 0, now: 51) == .stale)
    }

    @Test("what is stale is invalid at once, and good again with the next frame")
    func stale() {
        var frames = frames()
        #expect(frames.take(0.5, arrival: 0, now: 50) == .valid)
        #expect(frames.take(0.5, arrival: 0, now: 50.001) == .stale)
        #expect(frames.take(0.6, arrival: 1000) == .valid)
    }

    @Test("silence forgives no bad frame")
    func silence() {
        var frames = frames()
        for frame in 0..<2 { _ = frames.take(2, arrival: Double(frame) * 10) }
        #expect(frames.take(0.5, arrival: 5000) == .outOfRange)
        #expect(frames.take(0.5, arrival: 5000, now: 6000) == .stale)
    }

    @Test("a clock that jumps never makes an old or bad value valid", arguments: [-1e6, 1e6])
    func jumps(jump: Double) {
        var frames = frames()
        #expect(frames.take(0.5, arrival: 0) == .valid)
        #expect(frames.take(0.5, arrival: 0, now: jump) == .stale)
        // The last good value is from another time: nothing bridges.
        #expect(frames.take(2, arrival: jump) == .outOfRange)
        #expect(frames.take(0.7, arrival: jump + 10) == .valid)
        #expect(frames.history.value == 0.7)
    }

    @Test("many good frames do not wear the counter out")
    func many() {
        var frames = frames()
        for frame in 0..<1000 { #expect(frames.take(0.5, arrival: Double(frame)) == .valid) }
        var wide = Frames(rule: rule, debounce: FrameDebounce(badFrames: 255, goodFrames: 254))
        for frame in 0..<600 { _ = wide.take(2, arrival: Double(frame)) }
        for frame in 600..<853 { #expect(wide.take(0.5, arrival: Double(frame)) == .outOfRange) }
        #expect(wide.take(0.5, arrival: 853) == .valid)
        for frame in 854..<1900 { #expect(wide.take(0.5, arrival: Double(frame)) == .valid) }
    }
}

@Suite("InputReader")
struct InputReaderTests {
    @Test("a request is read as it is: no bridge, no memory")
    func requests() {
        var rules = InputRules(
            all: InputRule(greatestAge: .milliseconds(50), minimum: -1000, maximum: 1000)
        )
        rules[.benchRearTorque].isBound = false
        var table = InputTable()
        table[.cruiseTorque] = .valid(120, at: .at(0))
        table[.benchRearTorque] = .valid(30, at: .at(0))
        table[.stabilityActive] = .valid(1, at: .at(0))
        let reader = InputReader(table.all, rules: rules.all, at: .at(50))
        let cruise: Torque? = reader.quantity(.cruiseTorque)
        #expect(cruise == Torque(120))
        let (isStable, isEco) = (reader.bool(.stabilityActive), reader.bool(.ecoMode))
        #expect(isStable == true && isEco == nil)
        let areBound = (reader.isBound(.cruiseTorque), reader.isBound(.benchRearTorque))
        #expect(areBound.0 && !areBound.1)
        let bench = (reader.quality(.benchRearTorque), reader.value(.benchRearTorque))
        #expect(bench.0 == .missing && bench.1 == nil)
        let later = InputReader(table.all, rules: rules.all, at: .at(50.001))
        let late = (later.quality(.cruiseTorque), later.value(.cruiseTorque))
        #expect(late.0 == .stale && late.1 == nil)
    }
}
