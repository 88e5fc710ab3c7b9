import Testing

@testable import TorqueMonitor

/// What the guardian's checks remember of the past.
@Suite struct MemoryTests {
    @Test("a bound rises at once, and falls by its rate to the nanosecond")
    func falling() {
        var bound = FallingBound()
        #expect(bound.step(to: 1000, rate: 8000, at: 0) == 1000)
        #expect(bound.step(to: 0, rate: 8000, at: 10 * millisecond) == 920)
        // A part of a count is kept: 8000 a second are one in 125 us.
        #expect(bound.step(to: 0, rate: 8000, at: 10 * millisecond + 124_999) == 919)
        #expect(bound.step(to: 0, rate: 8000, at: 10 * millisecond + 125_000) == 919)
        #expect(bound.step(to: 0, rate: 8000, at: 10 * millisecond + 125_001) == 918)
        #expect(bound.step(to: 918, rate: 8000, at: 20 * millisecond) == 918)
        #expect(bound.step(to: 917, rate: 0, at: 30 * millisecond) == 918)
        #expect(bound.step(to: 2000, rate: 0, at: 30 * millisecond) == 2000)
    }

    @Test("a bound's first step is its target, and a clock that goes back lets nothing fall")
    func fallingClock() {
        var bound = FallingBound()
        #expect(bound.step(to: 500, rate: 8000, at: 90_000 * millisecond) == 500)
        #expect(bound.step(to: 0, rate: 8000, at: 80_000 * millisecond) == 500)
        #expect(bound.step(to: 0, rate: 8000, at: 80_010 * millisecond) == 420)
    }

    @Test("a pause falls no more than a second does, so that nothing overflows")
    func fallingPause() {
        var bound = FallingBound()
        #expect(bound.step(to: 4000, rate: 1000, at: 0) == 4000)
        #expect(bound.step(to: 0, rate: 1000, at: 1_000 * millisecond) == 3000)
        #expect(bound.step(to: 0, rate: 1000, at: 100_000 * millisecond) == 2000)
        #expect(bound.step(to: 0, rate: 1000, at: .max) == 1000)
        var large = FallingBound()
        #expect(large.step(to: 2_000_000_000, rate: 0, at: 0) == 2_000_000_000)
        #expect(large.step(to: 0, rate: 1_000_000_000, at: .max) == 1_000_000_000)
    }

    @Test("a clock that goes back a nanosecond raises nothing, however steep the ramp")
    func steepClock() {
        var bound = FallingBound()
        #expect(bound.step(to: 500, rate: 0, at: 10) == 500)
        #expect(bound.step(to: 0, rate: 1_000_000_000, at: 9) == 500)
        #expect(BoundRamps().direction == 1)
    }

    @Test("what is so lasts from its first time on, and begins anew after a break")
    func persistence() {
        var persistence = Persistence()
        for (isSo, at, lasts) in [
            (true, 100, false), (true, 149, false), (true, 150, true), (true, 151, true),
            (false, 152, false), (true, 153, false), (true, 202, false), (true, 203, true),
        ] as [(Bool, Int64, Bool)] {
            #expect(persistence.step(isSo, for: 50, at: at) == lasts, "\(at)")
        }
    }

    @Test("a range has what was noted since a time, and what was in force then")
    func range() {
        var values = RecentValues()
        #expect(values.range(since: 0) == nil)
        var one = values
        one.append(5, at: 10)
        #expect(one.range(since: 10) == 5...5)
        #expect(one.range(since: 9) == nil)
        for (value, at) in [(30, 10), (10, 20), (40, 30), (20, 40)] as [(Int, Int64)] {
            values.append(value, at: at)
        }
        #expect(values.range(since: 40) == 20...20)
        #expect(values.range(since: 39) == 20...40)
        #expect(values.range(since: 30) == 20...40)
        #expect(values.range(since: 29) == 10...40)
        #expect(values.range(since: 20) == 10...40)
        #expect(values.range(since: 19) == 10...40)
        #expect(values.range(since: 10) == 10...40)
        // Nothing is known of then.
        #expect(values.range(since: 9) == nil)
    }

    @Test("the greatest is of what was noted since a time, whatever was in force then")
    func greatest() {
        var values = RecentValues()
        #expect(values.greatest(since: .min) == nil)
        for (value, at) in [(-50, 10), (-10, 20), (-40, 30), (-60, 40)] as [(Int, Int64)] {
            values.append(value, at: at)
        }
        #expect(values.greatest(since: 41) == nil)
        #expect(values.greatest(since: 40) == -60)
        #expect(values.greatest(since: 31) == -60)
        #expect(values.greatest(since: 30) == -40)
        #expect(values.greatest(since: 20) == -10)
        #expect(values.greatest(since: 0) == -10)
    }

    @Test("32 values are kept, the oldest goes for the next")
    func kept() {
        var values = RecentValues()
        for index in 0..<31 { values.append(index, at: Int64(index)) }
        #expect(values.range(since: 0) == 0...30)
        #expect(values.range(since: -1) == nil)
        values.append(31, at: 31)
        // From now on what is kept counts for all that was before.
        #expect(values.range(since: -1) == 0...31)
        values.append(32, at: 32)
        #expect(values.range(since: -1) == 1...32)
        #expect(values.range(since: 32) == 32...32)
        values.append(-5, at: 33)
        #expect(values.range(since: 0) == -5...32)
        #expect(values.greatest(since: 0) == 32)
        for index in 34..<66 { values.append(7, at: Int64(index)) }
        #expect(values.greatest(since: 0) == 7)
        #expect(values.range(since: 0) == 7...7)
    }
}
