import CANFrames
import GuardLink
import TestVehicle

/// An error between the daemon's encoder and the guardian.
///
/// Counters and checksums stay right unless the error is in them.
enum InjectedError: Hashable, Sendable {
    /// Every torque has the other sign.
    case inverted
    /// Both torques are multiplied.
    case scaled(Double)
    /// One axle's torque is multiplied, the front's.
    case scaledFront(Double)
    /// Each axle has the other's torque.
    case swapped
    /// The torques stay as they were at the beginning.
    case frozenTorque
    /// The frames stay as they were at the beginning, counters and all.
    case frozenFrames
    /// The whole command stays as it was at the beginning.
    case frozenCommand
    /// So many Nm more on each axle, positive forward.
    case offset(Double)
    /// The raw number, which may be a code for "no value", on both axles.
    case code(Int)
    /// Any torque on either axle in any cycle.
    case random

    /// What a table calls it.
    var name: String {
        switch self {
        case .inverted: "inverted"
        case .scaled(let factor): "x \(factor)"
        case .scaledFront(let factor): "front x \(factor)"
        case .swapped: "axles swapped"
        case .frozenTorque: "torque frozen"
        case .frozenFrames: "frames frozen"
        case .frozenCommand: "command frozen"
        case .offset(let torque): "\(torque > 0 ? "+" : "")\(Int(torque)) Nm"
        case .code(let raw): "raw \(raw)"
        case .random: "random"
        }
    }
}

/// An error and what it remembers.
struct Injection {
    let error: InjectedError
    private var held: GuardCommand?
    private var random = SeededRandom(seed: 32)

    init(_ error: InjectedError) { self.error = error }

    /// The command as it arrives.
    mutating func apply(to command: GuardCommand) -> GuardCommand {
        let first = held ?? command
        held = first
        let front = command.rawTorque(.front) ?? 0
        let rear = command.rawTorque(.rear) ?? 0
        switch error {
        case .inverted: return command.with(-front, -rear)
        case .scaled(let factor): return command.with(scaled(front, factor), scaled(rear, factor))
        case .scaledFront(let factor): return command.with(scaled(front, factor), rear)
        case .swapped: return command.with(rear, front)
        case .frozenTorque:
            return command.with(first.rawTorque(.front) ?? 0, first.rawTorque(.rear) ?? 0)
        case .frozenFrames:
            var frozen = first
            frozen.cycle = command.cycle
            frozen.token = command.token
            frozen.issued = command.issued
            return frozen
        case .frozenCommand: return first
        case .offset(let torque):
            return command.with(front + Int(torque * 4), rear + Int(torque * 4))
        case .code(let raw): return command.with(raw, raw)
        case .random:
            return command.with(
                Int.random(in: -2048...2047, using: &random),
                Int.random(in: -2048...2047, using: &random)
            )
        }
    }

    private func scaled(_ torque: Int, _ factor: Double) -> Int {
        Int((Double(torque) * factor).rounded())
    }
}

extension GuardCommand {
    /// The same command with these torques in its 0x1D4, 0.25 Nm.
    func with(_ front: Int, _ rear: Int) -> GuardCommand {
        var changed = GuardCommand(
            armingID: armingID,
            cycle: cycle,
            token: token,
            issued: issued
        )
        for index in 0..<count {
            guard case (let axle, var frame)? = self.frame(at: index) else { continue }
            if frame.id.identifier == 0x1D4 {
                let torque = max(-2048, min(2047, axle == .front ? front : rear))
                let bits = UInt16(truncatingIfNeeded: torque) << 4
                frame[2] = UInt8(truncatingIfNeeded: bits >> 8)
                frame[3] = UInt8(truncatingIfNeeded: bits & 0xF0) | frame[3] & 0x0F
                frame[7] = TorqueAnswer.checksum(of: frame)
            }
            _ = changed.append(frame, for: axle)
        }
        return changed
    }
}

/// A small generator whose numbers depend on the seed alone.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number of a range.
    mutating func number(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &self)
    }

    /// True once in `times` on average.
    mutating func happens(onceIn times: UInt64) -> Bool { next() % times == 0 }

    /// One of several.
    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int(next() % UInt64(elements.count))]
    }
}
