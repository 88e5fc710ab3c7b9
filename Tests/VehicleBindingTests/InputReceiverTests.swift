import CANFrames
import DBC
import SignalCodec
import Testing
import VehicleBinding
import VehicleModel

@Suite struct InputReceiverTests {
    private let buses: [BoundBus]

    init() throws { buses = try ShippedBuses.loaded.get() }

    private func frame(_ id: UInt32, _ bytes: [UInt8]) throws -> Frame {
        let id = try #require(FrameID(standard: id))
        return try #require(Frame(id: id, bytes: bytes))
    }

    private func received(_ frame: Frame, bus: UInt8 = 0, at time: Int64 = 1) -> ReceivedFrame {
        ReceivedFrame(frame: frame, bus: bus, stamp: Timestamp(nanoseconds: time), arrival: time)
    }

    /// 0x1DA of a real car: 376 V, +334.5 Nm, 3153 rpm, counter 2.
    private var inverterFrame: [UInt8] { [0xBC, 0x32, 0x1A, 0x9D, 0x18, 0xA3, 0x0A, 0xA3] }

    /// 0x1DB of a real car: −482.5 A on the wire, 368.5 V, counter 2.
    private var batteryFrame: [UInt8] { [0x87, 0x60, 0xB8, 0x6A, 0x00, 0xC3, 0xB2, 0x59] }

    @Test("wire units become SI, with our signs")
    func units() throws {
        var receiver = try InputReceiver(
            [
                .init(quantity: .frontMotorSpeed, signal: "front.INV_Status.MG_OutputRevolution"),
                .init(quantity: .frontMotorTorque, signal: "front.INV_Status.MG_EffectiveTorque"),
                .init(
                    quantity: .batteryCurrent,
                    signal: "front.LB_Status.LB_Current_2",
                    negated: true
                ),
            ],
            on: buses
        )
        var table = InputTable()
        #expect(receiver.take(received(try frame(0x1DA, inverterFrame)), into: &table) == .accepted)
        #expect(receiver.take(received(try frame(0x1DB, batteryFrame)), into: &table) == .accepted)
        #expect(abs(table[.frontMotorSpeed].value - 3153 * .pi / 30) < 1e-9)
        #expect(table[.frontMotorTorque].value == 334.5)
        #expect(table[.batteryCurrent].value == 482.5)
        #expect(table[.batteryCurrent].quality == .valid)
        #expect(table[.pedalA].quality == .missing)
    }

    @Test("a wrong checksum refreshes nothing", arguments: 0..<64)
    func checksum(bit: Int) throws {
        var receiver = try InputReceiver(
            [.init(quantity: .frontMotorSpeed, signal: "front.INV_Status.MG_OutputRevolution")],
            on: buses
        )
        var table = InputTable()
        var bytes = inverterFrame
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(receiver.take(received(try frame(0x1DA, bytes)), into: &table) == .badChecksum)
        #expect(table[.frontMotorSpeed].quality == .missing)
    }

    @Test("a repeated counter refreshes nothing, so a frozen sender ages out")
    func frozen() throws {
        var receiver = try InputReceiver(
            [.init(quantity: .frontMotorSpeed, signal: "front.INV_Status.MG_OutputRevolution")],
            on: buses
        )
        var table = InputTable()
        let frozen = try frame(0x1DA, inverterFrame)
        #expect(receiver.take(received(frozen, at: 1), into: &table) == .accepted)
        for time in Int64(2)...20 {
            #expect(receiver.take(received(frozen, at: time), into: &table) == .badCounter)
        }
        #expect(table[.frontMotorSpeed].arrival == Instant(nanoseconds: 1))
    }

    @Test("one missing frame is a gap that is accepted, two are not")
    func gaps() throws {
        var receiver = try InputReceiver(
            [.init(quantity: .frontMotorSpeed, signal: "front.INV_Status.MG_OutputRevolution")],
            on: buses
        )
        let protection = try #require(
            buses[0].database.message(named: "INV_Status")?.protection
        )
        var table = InputTable()
        var results: [Reception] = []
        for count: UInt64 in [0, 1, 3, 4, 7, 8] {
            var counted = try frame(0x1DA, inverterFrame)
            protection.protect(&counted, counter: count)
            results.append(receiver.take(received(counted), into: &table))
        }
        #expect(
            results == [
                .accepted, .accepted, .acceptedAfterGap, .accepted, .badCounter, .accepted,
            ]
        )
    }

    @Test("front and rear have the same identifiers and do not mix")
    func busesApart() throws {
        var receiver = try InputReceiver(
            [
                .init(quantity: .frontMotorTorque, signal: "front.INV_Status.MG_EffectiveTorque"),
                .init(quantity: .rearMotorTorque, signal: "rear.INV_Status.MG_EffectiveTorque"),
            ],
            on: buses
        )
        var table = InputTable()
        _ = receiver.take(received(try frame(0x1DA, inverterFrame), bus: 1), into: &table)
        #expect(table[.frontMotorTorque].quality == .missing)
        #expect(table[.rearMotorTorque].value == 334.5)
    }

    @Test("a raw value that means not available is not a number")
    func notAvailable() throws {
        var receiver = try InputReceiver(
            [
                .init(
                    quantity: .dischargeLimit,
                    signal: "front.LB_PowerLimits.Discharge_Power_Limit",
                    notAvailable: [0x3FF]
                )
            ],
            on: buses
        )
        var table = InputTable()
        let startup = try frame(0x1DC, [0xFF, 0xFF, 0xFF, 0xFF, 0x1F, 0xFF, 0xFC, 0x6B])
        #expect(receiver.take(received(startup), into: &table) == .accepted)
        #expect(table[.dischargeLimit].quality == .notAvailable)
    }

    @Test("enumerations map raw values, and an unknown one is not available")
    func enumerations() throws {
        var receiver = try InputReceiver(
            [
                .init(
                    quantity: .gearSelector,
                    signal: "car.Shifter.Shifter_Position",
                    table: [(0xAA, 1), (0xBB, 2), (0x99, 4)]
                )
            ],
            on: buses
        )
        var table = InputTable()
        for (raw, value) in [(UInt8(0xAA), 1.0), (0xBB, 2), (0x99, 4)] {
            let shifter = try frame(0x174, [0, 0, 0, raw, 0, 0, 0, 0])
            _ = receiver.take(received(shifter, bus: 2), into: &table)
            #expect(table[.gearSelector].value == value)
            #expect(table[.gearSelector].quality == .valid)
        }
        let unknown = try frame(0x174, [0, 0, 0, 0x77, 0, 0, 0, 0])
        _ = receiver.take(received(unknown, bus: 2), into: &table)
        #expect(table[.gearSelector].quality == .notAvailable)
    }

    @Test("a signal counts only while its validity signal says so")
    func validity() throws {
        var receiver = try InputReceiver(
            [
                .init(
                    quantity: .frontMotorSpeed,
                    signal: "front.INV_Status.MG_OutputRevolution",
                    validWhen: (signal: "front.INV_Status.INV_SpeedValid", raw: 1)
                )
            ],
            on: buses
        )
        let protection = try #require(buses[0].database.message(named: "INV_Status")?.protection)
        var table = InputTable()
        var invalid = try frame(0x1DA, inverterFrame)
        invalid[5] &= 0xFE
        protection.protect(&invalid, counter: 1)
        #expect(receiver.take(received(invalid), into: &table) == .accepted)
        #expect(table[.frontMotorSpeed].quality == .notAvailable)
        #expect(receiver.take(received(try frame(0x1DA, inverterFrame)), into: &table) == .accepted)
        #expect(table[.frontMotorSpeed].quality == .valid)
    }

    @Test("a validity signal of another message is refused")
    func foreignValidity() {
        let other = "front.LB_Status.LB_Interlock"
        let signal = "front.INV_Status.MG_OutputRevolution"
        #expect(throws: BindingError.otherMessage(other, signal: signal)) {
            try InputReceiver(
                [.init(quantity: .frontMotorSpeed, signal: signal, validWhen: (other, 1))],
                on: buses
            )
        }
    }

    @Test("a frame too short for a signal makes it not available")
    func short() throws {
        var receiver = try InputReceiver(
            [.init(quantity: .pedalB, signal: "car.VCM_Pedals.Pedal_B")],
            on: buses
        )
        var table = InputTable()
        _ = receiver.take(received(try frame(0x239, [0x10]), bus: 2), into: &table)
        #expect(table[.pedalB].quality == .notAvailable)
    }

    @Test("a path that does not exist is refused with what there is")
    func unknownPaths() {
        func error(_ path: String, _ quantity: InputQuantity = .pedalA) -> BindingError? {
            do throws(BindingError) {
                _ = try InputReceiver([.init(quantity: quantity, signal: path)], on: buses)
                return nil
            } catch {
                return error
            }
        }
        #expect(error("Pedal_A") == .malformedPath("Pedal_A"))
        #expect(
            error("side.VCM_Pedals.Pedal_A")
                == .unknownBus(
                    "side",
                    of: "side.VCM_Pedals.Pedal_A",
                    known: ["front", "rear", "car"]
                )
        )
        #expect(error("car.VCM_Pedal.Pedal_A") == .unknownMessage("VCM_Pedal", bus: "car"))
        #expect(
            error("car.VCM_Pedals.Pedal_C")
                == .unknownSignal(
                    "Pedal_C",
                    message: "VCM_Pedals",
                    known: ["Pedal_A", "Pedal_B", "User_Brake"]
                )
        )
        #expect(
            error("front.INV_Status.MG_InputVoltage", .frontMotorSpeed)
                == .unit(
                    "V",
                    signal: "front.INV_Status.MG_InputVoltage",
                    allowed: "\"1/min\" or \"rad/s\" or \"rpm\""
                )
        )
    }
}
