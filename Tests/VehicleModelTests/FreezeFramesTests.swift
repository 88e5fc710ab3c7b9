import Testing
import VehicleModel

@Suite("FreezeFrames")
struct FreezeFramesTests {
    private func report(at time: Int64, given: Double, _ faults: FaultMemory) -> CycleReport {
        var report = CycleReport()
        report.time = Instant(nanoseconds: time)
        report.axles.front.asked = Torque(200)
        report.axles.front.given = Torque(given)
        report.pedal = 0.25
        report.ladder = .limp
        report.gear = .drive
        report.faults = faults
        return report
    }

    @Test("the first and the newest appearance are kept, with the torque given before it")
    func firstAndNewest() {
        var frames = FreezeFrames()
        var memory = FaultMemory()
        #expect(frames[.gearLost] == nil)
        for (time, given, isPresent) in [
            (1, 100.0, false), (2, 0, true), (3, 0, true), (4, 80, false), (5, 10, true),
        ] as [(Int64, Double, Bool)] {
            memory.note(.gearLost, isPresent: isPresent, at: Instant(nanoseconds: time))
            frames.step(report(at: time, given: given, memory))
        }
        let kept = frames[.gearLost]
        #expect(kept?.first.time == Instant(nanoseconds: 2))
        #expect(kept?.first.given.front == 100)
        #expect(kept?.first.asked.front == 200 && kept?.first.pedal == 0.25)
        #expect(kept?.first.ladder == .limp && kept?.first.gear == .drive)
        #expect(kept?.newest.time == Instant(nanoseconds: 5))
        #expect(kept?.newest.given.front == 80)
        #expect(frames[.pedalLost] == nil)
        frames.forget(.gearLost)
        #expect(frames[.gearLost] == nil)
    }

    @Test("a ninth fault takes the place of the one that appeared longest ago")
    func replaced() {
        var frames = FreezeFrames()
        var memory = FaultMemory()
        let faults = Array(Fault.allCases.prefix(9))
        for (index, fault) in faults.enumerated() {
            memory.note(fault, isPresent: true, at: Instant(nanoseconds: Int64(index)))
            frames.step(report(at: Int64(index), given: 0, memory))
            if index == 7 {
                // The oldest appears again, so that another one is the oldest.
                memory.note(faults[0], isPresent: false, at: Instant(nanoseconds: 7))
                memory.note(faults[0], isPresent: true, at: Instant(nanoseconds: 7))
                frames.step(report(at: 7, given: 0, memory))
            }
        }
        for fault in faults { #expect((frames[fault] == nil) == (fault == faults[1]), "\(fault)") }
    }

    @Test("a fault that was forgotten and appears again is kept anew")
    func again() {
        var frames = FreezeFrames()
        var memory = FaultMemory()
        memory.note(.gearLost, isPresent: true, at: Instant(nanoseconds: 1))
        frames.step(report(at: 1, given: 0, memory))
        memory.note(.gearLost, isPresent: false, at: Instant(nanoseconds: 2))
        memory.forget(.gearLost)
        frames.forget(.gearLost)
        memory.note(.gearLost, isPresent: true, at: Instant(nanoseconds: 3))
        frames.step(report(at: 3, given: 0, memory))
        #expect(frames[.gearLost]?.first.time == Instant(nanoseconds: 3))
    }

    @Test("a frame is small, and so is what a cycle's report keeps of faults")
    func sizes() {
        #expect(MemoryLayout<FreezeFrame>.size <= 80)
        #expect(MemoryLayout<FreezeFrames>.size <= 2048)
        #expect(MemoryLayout<FaultMemory>.size <= 1240)
    }
}
