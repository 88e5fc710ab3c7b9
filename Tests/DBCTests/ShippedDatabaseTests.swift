import AllocationCounter
import CANFrames
import DBC
import SignalCodec
import Testing

/// A database of the repository's DBC folder.
func shipped(_ name: String) throws -> CompiledDatabase {
    let path = packageRoot.path + "/DBC/\(name).dbc"
    let (database, found) = try DBCReader.read(path: path)
    let compiled = CompiledDatabase(database)
    #expect(found.isEmpty && compiled.diagnostics.isEmpty, "\(found) \(compiled.diagnostics)")
    return compiled
}

@Suite struct ShippedDatabaseTests {
    static let names = ["leaf-ev", "leaf-car", "axle-bench"]

    @Test("the shipped databases load without any diagnostic", arguments: names)
    func loads(name: String) throws {
        #expect(try shipped(name).messages.count >= 3)
    }

    @Test("every LEAF comment begins with how sure it is", arguments: ["leaf-ev", "leaf-car"])
    func certainty(name: String) throws {
        let words = ["measured", "published", "disputed", "unknown"]
        for message in try shipped(name).messages {
            for comment in [message.comment] + message.signals.map(\.comment) {
                #expect(words.contains { comment.hasPrefix($0) }, "\(message.name): \(comment)")
            }
        }
    }

    @Test("the bench's identifiers collide with none of the car's")
    func benchIdentifiers() throws {
        let bench = Set(try shipped("axle-bench").messages.map(\.id))
        for name in ["leaf-ev", "leaf-car"] {
            #expect(bench.isDisjoint(with: try shipped(name).messages.map(\.id)))
        }
    }

    @Test("every bench message carries a checksum over its own data id, and a counter")
    func benchProtection() throws {
        for message in try shipped("axle-bench").messages {
            #expect(message.protection.profile == .axleCRC8)
            #expect(message.protection.dataID == UInt16(message.id.identifier))
            #expect(message.protection.checksum != nil)
            #expect(message.protection.counter != nil)
        }
    }

    struct Example: Sendable, CustomTestStringConvertible {
        var frame: String
        var message: String
        var values: [String: Double]
        var testDescription: String { frame }
    }

    static let examples = [
        Example(
            frame: "1D4#8817550007448170",
            message: "VCM_TorqueRequest",
            values: [
                "TqLimitUpper": 340, "TqLimitLower": -57.5, "TargetMotorTorque": 340,
                "VCM_TorqueCounter": 0, "HV_Supplied": 1, "VCM_StartState": 3,
                "Inhibitor_Position": 2, "Relay_Plus_Output": 1, "Brake_Pedal": 0,
            ]
        ),
        Example(
            frame: "1D4#8818F0C04744A186",
            message: "VCM_TorqueRequest",
            values: ["TargetMotorTorque": -61, "VCM_TorqueCounter": 1, "Brake_Pedal": 1]
        ),
        Example(
            frame: "1DA#BC321A9D18A30AA3",
            message: "INV_Status",
            values: [
                "MG_InputVoltage": 376, "MG_EffectiveTorque": 334.5, "MG_OutputRevolution": 3153,
                "INV_Counter": 2, "INV_State": 3, "INV_SpeedValid": 1, "INV_ReadyCapability": 50,
            ]
        ),
        Example(
            frame: "1DA#C6721F861F03087E",
            message: "INV_Status",
            values: [
                "MG_InputVoltage": 396, "MG_EffectiveTorque": -61, "MG_OutputRevolution": 3969,
                "INV_Counter": 0, "INV_Toggle": 1,
            ]
        ),
        Example(
            frame: "1DA#C3641FD6F0B1035D",
            message: "INV_Status",
            values: [
                "MG_InputVoltage": 390, "MG_EffectiveTorque": -21, "MG_OutputRevolution": -1960,
            ]
        ),
        Example(
            frame: "1DA#FF0000007FFE0197",
            message: "INV_Status",
            values: ["MG_InputVoltage": 510, "MG_OutputRevolution": 16383, "INV_SpeedValid": 0]
        ),
        Example(
            frame: "1DB#8760B86A00C3B259",
            message: "LB_Status",
            values: [
                "LB_Current": -482.5, "LB_Current_2": -482.5, "LB_Total_Voltage": 368.5,
                "LB_Main_Relay_Permission": 1, "LB_Interlock": 1, "LB_Status_Counter": 2,
                "LB_Relay_Cut_Request": 0, "LB_Discharge_Power_Status": 1,
            ]
        ),
        Example(
            frame: "1DB#7FE0FFC600800061",
            message: "LB_Status",
            values: [
                "LB_Current": 511.5, "LB_Total_Voltage": 511.5, "LB_Discharge_Power_Status": 3,
            ]
        ),
        Example(
            frame: "1DC#B4047FFD012CCDF0",
            message: "LB_PowerLimits",
            values: [
                "Discharge_Power_Limit": 180, "Charge_Power_Limit": 17.75,
                "Max_Power_For_Charger": 92.3,
            ]
        ),
        Example(
            frame: "1DC#FFFFFFFF1FFFFC6B",
            message: "LB_PowerLimits",
            values: ["Discharge_Power_Limit": 255.75, "Charge_Power_Limit": 255.75]
        ),
        Example(
            frame: "11A#4E4004AAC00000BD",
            message: "VCM_Gear",
            values: [
                "VCM_GearPosition": 4, "VCM_GearSettling": 14, "VCM_PowerState": 0x40,
                "VCM_GearCounter": 0, "VCM_GearCounterEcho": 3, "VCM_GearPattern": 0xAA,
            ]
        ),
        Example(
            frame: "55B#E9C00000E1401214",
            message: "LB_StateOfCharge",
            values: ["LB_SOC": 93.5, "LB_SOC_Counter": 2]
        ),
        Example(frame: "120#08DC00DD", message: "INV_Word", values: ["INV_WordCounter": 0]),
        Example(
            frame: "1ED#FFE068",
            message: "LB_ChargerLimit",
            values: ["LB_Charger_Power_Limit": 214.7]
        ),
        Example(frame: "108#00049B", message: "INV_Alive", values: ["INV_AliveCounter": 4]),
        Example(
            frame: "1CB#00000000600011",
            message: "BRAKE_Regeneration",
            values: ["BRAKE_State": 0x60, "BRAKE_RegenerationCounter": 0]
        ),
        Example(
            frame: "50C#000000035DF4",
            message: "VCM_Challenge",
            values: ["VCM_ChallengeCounter": 3, "VCM_ChallengeQuestion": 0x5D]
        ),
    ]

    @Test("the verified frames of real cars decode to what is known of them", arguments: examples)
    func verifiedFrames(example: Example) throws {
        let database = try shipped("leaf-ev")
        var decoder = FrameDecoder(database)
        let received = try frame(example.frame)
        let found = decoder.decode(received)
        let decoded = try #require(found)
        #expect(database.messages[decoded.message].name == example.message)
        #expect(decoded.checksum == .ok)
        #expect(decoded.counter == .ok)
        #expect(!decoded.isShort)
        var values: [String: Double] = [:]
        let signals = database.messages[decoded.message].signals
        decoder.forEachSignal(of: decoded, in: received) { values[signals[$0].name] = $1 }
        for (name, expected) in example.values {
            let value = try #require(values[name], "\(name) is missing")
            #expect(abs(value - expected) < 1e-9, "\(name)")
        }
    }

    @Test("a frame built from values, counter and checksum is the frame the car sent")
    func encodesRealFrame() throws {
        let database = try shipped("leaf-ev")
        let message = try #require(database.message(named: "VCM_TorqueRequest"))
        var sent = try #require(Frame(id: message.id, length: message.length))
        let values: [(String, Double)] = [
            ("TqLimitUpper", 340), ("TqLimitLower", -57.5), ("TargetMotorTorque", 340),
            ("VCM_StartState", 3), ("HV_Supplied", 1), ("Inhibitor_Position", 2),
            ("Relay_Plus_Output", 1), ("VCM_TorqueGeneration", 1), ("Shift_Inhibit", 2),
        ]
        for (name, value) in values {
            let signal = try #require(message.signal(named: name))
            try signal.store(physical: value, in: &sent.payload, rounding: .towardZero)
        }
        message.protection.protect(&sent, counter: 4)
        #expect(sent == (try frame("1D4#8817550007448170")))
    }

    @Test("both tracks of the pedal read the same per cent")
    func pedal() throws {
        let message = try #require(try shipped("leaf-car").message(named: "VCM_Pedals"))
        let received = try frame("239#649B000000000000")
        let first = try #require(message.index(ofSignal: "Pedal_A"))
        let second = try #require(message.index(ofSignal: "Pedal_B"))
        #expect(message.value(of: first, in: received) == 50)
        #expect(message.value(of: second, in: received) == 50)
    }

    @Test("gids are the remaining or the largest number, by the flag in the frame")
    func gids() throws {
        let message = try #require(try shipped("leaf-ev").message(named: "LB_Capacity"))
        let remaining = try #require(message.index(ofSignal: "LB_Remaining_Gids"))
        let largest = try #require(message.index(ofSignal: "LB_Max_Gids"))
        let now = try frame("5BC#A5C0F064B701806F")
        #expect(message.value(of: remaining, in: now) == 663)
        #expect(message.value(of: largest, in: now) == nil)
        let full = try frame("5BC#BB80F064B711C000")
        #expect(message.value(of: remaining, in: full) == nil)
        #expect(message.value(of: largest, in: full) == 750)
    }

    @Test(
        "decoding a frame through a database allocates nothing",
        .enabled(
            if: allocation_counter_is_active(),
            "a sanitizer owns malloc: nothing is counted"
        )
    )
    func nothingIsAllocated() throws {
        var decoder = FrameDecoder(try shipped("leaf-ev"))
        let frames = try Self.examples.map { try frame($0.frame) }
        var sum = 0.0
        func round() {
            for index in frames.indices {
                guard let decoded = decoder.decode(frames[index]) else { continue }
                let signals = decoder.database.messages[decoded.message].signals
                decoder.forEachSignal(of: decoded, in: frames[index]) { signal, value in
                    sum += value
                    if signals[signal].label(in: frames[index].payload) != nil { sum += 1 }
                }
            }
        }
        round()
        let before = allocation_counter_read()
        for _ in 0..<100 { round() }
        #expect(allocation_counter_read() - before == 0)
        #expect(sum.isFinite)
    }
}
