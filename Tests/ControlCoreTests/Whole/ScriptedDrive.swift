import ControlCore
import VehicleModel

/// Drives the bench by a script and watches every invariant in every cycle.
struct ScriptedDrive {
    private(set) var bench: Bench
    private(set) var cycle = 0
    private var invariants = Invariants()
    private let script: DriveScript
    private var next = 0
    private var repairs: [(cycle: Int, quantity: InputQuantity)] = []
    private var elapsed = 10.0
    private var jump = 0.0
    private var calmSince = 0
    private var oldGiven = AxlePair<Torque>(both: .zero)

    init(
        _ script: DriveScript,
        start: Instant = .at(0),
        _ parameters: ControlParameters = .whole
    ) {
        self.script = script
        bench = Bench.ready(script.gear, at: script.speed * 3.6, parameters, start: start)
        bench.isSlippery = true
    }

    /// Whether the script is over.
    var isOver: Bool { cycle >= script.cycles }

    /// How many times each rule was looked at.
    var looks: [Invariants.Rule: Int] { invariants.looks }

    /// One cycle; the rules that it broke.
    mutating func step() -> [String] {
        elapsed = 10
        jump = 0
        for (due, quantity) in repairs where due <= cycle {
            bench.silent.remove(quantity)
            bench.repeated.remove(quantity)
            bench.corrupt[quantity] = nil
        }
        repairs.removeAll { $0.cycle <= cycle }
        while next < script.steps.count, script.steps[next].cycle <= cycle {
            apply(script.steps[next].action)
            next += 1
        }
        let sent = bench.sent
        bench.step(elapsed: elapsed, jump: jump)
        cycle += 1
        return invariants.broken(bench, sent: sent, elapsed: elapsed, jump: jump)
    }

    /// Runs to the end; the first cycle that broke a rule, and which.
    mutating func run() -> (cycle: Int, rules: [String])? {
        while !isOver {
            let broken = step()
            if !broken.isEmpty { return (cycle - 1, broken) }
        }
        return nil
    }

    private mutating func apply(_ action: DriveAction) {
        switch action {
        case .pedal(let part): bench.pedal = part
        case .secondPedal(let part): bench.pedals.second = part
        case .brake(let isPressed): bench.isBraking = isPressed
        case .selector(let gear): bench.selector = gear
        case .limits(let discharge, let charge):
            bench.limits = (discharge * 1000, charge * 1000)
        case .value(let quantity, let value): bench.values[quantity] = value
        case .withdraw(let quantity): bench.values[quantity] = nil
        case .silence(let quantity, let cycles):
            bench.silent.insert(quantity)
            repairs.append((cycle + cycles, quantity))
        case .corrupt(let quantity, let value, let cycles):
            bench.corrupt[quantity] = value
            repairs.append((cycle + cycles, quantity))
        case .repeated(let quantity, let cycles):
            bench.repeated.insert(quantity)
            repairs.append((cycle + cycles, quantity))
        case .stall(let time): elapsed = time
        case .jump(let time): jump = time
        case .arming(let state): bench.arming = state
        case .mode(let mode): bench.mode = mode
        case .request(let source, let kind, let torque, let lease):
            let expiry = bench.now + .microseconds(Int64(lease * 1000))
            _ = bench.requests.place(
                TorqueRequest(source: source, kind: kind, torque: Torque(torque), expiry: expiry)
            )
        case .noRequests: bench.requests = RequestSet()
        case .guardian(let part): bench.guardian = part < 0 ? .isSilent : .sendsPart(part)
        case .lateGuardian: bench.guardian = .isLate(oldGiven)
        case .slope(let slope): bench.slope = slope
        case .voltage(let voltage): bench.voltage = voltage
        case .friction(let front, let rear): bench.friction = AxlePair(front: front, rear: rear)
        case .ready(let axle, let isReady): bench.isReady[axle] = isReady
        case .relay(let isPermitted): bench.isRelayPermitted = isPermitted
        case .present(let isPresent): bench.surroundings.hasGuardian = isPresent
        case .tripped(let isTripped): bench.surroundings.isGuardianTripped = isTripped
        case .calm(let gear): calm(gear)
        }
        oldGiven = bench.given
    }

    /// Everything sound and the pedal released, for long enough that torque may come back.
    private mutating func calm(_ gear: Gear) {
        bench.silent = []
        bench.corrupt = [:]
        bench.repeated = []
        bench.values = [:]
        repairs = []
        bench.pedal = 0
        bench.isBraking = true
        bench.selector = gear
        bench.mode = .control
        bench.limits = (250_000, 60_000)
        bench.requests = RequestSet()
        bench.guardian = .sends
        bench.surroundings = Surroundings()
        bench.surroundings.hasGuardian = true
        bench.isReady = AxlePair(both: true)
        bench.isRelayPermitted = true
        bench.voltage = 350
        bench.slope = 0
        bench.friction = AxlePair(both: 1)
        if bench.arming != .armed { bench.arming = .disarmed }
    }
}
