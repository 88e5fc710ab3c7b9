import CANFrames
import DBC
import PlantModel
import SignalCodec
import Testing
import VehicleModel

@testable import axlesim

/// A real node on the bench: frames of one message with its counter.
private struct RealSender {
    let message: CompiledMessage
    let bus: PlantBus
    private var count: UInt64 = 0

    init(_ name: String, on bus: PlantBus) throws {
        let known = try databases()
        let database = bus == .car ? known.car : known.drive
        message = try #require(database.message(named: name))
        self.bus = bus
    }

    mutating func frame(_ fill: (inout FrameWriter) -> Void) throws -> Frame {
        var writer = try #require(FrameWriter(message))
        fill(&writer)
        #expect(writer.missing.isEmpty)
        var frame = writer.frame
        message.protection.protect(&frame, counter: count)
        count += 1
        return frame
    }
}

@Suite struct RealNodesTests {
    /// In D with no foot on a pedal.
    private let rolling = Scenario(
        name: "rolling",
        phases: [
            ScenarioPhase(
                name: "only",
                controls: DriverControls(selector: .drive, accelerator: 0, brake: 0)
            )
        ]
    )

    private func bench(without real: PlantNode...) throws -> DrivenPlant {
        try DrivenPlant(
            Plant(try prototype()),
            rolling,
            databases(),
            playing: Set(PlantNode.allCases).subtracting(real)
        )
    }

    /// Steps so many ticks of 10 ms; the identifiers sent, by bus.
    private func run(
        _ driven: inout DrivenPlant,
        ticks: Int,
        hearing: (inout DrivenPlant) throws -> Void = { _ in }
    ) throws -> [PlantBus: Set<UInt32>] {
        var sent: [PlantBus: Set<UInt32>] = [:]
        for _ in 0..<ticks {
            driven.speak(in: driven.plant.steps / 10) { frame, bus in
                sent[bus, default: []].insert(frame.id.identifier)
            }
            try hearing(&driven)
            for _ in 0..<10 { driven.step() }
        }
        return sent
    }

    @Test("a drive unit that is real is not spoken for, and its torque drives the plant's axle")
    func unit() throws {
        var driven = try bench(without: .rearInverter)
        var sender = try RealSender("INV_Status", on: .rear)
        let sent = try run(&driven, ticks: 100) { driven in
            let frame = try sender.frame {
                $0.set("MG_EffectiveTorque", 100)
                $0.set("MG_OutputRevolution", 3000)
                $0.set("INV_SpeedValid", true)
            }
            driven.overhear(frame, on: .rear)
        }
        #expect(sent[.rear] == nil)
        #expect(sent[.front]?.isSuperset(of: [0x1DA, 0x1DB, 0x1DC, 0x55A]) == true)
        #expect(driven.plant.rear.motorTorque == Torque(100))
        #expect(driven.plant.front.motorTorque == .zero)
        #expect(driven.plant.rear.surfaceSpeed > Speed(0.1))
        let shaft = 100 * 3000 * Double.pi / 30
        #expect(abs(driven.plant.rear.shaftPower.rawValue - shaft) < 1)
        #expect(driven.takeNotices().isEmpty)
        #expect(driven.real.largestDifference.motors > 250)
    }

    @Test(
        "a real drive unit gives nothing before it speaks and 0.2 s after, and its silence is told once"
    )
    func silence() throws {
        var driven = try bench(without: .frontInverter)
        var sender = try RealSender("INV_Status", on: .front)
        func hear(_ driven: inout DrivenPlant) throws {
            let frame = try sender.frame { $0.set("MG_EffectiveTorque", 50) }
            driven.overhear(frame, on: .front)
        }
        _ = try run(&driven, ticks: 50)
        #expect(driven.plant.front.motorTorque == .zero && driven.takeNotices().isEmpty)
        _ = try run(&driven, ticks: 2, hearing: hear)
        #expect(driven.plant.front.motorTorque == Torque(50))
        _ = try run(&driven, ticks: 18)
        #expect(driven.plant.front.motorTorque == Torque(50))
        _ = try run(&driven, ticks: 2)
        #expect(driven.plant.front.motorTorque == .zero && driven.takeNotices().isEmpty)
        _ = try run(&driven, ticks: 200)
        #expect(
            driven.takeNotices() == ["front-inverter is silent: no front.INV_Status for a second"]
        )
        _ = try run(&driven, ticks: 2, hearing: hear)
        _ = try run(&driven, ticks: 110)
        #expect(driven.takeNotices().count == 1)
    }

    @Test(
        "frames with a wrong checksum or a counter that stands still are counted and not followed"
    )
    func checked() throws {
        var driven = try bench(without: .frontInverter)
        var sender = try RealSender("INV_Status", on: .front)
        var wrong = try sender.frame { $0.set("MG_EffectiveTorque", 50) }
        wrong.payload[7] ^= 1
        driven.overhear(wrong, on: .front)
        driven.step()
        #expect(driven.plant.front.motorTorque == .zero)
        let right = try sender.frame { $0.set("MG_EffectiveTorque", 50) }
        _ = try run(&driven, ticks: 30) { $0.overhear(right, on: .front) }
        #expect(driven.plant.front.motorTorque == .zero)
        let counts = try #require(driven.real.messages.first { $0.name == "front.INV_Status" })
            .counts
        #expect(counts.badChecksums == 1 && counts.accepted == 1 && counts.repeated == 29)
    }

    @Test("a real battery's voltage and limits are the plant's, and the last voltage stays")
    func battery() throws {
        var driven = try bench(without: .battery)
        var status = try RealSender("LB_Status", on: .front)
        var limits = try RealSender("LB_PowerLimits", on: .front)
        let sent = try run(&driven, ticks: 50) { driven in
            let said = try status.frame { $0.set("LB_Total_Voltage", 320) }
            driven.overhear(said, on: .front)
            let limit = try limits.frame {
                $0.set("Discharge_Power_Limit", 50)
                $0.set("Charge_Power_Limit", raw: 0x3FF)
            }
            driven.overhear(limit, on: .front)
        }
        #expect(sent[.front]?.isDisjoint(with: [0x1DB, 0x1DC, 0x55B, 0x5BC]) == true)
        #expect(sent[.front]?.isSuperset(of: [0x1DA, 0x355]) == true)
        #expect(driven.plant.battery.voltage == Voltage(320))
        #expect(driven.plant.linkVoltage == Voltage(320))
        #expect(driven.plant.battery.dischargeLimit == 50_000)
        #expect(driven.plant.battery.chargeLimit == 24_750)
        let power = driven.plant.battery.power.rawValue
        #expect(abs(driven.plant.battery.current.rawValue - power / 320) < 1e-6 && power > 499)
        _ = try run(&driven, ticks: 50)
        #expect(driven.plant.battery.voltage == Voltage(320))
    }

    @Test("real pedals and selector are the driver; the lesser track counts, and none that is old")
    func pedals() throws {
        var driven = try bench(without: .pedals)
        var pedals = try RealSender("VCM_Pedals", on: .car)
        var shifter = try RealSender("Shifter", on: .car)
        var brake = try RealSender("Brake_Pedal", on: .car)
        _ = try run(&driven, ticks: 1)
        #expect(driven.controls == .parked)
        let sent = try run(&driven, ticks: 10) { driven in
            let pedal = try pedals.frame {
                $0.set("Pedal_A", 40)
                $0.set("Pedal_B", 35)
            }
            driven.overhear(pedal, on: .car)
            driven.overhear(try shifter.frame { $0.set("Shifter_Position", raw: 0xBB) }, on: .car)
        }
        #expect(sent[.car]?.isDisjoint(with: [0x239, 0x174, 0x1CC]) == true)
        #expect(sent[.car]?.isSuperset(of: [0x284, 0x285, 0x292]) == true)
        #expect(driven.controls.selector == .drive && !driven.controls.isBraking)
        #expect(abs(driven.controls.accelerator - 0.35) < 1e-9)
        driven.overhear(try brake.frame { $0.set("Brake_Pedal_Position", 51) }, on: .car)
        _ = try run(&driven, ticks: 25)
        #expect(driven.controls.accelerator == 0 && abs(driven.controls.brake - 0.2) < 1e-9)
    }

    @Test("real wheels are compared with the plant's and change nothing")
    func wheels() throws {
        var driven = try bench(without: .wheels)
        var wheels = try RealSender("Wheels_Front", on: .car)
        _ = try run(&driven, ticks: 5) { driven in
            let frame = try wheels.frame {
                $0.set("Wheel_Speed_FL", 35)
                $0.set("Wheel_Speed_FR", 37)
            }
            driven.overhear(frame, on: .car)
        }
        #expect(abs(driven.real.largestDifference.wheels - 10) < 1e-6)
        #expect(driven.plant.speed == .zero)
    }

    @Test("a node that is played and speaks by itself is played no more, and followed")
    func twice() throws {
        var driven = try bench()
        var status = try RealSender("LB_Status", on: .front)
        var other = try RealSender("LB_Status", on: .rear)
        _ = try run(&driven, ticks: 10)
        #expect(!driven.real.isFollowing)
        // The battery says nothing on the rear bus: that is nobody's.
        driven.overhear(try other.frame { $0.set("LB_Total_Voltage", 300) }, on: .rear)
        #expect(driven.played.count == PlantNode.allCases.count)
        driven.overhear(try status.frame { $0.set("LB_Total_Voltage", 300) }, on: .front)
        driven.overhear(try status.frame { $0.set("LB_Total_Voltage", 301) }, on: .front)
        #expect(
            driven.takeNotices() == [
                "front.LB_Status comes from another sender too: battery is not played any more"
            ]
        )
        let sent = try run(&driven, ticks: 60)
        #expect(sent[.front]?.isDisjoint(with: [0x1DB, 0x1DC, 0x55B, 0x59E, 0x5BC]) == true)
        #expect(driven.plant.battery.voltage == Voltage(301))
    }

    @Test("names of nodes are read from a list; what is not known is refused")
    func names() {
        #expect(NodeList(argument: "battery,pedals")?.nodes == [.battery, .pedals])
        #expect(NodeList(argument: "front-inverter")?.nodes == [.frontInverter])
        #expect(NodeList(argument: "none")?.nodes == [])
        for wrong in ["", "battery,", "motor", "battery, pedals"] {
            #expect(NodeList(argument: wrong) == nil, "\(wrong)")
        }
    }

    @Test("each frame sent stands for one heard, byte for byte, and for a second")
    func own() throws {
        var own = OwnFrames()
        let id = try #require(FrameID(standard: 0x1DB))
        let frame = try #require(Frame(id: id, bytes: [1, 2]))
        let other = try #require(Frame(id: id, bytes: [1, 3]))
        let second: Int64 = 1_000_000_000
        func hears(_ frame: Frame, at now: Int64) -> Bool { own.take(frame, at: now) }
        #expect(!hears(frame, at: 0))
        own.note(frame, at: 0)
        own.note(frame, at: 1)
        #expect(!hears(other, at: 1))
        #expect(hears(frame, at: 1))
        #expect(hears(frame, at: 2))
        #expect(!hears(frame, at: 3))
        own.note(frame, at: 0)
        #expect(!hears(frame, at: second + 1))
    }
}
