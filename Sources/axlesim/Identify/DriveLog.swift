import CANFrames
import DBC
import FrameLogs
import PlantModel

/// Reads what a log of EV-CANs says of motors, battery and speed over ground.
///
/// Each bus with an inverter is a drive unit; the battery is that of the first bus that tells of
/// one. Frames whose checksum is wrong and values that say they are none are left out.
struct DriveLog {
    /// The log's file.
    let file: String
    /// What it says.
    private(set) var record = DriveRecord()
    /// Frames read.
    private(set) var frames = 0
    /// Frames left out for their checksum.
    private(set) var badChecksums = 0

    private let database: CompiledDatabase
    private var buses: [String: FrameDecoder] = [:]
    private var units: [String] = []
    private var batteryBus: String?
    private var chargeBus: String?
    private var start: Int64?

    /// Reads a whole log by a database; only one bus where it is named.
    init(_ file: String, _ database: CompiledDatabase, bus: String?) throws {
        self.file = file
        self.database = database
        var reader = try LogReader(path: file)
        while let entry = try reader.next() {
            frames += 1
            if bus == nil || entry.interface == bus { take(entry) }
        }
        guard frames > 0 else {
            throw FileError(file: file, line: nil, key: "", problem: "has no frames")
        }
    }

    private mutating func take(_ entry: LogEntry) {
        start = start ?? entry.stamp.nanoseconds
        let time = Double(entry.stamp.nanoseconds - (start ?? 0)) / 1e9
        var decoder = buses[entry.interface] ?? FrameDecoder(database)
        let decoded = decoder.decode(entry.frame)
        buses[entry.interface] = decoder
        guard let decoded, !decoded.isShort else { return }
        guard decoded.checksum != .bad else {
            badChecksums += 1
            return
        }
        let message = database.messages[decoded.message]
        func value(_ signal: String) -> Double? {
            guard let index = message.index(ofSignal: signal),
                let found = message.decoded(index, in: entry.frame), found.label != "invalid"
            else { return nil }
            return found.physical
        }
        switch message.name {
        case "INV_Status": takeMotor(value, entry.interface, at: time)
        case "LB_Status": takeBattery(value, entry.interface, at: time)
        case "LB_StateOfCharge":
            if record.stateOfCharge == nil, let charge = value("LB_SOC"), charge <= 100 {
                record.stateOfCharge = charge / 100
            }
        case "Wheels_Front":
            guard let right = value("Wheel_Speed_FR"), let left = value("Wheel_Speed_FL") else {
                return
            }
            takeGround("front wheels", (right + left) / 2, at: time)
        case "METER_Speed":
            if let speed = value("METER_True_Speed") { takeGround("speedometer", speed, at: time) }
        default: break
        }
    }

    private mutating func takeMotor(
        _ value: (String) -> Double?,
        _ bus: String,
        at time: Double
    ) {
        guard let torque = value("MG_EffectiveTorque"), let speed = value("MG_OutputRevolution"),
            value("INV_SpeedValid") == 1
        else { return }
        let unit = units.firstIndex(of: bus) ?? units.count
        if unit == units.count {
            units.append(bus)
            record.motors.append([])
        }
        record.motors[unit].append(
            DriveRecord.MotorSample(time: time, torque: torque, speed: speed * .pi / 30)
        )
    }

    private mutating func takeBattery(
        _ value: (String) -> Double?,
        _ bus: String,
        at time: Double
    ) {
        guard batteryBus ?? bus == bus, let voltage = value("LB_Total_Voltage"),
            var current = value("LB_Current")
        else { return }
        batteryBus = bus
        // Beyond what the first field can say, the second one of newer batteries says it.
        if let second = value("LB_Current_2"), abs(second) >= 511, abs(current) >= 500 {
            current = second
        }
        record.battery.append(
            DriveRecord.BatterySample(time: time, voltage: voltage, current: -current)
        )
    }

    private mutating func takeGround(_ name: String, _ speed: Double, at time: Double) {
        let sample = DriveRecord.SpeedSample(time: time, speed: speed / 3.6)
        if let index = record.ground.firstIndex(where: { $0.name == name }) {
            record.ground[index].samples.append(sample)
        } else {
            record.ground.append(DriveRecord.GroundSpeed(name: name, samples: [sample]))
        }
    }
}
