import ControlCore
import VehicleModel

/// A drive in which anything may happen in any cycle, by seed.
struct RandomDrive {
    var random: SplitMix
    var bench: Bench
    var invariants = Invariants()
    private var elapsed = 10.0
    private var jump = 0.0
    private var calmCycles = 0
    private var repairs: [(cycle: Int, quantity: InputQuantity)] = []
    private var cycle = 0
    private let calmness: UInt64
    private var oldGiven = AxlePair<Torque>(both: .zero)

    init(seed: Int, start: Instant = .at(0)) {
        random = SplitMix(seed: UInt64(seed))
        calmness = random.one(of: [6, 6, 60])
        let gear = random.one(of: [Gear.drive, .drive, .brake, .reverse])
        let speed = random.one(of: [0, random.number(0...150), random.number(60...150)])
        bench = Bench.ready(gear, at: gear == .reverse ? -speed / 5 : speed, start: start)
        // Enough for torque to come back by the rate, and for the battery's limit to rise.
        calmCycles = 60
    }

    /// One cycle; what it broke.
    mutating func step() -> [String] {
        cycle += 1
        elapsed = 10
        jump = 0
        repair()
        if calmCycles > 0 {
            calmCycles -= 1
            if calmCycles == 45 { bench.isBraking = false }
            if calmCycles == 0 { bench.pedal = random.one(of: [0.3, 1, 1]) }
        } else if random.happens(onceIn: calmness) {
            disturb()
        }
        bench.age = random.number(0...9.9)
        let sent = bench.sent
        bench.step(elapsed: elapsed, jump: jump)
        return invariants.broken(bench, sent: sent, elapsed: elapsed)
    }

    private mutating func repair() {
        for (due, quantity) in repairs where due <= cycle {
            bench.silent.remove(quantity)
            bench.corrupt[quantity] = nil
        }
        repairs.removeAll { $0.cycle <= cycle }
    }

    /// Everything sound and the pedal released for long enough that torque may come back.
    private mutating func calm() {
        bench.silent = []
        bench.corrupt = [:]
        repairs = []
        bench.pedal = 0
        bench.isBraking = true
        bench.selector = random.one(of: [.drive, .drive, .drive, .brake, .reverse])
        bench.mode = random.happens(onceIn: 5) ? .shadow : .control
        bench.limits = (250_000, 60_000)
        bench.requests = RequestSet()
        if bench.arming != .armed { bench.arming = .disarmed }
        bench.step()
        bench.arming = .armed
        bench.guardian = .sends
        bench.surroundings = Surroundings()
        bench.surroundings.hasGuardian = true
        bench.isReady = AxlePair(both: true)
        bench.isRelayPermitted = true
        bench.voltage = 350
        bench.slope = 0
        calmCycles = 60
        _ = invariants.broken(bench, sent: nil, elapsed: 10)
    }

    private mutating func disturb() {
        switch random.next() % 20 {
        case 0, 1, 2, 3: bench.pedal = random.one(of: [0, 0.04, 1, 1, 1, random.number(0...1)])
        case 4: bench.pedals.second = random.number(0...1)
        case 5: bench.isBraking.toggle()
        case 6: bench.selector = random.one(of: Gear.allCases)
        case 7:
            bench.limits.discharge = random.one(of: [0, 2000, 30_000, random.number(0...255_500)])
        case 8: bench.limits.charge = random.one(of: [0, 100, 22_000, random.number(0...255_500)])
        case 9: disturbValue()
        case 10: elapsed = random.one(of: [0.5, 13, 50, 1000])
        case 11: jump = random.one(of: [-3_600_000, -100, -10, 40, 600, 3_600_000])
        case 12: bench.arming = random.one(of: ArmState.allCases)
        case 13: bench.mode = random.one(of: OperatingMode.allCases)
        case 14: ask()
        case 15: disturbGuardian()
        case 16: bench.slope = random.number(-4...4)
        case 17: bench.voltage = random.number(240...410)
        case 18: disturbSurroundings()
        default: calm()
        }
        oldGiven = bench.given
    }

    private mutating func disturbValue() {
        let quantity = random.one(of: InputQuantity.allCases)
        if random.happens(onceIn: 2) {
            bench.silent.insert(quantity)
        } else {
            bench.corrupt[quantity] = random.one(of: notFinite + [1e9, -1e9, 0.5])
        }
        repairs.append((cycle + random.one(of: [1, 3, 8, 40, 80]), quantity))
    }

    private mutating func ask() {
        let request = TorqueRequest(
            source: random.one(of: [.cruise, .speedLimiter, .stability, .operatorCeiling]),
            kind: random.one(of: [.setpoint, .maximum, .minimum]),
            torque: Torque(random.one(of: [0, random.number(-300...700), .nan, .infinity])),
            expiry: bench.now + .milliseconds(random.one(of: [-50, 0, 50, 100, 3_600_000]))
        )
        _ = bench.requests.place(request)
        if random.happens(onceIn: 3) { bench.requests = RequestSet() }
    }

    private mutating func disturbGuardian() {
        bench.guardian = random.one(of: [
            .sends, .sendsPart(random.number(0...1)), .isSilent, .isLate(oldGiven),
            .isLate(AxlePair(both: Torque(.nan))), .isLate(AxlePair(both: Torque(300))),
        ])
    }

    private mutating func disturbSurroundings() {
        switch random.next() % 5 {
        case 0: bench.surroundings.hasGuardian.toggle()
        case 1: bench.surroundings.isGuardianTripped.toggle()
        case 2: bench.isReady.front.toggle()
        case 3: bench.isReady.rear.toggle()
        default: bench.isRelayPermitted.toggle()
        }
    }
}
