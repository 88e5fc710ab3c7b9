import Testing
import VehicleModel

@Suite("FaultSet")
struct FaultSetTests {
    @Test("what goes in comes out, each by itself and in order")
    func popsInOrder() {
        var set = FaultSet()
        for fault in Fault.allCases.reversed() { set.insert(fault) }
        #expect(set == .all)
        for fault in Fault.allCases {
            #expect(set.contains(fault))
            #expect(set.popFirst() == fault)
            #expect(!set.contains(fault))
        }
        #expect(set.isEmpty && set.popFirst() == nil)
    }

    @Test("a fault that is taken out leaves the others", arguments: Fault.allCases)
    func removes(fault: Fault) {
        var set = FaultSet.all
        set.remove(fault)
        for other in Fault.allCases { #expect(set.contains(other) == (other != fault)) }
        set.remove(fault)
        set.insert(fault)
        #expect(set == .all)
    }

    @Test("a bit that is no fault is none")
    func stranger() {
        var set = FaultSet(rawValue: 1 << 63)
        #expect(set.popFirst() == nil)
    }

    @Test("the active faults are those whose records are", arguments: Fault.allCases)
    func active(fault: Fault) {
        var memory = FaultMemory()
        let now = Instant(nanoseconds: 1)
        func isAsRecorded() -> Bool {
            Fault.allCases.allSatisfy { memory.active.contains($0) == memory[$0].isActive }
        }
        #expect(memory.active.isEmpty)
        memory.note(fault, isPresent: true, at: now)
        #expect(memory.active.contains(fault) && isAsRecorded())
        memory.note(fault, isPresent: false, at: now)
        #expect(memory.active.isEmpty && isAsRecorded())
        memory.note(fault, isPresent: true, at: now)
        memory.forget(fault)
        #expect(memory.active.isEmpty && isAsRecorded())
    }
}
