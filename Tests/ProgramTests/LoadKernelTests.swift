import Foundation
import Glibc
import Testing

extension RunningPrograms {
    /// More than a vehicle's buses ever carry, on virtual CAN.
    @Suite struct LoadKernelTests {
        @Test(
            "of eight buses under load at once each frame is received or counted as lost, and recorded in order"
        )
        func eightBuses() async throws {
            let count = 4_000
            let interfaces = try await VirtualBuses(others: 5)
            let prototype = try Prototype(interfaces.buses)
            prototype.others = interfaces.others
            prototype.recordingOptions = ", keep_free: none, flush_interval: 100 ms"
            try await prototype.startDaemon(mode: "observe", records: true)
            let names = ["front", "rear", "car"] + (1...5).map { "other\($0)" }
            for name in names { _ = try await prototype.bus(name, becomes: "up") }
            let senders = try interfaces.all.map {
                try NumberedLoad.start(on: $0, count: count, in: prototype.folder)
            }
            for sender in senders { #expect(try await sender.end(within: 120) == 0) }
            for interface in interfaces.all {
                try await NumberedLoad.end(on: interface, in: prototype.folder)
            }
            var answers: [BusAnswer] = []
            for name in names {
                answers.append(try await prototype.bus(name, hasSeen: count + 1))
            }
            #expect(try await prototype.state().counters.recorderDropped == 0)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let recorded = try RecordedLoad([prototype.recording])
            for (interface, bus) in zip(interfaces.all, answers) {
                #expect(bus.received + bus.lost == count + 1, "\(bus)")
                let numbers = recorded[interface]
                #expect(numbers.count == bus.received - 1, "\(bus)")
                #expect(numbers.isRising && numbers.last ?? count < count, "\(bus.name)")
            }
            let lost = answers.reduce(0) { $0 + $1.lost }
            print("eight buses: \(8 * count) frames at once, \(lost) lost")
        }

        @Test(
            "of a burst of 200,000 frames none is lost uncounted, though the daemon stood still in it"
        )
        func burst() async throws {
            let interfaces = try await VirtualBuses()
            let interface = interfaces.buses.front
            let prototype = try Prototype(interfaces.buses)
            prototype.recordingOptions = ", keep_free: none, flush_interval: 100 ms"
            try await prototype.startDaemon(mode: "observe", records: true)
            _ = try await prototype.bus("front", becomes: "up")
            let parts: [(identifier: UInt32, count: Int)] = [
                (0x7A0, 40_000), (0x7A1, 120_000), (0x7A2, 40_000),
            ]
            for part in parts {
                // Nobody reads the second part while it comes: it does not fit into the socket.
                if part.identifier == 0x7A1 { prototype.daemon?.signal(SIGSTOP) }
                let sender = try NumberedLoad.start(
                    on: interface,
                    count: part.count,
                    identifier: part.identifier,
                    in: prototype.folder
                )
                #expect(try await sender.end(within: 120) == 0)
                if part.identifier == 0x7A1 { prototype.daemon?.signal(SIGCONT) }
            }
            try await NumberedLoad.end(on: interface, in: prototype.folder)
            let bus = try await prototype.bus("front", hasSeen: 200_001)
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let recorded = try RecordedLoad([prototype.recording])
            print("burst: received \(bus.received), lost \(bus.lost), recorded \(recorded.frames)")
            print("  \(recorded.notRecorded) said to be missing in the log")
            #expect(bus.received + bus.lost == 200_001)
            #expect(bus.lost > 0)
            #expect(recorded.frames + recorded.notRecorded == 200_001)
            for part in parts {
                let numbers = recorded[interface, part.identifier]
                #expect(numbers.isRising && numbers.last ?? 0 < part.count)
            }
        }

        @Test(
            "an interface deleted and made again under load is attached to each time, and the counts go on"
        )
        func comesAndGoes() async throws {
            let interfaces = try await VirtualBuses()
            let interface = interfaces.buses.front
            let prototype = try Prototype(interfaces.buses)
            prototype.recordingOptions = ", keep_free: none, flush_interval: 50 ms"
            try await prototype.startDaemon(mode: "observe", records: true)
            let others = try [interfaces.buses.rear, interfaces.buses.car].map {
                try NumberedLoad.start(on: $0, gap: 1, in: prototype.folder)
            }
            var total = 0
            for round in 1...6 {
                let bus = try await prototype.bus("front", becomes: "up", attachments: round)
                #expect(bus.attachments == round)
                #expect(bus.received >= total)
                let sender = try NumberedLoad.start(
                    on: interface,
                    identifier: 0x7A0 + UInt32(round),
                    in: prototype.folder
                )
                total = try await prototype.bus("front", hasSeen: bus.received + 500).received
                try await interfaces.delete(interface)
                #expect(try await sender.end() != 0)
                _ = try await prototype.bus("front", becomes: "absent")
                try await interfaces.create(interface)
            }
            let last = try await prototype.bus("front", becomes: "up", attachments: 7)
            #expect(last.lost == 0)
            for sender in others { try await sender.killAndReap() }
            for name in ["rear", "car"] { #expect(try await prototype.bus(name).attachments == 1) }
            prototype.daemon?.signal(SIGTERM)
            #expect(try await prototype.daemon?.end() == 0)
            let recorded = try RecordedLoad([prototype.recording])
            var frames = 0
            for round in 1...6 {
                let numbers = recorded[interface, 0x7A0 + UInt32(round)]
                #expect(numbers == Array(0..<numbers.count), "round \(round)")
                #expect(numbers.count >= 500)
                frames += numbers.count
            }
            #expect(frames == last.received)
            for other in [interfaces.buses.rear, interfaces.buses.car] {
                #expect(recorded[other] == Array(0..<recorded[other].count))
            }
            print("deleted and made again 6 times: \(frames) frames, none missing")
        }
    }
}
