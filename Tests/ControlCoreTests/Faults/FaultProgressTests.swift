import Testing
import VehicleModel

@testable import ControlCore

@Suite("FaultProgress")
struct FaultProgressTests {
    private let armed = FaultProgress.Occasion(isArmed: true, hasKeyCycled: false)

    private func step(
        _ progress: inout FaultProgress,
        _ hasSign: Bool,
        _ rule: FaultRule,
        at milliseconds: Double,
        isLive: Bool = true,
        _ occasion: FaultProgress.Occasion? = nil
    ) {
        progress.step(hasSign, rule, isLive: isLive, occasion ?? armed, at: .at(milliseconds))
    }

    @Test("without a sign there is no fault, however long")
    func absent() {
        var progress = FaultProgress()
        for cycle in 0..<10 { step(&progress, false, FaultRule(), at: Double(cycle)) }
        #expect(progress.isAbsent)
    }

    @Test("a sign is a fault once it has lasted, by the clock: at its time, not before")
    func time() {
        let rule = FaultRule(debounce: .time(.milliseconds(20)), heal: .time(.milliseconds(30)))
        var progress = FaultProgress()
        step(&progress, true, rule, at: 0)
        #expect(!progress.isAbsent && !progress.isPresent)
        step(&progress, true, rule, at: 19.999)
        #expect(!progress.isPresent)
        step(&progress, true, rule, at: 20)
        #expect(progress.isPresent)
        step(&progress, false, rule, at: 30)
        #expect(progress.isHealing)
        step(&progress, false, rule, at: 59.999)
        #expect(progress.isHealing)
        step(&progress, false, rule, at: 60)
        #expect(progress.isAbsent)
    }

    @Test("or in cycles: at that many, not before")
    func cycles() {
        let rule = FaultRule(debounce: .cycles(3), heal: .cycles(2))
        var progress = FaultProgress()
        for (cycle, isPresent) in [(0, false), (1, false), (2, true), (3, true)] {
            step(&progress, true, rule, at: Double(cycle))
            #expect(progress.isPresent == isPresent)
        }
        step(&progress, false, rule, at: 4)
        #expect(progress.isHealing)
        step(&progress, false, rule, at: 5)
        #expect(progress.isAbsent)
        step(&progress, true, FaultRule(debounce: .cycles(1), heal: .cycles(1)), at: 6)
        #expect(progress.isPresent)
        step(&progress, false, FaultRule(debounce: .cycles(1), heal: .cycles(1)), at: 7)
        #expect(progress.isAbsent)
    }

    @Test("a break begins anew, of the sign and of its absence")
    func breaks() {
        let rule = FaultRule(debounce: .time(.milliseconds(20)), heal: .time(.milliseconds(20)))
        var progress = FaultProgress()
        step(&progress, true, rule, at: 0)
        step(&progress, false, rule, at: 10)
        #expect(progress.isAbsent)
        step(&progress, true, rule, at: 15)
        step(&progress, true, rule, at: 34)
        #expect(!progress.isPresent)
        step(&progress, true, rule, at: 35)
        #expect(progress.isPresent)
        step(&progress, false, rule, at: 40)
        step(&progress, true, rule, at: 50)
        #expect(progress.isPresent)
        step(&progress, false, rule, at: 55)
        step(&progress, false, rule, at: 74)
        #expect(progress.isHealing)
        step(&progress, false, rule, at: 75)
        #expect(progress.isAbsent)
    }

    @Test("a clock that jumps back begins the time anew")
    func clock() {
        let rule = FaultRule(debounce: .time(.milliseconds(20)))
        var progress = FaultProgress()
        step(&progress, true, rule, at: 1000)
        step(&progress, true, rule, at: 500)
        step(&progress, true, rule, at: 519)
        #expect(!progress.isPresent)
        step(&progress, true, rule, at: 520)
        #expect(progress.isPresent)
    }

    @Test("a sign that lasts longer than cycles can be counted stays as it is")
    func endless() {
        let rule = FaultRule(debounce: .time(.seconds(1_000_000)))
        var progress = FaultProgress()
        for _ in 0..<70_000 { step(&progress, true, rule, at: 0) }
        #expect(!progress.isPresent && !progress.isAbsent)
        let counted = FaultRule(debounce: .cycles(.max))
        step(&progress, true, counted, at: 0)
        #expect(progress.isPresent)
    }

    @Test("a latch stays until its occasion, and only where torque was possible")
    func latch() {
        let keyed = FaultProgress.Occasion(isArmed: true, hasKeyCycled: true)
        let disarmed = FaultProgress.Occasion(isArmed: false, hasKeyCycled: false)
        for (latch, occasion) in [(FaultLatch.disarm, disarmed), (.keyCycle, keyed)] {
            let rule = FaultRule(latch: latch)
            let other = latch == .disarm ? keyed : disarmed
            var progress = FaultProgress()
            step(&progress, true, rule, at: 0)
            step(&progress, false, rule, at: 10)
            #expect(progress.isLatched)
            step(&progress, false, rule, at: 20, other)
            #expect(progress.isLatched)
            step(&progress, true, rule, at: 30)
            #expect(progress.isPresent)
            step(&progress, false, rule, at: 40, other)
            #expect(progress.isLatched)
            step(&progress, false, rule, at: 50, occasion)
            #expect(progress.isAbsent)
            // Never live: nothing to keep.
            step(&progress, true, rule, at: 60, isLive: false)
            step(&progress, false, rule, at: 70)
            #expect(progress.isAbsent)
            // Live at any time while present is enough.
            step(&progress, true, rule, at: 80, isLive: false)
            step(&progress, true, rule, at: 90, isLive: true)
            step(&progress, true, rule, at: 100, isLive: false)
            step(&progress, false, rule, at: 110)
            #expect(progress.isLatched)
            progress.release()
            #expect(progress.isAbsent)
        }
    }

    @Test("only a latch is released by hand")
    func release() {
        let rule = FaultRule(
            debounce: .cycles(2),
            heal: .time(.milliseconds(100)),
            latch: .keyCycle
        )
        var progress = FaultProgress()
        step(&progress, true, rule, at: 0)
        progress.release()
        #expect(!progress.isAbsent)
        step(&progress, true, rule, at: 10)
        progress.release()
        #expect(progress.isPresent)
        step(&progress, false, rule, at: 20)
        progress.release()
        #expect(progress.isHealing)
    }

    @Test(
        "bad frames of each group are that group's fault alone",
        arguments: [
            (.pedal, .pedalFramesBad, .pedalFramesBroken),
            (.frontInverter, .frontInverterFramesBad, .frontInverterFramesBroken),
            (.rearInverter, .rearInverterFramesBad, .rearInverterFramesBroken),
            (.battery, .batteryFramesBad, .batteryFramesBroken),
        ] as [(FrameGroup, Fault, Fault)]
    )
    func frames(group: FrameGroup, bad: Fault, broken: Fault) {
        let groups: [Fault] = [
            .pedalFramesBad, .pedalFramesBroken, .frontInverterFramesBad,
            .frontInverterFramesBroken, .rearInverterFramesBad, .rearInverterFramesBroken,
            .batteryFramesBad, .batteryFramesBroken,
        ]
        var monitor = FaultMonitor()
        var scene = FaultMonitorTests.Scene()
        FaultMonitorTests.step(&monitor, scene, at: 0)
        for frame in 1...5 {
            scene.surroundings.frames = FrameCounts()
            scene.surroundings.frames.note(group, isBad: true)
            FaultMonitorTests.step(&monitor, scene, at: Double(frame) * 10)
            for fault in groups {
                let isExpected = fault == bad && frame >= 3 || fault == broken && frame == 5
                #expect(monitor.memory[fault].isActive == isExpected, "\(fault) at \(frame)")
            }
        }
        for frame in 6...15 {
            #expect(monitor.memory[bad].isActive)
            scene.surroundings.frames = FrameCounts()
            scene.surroundings.frames.note(group, isBad: false)
            FaultMonitorTests.step(&monitor, scene, at: Double(frame) * 10)
        }
        #expect(!monitor.memory[bad].isActive)
    }
}
