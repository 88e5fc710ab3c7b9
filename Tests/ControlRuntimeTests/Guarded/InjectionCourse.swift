import ControlRuntime
import StateProtocol
import TestVehicle
import TorqueMonitor
import VehicleModel

/// Where the car is when an error begins.
enum InjectionSituation: String, CaseIterable, Sendable {
    case drive, reverse, regeneration, launch, ice, uneven, released, standing

    /// The car at the error's beginning.
    func car() throws -> GuardedCar {
        switch self {
        case .drive: return try .driving(at: 60, pedal: 50)
        case .reverse: return try .driving(.reverse, at: -15, pedal: 30)
        case .regeneration: return try .driving(at: 80, for: 60)
        case .launch: return try .driving(pedal: 100, for: 25)
        // The front wheels on ice, the rear ones on a dry road.
        case .ice:
            var guarded = try GuardedCar.driving(for: 1)
            guarded.car.friction.front = 0.1
            guarded.car.pedal = 60
            for _ in 0..<40 { try guarded.step() }
            return guarded
        // Stability control holds the front axle back.
        case .uneven:
            var guarded = try GuardedCar.driving(at: 40)
            guarded.frontMaximum = Torque(60)
            guarded.car.pedal = 90
            for _ in 0..<60 { try guarded.step() }
            return guarded
        // The pedal is let go in the same cycle.
        case .released:
            var guarded = try GuardedCar.driving(at: 80, pedal: 100)
            guarded.car.pedal = 0
            return guarded
        // With the brake pressed.
        case .standing:
            var guarded = try GuardedCar.driving(for: 1)
            guarded.car.isBraking = true
            for _ in 0..<50 { try guarded.step() }
            return guarded
        }
    }
}

/// What came of an error in the second after it began.
struct InjectionCourse {
    /// Something that happened, and how many ms after the first wrong command.
    struct Event {
        var at: Int
        var by: String
    }

    /// How long it is watched, ms.
    static let length = 1000
    /// What is more than this beyond a sound car's torque is not harmless, Nm.
    static let harmless = 20.0

    /// The guardian first sent less than was asked, or nothing.
    private(set) var guardian: Event?
    /// It took the torque away for good.
    private(set) var trip: Event?
    /// The daemon first saw a fault that a sound car does not have.
    private(set) var daemon: Event?
    /// The most torque of one axle beyond what the same car without the error has, Nm.
    private(set) var worst = 0.0
    /// When that was first more than harmless, and how long in all, ms.
    private(set) var harmfulAt: Int?
    private(set) var harmful = 0
    /// How long of it the axle drove.
    private(set) var driving = 0

    /// Drives two cars from the same beginning, one with the error.
    init(
        _ error: InjectedError,
        _ situation: InjectionSituation,
        isDaemonBlind: Bool = false
    ) throws {
        var sound = try situation.car()
        var wrong = sound
        wrong.isDaemonBlind = isDaemonBlind
        wrong.injection = Injection(error)
        for cycle in 0..<Self.length / 10 {
            try sound.step()
            try wrong.step()
            note(wrong, beside: sound, at: cycle * 10)
        }
    }

    /// Who found it first; nil where nobody did.
    var found: Event? {
        guard let guardian, let daemon else { return guardian ?? daemon }
        return guardian.at <= daemon.at ? guardian : daemon
    }

    /// As a row of the table.
    var text: String {
        var parts: [String] = []
        if let guardian { parts.append("guardian \(guardian.by) after \(guardian.at) ms") }
        if let trip { parts.append("trip \(trip.by) after \(trip.at) ms") }
        if let daemon { parts.append("daemon \(daemon.by) after \(daemon.at) ms") }
        parts.append(parts.isEmpty ? "not found, \(reason)" : "harmful for \(harmful) ms")
        return parts.joined(separator: "; ") + "; at most \(worst) Nm more than right"
    }

    /// Why nobody has to find it.
    private var reason: String {
        harmful == 0
            ? "harmless"
            : "harmless after \(harmful) ms: the daemon goes on from the lesser of given and sent"
    }

    private mutating func note(_ wrong: GuardedCar, beside sound: GuardedCar, at time: Int) {
        let decision = wrong.decision
        let isCut = decision.verdicts.front != .sent || decision.verdicts.rear != .sent
        let bits = decision.reasons.front.rawValue | decision.reasons.rear.rawValue
        if isCut, bits != 0, guardian == nil {
            let names = GuardianReasons(rawValue: bits).each.map { $0.name }
            guardian = Event(at: time, by: names.joined(separator: "+"))
        }
        if wrong.monitor.state == .tripped, trip == nil {
            let cause = GuardianTrip(rawValue: wrong.monitor.trip.rawValue) ?? .none
            trip = Event(at: time, by: cause.wireName)
        }
        let faults = Fault.allCases.filter { fault in
            wrong.pipeline.report.faults[fault].isActive
                && !sound.pipeline.report.faults[fault].isActive
        }
        if !faults.isEmpty, daemon == nil {
            daemon = Event(at: time, by: faults.map { $0.wireName }.joined(separator: "+"))
        }
        noteTorque(wrong, beside: sound, at: time)
    }

    private mutating func noteTorque(
        _ wrong: GuardedCar,
        beside sound: GuardedCar,
        at time: Int
    ) {
        var most = 0.0
        var isDriving = false
        let direction = wrong.car.selector == .reverse ? -1 : 1
        for axle in Axle.allCases {
            let (sent, right) = (wrong.wire[axle], sound.wire[axle])
            let more = Double(sent * right <= 0 ? abs(sent) : abs(sent) - abs(right)) / 4
            most = max(most, more)
            if more > Self.harmless && sent * direction > 0 { isDriving = true }
        }
        worst = max(worst, most)
        guard most > Self.harmless else { return }
        harmfulAt = harmfulAt ?? time
        harmful += 10
        if isDriving { driving += 10 }
    }
}
