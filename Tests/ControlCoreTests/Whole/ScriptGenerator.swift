import ControlCore
import VehicleModel

/// Makes a drive in which anything may happen in any cycle, by seed.
struct ScriptGenerator {
    private var random: SplitMix
    private var script = DriveScript()

    /// What a car asks for beside the driver.
    private static let requests: [InputQuantity] = [
        .cruiseTorque, .speedLimiterTorque, .stabilityMaximum, .stabilityMinimum,
        .frontStabilityMaximum, .rearStabilityMaximum, .frontStabilityMinimum,
        .rearStabilityMinimum, .brakeRegeneration, .frontAvailableTorque, .rearAvailableTorque,
        .frontAvailableRegeneration, .rearAvailableRegeneration, .operatorTorqueCeiling,
    ]
    private static let flags: [InputQuantity] = [
        .ecoMode, .onePedalMode, .antilockActive, .stabilityActive, .chargePlugged,
        .crashDetected, .isolationFault, .benchKey,
    ]
    private static let temperatures: [InputQuantity] = [
        .frontMotorTemperature, .rearMotorTemperature, .frontInverterTemperature,
        .rearInverterTemperature, .frontCoolantTemperature, .rearCoolantTemperature,
        .leastBatteryTemperature, .greatestBatteryTemperature,
    ]

    /// A drive of so many cycles.
    static func script(seed: UInt64, cycles: Int = 800) -> DriveScript {
        var generator = ScriptGenerator(random: SplitMix(seed: seed))
        generator.make(cycles)
        return generator.script
    }

    private mutating func make(_ cycles: Int) {
        let calmness: UInt64 = random.one(of: [6, 6, 60])
        script.gear = random.one(of: [.drive, .drive, .brake, .reverse])
        let speed = random.one(of: [0, random.number(0...42), random.number(17...42)])
        script.speed = script.gear == .reverse ? -speed / 5 : speed
        script.cycles = cycles
        var quiet = 60
        for cycle in 0..<cycles {
            if quiet > 0 {
                quiet -= 1
                if quiet == 45 { add(cycle, .brake(false)) }
                if quiet == 44 { add(cycle, .arming(.armed)) }
                if quiet == 0 { add(cycle, .pedal(random.one(of: [0.3, 1, 1]))) }
            } else if random.happens(onceIn: calmness) {
                if random.happens(onceIn: 20) {
                    add(cycle, .calm(random.one(of: [.drive, .drive, .drive, .brake, .reverse])))
                    quiet = 60
                } else {
                    disturb(cycle)
                }
            }
        }
    }

    private mutating func add(_ cycle: Int, _ action: DriveAction) {
        script.steps.append(DriveScript.Step(cycle: cycle, action: action))
    }

    private mutating func disturb(_ cycle: Int) {
        switch random.next() % 24 {
        case 0, 1, 2: add(cycle, .pedal(random.one(of: [0, 0.04, 1, 1, 1, random.number(0...1)])))
        case 3: add(cycle, .secondPedal(random.number(0...1)))
        case 4: add(cycle, .brake(random.happens(onceIn: 2)))
        case 5: add(cycle, .selector(random.one(of: Gear.allCases)))
        case 6, 7: add(cycle, limits())
        case 8, 9: disturbFrames(cycle)
        case 10: add(cycle, .stall(random.one(of: [0.5, 13, 50, 1000])))
        case 11: add(cycle, .jump(random.one(of: [-3_600_000, -100, -10, 40, 600, 3_600_000])))
        case 12: add(cycle, .arming(random.one(of: ArmState.allCases)))
        case 13: add(cycle, .mode(random.one(of: OperatingMode.allCases)))
        case 14: ask(cycle)
        case 15: add(cycle, .guardian(random.one(of: [1, 1, random.number(0...1), -1])))
        case 16: add(cycle, .lateGuardian)
        case 17: add(cycle, .slope(random.number(-4...4)))
        case 18: add(cycle, .voltage(random.number(240...410)))
        case 19: disturbSurroundings(cycle)
        case 20: add(cycle, .friction(front: friction(), rear: friction()))
        case 21: add(cycle, vehicleRequest())
        case 22: add(cycle, .value(random.one(of: Self.flags), random.one(of: [0, 0, 1])))
        default:
            let temperature = random.one(of: [20, random.number(-30...200)])
            add(cycle, .value(random.one(of: Self.temperatures), temperature))
        }
    }

    private mutating func friction() -> Double {
        random.one(of: [1, 1, 0.3, random.number(0.05...1)])
    }

    private mutating func limits() -> DriveAction {
        .limits(
            discharge: random.one(of: [0, 2, 30, 250, 250, random.number(0...255.5)]),
            charge: random.one(of: [0, 0.1, 22, 60, random.number(0...255.5)])
        )
    }

    private mutating func disturbFrames(_ cycle: Int) {
        let quantity = random.one(of: InputQuantity.allCases)
        let cycles = random.one(of: [1, 2, 3, 8, 40, 80])
        switch random.next() % 3 {
        case 0: add(cycle, .silence(quantity, cycles: cycles))
        case 1: add(cycle, .repeated(quantity, cycles: cycles))
        default:
            let value = random.one(of: notFinite + [1e9, -1e9, 0.5])
            add(cycle, .corrupt(quantity, value, cycles: cycles))
        }
    }

    private mutating func vehicleRequest() -> DriveAction {
        let quantity = random.one(of: Self.requests)
        guard !random.happens(onceIn: 3) else { return .withdraw(quantity) }
        return .value(quantity, random.one(of: [0, 60, random.number(-300...700)]))
    }

    private mutating func ask(_ cycle: Int) {
        guard !random.happens(onceIn: 3) else { return add(cycle, .noRequests) }
        add(
            cycle,
            .request(
                random.one(of: [.cruise, .speedLimiter, .stability, .operatorCeiling]),
                random.one(of: [.setpoint, .maximum, .minimum]),
                random.one(of: [0, random.number(-300...700), .nan, .infinity]),
                lease: random.one(of: [-50, 0, 50, 100, 3_600_000])
            )
        )
    }

    private mutating func disturbSurroundings(_ cycle: Int) {
        switch random.next() % 5 {
        case 0: add(cycle, .present(random.happens(onceIn: 2)))
        case 1: add(cycle, .tripped(random.happens(onceIn: 2)))
        case 2: add(cycle, .ready(.front, random.happens(onceIn: 2)))
        case 3: add(cycle, .ready(.rear, random.happens(onceIn: 2)))
        default: add(cycle, .relay(random.happens(onceIn: 2)))
        }
    }
}
