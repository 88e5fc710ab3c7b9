import Testing

@testable import ControlRuntime

@Suite struct BusOffRecoveryTests {
    private var recovery: BusOffRecovery {
        BusOffRecovery(BusOffRecovery.Policy(delay: 100, longestDelay: 300, limit: 4))
    }

    @Test("the delay doubles up to the longest, and after the limit the controller stays off")
    func backOff() {
        var recovery = recovery
        var restarts: [Int64] = []
        for now in Int64(0)...2_000 where recovery.step(isBusOff: true, at: now) {
            restarts.append(now)
        }
        #expect(restarts == [100, 300, 600, 900])
        #expect(recovery.total == 4)
        // The last one has its time.
        #expect(!recovery.hasGivenUp(isBusOff: true, at: 1_199))
        #expect(recovery.hasGivenUp(isBusOff: true, at: 1_200))
        #expect(!recovery.hasGivenUp(isBusOff: false, at: 2_000))
    }

    @Test("a bus that is well for a moment does not begin anew; one that is well for long does")
    func well() {
        var recovery = recovery
        var now: Int64 = 0
        // Bus-off again 10 ns after every restart.
        for _ in 0..<10_000 {
            if recovery.step(isBusOff: true, at: now) {
                _ = recovery.step(isBusOff: false, at: now + 1)
            }
            now += 10
        }
        #expect(recovery.total == 4)
        #expect(recovery.hasGivenUp(isBusOff: true, at: now))
        for _ in 0..<31 {
            #expect(recovery.step(isBusOff: false, at: now) == false)
            now += 10
        }
        #expect(!recovery.hasGivenUp(isBusOff: true, at: now))
        #expect(recovery.step(isBusOff: true, at: now) == false)
        #expect(recovery.step(isBusOff: true, at: now + 100) == true)
        #expect(recovery.total == 5)
    }

    @Test("a controller that comes back by itself before its time is not restarted")
    func byItself() {
        var recovery = recovery
        #expect(recovery.step(isBusOff: true, at: 0) == false)
        #expect(recovery.step(isBusOff: false, at: 50) == false)
        #expect(recovery.step(isBusOff: true, at: 120) == false)
        #expect(recovery.step(isBusOff: true, at: 219) == false)
        #expect(recovery.step(isBusOff: true, at: 220) == true)
    }
}
