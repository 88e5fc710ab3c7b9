import CANFrames
import DBC
import PlantModel
import SignalCodec
import Testing
import VehicleModel

@testable import axlesim

/// The shipped databases.
func databases() throws -> PlantDatabases {
    try PlantDatabases(directory: repository.appendingPathComponent("DBC").path)
}

/// One frame the plant sent in a launch, with what it was made from.
struct SentFrame {
    let frame: Frame
    let message: CompiledMessage
    let bus: PlantBus
    let source: FrameSource

    /// The physical value of a signal.
    func value(_ name: String) throws -> Double {
        let index = try #require(message.index(ofSignal: name))
        return try #require(message.value(of: index, in: frame))
    }
}

/// Everything sent in a launch and the stop after it.
func launchFrames() throws -> [SentFrame] {
    var plant = Plant(try prototype())
    var messages = try OutgoingMessage.all(try databases(), plant)
    var sent: [SentFrame] = []
    _ = drive(&plant, try shippedScenario("launch"), for: 60) { plant, controls in
        guard plant.steps % 10 == 0 else { return }
        let source = FrameSource(plant: plant, controls: controls)
        for index in messages.indices where messages[index].isDue(in: plant.steps / 10) {
            guard let frame = messages[index].next(source) else { continue }
            sent.append(
                SentFrame(
                    frame: frame,
                    message: messages[index].message,
                    bus: messages[index].bus,
                    source: source
                )
            )
        }
    }
    return sent
}

@Suite struct FrameTests {
    private func expect(
        _ sent: [SentFrame],
        _ id: UInt32,
        on bus: PlantBus,
        _ signal: String,
        within tolerance: Double,
        _ truth: (FrameSource) -> Double
    ) throws {
        let frames = sent.filter { $0.frame.id.identifier == id && $0.bus == bus }
        #expect(frames.count > 15, "\(signal)")
        for frame in frames {
            let value = try frame.value(signal)
            let expected = truth(frame.source)
            guard abs(value - expected) > tolerance else { continue }
            Issue.record("\(signal) says \(value), the plant \(expected)")
            return
        }
    }

    @Test("every frame decodes to the plant's value within half a count")
    func values() throws {
        let sent = try launchFrames()
        for (bus, axle) in [(PlantBus.front, PlantAxle.front), (.rear, .rear)] {
            try expect(sent, 0x1DA, on: bus, "MG_InputVoltage", within: 1) {
                $0.plant.battery.voltage.rawValue
            }
            try expect(sent, 0x1DA, on: bus, "MG_EffectiveTorque", within: 0.25) {
                $0.plant[axle].motorTorque.rawValue
            }
            try expect(sent, 0x1DA, on: bus, "MG_OutputRevolution", within: 0.5) {
                $0.plant[axle].motorSpeed.rawValue * 30 / .pi
            }
            try expect(sent, 0x1DA, on: bus, "INV_State", within: 0) { _ in 3 }
        }
        try expect(sent, 0x1DB, on: .front, "LB_Total_Voltage", within: 0.25) {
            $0.plant.battery.voltage.rawValue
        }
        try expect(sent, 0x1DB, on: .front, "LB_Current_2", within: 0.25) {
            -$0.plant.battery.reportedCurrent.rawValue
        }
        try expect(sent, 0x1DB, on: .front, "LB_Current", within: 0.25) {
            max(-512, -$0.plant.battery.reportedCurrent.rawValue)
        }
        try expect(sent, 0x1DC, on: .front, "Discharge_Power_Limit", within: 0) { _ in 250 }
        try expect(sent, 0x1DC, on: .front, "Charge_Power_Limit", within: 0) { _ in 24.75 }
        try expect(sent, 0x55B, on: .front, "LB_SOC", within: 0.05 + 1e-9) {
            100 * $0.plant.battery.stateOfCharge
        }
        try expect(sent, 0x59E, on: .front, "LB_Full_Capacity", within: 0.05) { _ in 59 }
        try expect(sent, 0x355, on: .front, "METER_True_Speed", within: 0.006) {
            abs($0.plant.speed.rawValue) * 3.6
        }
        for pedal in ["Pedal_A", "Pedal_B"] {
            try expect(sent, 0x239, on: .car, pedal, within: 0.25) {
                100 * $0.controls.accelerator
            }
        }
        try expect(sent, 0x239, on: .car, "User_Brake", within: 0) {
            $0.controls.brake >= 0.02 ? 1 : 0
        }
        try expect(sent, 0x174, on: .car, "Shifter_Position", within: 0) {
            $0.controls.selector == .drive ? 0xBB : 0xAA
        }
        try expect(sent, 0x284, on: .car, "Wheel_Speed_FL", within: 0.0026) {
            abs($0.plant.front.surfaceSpeed.rawValue) * 3.6
        }
        try expect(sent, 0x285, on: .car, "Wheel_Speed_RR", within: 0.0026) {
            abs($0.plant.rear.surfaceSpeed.rawValue) * 3.6
        }
        try expect(sent, 0x292, on: .car, "Longitudinal_Acceleration", within: 0.00026) {
            $0.plant.specificForce.rawValue
        }
        // The launch went beyond what the first current field can say.
        #expect(sent.contains { $0.source.plant.battery.reportedCurrent > Current(520) })
    }

    @Test("every protected frame has the right checksum and the next counter")
    func protection() throws {
        let sent = try launchFrames()
        var trackers: [String: CounterTracker] = [:]
        var checked: Set<UInt32> = []
        for one in sent {
            let protection = one.message.protection
            #expect(protection.checksumIsRight(one.frame) != .bad)
            let name = "\(one.bus) \(one.message.name)"
            let result = trackers[name, default: CounterTracker()].step(one.frame, protection)
            #expect(result == .ok || result == .none)
            guard protection.profile == .nissanCRC8 else { continue }
            checked.insert(one.frame.id.identifier)
            // A second CRC-8, bit by bit: polynomial 0x85, start 0, over all bytes but the last.
            var register: UInt8 = 0
            for byte in one.frame.bytes.dropLast() {
                register ^= byte
                for _ in 0..<8 {
                    register = register & 0x80 != 0 ? register << 1 ^ 0x85 : register << 1
                }
            }
            #expect(one.frame.bytes.last == register)
        }
        #expect(checked == [0x1DA, 0x1DB, 0x1DC, 0x55B])
    }

    @Test("periods are the databases', and long ones do not fall into one tick")
    func periods() throws {
        let plant = Plant(try prototype())
        let messages = try OutgoingMessage.all(try databases(), plant)
        for message in messages {
            let due = (0..<1000).filter { message.isDue(in: UInt64($0)) }
            let gaps = Set(zip(due, due.dropFirst()).map { $1 - $0 })
            #expect(gaps == [try #require(message.message.cycleTime) / 10])
        }
        let most = (0..<50).map { tick in messages.count { $0.isDue(in: UInt64(tick)) } }.max()
        #expect(try #require(most) < messages.count)
    }

    @Test("a database without a signal of the plant's is refused by name")
    func missingSignal() throws {
        let text =
            "VERSION \"\"\nBU_: A\nBO_ 474 INV_Status: 8 A\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\n"
        let (database, _) = DBCReader.parse(bytes: Array(text.utf8), file: "x.dbc")
        let compiled = CompiledDatabase(database)
        #expect(throws: DatabaseError.noSignal(message: "INV_Status", signal: "MG_InputVoltage")) {
            try OutgoingMessage(
                MessageRecipe.inverter(.front)[0],
                on: .front,
                PlantDatabases(drive: compiled, car: compiled),
                Plant(try prototype())
            )
        }
        #expect(throws: DatabaseError.noMessage(id: "1D4", bus: "EV-CAN")) {
            try CommandReceiver(compiled)
        }
    }
}

@Suite struct CommandReceiverTests {
    private let database: CompiledDatabase
    private var receiver: CommandReceiver
    private var counters: [String: UInt64] = [:]

    init() throws {
        database = try databases().drive
        receiver = try CommandReceiver(database)
    }

    private mutating func frame(_ name: String, _ values: [String: Double]) throws -> Frame {
        let message = try #require(database.message(named: name))
        var writer = try #require(FrameWriter(message))
        for (signal, value) in values { writer.set(signal, value) }
        #expect(writer.missing.isEmpty)
        var frame = writer.frame
        message.protection.protect(&frame, counter: counters[name, default: 0])
        counters[name, default: 0] += 1
        return frame
    }

    private mutating func torque(_ torque: Double, state: Double = 3) throws -> Frame {
        try frame(
            "VCM_TorqueRequest",
            [
                "TargetMotorTorque": torque, "TqLimitUpper": 340, "TqLimitLower": -57.5,
                "VCM_StartState": state, "HV_Supplied": 1,
            ]
        )
    }

    private mutating func gear(_ gear: Double) throws -> Frame {
        try frame("VCM_Gear", ["VCM_GearPosition": gear])
    }

    @Test("a recorded command is understood")
    func recorded() throws {
        var receiver = receiver
        let gearID = try #require(FrameID(standard: 0x11A))
        let gear = try #require(
            Frame(id: gearID, bytes: [0x4E, 0x40, 0x04, 0xAA, 0xC0, 0x00, 0x00, 0xBD])
        )
        let torqueID = try #require(FrameID(standard: 0x1D4))
        let command = try #require(
            Frame(id: torqueID, bytes: [0x88, 0x17, 0x55, 0x00, 0x07, 0x44, 0x81, 0x70])
        )
        #expect(receiver.take(gear, at: 0) == nil)
        #expect(
            receiver.take(command, at: 1)
                == InverterCommand(
                    torque: Torque(340),
                    upperLimit: Torque(340),
                    lowerLimit: Torque(-57.5),
                    isReady: true
                )
        )
    }

    @Test("torque needs D or R, no older than 200 ms")
    mutating func gears() throws {
        for (position, given) in [(0.0, 0.0), (1, 0), (2, 50), (3, 0), (4, 50)] {
            _ = receiver.take(try gear(position), at: 0)
            let command = receiver.take(try torque(50), at: 200_000_000)
            #expect(command?.torque == Torque(given), "gear \(position)")
        }
        #expect(receiver.take(try torque(50), at: 200_000_001)?.torque == .zero)
    }

    @Test("no gear at all means no torque, but the command counts as heard")
    mutating func withoutGear() throws {
        let command = try #require(receiver.take(try torque(50), at: 0))
        #expect(command.torque == .zero && command.isReady)
    }

    @Test("a wrong checksum, a wrong length and a counter that stands still are refused")
    mutating func refused() throws {
        _ = receiver.take(try gear(4), at: 0)
        let good = try torque(10)
        #expect(receiver.take(good, at: 0) != nil)
        #expect(receiver.take(good, at: 1) == nil)
        var bad = try torque(20)
        bad[3] ^= 0x10
        #expect(receiver.take(bad, at: 2) == nil)
        let short = try #require(Frame(id: good.id, bytes: Array(good.bytes.dropLast())))
        #expect(receiver.take(short, at: 3) == nil)
        #expect(receiver.counts.repeated == 1 && receiver.counts.badChecksums == 2)
        #expect(receiver.counts.accepted == 1)
    }

    @Test("a lost frame is counted and the next one followed")
    mutating func gap() throws {
        _ = receiver.take(try torque(10), at: 0)
        _ = try torque(10)
        #expect(receiver.take(try torque(10), at: 1) != nil)
        #expect(receiver.counts.missed == 1)
    }

    @Test("a commander that is not ready is not followed", arguments: [0.0, 1, 2])
    mutating func notReady(state: Double) throws {
        _ = receiver.take(try gear(4), at: 0)
        let command = try #require(receiver.take(try torque(50, state: state), at: 0))
        #expect(!command.isReady && command.limitedTorque == .zero)
    }
}
