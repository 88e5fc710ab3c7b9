import CANFrames
import TorqueMonitor

extension GuardConfigurationReader {
    /// Each input by its key; the first nine must be there, but for those of an axle without a motor.
    private static let inputs: [(key: String, input: MonitorInput, unit: Unit)] = [
        ("front_speed", .frontSpeed, .speed), ("rear_speed", .rearSpeed, .speed),
        ("pedal_a", .pedalA, .part), ("pedal_b", .pedalB, .part), ("brake", .brake, .none),
        ("discharge_limit", .dischargeLimit, .power), ("charge_limit", .chargeLimit, .power),
        ("pack_voltage", .packVoltage, .voltage), ("pack_current", .packCurrent, .current),
        ("wide_discharge_limit", .wideDischargeLimit, .power),
        ("wide_charge_limit", .wideChargeLimit, .power),
        ("front_torque", .frontTorque, .torque), ("rear_torque", .rearTorque, .torque),
        ("acceleration", .acceleration, .acceleration), ("abs_active", .absActive, .none),
        ("esc_active", .escActive, .none), ("esc_front_increase", .escFrontIncrease, .torque),
        ("esc_rear_increase", .escRearIncrease, .torque), ("esc_limit", .escLimit, .torque),
        ("cruise", .cruise, .none), ("regen_request", .regenRequest, .torque),
        ("rear_load_share", .rearLoadShare, .part), ("bench_key", .benchKey, .none),
        ("emergency_stop_released", .emergencyStopReleased, .none),
    ]

    static func readInputs(_ top: Section, _ allowed: AllowList) -> InputFields {
        var fields = InputFields()
        guard let section = top.section("inputs", known: inputs.map(\.key)) else { return fields }
        for entry in inputs {
            if let axle = entry.input.axle, axle == allowed.undriven {
                reportUndriven(section, entry.key)
                continue
            }
            guard entry.input.isNeeded || section.has(entry.key) else { continue }
            fields[entry.input] = readField(section, entry.key, entry.unit)
        }
        checkInversion(section, fields, allowed, .front, [.frontSpeed, .frontTorque])
        checkInversion(section, fields, allowed, .rear, [.rearSpeed, .rearTorque])
        return fields
    }

    /// What is about the motor of an axle that may be sent nothing is not there.
    static func reportUndriven(_ section: Section, _ key: String) {
        guard section.has(key) else { return }
        section.report(
            key,
            found: "something of an axle that allow leaves out",
            allowed: "nothing: such an axle has no motor"
        )
    }

    /// What an inverted unit is told and what it says have the same sign.
    private static func checkInversion(
        _ section: Section,
        _ fields: InputFields,
        _ allowed: AllowList,
        _ axle: Axle,
        _ reported: [MonitorInput]
    ) {
        guard let place = allowed.index(of: FrameRole.torque, on: axle),
            allowed[place]?.isInverted == true
        else { return }
        for entry in inputs where reported.contains(entry.input) {
            guard let field = fields[entry.input], field.scale.numerator > 0 else { continue }
            section.report(
                entry.key,
                found: "a scale above 0",
                allowed: "one below 0 where the axle's torque frame is inverted"
            )
        }
    }

    private static func readField(_ section: Section, _ key: String, _ unit: Unit) -> SignalField? {
        let keys = [
            "bus", "id", "length", "bits", "scale", "offset", "least", "greatest",
            "not_available", "when", "checksum", "data_id", "counter", "age",
        ]
        guard let field = section.section(key, known: keys) else { return nil }
        let bus = field.word("bus", [("front", MonitorBus.front), ("rear", .rear), ("car", .car)])
        let id = field.identifier("id")
        let length = field.quantity("length", .none, 1...8)
        let bits = field.bits("bits", length)
        let scale = readScale(field, unit)
        let age = field.milliseconds("age", 10...1000)
        guard let bus, let id, let length, let bits, let scale, let age else { return nil }
        var read = SignalField(
            bus: bus,
            id: id,
            length: UInt8(length),
            bits: bits,
            scale: scale,
            age: age
        )
        readLimits(field, unit, length, &read)
        readProtection(field, length, &read)
        return read
    }

    private static func readScale(_ field: Section, _ unit: Unit) -> FieldScale? {
        let name = unit.names[0].name
        let allowed = "what one bit means, such as \(name.isEmpty ? "1" : "0.5 " + name)"
        guard let text = field.text("scale", allowed: allowed) else { return nil }
        guard let (numerator, denominator) = unit.fraction(text.value), numerator != 0,
            abs(numerator) <= 1_000_000
        else {
            field.report("scale", found: "\"\(text.value)\"", allowed: allowed)
            return nil
        }
        let limit = 1_000_000_000
        let offset = field.has("offset") ? field.quantity("offset", unit, -limit...limit) : 0
        return offset.map {
            FieldScale(numerator: numerator, denominator: denominator, offset: $0)
        }
    }

    /// When the value counts.
    private static func readLimits(
        _ field: Section,
        _ unit: Unit,
        _ length: Int,
        _ read: inout SignalField
    ) {
        let limit = 1_000_000_000
        let least = field.has("least") ? field.quantity("least", unit, -limit...limit) : -limit
        let greatest =
            field.has("greatest") ? field.quantity("greatest", unit, -limit...limit) : limit
        if let least, let greatest {
            if least <= greatest {
                read.range = least...greatest
            } else {
                field.report(
                    "greatest",
                    found: unit.text(greatest),
                    allowed: "no less than least"
                )
            }
        }
        if field.has("not_available") {
            read.notAvailable = field.codes("not_available")
        }
        guard field.has("when"),
            let text = field.text("when", allowed: "BITS = NUMBER, such as 40|1@1+ = 1")
        else { return }
        let parts = text.value.split(separator: "=").map { $0.split(separator: " ").joined() }
        guard parts.count == 2, let number = Int(parts[1]),
            let bits = BitField(parsing: parts[0], length: length)
        else {
            field.report(
                "when",
                found: "\"\(text.value)\"",
                allowed: "BITS = NUMBER, such as 40|1@1+ = 1"
            )
            return
        }
        read.condition = bits
        read.conditionRaw = number
    }

    private static func readProtection(
        _ field: Section,
        _ length: Int,
        _ read: inout SignalField
    ) {
        if field.has("counter") { read.counter = field.bits("counter", length) }
        guard field.has("checksum") else { return }
        switch field.word("checksum", [("none", 0), ("nissan", 1), ("axle", 2)]) {
        case 1: read.protection = .nissan
        case 2:
            let id = field.quantity("data_id", .none, 0...0xFFFF)
            if let id { read.protection = .axle(dataID: UInt16(id)) }
        default: break
        }
    }
}

extension Section {
    /// A standard identifier, written `0x1D4`.
    func identifier(_ key: String) -> FrameID? {
        let allowed = "a hexadecimal identifier, 0x001 to 0x7FF"
        guard let written = text(key, allowed: allowed) else { return nil }
        guard
            written.value.hasPrefix("0x"),
            let number = UInt32(written.value.dropFirst(2), radix: 16), number > 0,
            let id = FrameID(standard: number)
        else {
            report(key, found: "\"\(written.value)\"", allowed: allowed)
            return nil
        }
        return id
    }

    /// A place in a frame of so many bytes, written as in a DBC file: `7|10@0+`.
    func bits(_ key: String, _ length: Int?) -> BitField? {
        let allowed = "START|COUNT@ORDER SIGN as in a DBC file, inside the frame: 7|10@0+"
        guard let written = text(key, allowed: allowed) else { return nil }
        guard let bits = BitField(parsing: written.value, length: length ?? 8) else {
            report(key, found: "\"\(written.value)\"", allowed: allowed)
            return nil
        }
        return bits
    }

    /// One to four raw numbers, each decimal or written `0x3FF`.
    func codes(_ key: String) -> [4 of Int?] {
        var codes = [4 of Int?](repeating: nil)
        let allowed = "one to four raw numbers, such as 0x3FF"
        guard let written = text(key, allowed: allowed) else { return codes }
        let words = written.value.split(separator: " ")
        let numbers = words.map { word in
            word.hasPrefix("0x") ? Int(word.dropFirst(2), radix: 16) : Int(word)
        }
        guard (1...4).contains(numbers.count), !numbers.contains(nil) else {
            report(key, found: "\"\(written.value)\"", allowed: allowed)
            return codes
        }
        for (index, number) in numbers.enumerated() { codes[index] = number }
        return codes
    }
}

extension BitField {
    /// Reads `7|10@0+`; nil where it is no place in a frame of so many bytes.
    init?(parsing text: String, length: Int) {
        let parts = text.split { $0 == "|" || $0 == "@" }
        guard parts.count == 3, parts[2].count == 2, let start = Int(parts[0]),
            let count = Int(parts[1]), let order = parts[2].first, let sign = parts[2].last,
            order == "0" || order == "1", sign == "+" || sign == "-"
        else { return nil }
        self.init(
            start: start,
            count: count,
            isHighFirst: order == "0",
            isSigned: sign == "-"
        )
        let first = order == "0" ? start / 8 * 8 + (7 - start % 8) : start
        guard first + count <= length * 8 else { return nil }
    }
}
