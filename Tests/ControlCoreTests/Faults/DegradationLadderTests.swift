import ControlCore
import Testing
import VehicleModel

@Suite("DegradationLadder")
struct DegradationLadderTests {
    private static let heal = Duration.seconds(2)

    private func step(
        _ ladder: inout DegradationLadder,
        _ demanded: LadderLevel,
        isCalm: Bool = true,
        hasKeyCycled: Bool = false,
        faulty: AxlePair<Bool> = AxlePair(both: false),
        at milliseconds: Double
    ) {
        ladder.step(
            demanded: demanded,
            faulty: faulty,
            isCalm: isCalm,
            hasKeyCycled: hasKeyCycled,
            at: .at(milliseconds),
            healTime: Self.heal
        )
    }

    @Test("it goes down at once, whatever the pedal", arguments: LadderLevel.allCases)
    func down(level: LadderLevel) {
        var ladder = DegradationLadder()
        step(&ladder, level, isCalm: false, at: 0)
        #expect(ladder.level == level)
    }

    @Test(
        "it goes up 2 s after the fault has healed, and not a moment before",
        arguments: [LadderLevel.plain, .reduced, .singleAxle, .limp]
    )
    func up(level: LadderLevel) {
        var ladder = DegradationLadder()
        step(&ladder, level, at: 0)
        step(&ladder, .full, at: 10)
        step(&ladder, .full, at: 2009.999)
        #expect(ladder.level == level)
        step(&ladder, .full, at: 2010)
        #expect(ladder.level == .full)
    }

    @Test("it stays while the pedal is pressed and the vehicle moves, however long all is healed")
    func calm() {
        var ladder = DegradationLadder()
        step(&ladder, .limp, at: 0)
        for cycle in 1...1000 { step(&ladder, .full, isCalm: false, at: Double(cycle) * 10) }
        #expect(ladder.level == .limp)
        step(&ladder, .full, at: 10_010)
        #expect(ladder.level == .full)
    }

    @Test("it goes up to what is still demanded, and on from there after 2 s more")
    func partWay() {
        var ladder = DegradationLadder()
        step(&ladder, .limp, at: 0)
        step(&ladder, .reduced, at: 10)
        step(&ladder, .full, at: 1000)
        step(&ladder, .full, at: 2010)
        #expect(ladder.level == .reduced)
        step(&ladder, .full, at: 2020)
        step(&ladder, .full, at: 4019)
        #expect(ladder.level == .reduced)
        step(&ladder, .full, at: 4020)
        #expect(ladder.level == .full)
    }

    @Test("a step demanded again starts the 2 s anew")
    func restarts() {
        var ladder = DegradationLadder()
        step(&ladder, .limp, at: 0)
        step(&ladder, .full, at: 10)
        step(&ladder, .reduced, at: 1500)
        step(&ladder, .reduced, at: 3499)
        #expect(ladder.level == .limp)
        step(&ladder, .reduced, at: 3500)
        #expect(ladder.level == .reduced)
    }

    @Test("the same step demanded again starts the 2 s anew, too")
    func demandedAgain() {
        var ladder = DegradationLadder()
        step(&ladder, .limp, at: 0)
        step(&ladder, .full, at: 10)
        step(&ladder, .limp, at: 1000)
        step(&ladder, .full, at: 1010)
        step(&ladder, .full, at: 3009)
        #expect(ladder.level == .limp)
        step(&ladder, .full, at: 3010)
        #expect(ladder.level == .full)
    }

    @Test("a clock that jumps back neither ends the 2 s early nor keeps them for ever")
    func clockBack() {
        var ladder = DegradationLadder()
        step(&ladder, .limp, at: 0)
        step(&ladder, .full, at: 10)
        step(&ladder, .full, at: -3_600_000)
        step(&ladder, .full, at: -3_598_001)
        #expect(ladder.level == .limp)
        step(&ladder, .full, at: -3_598_000)
        #expect(ladder.level == .full)
    }

    @Test(
        "zero torque is left by a key cycle alone",
        arguments: [LadderLevel.zeroTorque, .powerOff]
    )
    func absorbing(level: LadderLevel) {
        var ladder = DegradationLadder()
        step(&ladder, level, at: 0)
        for cycle in 1...2000 { step(&ladder, .full, at: Double(cycle) * 10) }
        #expect(ladder.level == level)
        step(&ladder, .reduced, hasKeyCycled: true, at: 20_010)
        #expect(ladder.level == .reduced)
    }

    @Test("a key cycle does not shorten the way up from the other steps")
    func keyCycleAlone() {
        var ladder = DegradationLadder()
        step(&ladder, .limp, at: 0)
        step(&ladder, .full, hasKeyCycled: true, at: 10)
        #expect(ladder.level == .limp)
    }

    @Test("an axle that was given up stays so until the ladder is above one axle")
    func excluded() {
        var ladder = DegradationLadder()
        step(&ladder, .singleAxle, faulty: AxlePair(front: true, rear: false), at: 0)
        #expect(ladder.excluded == AxlePair(front: true, rear: false))
        step(&ladder, .full, at: 10)
        #expect(ladder.excluded == AxlePair(front: true, rear: false))
        step(&ladder, .full, at: 2010)
        #expect(ladder.excluded == AxlePair(both: false))
    }

    @Test("each axle is given up by its own fault, at any step, and both by both")
    func eachExcluded() {
        var ladder = DegradationLadder()
        step(&ladder, .limp, at: 0)
        step(&ladder, .singleAxle, faulty: AxlePair(front: false, rear: true), at: 10)
        #expect(ladder.excluded == AxlePair(front: false, rear: true))
        step(&ladder, .singleAxle, faulty: AxlePair(front: true, rear: false), at: 20)
        #expect(ladder.excluded == AxlePair(both: true))
        step(&ladder, .singleAxle, at: 30)
        step(&ladder, .singleAxle, at: 2030)
        #expect(ladder.level == .singleAxle && ladder.excluded == AxlePair(both: true))
        step(&ladder, .plain, at: 2040)
        step(&ladder, .plain, faulty: AxlePair(front: false, rear: true), at: 4040)
        #expect(ladder.level == .plain && ladder.excluded == AxlePair(front: false, rear: true))
    }

    @Test("a key cycle leads to what is demanded then, also where that is zero torque")
    func keyCycleInto() {
        var ladder = DegradationLadder()
        step(&ladder, .powerOff, at: 0)
        step(&ladder, .zeroTorque, hasKeyCycled: true, at: 10)
        #expect(ladder.level == .zeroTorque)
        step(&ladder, .full, at: 20)
        step(&ladder, .full, at: 5000)
        #expect(ladder.level == .zeroTorque)
        step(&ladder, .full, isCalm: false, hasKeyCycled: true, at: 5010)
        #expect(ladder.level == .full)
    }

    @Test(
        "29: it goes up only calm and 2 s after any fault of that weight, and never from zero torque",
        arguments: 0..<60
    )
    func onlyUpWhenAllowed(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var ladder = DegradationLadder()
        var demands: [(time: Double, level: LadderLevel)] = []
        var time = 0.0
        var demanded = LadderLevel.full
        var looks = 0
        // Zero torque ends a drive, so it is rare.
        let levels: [LadderLevel] = [.full, .full, .full, .plain, .reduced, .singleAxle, .limp]
        for _ in 0..<4000 {
            time += random.one(of: [10, 10, 10, 10, 37, 500])
            if random.happens(onceIn: 120) { demanded = random.one(of: levels) }
            if random.happens(onceIn: 3000) { demanded = .zeroTorque }
            let isCalm = random.happens(onceIn: 2)
            let hasKeyCycled = random.happens(onceIn: 2000)
            let before = ladder.level
            step(&ladder, demanded, isCalm: isCalm, hasKeyCycled: hasKeyCycled, at: time)
            demands.append((time, demanded))
            #expect(ladder.level >= demanded)
            guard ladder.level < before else { continue }
            guard before < .zeroTorque else {
                #expect(hasKeyCycled)
                looks += 1
                continue
            }
            let recent = demands.filter { $0.time > time - 2000 }
            #expect(isCalm && recent.allSatisfy { $0.level <= ladder.level })
            looks += 1
        }
        printInvariant(29, "the ladder's way up", steps: 4000, looks: looks)
    }
}
