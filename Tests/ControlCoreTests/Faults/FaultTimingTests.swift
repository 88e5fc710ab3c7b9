import ControlCore
import Testing
import VehicleModel

@Suite("Fault monitor over time")
struct FaultTimingTests {
    typealias Scene = FaultMonitorTests.Scene

    /// A fault with its sign, and how long it takes to be a fault and to heal, ms.
    struct Row: Sendable, CustomStringConvertible {
        var fault: Fault
        var debounce: Double
        var heal: Double
        var cause: @Sendable (inout Scene) -> Void

        var description: String { "\(fault)" }
    }

    static let rows: [Row] = [
        Row(fault: .frontInverterLost, debounce: 50, heal: 200) {
            $0.inputs.motorSpeeds.front = nil
        },
        Row(fault: .rearInverterLost, debounce: 50, heal: 200) {
            $0.inputs.isInverterReady.rear = nil
        },
        Row(fault: .frontInverterLate, debounce: 0, heal: 200) {
            $0.inputs.motorSpeeds.front = nil
        },
        Row(fault: .pedalsInvalid, debounce: 100, heal: 500) {
            $0.evidence.arePedalsInvalid = true
        },
        Row(fault: .brakeAndPedal, debounce: 100, heal: 0) {
            $0.inputs.isBraking = true
            $0.inputs.pedal = 0.101
        },
        Row(fault: .speedDisagreement, debounce: 0, heal: 0) {
            $0.inputs.isSpeedImplausible = true
        },
        Row(fault: .voltageDisagreement, debounce: 0, heal: 0) {
            $0.inputs.isVoltageImplausible = true
        },
        Row(fault: .pedalStuck, debounce: 0, heal: 0) { $0.inputs.hasStuckPedal = true },
        Row(fault: .pedalLost, debounce: 0, heal: 500) { $0.inputs.hasOnePedal = true },
        Row(fault: .frontSpeedStuck, debounce: 0, heal: 0) {
            $0.inputs.isMotorSpeedStuck.front = true
        },
        Row(fault: .rearSpeedStuck, debounce: 0, heal: 0) {
            $0.inputs.isMotorSpeedStuck.rear = true
        },
        Row(fault: .overLimitPower, debounce: 100, heal: 1000) {
            $0.inputs.batteryCurrent = Current(211_000 / 350)
        },
        Row(fault: .overLimitPeak, debounce: 20, heal: 1000) {
            $0.inputs.batteryCurrent = Current(231_000 / 350)
        },
        Row(fault: .valueInvalid, debounce: 10, heal: 90) { $0.evidence.hasInvalidValue = true },
        Row(fault: .requestExpired, debounce: 0, heal: 0) { $0.evidence.hasExpiredRequest = true },
        Row(fault: .badLength, debounce: 0, heal: 0) { $0.surroundings.hasBadLength = true },
    ]

    private func step(_ monitor: inout FaultMonitor, _ scene: Scene, at time: Double) {
        FaultMonitorTests.step(&monitor, scene, at: time)
    }

    private func armed(_ cause: (inout Scene) -> Void = { _ in }) -> Scene {
        var scene = Scene()
        scene.evidence.isArmed = true
        cause(&scene)
        return scene
    }

    @Test("a sign is a fault after its debounce, and healed after its time", arguments: rows)
    func timing(row: Row) {
        var monitor = FaultMonitor()
        for cycle in 0..<30 { step(&monitor, armed(), at: Double(cycle) * 10) }
        let bad = armed(row.cause)
        var time = 1000.0
        while time < 1000 + row.debounce {
            step(&monitor, bad, at: time)
            #expect(!monitor.memory[row.fault].isActive, "at \(time)")
            time += 10
        }
        step(&monitor, bad, at: time)
        #expect(monitor.memory[row.fault].isActive)
        let gone = time + 10
        time = gone
        while time < gone + row.heal {
            step(&monitor, armed(), at: time)
            #expect(!monitor.memory[row.fault].isActive)
            #expect(monitor.memory[row.fault].isHealing, "at \(time)")
            time += 10
        }
        step(&monitor, armed(), at: time)
        #expect(!monitor.memory[row.fault].isHealing)
        #expect(monitor.memory[row.fault].occurrences == 1)
    }

    @Test("a sign that goes before its debounce is no fault, however often", arguments: rows)
    func interrupted(row: Row) {
        guard row.debounce > 10 else { return }
        var monitor = FaultMonitor()
        for cycle in 0..<30 { step(&monitor, armed(), at: Double(cycle) * 10) }
        var time = 1000.0
        for _ in 0..<10 {
            let end = time + row.debounce
            while time < end {
                step(&monitor, armed(row.cause), at: time)
                time += 10
            }
            step(&monitor, armed(), at: time)
            time += 10
        }
        #expect(monitor.memory[row.fault].occurrences == 0)
    }

    private func oneAxleGoesOn() -> FaultMonitor {
        var parameters = FaultParameters()
        parameters.goesOnWithOneAxle = true
        return FaultMonitor(parameters)
    }

    @Test(
        "an inverter's silence holds its axle from 30 ms on, ramps it at 50, gives it up at 100",
        arguments: Axle.allCases
    )
    func silence(axle: Axle) {
        var monitor = oneAxleGoesOn()
        var scene = armed()
        for age in stride(from: 0.0, through: 150, by: 10) {
            // The age limit of its values is 50 ms.
            if age > 50 { scene.inputs.motorSpeeds[axle] = nil }
            var ages = AxlePair(both: 0.0)
            ages[axle] = age
            FaultMonitorTests.step(
                &monitor,
                scene,
                at: age,
                inverterAges: (ages.front, ages.rear)
            )
            let expected: AxleEffect = age > 50 ? .ramp : age > 30 ? .hold : .none
            #expect(monitor.effects.axles[axle] == expected, "at \(age)")
            #expect(monitor.effects.axles[axle.other] == .none)
            #expect(monitor.ladder.level == (age > 100 ? .singleAxle : .full), "at \(age)")
            #expect(!monitor.isHolding)
        }
        let isFront = axle == .front
        #expect(monitor.ladder.excluded == AxlePair(front: isFront, rear: !isFront))
        let factors = isFront ? AxlePair(front: 0, rear: 0.35) : AxlePair(front: 0.5, rear: 0)
        #expect(monitor.effects.ladder.torqueFactors == factors)
    }

    @Test("what has not come yet is old: an inverter holds its axle, the pedal both")
    func neverCame() {
        for (pedal, front, rear) in [
            (true, true, true), (false, true, true), (true, false, true), (true, true, false),
        ] {
            var monitor = oneAxleGoesOn()
            let scene = armed()
            var evidence = scene.evidence
            evidence.dischargeLimit = scene.limit
            evidence.isControlling = scene.isControlling
            evidence.batteryArrival = .at(0)
            evidence.pedalArrival = pedal ? .at(0) : nil
            evidence.inverterArrivals.front = front ? .at(0) : nil
            evidence.inverterArrivals.rear = rear ? .at(0) : nil
            monitor.step(scene.inputs, scene.surroundings, evidence, at: .at(0))
            let axles = monitor.effects.axles
            #expect((axles.front >= .hold) == !(pedal && front))
            #expect((axles.rear >= .hold) == !(pedal && rear))
        }
    }

    @Test("unless one axle may go on, a lost inverter withholds both at once")
    func withholdsBoth() {
        var monitor = FaultMonitor()
        step(&monitor, armed { $0.inputs.motorSpeeds.rear = nil }, at: 0)
        #expect(monitor.isHolding && monitor.effects.withholdsTorque)
    }

    @Test("the pedal's silence holds both axles from 30 ms on")
    func pedalSilence() {
        var monitor = oneAxleGoesOn()
        FaultMonitorTests.step(&monitor, armed(), at: 0)
        FaultMonitorTests.step(&monitor, armed(), at: 30, pedalAge: 30)
        #expect(monitor.effects.axles == AxlePair(both: .none))
        FaultMonitorTests.step(&monitor, armed(), at: 40, pedalAge: 30.001)
        #expect(monitor.effects.axles == AxlePair(both: .hold))
    }

    @Test("the battery's silence is limp after 100 ms and zero torque after 500 ms, twice seen")
    func batterySilence() {
        var monitor = oneAxleGoesOn()
        for age in stride(from: 0.0, through: 600, by: 10) {
            FaultMonitorTests.step(&monitor, armed(), at: age, batteryAge: age)
            let expected: LadderLevel = age > 510 ? .zeroTorque : age > 110 ? .limp : .full
            #expect(monitor.ladder.level == expected, "at \(age)")
        }
    }

    @Test("the ladder goes down only where torque is possible")
    func onlyLive() {
        var monitor = FaultMonitor()
        var bad = Scene()
        bad.evidence.arePedalsInvalid = true
        for cycle in 0..<50 { step(&monitor, bad, at: Double(cycle) * 10) }
        #expect(monitor.memory[.pedalsInvalid].isActive)
        #expect(monitor.ladder.level == .full)
        step(&monitor, Scene(), at: 500)
        for cycle in 51..<120 { step(&monitor, Scene(), at: Double(cycle) * 10) }
        #expect(!monitor.memory[.pedalsInvalid].isLatched)
        step(&monitor, armed { $0.evidence.arePedalsInvalid = true }, at: 2000)
        step(&monitor, armed { $0.evidence.arePedalsInvalid = true }, at: 2100)
        #expect(monitor.ladder.level == .zeroTorque)
        var shadow = Scene()
        shadow.isControlling = false
        shadow.surroundings.isStalled = true
        var other = FaultMonitor()
        step(&other, shadow, at: 0)
        #expect(other.ladder.level == .full)
        shadow.evidence.given.rear = Torque(1)
        step(&other, shadow, at: 10)
        #expect(other.ladder.level == .reduced)
    }

    @Test("a foreign sender is kept until disarmed, and its zero torque until a key cycle")
    func foreignSender() {
        var monitor = FaultMonitor()
        step(&monitor, armed { $0.surroundings.hasForeignSender = true }, at: 0)
        #expect(monitor.ladder.level == .zeroTorque)
        step(&monitor, armed(), at: 10)
        #expect(monitor.memory[.foreignSender].isLatched && !monitor.mayClear(.foreignSender))
        step(&monitor, Scene(), at: 20)
        #expect(!monitor.memory[.foreignSender].isLatched && monitor.mayClear(.foreignSender))
        step(&monitor, Scene(), at: 5000)
        #expect(monitor.ladder.level == .zeroTorque)
        var off = Scene()
        off.inputs.isInverterReady = AxlePair(both: false)
        off.inputs.speed = .zero
        step(&monitor, off, at: 6000)
        step(&monitor, off, at: 6500)
        #expect(monitor.ladder.level == .zeroTorque)
        step(&monitor, Scene(), at: 6510)
        #expect(monitor.ladder.level == .full)
    }

    /// Five bad frames of the pedal in a row, then ten good ones, while armed.
    private func broken() -> FaultMonitor {
        var monitor = FaultMonitor()
        for cycle in 0..<15 {
            let scene = armed { $0.surroundings.frames.note(.pedal, isBad: cycle < 5) }
            step(&monitor, scene, at: Double(cycle) * 10)
            #expect(monitor.memory[.pedalFramesBad].isActive == (2..<14).contains(cycle))
            #expect(monitor.memory[.pedalFramesBroken].isActive == (4..<14).contains(cycle))
        }
        return monitor
    }

    @Test("five bad frames in a row are kept after they heal, and clearing ends that")
    func clearing() {
        var monitor = broken()
        #expect(monitor.memory[.pedalFramesBroken].isLatched)
        for cycle in 15..<200 { step(&monitor, armed(), at: Double(cycle) * 10) }
        #expect(monitor.isHolding)
        #expect(monitor.mayClear(.pedalFramesBroken))
        monitor.clear(.pedalFramesBroken)
        #expect(monitor.memory[.pedalFramesBroken].occurrences == 0)
        step(&monitor, armed(), at: 2000)
        #expect(!monitor.memory[.pedalFramesBroken].isLatched && monitor.isHolding)
        step(&monitor, armed(), at: 2500)
        #expect(!monitor.isHolding)
    }

    @Test("what is there or heals is not cleared")
    func notCleared() {
        var monitor = FaultMonitor()
        step(&monitor, armed { $0.inputs.selector = nil }, at: 0)
        #expect(!monitor.mayClear(.gearLost))
        monitor.clear(.gearLost)
        #expect(monitor.memory[.gearLost].occurrences == 1)
        step(&monitor, armed(), at: 10)
        #expect(!monitor.mayClear(.gearLost))
        step(&monitor, armed(), at: 510)
        #expect(monitor.mayClear(.gearLost))
        monitor.clear(.gearLost)
        #expect(monitor.memory[.gearLost].occurrences == 0)
    }

    @Test("a lost bus that keeps an inverter or the battery silent for 1 s ends the arming")
    func lostBus() {
        func ends(_ scene: Scene, until last: Double, batteryAge: Double = 0) -> Bool {
            var monitor = FaultMonitor()
            for time in stride(from: 0, through: last, by: 10) {
                FaultMonitorTests.step(&monitor, scene, at: time, batteryAge: batteryAge)
            }
            return monitor.effects.endsArming
        }
        let front = armed {
            $0.surroundings.isBusLost = true
            $0.inputs.motorSpeeds.front = nil
        }
        #expect(!ends(front, until: 1040))
        #expect(ends(front, until: 1050))
        let battery = armed { $0.surroundings.isBusLost = true }
        #expect(!ends(battery, until: 3000))
        #expect(ends(battery, until: 1020, batteryAge: 101))
        #expect(!ends(armed { $0.inputs.motorSpeeds.front = nil }, until: 3000))
        var disarmed = front
        disarmed.evidence.isArmed = false
        #expect(!ends(disarmed, until: 3000))
    }

    @Test(
        "other torque on the buses than was given ends the arming at once, and there is no way back"
    )
    func sentTorqueWrong() {
        var monitor = FaultMonitor()
        let wrong = armed { $0.surroundings.isSentTorqueWrong = true }
        step(&monitor, armed(), at: 20)
        #expect(!monitor.effects.endsArming && !monitor.effects.withholdsTorque)
        step(&monitor, wrong, at: 30)
        #expect(monitor.effects.endsArming && monitor.effects.withholdsTorque)
        #expect(monitor.ladder.level == .zeroTorque)
        step(&monitor, armed(), at: 40)
        #expect(!monitor.effects.endsArming && !monitor.mayClear(.sentTorqueWrong))
    }

    @Test("torque that was sent while the arming still waited is latched, another fault is not")
    func sentBeforeArmed() {
        var monitor = FaultMonitor()
        var waiting = armed {
            $0.surroundings.isSentTorqueWrong = true
            $0.inputs.isRelayPermitted = false
        }
        waiting.evidence.isArmed = false
        step(&monitor, waiting, at: 0)
        #expect(monitor.effects.endsArming)
        var after = armed()
        after.evidence.isArmed = false
        for cycle in 1...200 { step(&monitor, after, at: Double(cycle * 10)) }
        #expect(monitor.memory[.sentTorqueWrong].isLatched && monitor.hindersArming)
        #expect(!monitor.memory[.mainRelayOpen].isLatched)
    }

    @Test("scaled power and an even split last until they have healed")
    func parts() {
        var monitor = FaultMonitor()
        let far = armed { $0.inputs.batteryCurrent = Current(231_000 / 350) }
        step(&monitor, far, at: 0)
        step(&monitor, far, at: 10)
        #expect(monitor.effects.powerFactor == 1)
        step(&monitor, far, at: 20)
        #expect(monitor.effects.powerFactor == 0.8)
        step(&monitor, armed(), at: 30)
        step(&monitor, armed(), at: 1029)
        #expect(monitor.effects.powerFactor == 0.8)
        step(&monitor, armed(), at: 1030)
        #expect(monitor.effects.powerFactor == 1)
        step(&monitor, armed { $0.inputs.isSpeedImplausible = true }, at: 1040)
        #expect(monitor.effects.isSplitEven && monitor.ladder.level == .plain)
        step(&monitor, armed(), at: 1050)
        #expect(!monitor.effects.isSplitEven)
    }
}
