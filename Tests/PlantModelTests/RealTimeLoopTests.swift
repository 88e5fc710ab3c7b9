import CANFrames
import CANTransport
import DBC
import Foundation
import PlantModel
import SignalCodec
import Testing

@testable import axlesim

/// Three local buses of this test's own.
private struct LocalBuses {
    let addresses: [PlantBus: BusAddress]
    private let paths: [String]

    init() throws {
        let name = "/tmp/axle-plant-\(UUID().uuidString.prefix(8))"
        paths = PlantBus.allCases.map { "\(name)-\($0)" }
        var addresses: [PlantBus: BusAddress] = [:]
        for (bus, path) in zip(PlantBus.allCases, paths) { addresses[bus] = .local(path: path) }
        self.addresses = addresses
    }

    func serve() throws -> [LocalBusHub] {
        try paths.map { path in
            let hub = try LocalBusHub(path: path)
            try hub.start()
            return hub
        }
    }

    func address(_ bus: PlantBus) throws -> BusAddress { try #require(addresses[bus]) }
}

@Suite(.serialized) struct RealTimeLoopTests {
    private func loop(on buses: LocalBuses) throws -> RealTimeLoop {
        try RealTimeLoop.open(
            plant: Plant(try prototype()),
            scenario: .idle,
            databases: try databases(),
            addresses: buses.addresses
        )
    }

    /// What waits at a receiver.
    private func drain(_ receiver: inout BusReceiver) throws -> [Frame] {
        var batch = FrameBatch()
        var frames: [Frame] = []
        while try receiver.receive(into: &batch) > 0 { batch.forEach { frames.append($0.frame) } }
        return frames
    }

    @Test("the loop keeps the clock's pace, speaks each 10 ms and follows commands")
    func pace() throws {
        let buses = try LocalBuses()
        let hubs = try buses.serve()
        defer { for hub in hubs { hub.stop() } }
        let beforeOpening = MonotonicClock.now()
        var loop = try loop(on: buses)
        let start = MonotonicClock.now()
        var receiver = try BusReceiver.open(try buses.address(.front))
        var transmitter = try BusTransmitter.open(try buses.address(.front))
        let message = try #require(try databases().drive.message(named: "VCM_TorqueRequest"))
        for count in 0..<3 {
            var frame = try #require(FrameWriter(message)).frame
            message.protection.protect(&frame, counter: UInt64(count))
            try transmitter.transmit(frame)
        }
        try loop.run(
            whileTrue: { _ in MonotonicClock.now() - start < 500_000_000 },
            progressed: { _ in }
        )
        let ticks = loop.timing.ticks
        let end = MonotonicClock.now()
        // No tick too many; a few may be due and unread when the time is over.
        #expect(Int64(ticks) <= (end - beforeOpening) / 10_000_000)
        #expect(Int64(ticks) >= (end - start) / 10_000_000 - 10)
        #expect(abs(Int64(loop.driven.plant.steps) - Int64(ticks) * 10) <= 100)
        #expect(
            loop.driven.receivers[0].counts.accepted == 3
                && loop.driven.receivers[1].counts.accepted == 0
        )
        #expect(loop.driven.plant.front.inverter.command != nil)

        var tracker = CounterTracker()
        let status = try #require(try databases().drive.message(named: "LB_Status"))
        // The hub's thread may still be handing over the last ones.
        let expected = Int(ticks - loop.timing.missed)
        var frames: [Frame] = []
        while frames.count < expected, MonotonicClock.now() - end < 5_000_000_000 {
            frames += try drain(&receiver).filter { $0.id == status.id }
            usleep(1000)
        }
        #expect(frames.count == expected)
        for frame in frames { #expect(tracker.step(frame, status.protection) == .ok) }
        let summary = try #require(
            JSONSerialization.jsonObject(with: Summary(loop).text()) as? [String: Any]
        )
        #expect(summary["scenario"] as? String == "idle")
        #expect(summary["finished"] as? Bool == false)
        #expect(summary["zero_to_100_s"] is NSNull)
        #expect(summary["frames_not_sent"] as? Int == 0)
    }

    @Test("a bus that vanishes is counted as lost frames and opened again when it is back")
    func vanished() throws {
        let buses = try LocalBuses()
        let first = try buses.serve()
        var loop = try loop(on: buses)
        for hub in first { hub.stop() }
        let start = MonotonicClock.now()
        try loop.run(
            whileTrue: { _ in MonotonicClock.now() - start < 50_000_000 },
            progressed: { _ in }
        )
        #expect(loop.ports.allSatisfy { $0.lost > 0 && $0.sent == 0 })

        let second = try buses.serve()
        defer { for hub in second { hub.stop() } }
        var receiver = try BusReceiver.open(try buses.address(.rear))
        let ports = loop.ports
        let deadline = MonotonicClock.now() + 10_000_000_000
        try loop.run(
            whileTrue: { _ in
                ports.contains { $0.sent < 10 } && MonotonicClock.now() < deadline
            },
            progressed: { _ in }
        )
        #expect(loop.ports.allSatisfy { $0.sent >= 10 })
        // The hub hands frames on in its own time, so wait for the first.
        var frames = 0
        while frames == 0, MonotonicClock.now() < deadline { frames = try drain(&receiver).count }
        #expect(frames > 0)
    }

    @Test("a bus that nobody serves refuses the start")
    func absent() throws {
        let buses = try LocalBuses()
        #expect(throws: TransportError.self) { _ = try loop(on: buses).timing }
    }
}
