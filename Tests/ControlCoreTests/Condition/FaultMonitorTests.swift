import ControlCore
import Testing
import VehicleModel

@Suite("FaultMonitor")
struct FaultMonitorTests {
    /// What one cycle of the monitor is given.
    struct Scene: Sendable {
        var inputs = healthy()
        var surroundings = guarded()
        var limit = Power(kilowatts: 200)
        var isControlling = true
        var evidence = FaultEvidence()

        private static func guarded() -> Surroundings {
            var surroundings = Surroundings()
            surroundings.hasGuardian = true
            return surroundings
        }

        private static func healthy() -> ConditionedInputs {
            var inputs = ConditionedInputs()
            inputs.pedal = 0
            inputs.isBraking = false
            inputs.selector = .drive
            inputs.motorSpeeds = AxlePair(both: RotationalSpeed(100))
            inputs.isInverterReady = AxlePair(both: true)
            inputs.batteryVoltage = Voltage(350)
            inputs.batteryCurrent = Current(10)
            inputs.isRelayPermitted = true
            return inputs
        }
    }

    /// A fault and what makes it appear at once.
    struct Case: Sendable, CustomStringConvertible {
        var fault: Fault
        var cause: @Sendable (inout Scene) -> Void

        var description: String { "\(fault)" }
    }

    static let cases: [Case] = [
        Case(fault: .pedalLost) { $0.inputs.pedal = nil },
        Case(fault: .pedalImplausible) { $0.inputs.isPedalImplausible = true },
        Case(fault: .brakeLost) { $0.inputs.isBraking = nil },
        Case(fault: .gearLost) { $0.inputs.selector = nil },
        Case(fault: .frontInverterLate) { $0.inputs.motorSpeeds.front = nil },
        Case(fault: .frontInverterLate) { $0.inputs.isInverterReady.front = nil },
        Case(fault: .rearInverterLate) { $0.inputs.motorSpeeds.rear = nil },
        Case(fault: .rearInverterLate) { $0.inputs.isInverterReady.rear = nil },
        Case(fault: .frontInverterNotReady) { $0.inputs.isInverterReady.front = false },
        Case(fault: .rearInverterNotReady) { $0.inputs.isInverterReady.rear = false },
        Case(fault: .batteryLimitsLost) { $0.limit = .zero },
        Case(fault: .batteryStateLost) { $0.inputs.batteryVoltage = nil },
        Case(fault: .batteryStateLost) { $0.inputs.batteryCurrent = nil },
        Case(fault: .mainRelayOpen) { $0.inputs.isRelayPermitted = false },
        Case(fault: .badChecksum) { $0.surroundings.hasBadChecksum = true },
        Case(fault: .badCounter) { $0.surroundings.hasBadCounter = true },
        Case(fault: .guardianLost) { $0.surroundings.hasGuardian = false },
        Case(fault: .guardianTripped) { $0.surroundings.isGuardianTripped = true },
        Case(fault: .guardianRefuses) { $0.surroundings.isGuardianRefusing = true },
        Case(fault: .foreignSender) { $0.surroundings.hasForeignSender = true },
        Case(fault: .framesLost) { $0.surroundings.hasLostFrames = true },
        Case(fault: .leaseExpired) { $0.surroundings.hasLeaseExpired = true },
        Case(fault: .busLost) { $0.surroundings.isBusLost = true },
    ]

    private static let harmless: Set<Fault> = [
        .batteryLimitsLost, .batteryStateLost, .badChecksum, .badCounter, .cycleOverrun,
        .framesLost, .leaseExpired, .busLost, .guardianRefuses,
    ]

    /// One cycle with everything fresh, unless it is given an age in ms.
    static func step(
        _ monitor: inout FaultMonitor,
        _ scene: Scene,
        at milliseconds: Double,
        pedalAge: Double = 0,
        inverterAges: (front: Double, rear: Double) = (0, 0),
        batteryAge: Double = 0
    ) {
        var evidence = scene.evidence
        evidence.dischargeLimit = scene.limit
        evidence.isControlling = scene.isControlling
        evidence.pedalArrival = .at(milliseconds - pedalAge)
        evidence.inverterArrivals.front = .at(milliseconds - inverterAges.front)
        evidence.inverterArrivals.rear = .at(milliseconds - inverterAges.rear)
        evidence.batteryArrival = .at(milliseconds - batteryAge)
        monitor.step(scene.inputs, scene.surroundings, evidence, at: .at(milliseconds))
    }

    private func step(_ monitor: inout FaultMonitor, _ scene: Scene, at milliseconds: Double) {
        Self.step(&monitor, scene, at: milliseconds)
    }

    @Test("each fault appears alone, is counted once an appearance, and goes", arguments: cases)
    func appears(faultCase: Case) {
        var monitor = FaultMonitor()
        let good = Scene()
        var bad = good
        faultCase.cause(&bad)
        step(&monitor, good, at: 0)
        for fault in Fault.allCases { #expect(monitor.memory[fault].occurrences == 0) }
        step(&monitor, bad, at: 10)
        step(&monitor, bad, at: 20)
        for fault in Fault.allCases {
            #expect(monitor.memory[fault].isActive == (fault == faultCase.fault), "\(fault)")
        }
        step(&monitor, good, at: 30)
        step(&monitor, bad, at: 40)
        let record = monitor.memory[faultCase.fault]
        #expect(record.occurrences == 2)
        #expect(record.first == .at(10))
        #expect(record.last == .at(40))
        step(&monitor, good, at: 50)
        #expect(!monitor.memory[faultCase.fault].isActive)
    }

    @Test("a fault that forbids torque withholds it at once; another does not", arguments: cases)
    func holds(faultCase: Case) {
        var monitor = FaultMonitor()
        step(&monitor, Scene(), at: 0)
        #expect(!monitor.isHolding)
        var bad = Scene()
        faultCase.cause(&bad)
        step(&monitor, bad, at: 10)
        #expect(monitor.isHolding != Self.harmless.contains(faultCase.fault))
    }

    @Test("two late cycles in a row are no fault, three are, and 100 in time heal it")
    func lateCycles() {
        var monitor = FaultMonitor()
        var late = Scene()
        late.surroundings.isOverrun = true
        let good = Scene()
        var time = 0.0
        func run(_ scene: Scene, _ cycles: Int) -> Bool {
            for _ in 0..<cycles {
                time += 10
                step(&monitor, scene, at: time)
            }
            return monitor.memory[.cycleOverrun].isActive
        }
        for _ in 0..<20 {
            #expect(!run(late, 2))
            #expect(!run(good, 1))
        }
        #expect(run(late, 3))
        #expect(run(good, 99))
        #expect(run(late, 1))
        #expect(run(good, 99))
        #expect(!run(good, 1))
        #expect(!run(late, 2))
        #expect(monitor.memory[.cycleOverrun].occurrences == 1)
        #expect(!monitor.isHolding)
    }

    @Test("one cycle that stood still for longer than the guardian waits is a fault")
    func stalledCycle() {
        var monitor = FaultMonitor()
        var stalled = Scene()
        stalled.surroundings.isStalled = true
        step(&monitor, stalled, at: 0)
        #expect(monitor.memory[.cycleOverrun].isActive)
        for cycle in 1..<100 { step(&monitor, Scene(), at: Double(cycle) * 10) }
        #expect(monitor.memory[.cycleOverrun].isActive)
        step(&monitor, Scene(), at: 1000)
        #expect(!monitor.memory[.cycleOverrun].isActive)
    }

    @Test("no guardian is a fault only where one is needed")
    func guardianOnlyInControl() {
        var monitor = FaultMonitor()
        var scene = Scene()
        scene.surroundings.hasGuardian = false
        scene.isControlling = false
        step(&monitor, scene, at: 0)
        #expect(!monitor.memory[.guardianLost].isActive)
        #expect(!monitor.isHolding)
    }

    @Test("torque comes back after 500 ms without a fault and with the pedal below 5 %")
    func heals() {
        var monitor = FaultMonitor()
        var bad = Scene()
        bad.inputs.selector = nil
        step(&monitor, bad, at: 0)
        var good = Scene()
        good.inputs.pedal = 0.049
        step(&monitor, good, at: 10)
        step(&monitor, good, at: 509.999)
        #expect(monitor.isHolding)
        step(&monitor, good, at: 510)
        #expect(!monitor.isHolding)
    }

    @Test(
        "a pressed pedal keeps torque away however long nothing is wrong",
        arguments: [0.05, 1, .nan]
    )
    func healsOnlyReleased(pedal: Double) {
        var monitor = FaultMonitor()
        var bad = Scene()
        bad.inputs.selector = nil
        step(&monitor, bad, at: 0)
        var pressed = Scene()
        pressed.inputs.pedal = pedal
        for cycle in 1...200 { step(&monitor, pressed, at: Double(cycle) * 10) }
        #expect(monitor.isHolding)
        step(&monitor, Scene(), at: 2010)
        #expect(!monitor.isHolding)
    }

    @Test("a fault that returns starts the 500 ms anew")
    func healingRestarts() {
        var monitor = FaultMonitor()
        var bad = Scene()
        bad.inputs.selector = nil
        step(&monitor, bad, at: 0)
        step(&monitor, Scene(), at: 10)
        step(&monitor, bad, at: 400)
        step(&monitor, Scene(), at: 410)
        step(&monitor, Scene(), at: 900)
        #expect(monitor.isHolding)
        step(&monitor, Scene(), at: 910)
        #expect(!monitor.isHolding)
    }

    @Test("a clock that jumps back neither ends the holding early nor keeps it for ever")
    func healsAfterJump() {
        var monitor = FaultMonitor()
        var bad = Scene()
        bad.inputs.selector = nil
        step(&monitor, bad, at: 0)
        step(&monitor, Scene(), at: 10)
        step(&monitor, Scene(), at: -3_600_000)
        step(&monitor, Scene(), at: -3_599_600)
        #expect(monitor.isHolding)
        step(&monitor, Scene(), at: -3_599_500)
        #expect(!monitor.isHolding)
    }

    /// Milliseconds after which power of `kilowatts` under `limit` is a fault; nil for never.
    private func overLimitAfter(
        _ monitor: inout FaultMonitor,
        kilowatts: Double,
        limit: Power = Power(kilowatts: 200),
        from start: Double = 0
    ) -> Double? {
        var scene = Scene()
        scene.limit = limit
        scene.inputs.batteryCurrent = Current(kilowatts * 1000 / 350)
        for cycle in 0..<100 {
            step(&monitor, scene, at: start + Double(cycle) * 10)
            if monitor.memory[.overLimitPower].isActive { return Double(cycle) * 10 }
        }
        return nil
    }

    @Test("measured power above 105 % of the limit is a fault after 100 ms")
    func overLimit() {
        var monitor = FaultMonitor()
        #expect(overLimitAfter(&monitor, kilowatts: 209.9) == nil)
        var other = FaultMonitor()
        #expect(overLimitAfter(&other, kilowatts: 210.1) == 100)
        #expect(other.isHolding)
    }

    @Test("power up to 5 kW is no fault where the limit is zero")
    func smallPower() {
        var monitor = FaultMonitor()
        #expect(overLimitAfter(&monitor, kilowatts: 4.99, limit: .zero) == nil)
        #expect(overLimitAfter(&monitor, kilowatts: 5.01, limit: .zero, from: 1000) == 100)
    }

    @Test("a limit that drops gives the report 200 ms and 100 ms more")
    func dropOfLimit() {
        var monitor = FaultMonitor()
        var scene = Scene()
        scene.inputs.batteryCurrent = Current(190_000 / 350)
        for cycle in 0..<20 { step(&monitor, scene, at: Double(cycle) * 10) }
        let low = Power(kilowatts: 50)
        // The highest of 20 cycles: the first that knows only the low one is the twentieth.
        #expect(overLimitAfter(&monitor, kilowatts: 190, limit: low, from: 200) == 290)
    }

    @Test("one look below the limit starts the 100 ms anew; without a measurement there is none")
    func overLimitRestarts() {
        var monitor = FaultMonitor()
        var over = Scene()
        over.inputs.batteryCurrent = Current(700)
        var unknown = over
        unknown.inputs.batteryVoltage = nil
        for round in 0..<20 {
            let start = Double(round) * 100
            for cycle in 0..<9 { step(&monitor, over, at: start + Double(cycle) * 10) }
            step(&monitor, round % 2 == 0 ? Scene() : unknown, at: start + 90)
        }
        #expect(monitor.memory[.overLimitPower].occurrences == 0)
    }

    @Test("over-limit power is still found after a clock jumped back")
    func overLimitAfterJump() {
        var monitor = FaultMonitor()
        var over = Scene()
        over.inputs.batteryCurrent = Current(700)
        step(&monitor, over, at: 0)
        step(&monitor, over, at: -3_600_000)
        step(&monitor, over, at: -3_599_900)
        #expect(monitor.memory[.overLimitPower].isActive)
    }
}
