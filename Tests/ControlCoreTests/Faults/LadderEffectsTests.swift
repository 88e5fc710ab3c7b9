import ControlCore
import Testing
import VehicleModel

@Suite("LadderEffects")
struct LadderEffectsTests {
    private let parameters = LadderParameters()
    private let peaks = AxlePair(both: Torque(340))

    private func effects(
        _ level: LadderLevel,
        excluding excluded: AxlePair<Bool> = AxlePair(both: false)
    ) -> LadderEffects {
        LadderEffects(level, excluding: excluded, with: parameters)
    }

    @Test("the first steps take comfort, cruise, then torque and power")
    func upperSteps() {
        let full = effects(.full)
        #expect(full.torqueFactors == AxlePair(both: 1))
        #expect(full.allowsComfort && full.allowsCruise && !full.isZeroTorque)
        let plain = effects(.plain)
        #expect(plain.torqueFactors == AxlePair(both: 1))
        #expect(plain.powerCap == Power(.infinity) && plain.speedCap == Speed(.infinity))
        #expect(!plain.allowsComfort && !plain.allowsCruise)
        let reduced = effects(.reduced)
        #expect(reduced.torqueFactors == AxlePair(both: 0.6))
        #expect(reduced.powerCap == Power(kilowatts: 100))
        #expect(reduced.speedCap == Speed(.infinity))
        #expect(!reduced.allowsComfort && !reduced.allowsCruise)
    }

    @Test(
        "one axle leaves half at the front or 35 % at the rear, 80 km/h; limp 30 %, 30 kW, 40 km/h"
    )
    func lowerSteps() {
        let rearLost = effects(.singleAxle, excluding: AxlePair(front: false, rear: true))
        #expect(rearLost.torqueFactors == AxlePair(front: 0.5, rear: 0))
        let frontLost = effects(.singleAxle, excluding: AxlePair(front: true, rear: false))
        #expect(frontLost.torqueFactors == AxlePair(front: 0, rear: 0.35))
        #expect(frontLost.speedCap == Speed(kilometresPerHour: 80))
        #expect(frontLost.powerCap == Power(kilowatts: 100))
        let limp = effects(.limp)
        #expect(limp.torqueFactors == AxlePair(both: 0.3))
        #expect(limp.powerCap == Power(kilowatts: 30))
        #expect(limp.speedCap == Speed(kilometresPerHour: 40))
        #expect(!limp.isZeroTorque)
    }

    @Test("limp leaves no more than one axle does, and an axle that is given up has nothing")
    func limpOnOneAxle() {
        var weak = parameters
        weak.singleTorque = AxlePair(front: 0.2, rear: 0.1)
        let both = LadderEffects(.limp, excluding: AxlePair(both: false), with: weak)
        #expect(both.torqueFactors == AxlePair(front: 0.2, rear: 0.1))
        let front = LadderEffects(.limp, excluding: AxlePair(front: false, rear: true), with: weak)
        #expect(front.torqueFactors == AxlePair(front: 0.2, rear: 0))
        let rear = LadderEffects(.limp, excluding: AxlePair(front: true, rear: false), with: weak)
        #expect(rear.torqueFactors == AxlePair(front: 0, rear: 0.1))
    }

    @Test("a motor without torque has none under any step, and each has its own bound")
    func peaksApart() {
        let reduced = effects(.reduced)
        let torques = reduced.bounded(
            AxlePair(front: Torque(100), rear: Torque(-100)),
            peaks: AxlePair(front: Torque(50), rear: Torque(100))
        )
        #expect(torques == AxlePair(front: Torque(30), rear: Torque(-60)))
        let little = reduced.bounded(
            AxlePair(both: Torque(100)),
            peaks: AxlePair(front: Torque(0.5), rear: Torque(-0.5))
        )
        #expect(little == AxlePair(front: Torque(0.3), rear: .zero))
    }

    @Test(
        "zero torque and power off leave nothing",
        arguments: [LadderLevel.zeroTorque, .powerOff]
    )
    func nothing(level: LadderLevel) {
        let effects = effects(level)
        #expect(effects.torqueFactors == AxlePair(both: 0))
        #expect(effects.powerCap == .zero && effects.speedCap == .zero && effects.isZeroTorque)
        let bounded = effects.bounded(AxlePair(both: Torque(100)), peaks: peaks)
        #expect(bounded == AxlePair(both: .zero))
    }

    @Test("each step leaves no more than the one above it")
    func monotone() {
        for (above, below) in zip(LadderLevel.allCases, LadderLevel.allCases.dropFirst()) {
            let one = effects(above)
            let two = effects(below)
            #expect(two.torqueFactors.front <= one.torqueFactors.front)
            #expect(two.torqueFactors.rear <= one.torqueFactors.rear)
            #expect(two.powerCap <= one.powerCap && two.speedCap <= one.speedCap)
        }
    }

    @Test("torque is cut to its bound from both sides, and what is not finite is nothing")
    func bounded() {
        let reduced = effects(.reduced)
        for (asked, given) in [
            (203.9, 203.9), (204, 204), (204.1, 204), (-203.9, -203.9), (-204.1, -204), (0, 0),
        ] {
            let torques = reduced.bounded(AxlePair(both: Torque(asked)), peaks: peaks)
            #expect(torques.front == Torque(given) && torques.rear == Torque(given))
        }
        for bad in notFinite {
            let torques = reduced.bounded(AxlePair(both: Torque(bad)), peaks: peaks)
            #expect(torques == AxlePair(both: .zero))
            let unknown = AxlePair(both: Torque(bad))
            let none = reduced.bounded(AxlePair(both: Torque(100)), peaks: unknown)
            #expect(none == AxlePair(both: .zero))
        }
    }

    @Test(
        "13: with the driver's wish frozen no fault raises |torque| before it has healed",
        arguments: 0..<60
    )
    func neverRaises(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var monitor = FaultMonitor(oneAxleGoesOn())
        var scene = FaultMonitorTests.Scene()
        scene.evidence.isArmed = true
        let asked = AxlePair(
            front: Torque(random.number(-340...340)),
            rear: Torque(random.number(-340...340))
        )
        var given = asked
        var time = 0.0
        for _ in 0..<1500 {
            time += 10
            scene.inputs.pedal = 0.8
            if random.happens(onceIn: 40) { scene = FaultMonitorTests.Scene() }
            scene.evidence.isArmed = true
            scene.inputs.pedal = 0.8
            if random.happens(onceIn: 15) {
                random.one(of: FaultMonitorTests.cases).cause(&scene)
            }
            let before = monitor.effects
            FaultMonitorTests.step(&monitor, scene, at: time)
            let next = monitor.effects.goal(of: asked, from: given, peaks: peaks)
            for axle in Axle.allCases {
                #expect(next[axle].magnitude <= asked[axle].magnitude)
                #expect(next[axle].rawValue * asked[axle].rawValue >= 0)
                let isWorse = monitor.effects.axles[axle] > before.axles[axle]
                if isWorse { #expect(next[axle].magnitude <= given[axle].magnitude) }
            }
            // The pedal never lets go and the car never stands: the ladder stays where it came to.
            #expect(monitor.effects.ladder.torqueFactors.front <= before.ladder.torqueFactors.front)
            #expect(monitor.effects.ladder.torqueFactors.rear <= before.ladder.torqueFactors.rear)
            #expect(monitor.effects.ladder.powerCap <= before.ladder.powerCap)
            given = next
        }
        printInvariant(13, "no fault raises torque", steps: 1500, looks: 3000)
    }

    private func oneAxleGoesOn() -> FaultParameters {
        var parameters = FaultParameters()
        parameters.goesOnWithOneAxle = true
        return parameters
    }
}
