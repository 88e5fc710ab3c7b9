import CANFrames
import DBC
import PlantModel
import SignalCodec

/// One message of a real node that the plant listens to.
struct FollowedMessage {
    /// What it says.
    enum Meaning: Equatable {
        case unit(PlantAxle), wheels(PlantAxle)
        case batteryStatus, batteryLimits
        case pedals, selector, brakePedal
    }

    /// What it says.
    let meaning: Meaning
    /// Who says it.
    let node: PlantNode
    /// On which bus.
    let bus: PlantBus
    /// Bus and message, as `front.INV_Status`.
    let name: String
    /// What came so far.
    private(set) var counts = CommandCounts()

    private var checked: CheckedMessage
    private let signals: [SignalLayout]

    /// The newest frame's signals, in the order in which they were asked for.
    private(set) var values: [Double] = []

    /// Binds a message and its signals; throws where the databases lack one.
    init(
        _ meaning: Meaning,
        _ node: PlantNode,
        _ id: UInt32,
        on bus: PlantBus,
        _ names: [String],
        _ databases: PlantDatabases
    ) throws(DatabaseError) {
        guard let known = FrameID(standard: id), let message = databases.message(known, on: bus)
        else {
            throw .noMessage(id: String(id, radix: 16, uppercase: true), bus: "\(bus)")
        }
        self.meaning = meaning
        self.node = node
        self.bus = bus
        name = "\(bus).\(message.name)"
        checked = CheckedMessage(message)
        var signals: [SignalLayout] = []
        for name in names {
            guard let signal = message.signal(named: name) else {
                throw .noSignal(message: message.name, signal: name)
            }
            signals.append(signal.layout)
        }
        self.signals = signals
    }

    /// Its identifier.
    var id: FrameID { checked.id }

    /// Takes a frame of this identifier; whether it may be used.
    mutating func take(_ frame: borrowing Frame) -> Bool {
        guard frame.kind == .data, checked.passes(frame, &counts) else { return false }
        counts.accepted += 1
        values.removeAll(keepingCapacity: true)
        for signal in signals { values.append(signal.physical(in: frame.payload)) }
        return true
    }

    /// Everything that the plant can listen to.
    static func all(_ databases: PlantDatabases) throws(DatabaseError) -> [FollowedMessage] {
        let unit = ["MG_EffectiveTorque", "MG_OutputRevolution", "INV_SpeedValid"]
        func message(
            _ meaning: Meaning,
            _ node: PlantNode,
            _ id: UInt32,
            _ bus: PlantBus,
            _ names: [String]
        ) throws(DatabaseError) -> FollowedMessage {
            try FollowedMessage(meaning, node, id, on: bus, names, databases)
        }
        return [
            try message(.unit(.front), .frontInverter, 0x1DA, .front, unit),
            try message(.unit(.rear), .rearInverter, 0x1DA, .rear, unit),
            try message(.batteryStatus, .battery, 0x1DB, .front, ["LB_Total_Voltage"]),
            try message(
                .batteryLimits,
                .battery,
                0x1DC,
                .front,
                ["Discharge_Power_Limit", "Charge_Power_Limit"]
            ),
            try message(.pedals, .pedals, 0x239, .car, ["Pedal_A", "Pedal_B", "User_Brake"]),
            try message(.selector, .pedals, 0x174, .car, ["Shifter_Position"]),
            try message(.brakePedal, .pedals, 0x1CC, .car, ["Brake_Pedal_Position"]),
            try message(
                .wheels(.front),
                .wheels,
                0x284,
                .car,
                ["Wheel_Speed_FL", "Wheel_Speed_FR"]
            ),
            try message(
                .wheels(.rear),
                .wheels,
                0x285,
                .car,
                ["Wheel_Speed_RL", "Wheel_Speed_RR"]
            ),
        ]
    }
}
