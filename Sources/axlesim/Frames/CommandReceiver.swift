import CANFrames
import DBC
import PlantModel
import SignalCodec
import VehicleModel

/// One inverter's ear: takes torque and gear commands that pass their own checks.
struct CommandReceiver {
    /// What came so far.
    private(set) var counts = CommandCounts()

    private var torque: CheckedMessage
    private var gear: CheckedMessage
    private let target: SignalLayout
    private let upper: SignalLayout
    private let lower: SignalLayout
    private let startState: SignalLayout
    private let highVoltage: SignalLayout
    private let position: SignalLayout
    /// The last gear and when it came, monotonic nanoseconds.
    private var lastGear: (position: UInt64, arrival: Int64)?

    /// A gear command is good for so long, ns.
    private static let gearLifetime: Int64 = 200_000_000

    /// Binds the commands' signals; throws where the database lacks one.
    init(_ database: CompiledDatabase) throws {
        let torque = try Self.message(0x1D4, database)
        let gear = try Self.message(0x11A, database)
        self.torque = CheckedMessage(torque)
        self.gear = CheckedMessage(gear)
        target = try Self.layout("TargetMotorTorque", torque)
        upper = try Self.layout("TqLimitUpper", torque)
        lower = try Self.layout("TqLimitLower", torque)
        startState = try Self.layout("VCM_StartState", torque)
        highVoltage = try Self.layout("HV_Supplied", torque)
        position = try Self.layout("VCM_GearPosition", gear)
    }

    /// The identifiers an inverter listens to.
    var ids: [FrameID] { [torque.id, gear.id] }

    /// Takes a frame that arrived at a monotonic time; the command where it was one that holds.
    ///
    /// Torque needs a gear that drives and is no older than 200 ms; without, the torque is zero.
    mutating func take(_ frame: borrowing Frame, at arrival: Int64) -> InverterCommand? {
        guard frame.kind == .data else { return nil }
        if frame.id == gear.id {
            if gear.passes(frame, &counts) {
                lastGear = (position.bits(in: frame.payload), arrival)
            }
            return nil
        }
        let id = frame.id
        guard id == torque.id else { return nil }
        guard torque.passes(frame, &counts) else { return nil }
        counts.accepted += 1
        let started = startState.bits(in: frame.payload) == 3
        let supplied = highVoltage.bits(in: frame.payload) == 1
        return InverterCommand(
            torque: isDriving(at: arrival) ? Torque(target.physical(in: frame.payload)) : .zero,
            upperLimit: Torque(upper.physical(in: frame.payload)),
            lowerLimit: Torque(lower.physical(in: frame.payload)),
            isReady: started && supplied
        )
    }

    private func isDriving(at arrival: Int64) -> Bool {
        guard let lastGear, arrival - lastGear.arrival <= Self.gearLifetime else { return false }
        // 2 is R, 4 is D.
        return lastGear.position == 2 || lastGear.position == 4
    }

    private static func message(
        _ id: UInt32,
        _ database: CompiledDatabase
    ) throws -> CompiledMessage {
        guard let known = FrameID(standard: id), let index = database.index(of: known) else {
            throw DatabaseError.noMessage(id: String(id, radix: 16, uppercase: true), bus: "EV-CAN")
        }
        return database.messages[index]
    }

    private static func layout(_ name: String, _ message: CompiledMessage) throws -> SignalLayout {
        guard let signal = message.signal(named: name) else {
            throw DatabaseError.noSignal(message: message.name, signal: name)
        }
        return signal.layout
    }
}
