import CANFrames
import CANTransport
@testable import ControlRuntime
import DaemonConfiguration
import Foundation
import Synchronization
import Testing
import ThreadExchange
import VehicleModel

/// Databases exchanged under a running control thread, on a local bus on which frames flow.
@Suite struct ReloadOnBusTests {
    /// Sends the pedals, fully pressed, every 2 ms until it is ended.
    private final class Sender: Sendable {
        private let stopping = StopFlag()
        private let thread = Mutex<NamedThread?>(nil)

        init(_ address: BusAddress) throws {
            let id = try #require(FrameID(standard: 0x239))
            let frame = try #require(Frame(id: id, bytes: [200, 55, 0, 0, 0, 0, 0, 0]))
            let stopping = stopping
            var started: NamedThread? = try NamedThread.start(name: "sender") {
                do throws(TransportError) {
                    var transmitter = try BusTransmitter.open(address)
                    while !stopping.isSet {
                        do throws(TransportError) { try transmitter.transmit(frame) } catch {}
                        usleep(2_000)
                    }
                } catch {
                    Issue.record("\(error)")
                }
            }
            thread.withLock { $0 = started.take() }
        }

        func stop() {
            stopping.set()
            thread.withLock { $0.take() }?.join()
        }
    }

    /// What a reader of the control thread's channels saw.
    private struct Seen {
        var generations: [UInt32] = []
        var isOrdered = true
        var pedals: Set<Double> = []
        var missing = 0
        var overruns: UInt64 = 0
        var last: UInt64 = 0

        mutating func look(_ channels: DaemonChannels) {
            while let frame = channels.frames.pop() {
                guard generations.last != frame.generation else { continue }
                if let last = generations.last, frame.generation < last { isOrdered = false }
                generations.append(frame.generation)
            }
            let report = channels.snapshots.latest().report
            guard report.cycle > last else { return }
            last = report.cycle
            overruns = report.overruns
            if report.pedal.isNaN { missing += 1 } else { pedals.insert(report.pedal) }
        }

        mutating func look(_ channels: DaemonChannels, until holds: (Seen) -> Bool) throws {
            let deadline = ContinuousClock.now + .seconds(20)
            while !holds(self) {
                try #require(ContinuousClock.now < deadline, "\(self)")
                look(channels)
                usleep(1_000)
            }
        }
    }

    @Test("each value is read by one set or the other, and no exchange costs a cycle")
    func exchange() throws {
        let files = try EditedDatabases()
        let path = files.path("car.bus")
        let hub = try LocalBusHub(path: path)
        try hub.start()
        defer { hub.stop() }
        var configuration = files.configuration
        for index in configuration.buses.indices {
            let isCar = configuration.buses[index].name == "car"
            configuration.buses[index].address = "unix:" + (isCar ? path : "/nowhere/\(index)")
        }
        let assembly = try DaemonAssembly(
            configuration,
            mode: .observe,
            receivesEverything: true,
            lastArmingID: 1
        )
        let channels = DaemonChannels(recording: nil)
        let control = try ControlThread(
            assembly.plan,
            channels: channels,
            whenReady: { _ in },
            whenEnded: { _ in }
        )
        defer { control.stop() }
        let sender = try Sender(BusAddress(parsing: "unix:" + path))
        defer { sender.stop() }

        var seen = Seen()
        try seen.look(channels) { $0.pedals.contains(1) }
        #expect(seen.generations == [0])
        #expect(seen.pedals == [1])

        try files.halvePedals()
        #expect(channels.databases.offer(try files.bindings(generation: 1)) == .done)
        try seen.look(channels) { $0.pedals.contains(0.5) }
        // Nothing between: full pedal as it was, half of it as it is, or nothing known.
        #expect(seen.pedals == [1, 0.5])
        #expect(seen.generations == [0, 1])

        seen = Seen()
        seen.look(channels)
        let before = seen.overruns
        for generation: UInt32 in 2...41 {
            #expect(channels.databases.offer(try files.bindings(generation: generation)) == .done)
            let start = seen.last
            try seen.look(channels) { $0.last > start + 3 }
        }
        #expect(seen.pedals == [0.5])
        #expect(seen.isOrdered)
        #expect(seen.generations.last == 41)
        // A busy machine may cost some; an exchange that costs a cycle would cost forty.
        #expect(seen.overruns - before < 20)
        #expect(channels.frames.dropped == 0)
    }
}
