public import CANFrames
import DBC
import SignalCodec
public import VehicleBinding

/// What inverters, battery, pedals, selector, wheels and sensors of a road car say on its buses.
///
/// Every frame is built from the databases, with its counter and checksum, as often as they say.
public struct RoadFrames {
    /// One message with its counter.
    private struct Part {
        let message: CompiledMessage
        let signals: [CompiledSignal]
        let bus: UInt8
        /// Sent every so many cycles.
        let cycles: Int
        var frame: Frame
        var count: UInt64 = 0
    }

    private static let messages: [(bus: String, message: String, signals: [String])] = [
        ("front", "INV_Status", inverter), ("rear", "INV_Status", inverter),
        ("front", "LB_Status", ["LB_Current_2", "LB_Total_Voltage", "LB_Main_Relay_Permission"]),
        ("front", "LB_PowerLimits", ["Discharge_Power_Limit", "Charge_Power_Limit"]),
        ("front", "LB_StateOfCharge", ["LB_SOC"]),
        ("car", "VCM_Pedals", ["Pedal_A", "Pedal_B", "User_Brake"]),
        ("car", "Shifter", ["Shifter_Position"]),
        ("car", "Wheels_Front", ["Wheel_Speed_FL", "Wheel_Speed_FR"]),
        ("car", "Wheels_Rear", ["Wheel_Speed_RL", "Wheel_Speed_RR"]),
        ("car", "Dynamics", ["Longitudinal_Acceleration"]),
    ]
    private static let inverter = [
        "MG_InputVoltage", "INV_State", "MG_OutputRevolution", "INV_SpeedValid",
        "MG_EffectiveTorque",
    ]

    private var parts: [Part] = []
    private var cycle = 0

    /// Nothing sent yet, on buses named front, rear and car.
    public init(_ buses: [BoundBus]) throws(TestVehicle.Mismatch) {
        for (bus, name, signals) in Self.messages {
            guard let index = buses.firstIndex(where: { $0.name == bus }),
                let message = buses[index].database.message(named: name),
                let frame = Frame(id: message.id, length: message.length)
            else { throw .missing("\(bus).\(name)") }
            var found: [CompiledSignal] = []
            for signal in signals {
                guard let one = message.signal(named: signal) else {
                    throw .missing("\(bus).\(name).\(signal)")
                }
                found.append(one)
            }
            parts.append(
                Part(
                    message: message,
                    signals: found,
                    bus: UInt8(index),
                    cycles: max(1, (message.cycleTime ?? 10) / 10),
                    frame: frame
                )
            )
        }
    }

    /// Puts the next cycle's frames in place of `frames`, arrived together at a monotonic time.
    public mutating func next(
        of car: RoadCar,
        at arrival: Int64,
        into frames: inout [ReceivedFrame]
    ) throws(TestVehicle.Mismatch) {
        frames.removeAll(keepingCapacity: true)
        let missing = car.undriven.map { $0 == .front ? 0 : 1 }
        for index in parts.indices
        where cycle % parts[index].cycles == 0 && index != missing {
            let values = Self.values(index, car)
            for (signal, value) in zip(parts[index].signals, values) {
                do throws(SignalError) {
                    try signal.store(physical: value, in: &parts[index].frame.payload)
                } catch {
                    throw .missing("\(parts[index].message.name).\(error)")
                }
            }
            let count = parts[index].count
            parts[index].message.protection.protect(&parts[index].frame, counter: count)
            parts[index].count += 1
            frames.append(
                ReceivedFrame(
                    frame: parts[index].frame,
                    bus: parts[index].bus,
                    stamp: Timestamp(nanoseconds: arrival),
                    arrival: arrival
                )
            )
        }
        cycle += 1
    }

    /// What a message says, in the order of its signals.
    private static func values(_ index: Int, _ car: RoadCar) -> [Double] {
        switch index {
        case 0: [car.voltage, 3, car.motorSpeed(.front).rounded(), 1, car.torque.front]
        case 1: [car.voltage, 3, car.motorSpeed(.rear).rounded(), 1, car.torque.rear]
        // On the wire discharge is negative.
        case 2: [-car.current, car.voltage, 1]
        case 3: [car.dischargeLimit, car.chargeLimit]
        case 4: [60]
        case 5: [car.pedal, car.pedal, car.isBraking ? 1 : 0]
        case 6: [car.selector.rawValue]
        case 7: [car.wheelSpeed(.front), car.wheelSpeed(.front)]
        case 8: [car.wheelSpeed(.rear), car.wheelSpeed(.rear)]
        default: [max(-15, min(15, car.acceleration))]
        }
    }
}
