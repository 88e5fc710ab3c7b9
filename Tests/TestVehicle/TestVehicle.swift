public import CANFrames
import DBC
import SignalCodec
public import VehicleBinding

/// The reference car's part of its buses: what inverters, battery, pedals, selector and wheels say.
///
/// Every frame is built from the databases, with its counter and checksum, as often as the database
/// says. For tests and benchmarks; nothing in it is physics.
public struct TestVehicle {
    /// What the car does in one cycle.
    public struct Moment: Equatable, Sendable {
        /// Both pedal sensors, 0 to 100 %.
        public var pedal = 0.0
        /// Whether the brake is pressed.
        public var isBraking = false
        /// Both motors, rpm.
        public var motorSpeed = 0.0
        /// What the battery can give, kW.
        public var dischargeLimit = 240.0

        /// Stands still in D with nothing pressed.
        public init() {}
    }

    /// Why the databases do not fit the car.
    public enum Mismatch: Error, Equatable {
        /// A bus, message or signal is missing, or a value does not fit its signal.
        case missing(String)
    }

    /// Cycles are this long, ns.
    public static let period: Int64 = 10_000_000

    private let buses: [BoundBus]
    private var messages: [SentMessage] = []
    private var cycle = 0
    private var lastSpeed = 0.0

    /// A car on buses named front, rear and car, which has sent nothing yet.
    public init(_ buses: [BoundBus]) throws(Mismatch) {
        self.buses = buses
        for message in ["INV_Status", "LB_Status", "LB_PowerLimits", "LB_StateOfCharge"] {
            messages.append(try SentMessage(message, "front", buses))
        }
        for message in ["INV_Status", "INV_Temperatures"] {
            messages.append(try SentMessage(message, "rear", buses))
        }
        let car = [
            "VCM_Pedals", "Brake_Pedal", "Shifter", "Wheels_Front", "Wheels_Rear", "Dynamics",
        ]
        for message in car { messages.append(try SentMessage(message, "car", buses)) }
    }

    /// The frames of the next cycle, arrived together at a monotonic time.
    public mutating func frames(
        _ moment: Moment,
        at arrival: Int64
    ) throws(Mismatch) -> [ReceivedFrame] {
        var frames: [ReceivedFrame] = []
        let change = Self.speed(moment.motorSpeed) - Self.speed(lastSpeed)
        let acceleration = max(-14, min(14, change / 3.6 * 100))
        for index in messages.indices where cycle % messages[index].cycles == 0 {
            let frame = try messages[index].next { message throws(Mismatch) in
                try Self.fill(&message, moment, acceleration)
            }
            frames.append(
                ReceivedFrame(
                    frame: frame,
                    bus: messages[index].bus,
                    stamp: Timestamp(nanoseconds: arrival),
                    arrival: arrival
                )
            )
        }
        cycle += 1
        lastSpeed = moment.motorSpeed
        return frames
    }

    /// Over ground in km/h: 8.193 motor turns a turn of a wheel of 0.328 m.
    private static func speed(_ motor: Double) -> Double {
        motor * 60 / 1000 * 2 * .pi * 0.328 / 8.193
    }

    private static func fill(
        _ message: inout SentMessage,
        _ moment: Moment,
        _ acceleration: Double
    ) throws(Mismatch) {
        let speed = Self.speed(moment.motorSpeed)
        switch message.name {
        case "INV_Status":
            try message.set("MG_InputVoltage", 350)
            try message.set("INV_State", 3)
            try message.set("MG_OutputRevolution", moment.motorSpeed.rounded())
            try message.set("INV_SpeedValid", 1)
        case "LB_Status":
            // On the wire discharge is negative.
            try message.set("LB_Current_2", -100)
            try message.set("LB_Total_Voltage", 350)
            try message.set("LB_Main_Relay_Permission", 1)
        case "LB_PowerLimits":
            try message.set("Discharge_Power_Limit", moment.dischargeLimit)
            try message.set("Charge_Power_Limit", 80)
        case "LB_StateOfCharge": try message.set("LB_SOC", 60)
        case "VCM_Pedals":
            try message.set("Pedal_A", moment.pedal)
            try message.set("Pedal_B", moment.pedal)
            try message.set("User_Brake", moment.isBraking ? 1 : 0)
        case "Shifter": try message.set("Shifter_Position", 0xBB)
        case "Wheels_Front":
            try message.set("Wheel_Speed_FL", speed)
            try message.set("Wheel_Speed_FR", speed)
        case "Wheels_Rear":
            try message.set("Wheel_Speed_RL", speed)
            try message.set("Wheel_Speed_RR", speed)
        case "Dynamics": try message.set("Longitudinal_Acceleration", acceleration)
        default: break
        }
    }
}

/// One message with its own counter.
private struct SentMessage {
    let message: CompiledMessage
    let bus: UInt8
    private var frame: Frame
    private var count: UInt64 = 0

    var name: String { message.name }

    /// Sent every so many cycles.
    var cycles: Int { max(1, (message.cycleTime ?? 10) / 10) }

    init(_ name: String, _ bus: String, _ buses: [BoundBus]) throws(TestVehicle.Mismatch) {
        guard let index = buses.firstIndex(where: { $0.name == bus }),
            let message = buses[index].database.message(named: name),
            let frame = Frame(id: message.id, length: message.length)
        else { throw .missing("\(bus).\(name)") }
        self.message = message
        self.frame = frame
        self.bus = UInt8(index)
    }

    mutating func set(_ signal: String, _ value: Double) throws(TestVehicle.Mismatch) {
        guard let found = message.signal(named: signal) else {
            throw .missing("\(name).\(signal)")
        }
        do throws(SignalError) {
            try found.store(physical: value, in: &frame.payload)
        } catch {
            throw .missing("\(name).\(error)")
        }
    }

    mutating func next(
        _ fill: (inout SentMessage) throws(TestVehicle.Mismatch) -> Void
    ) throws(TestVehicle.Mismatch) -> Frame {
        try fill(&self)
        message.protection.protect(&frame, counter: count)
        count += 1
        return frame
    }
}
