import Testing
import VehicleModel

@Suite("FaultMemory")
struct FaultMemoryTests {
    private func at(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }

    @Test(
        "a fault is counted when it appears and remembered when it goes",
        arguments: Fault.allCases
    )
    func remembers(fault: Fault) {
        var memory = FaultMemory()
        #expect(memory[fault].occurrences == 0)
        memory.note(fault, isPresent: false, at: at(1))
        #expect(memory[fault].occurrences == 0 && !memory[fault].isActive)
        memory.note(fault, isPresent: true, at: at(2))
        memory.note(fault, isPresent: true, at: at(3))
        #expect(memory[fault].isActive)
        #expect(memory[fault].occurrences == 1)
        #expect(memory[fault].first == at(2) && memory[fault].last == at(3))
        memory.note(fault, isPresent: false, at: at(4))
        #expect(!memory[fault].isActive && memory[fault].last == at(3))
        memory.note(fault, isPresent: true, at: at(5))
        #expect(memory[fault].occurrences == 2)
        #expect(memory[fault].first == at(2) && memory[fault].last == at(5))
        for other in Fault.allCases where other != fault { #expect(memory[other].occurrences == 0) }
    }

    @Test("torque is forbidden while a fault that forbids it is active", arguments: Fault.allCases)
    func forbids(fault: Fault) {
        var memory = FaultMemory()
        #expect(!memory.forbidsTorque)
        memory.note(fault, isPresent: true, at: at(1))
        #expect(memory.forbidsTorque == fault.forbidsTorque)
        for other in Fault.allCases where !other.forbidsTorque {
            memory.note(other, isPresent: true, at: at(1))
        }
        #expect(memory.forbidsTorque == fault.forbidsTorque)
        memory.note(fault, isPresent: false, at: at(2))
        #expect(!memory.forbidsTorque)
    }

    @Test("all torque is forbidden by what both axles need; a lost inverter concerns its own axle")
    func classes() {
        let forbidding = Set(Fault.allCases.filter(\.forbidsTorque))
        let expected: Set<Fault> = [
            .pedalLost, .pedalsInvalid, .pedalImplausible, .pedalStuck, .pedalFramesBad,
            .pedalFramesBroken, .brakeLost, .gearLost, .frontInverterNotReady,
            .rearInverterNotReady, .mainRelayOpen, .overLimitPower, .guardianLost,
            .guardianTripped, .foreignSender, .sentTorqueWrong,
        ]
        #expect(forbidding == expected)
        for fault in [Fault.frontInverterLate, .frontInverterLost, .frontTorqueTracking] {
            #expect(FaultTable.standard[fault].reaction == .ramp)
            #expect(fault.axle == .front)
        }
    }
}
