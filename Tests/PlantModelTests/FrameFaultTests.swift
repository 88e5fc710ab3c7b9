import CANFrames
import DBC
import PlantModel
import SignalCodec
import Testing
import VehicleModel

@testable import axlesim

@Suite struct FrameFaultTests {
    /// A frame that was sent, and in which tick.
    private struct Sent: Equatable {
        let tick: Int
        let bus: PlantBus
        let id: UInt32
        let bytes: [UInt8]
    }

    private func standing() throws -> DrivenPlant {
        try DrivenPlant(Plant(try prototype()), .idle, databases())
    }

    /// What a plant sends in so many ticks of 10 ms from now on.
    private func sent(_ driven: inout DrivenPlant, ticks: Int) -> [Sent] {
        var sent: [Sent] = []
        for tick in 0..<ticks {
            driven.speak(in: driven.plant.steps / 10) { frame, bus in
                sent.append(
                    Sent(tick: tick, bus: bus, id: frame.id.identifier, bytes: frame.bytes)
                )
            }
            for _ in 0..<10 { driven.step() }
        }
        return sent
    }

    private func ticks(_ sent: [Sent], _ bus: PlantBus, _ id: UInt32) -> [Int] {
        sent.filter { $0.bus == bus && $0.id == id }.map(\.tick)
    }

    @Test(
        "a part of one message's frames is lost, the same ones in each run, and the counter goes on"
    )
    func loss() throws {
        func lost(seed: UInt64) throws -> [Sent] {
            var driven = try standing()
            let loss = FrameLoss(message: "front.INV_Status", part: 0.3, seed: seed)
            try driven.inject([.frameLoss(loss)])
            return sent(&driven, ticks: 1000)
        }
        let first = try lost(seed: 0)
        let status = first.filter { $0.bus == .front && $0.id == 0x1DA }
        #expect((650...750).contains(status.count))
        for frame in status { #expect(Int(frame.bytes[6] & 3) == frame.tick % 4) }
        #expect(ticks(first, .rear, 0x1DA).count == 1000)
        #expect(ticks(first, .front, 0x1DB).count == 1000)
        #expect(try lost(seed: 0) == first)
        #expect(ticks(try lost(seed: 1), .front, 0x1DA) != status.map(\.tick))
    }

    @Test("a loss ends after its time, by another one of its message, or with all")
    func lossEnds() throws {
        let name = "car.VCM_Pedals"
        var driven = try standing()
        try driven.inject([.frameLoss(FrameLoss(message: name, time: 0.2))])
        #expect(ticks(sent(&driven, ticks: 40), .car, 0x239) == Array(20..<40))
        try driven.inject([.frameLoss(FrameLoss(message: name))])
        #expect(ticks(sent(&driven, ticks: 40), .car, 0x239).isEmpty)
        #expect(driven.disturbances.losses(at: driven.plant.time).map(\.message) == [name])
        try driven.inject([.frameLoss(FrameLoss(message: name, part: 0))])
        #expect(ticks(sent(&driven, ticks: 5), .car, 0x239).count == 5)
        try driven.inject([
            .frameLoss(FrameLoss(message: name)),
            .frameLoss(FrameLoss(message: "front.LB_Status")),
        ])
        let both = sent(&driven, ticks: 5)
        #expect(ticks(both, .car, 0x239).isEmpty && ticks(both, .front, 0x1DB).isEmpty)
        try driven.inject([.frameLoss(nil)])
        let none = sent(&driven, ticks: 5)
        #expect(ticks(none, .car, 0x239).count == 5 && ticks(none, .front, 0x1DB).count == 5)
    }

    @Test("a corrupt message's first byte is inverted under the checksum of the right one")
    func corruption() throws {
        var driven = try standing()
        var right = try standing()
        try driven.inject([.corruption("front.LB_PowerLimits")])
        let found = sent(&driven, ticks: 3)
        let expected = sent(&right, ticks: 3)
        #expect(found.count == expected.count)
        let protection = try #require(
            try databases().drive.message(named: "LB_PowerLimits")
        ).protection
        let id = try #require(FrameID(standard: 0x1DC))
        for (frame, other) in zip(found, expected) {
            guard frame.id == 0x1DC else {
                #expect(frame == other)
                continue
            }
            #expect(frame.bytes[0] == ~other.bytes[0])
            #expect(frame.bytes.dropFirst() == other.bytes.dropFirst())
            let sent = try #require(Frame(id: id, bytes: frame.bytes))
            #expect(protection.checksumIsRight(sent) == .bad)
        }
        try driven.inject([.corruption(nil)])
        #expect(
            sent(&driven, ticks: 3).filter { $0.id == 0x1DC }.map { $0.bytes[0] } == [
                250, 250, 250,
            ]
        )
    }

    @Test("a bus in bus-off carries nothing of the plant and brings nothing to it, until it is on")
    func busOff() throws {
        var driven = try standing()
        try driven.inject([.bus(.rear, isOff: true)])
        let message = try #require(try databases().drive.message(named: "VCM_TorqueRequest"))
        func command(_ driven: inout DrivenPlant, _ count: UInt64) throws {
            var frame = try #require(FrameWriter(message)).frame
            message.protection.protect(&frame, counter: count)
            for axle in PlantAxle.allCases { driven.hear(frame, on: axle, at: 0) }
        }
        try command(&driven, 0)
        let off = sent(&driven, ticks: 10)
        #expect(off.allSatisfy { $0.bus != .rear })
        #expect(ticks(off, .front, 0x1DA).count == 10 && ticks(off, .car, 0x239).count == 10)
        #expect(driven.plant.front.inverter.command != nil)
        #expect(driven.plant.rear.inverter.command == nil)
        try driven.inject([.bus(.rear, isOff: false)])
        try command(&driven, 1)
        let on = sent(&driven, ticks: 10).filter { $0.bus == .rear && $0.id == 0x1DA }
        #expect(on.count == 10)
        // The controllers' owners did not notice: their counters went on.
        let first = try #require(on.first)
        #expect(first.bytes[6] & 3 == 2)
        #expect(driven.plant.rear.inverter.command != nil)
    }

    @Test("a change of a message that nobody says is refused, and none of those beside it is made")
    func unknown() throws {
        var driven = try standing()
        for (change, key) in [
            (PlantChange.frameLoss(FrameLoss(message: "rear.LB_Status")), "frame_loss.message"),
            (.corruption("rear.LB_Status"), "corrupt"),
            (.frozenCounter("rear.LB_Status"), "frozen_counter"),
        ] {
            let error = #expect(throws: DatabaseError.self) {
                try driven.inject([.dischargeLimit(1000), change])
            }
            #expect(error?.description.hasPrefix("\(key): found rear.LB_Status, allowed ") == true)
        }
        #expect(driven.plant.battery.dischargeLimit == 250_000)
    }

    @Test("files say each fault, and what they say wrongly is told")
    func files() throws {
        func read(_ event: String) throws -> [PlantChange] {
            let text = """
                name: x
                phases:
                  - phase: only
                    selector: D
                    accelerator: 0 %
                    brake: 0 %
                    events:
                      - \(event)
                """
            return try ScenarioFile.parse(text, file: "s.yaml").phases[0].events[0].changes
        }
        #expect(
            try read(
                "{ frame_loss: { message: front.INV_Status, part: 30 %, for: 0.2 s, seed: 7 } }"
            )
                == [
                    .frameLoss(
                        FrameLoss(message: "front.INV_Status", part: 0.3, time: 0.2, seed: 7)
                    )
                ]
        )
        #expect(
            try read("{ frame_loss: { message: a } }") == [.frameLoss(FrameLoss(message: "a"))]
        )
        #expect(
            try read("{ frame_loss: none, corrupt: none }") == [.frameLoss(nil), .corruption(nil)]
        )
        #expect(
            try read("{ corrupt: a.B, contactor: open, bus_off: rear, bus_on: car }") == [
                .corruption("a.B"), .contactor(isOpen: true), .bus(.rear, isOff: true),
                .bus(.car, isOff: false),
            ]
        )
        for (event, problem) in [
            ("{ frame_loss: some }", "frame_loss: found some, allowed none, or the keys message"),
            ("{ frame_loss: { part: 30 % } }", "frame_loss.message: found nothing"),
            ("{ frame_loss: { message: a, part: 130 % } }", "frame_loss.part: found 130 %"),
            ("{ frame_loss: { message: a, time: 1 s } }", "a key that is not known"),
            ("{ contactor: shut }", "contactor: found shut, allowed open, closed"),
            ("{ bus_off: left }", "bus_off: found left, allowed front, rear, car"),
        ] {
            let error = #expect(throws: FileError.self) { try read(event) }
            #expect(error?.description.contains(problem) == true, "\(event): \(error as Any)")
        }
    }
}
