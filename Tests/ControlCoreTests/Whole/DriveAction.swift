import ControlCore
import VehicleModel

/// One thing that happens in a drive: what the driver does, what the car says, what goes wrong.
///
/// Each has a line of text, so that a drive that broke a rule can be kept and played again.
enum DriveAction: Equatable {
    /// Both pedal sensors, 0 to 1.
    case pedal(Double)
    /// The second pedal sensor alone.
    case secondPedal(Double)
    /// The brake pedal.
    case brake(Bool)
    /// The selector.
    case selector(Gear)
    /// The battery's limits, kW.
    case limits(discharge: Double, charge: Double)
    /// An input that changes its value, in SI units; also a request that is made or renewed each cycle.
    case value(InputQuantity, Double)
    /// A request that is taken back: its frames say that there is none.
    case withdraw(InputQuantity)
    /// An input's frames do not come for so many cycles.
    case silence(InputQuantity, cycles: Int)
    /// An input's frames have another value for so many cycles; what is not finite stands for bad frames.
    case corrupt(InputQuantity, Double, cycles: Int)
    /// An input's newest frame comes again and again for so many cycles.
    case repeated(InputQuantity, cycles: Int)
    /// The cycle begins so many ms after the one before.
    case stall(Double)
    /// The clock jumps by so many ms.
    case jump(Double)
    /// Where arming stands.
    case arming(ArmState)
    /// The mode.
    case mode(OperatingMode)
    /// A request that a client made over the socket; it lasts so many ms.
    case request(RequestSource, TorqueRequest.Kind, Double, lease: Double)
    /// The client's requests are taken back.
    case noRequests
    /// How much of what it is given the guardian sends; below 0 it does not answer.
    case guardian(Double)
    /// The guardian answers for an old cycle.
    case lateGuardian
    /// What gravity adds along the road, m/s².
    case slope(Double)
    /// The pack's voltage, V.
    case voltage(Double)
    /// The tyres' friction on each axle.
    case friction(front: Double, rear: Double)
    /// An inverter is ready or not.
    case ready(Axle, Bool)
    /// The main relay's permission.
    case relay(Bool)
    /// The guardian is there or not.
    case present(Bool)
    /// The guardian has tripped or not.
    case tripped(Bool)
    /// Everything sound, everything released; the drive goes on 60 cycles later.
    case calm(Gear)
}

// Text.
extension DriveAction {
    /// The line, without the cycle's number.
    var text: String {
        switch self {
        case .pedal(let part): "pedal \(part)"
        case .secondPedal(let part): "pedal_b \(part)"
        case .brake(let isPressed): "brake \(isPressed)"
        case .selector(let gear): "selector \(gear)"
        case .limits(let discharge, let charge): "limits \(discharge) \(charge)"
        case .value(let quantity, let value): "value \(quantity) \(value)"
        case .withdraw(let quantity): "withdraw \(quantity)"
        case .silence(let quantity, let cycles): "silence \(quantity) \(cycles)"
        case .corrupt(let quantity, let value, let cycles):
            "corrupt \(quantity) \(value) \(cycles)"
        case .repeated(let quantity, let cycles): "repeat \(quantity) \(cycles)"
        case .stall(let time): "stall \(time)"
        case .jump(let time): "jump \(time)"
        case .arming(let state): "arming \(state)"
        case .mode(let mode): "mode \(mode)"
        case .request(let source, let kind, let torque, let lease):
            "request \(source) \(kind) \(torque) \(lease)"
        case .noRequests: "no-requests"
        case .guardian(let part): "guardian \(part)"
        case .lateGuardian: "late-guardian"
        case .slope(let slope): "slope \(slope)"
        case .voltage(let voltage): "voltage \(voltage)"
        case .friction(let front, let rear): "friction \(front) \(rear)"
        case .ready(let axle, let isReady): "ready \(axle) \(isReady)"
        case .relay(let isPermitted): "relay \(isPermitted)"
        case .present(let isPresent): "present \(isPresent)"
        case .tripped(let isTripped): "tripped \(isTripped)"
        case .calm(let gear): "calm \(gear)"
        }
    }

    /// Reads a line; nil where it is none.
    init?(_ text: some StringProtocol) {
        let words = String(text).split(separator: " ").map { String($0) }
        func number(_ place: Int) -> Double? { words.count > place ? Double(words[place]) : nil }
        func truth(_ place: Int) -> Bool? { words.count > place ? Bool(words[place]) : nil }
        func one<Case: CaseIterable>(_ place: Int, _ type: Case.Type) -> Case? {
            words.count > place ? Case.allCases.first { "\($0)" == words[place] } : nil
        }
        func quantity() -> InputQuantity? { one(1, InputQuantity.self) }
        let action: DriveAction? =
            switch words.first {
            case "pedal": number(1).map { .pedal($0) }
            case "pedal_b": number(1).map { .secondPedal($0) }
            case "brake": truth(1).map { .brake($0) }
            case "selector": one(1, Gear.self).map { .selector($0) }
            case "limits":
                number(1).flatMap { left in number(2).map { .limits(discharge: left, charge: $0) } }
            case "value": quantity().flatMap { name in number(2).map { .value(name, $0) } }
            case "withdraw": quantity().map { .withdraw($0) }
            case "silence":
                quantity().flatMap { name in
                    number(2).map { .silence(name, cycles: Int($0)) }
                }
            case "corrupt":
                quantity().flatMap { name in
                    number(2).flatMap { value in
                        number(3).map { .corrupt(name, value, cycles: Int($0)) }
                    }
                }
            case "repeat":
                quantity().flatMap { name in
                    number(2).map { .repeated(name, cycles: Int($0)) }
                }
            case "stall": number(1).map { .stall($0) }
            case "jump": number(1).map { .jump($0) }
            case "arming": one(1, ArmState.self).map { .arming($0) }
            case "mode": one(1, OperatingMode.self).map { .mode($0) }
            case "request": Self.request(words)
            case "no-requests": .noRequests
            case "guardian": number(1).map { .guardian($0) }
            case "late-guardian": .lateGuardian
            case "slope": number(1).map { .slope($0) }
            case "voltage": number(1).map { .voltage($0) }
            case "friction":
                number(1).flatMap { left in number(2).map { .friction(front: left, rear: $0) } }
            case "ready": one(1, Axle.self).flatMap { axle in truth(2).map { .ready(axle, $0) } }
            case "relay": truth(1).map { .relay($0) }
            case "present": truth(1).map { .present($0) }
            case "tripped": truth(1).map { .tripped($0) }
            case "calm": one(1, Gear.self).map { .calm($0) }
            default: nil
            }
        guard let action else { return nil }
        self = action
    }

    private static func request(_ words: [String]) -> DriveAction? {
        let sources: [RequestSource] = [
            .cruise, .speedLimiter, .stability, .limp, .operatorCeiling,
        ]
        let kinds: [TorqueRequest.Kind] = [.setpoint, .maximum, .minimum]
        guard words.count == 5, let source = sources.first(where: { "\($0)" == words[1] }),
            let kind = kinds.first(where: { "\($0)" == words[2] }), let torque = Double(words[3]),
            let lease = Double(words[4])
        else { return nil }
        return .request(source, kind, torque, lease: lease)
    }
}
