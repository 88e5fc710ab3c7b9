import CANFrames
import CANTransport
import Foundation
import GuardLink
import SerialAdapter
import Testing
import TorqueMonitor

/// A frame of the guardian that a third party has seen.
struct PassedFrame {
    let id: UInt32
    let counter: UInt8
    /// Monotonic nanoseconds.
    let at: Int64
}

extension GuardBench {
    /// Commands a torque each 10 ms until an answer is the one waited for.
    func pump(
        _ torque: Int,
        seconds: Int64 = 60,
        until isLast: (GuardReply) throws -> Bool
    ) throws -> GuardReply {
        var timer = try CycleTimer(period: 10_000_000)
        let deadline = MonotonicClock.now() + seconds * 1_000_000_000
        while true {
            pace(&timer)
            if let reply = try command(torque), try isLast(reply) { return reply }
            try #require(MonotonicClock.now() < deadline, "not within \(seconds) s")
        }
    }

    /// Commands a torque each 10 ms for so long.
    func pump(_ torque: Int, milliseconds: Int64) throws -> GuardReply {
        let end = MonotonicClock.now() + milliseconds * 1_000_000
        return try pump(torque) { _ in MonotonicClock.now() >= end }
    }

    /// The guardian's frames that have passed on a bus since the last look.
    func passed(front isFront: Bool) throws -> [PassedFrame] {
        var batch = FrameBatch()
        var all: [PassedFrame] = []
        while try take(front: isFront, into: &batch) > 0 {
            for index in 0..<batch.count {
                let (frame, at) = (batch[index].frame, batch[index].arrival)
                switch frame.id.rawValue {
                case 0x1D4: all.append(PassedFrame(id: 0x1D4, counter: frame[4] >> 6, at: at))
                case 0x11A: all.append(PassedFrame(id: 0x11A, counter: frame[6] & 3, at: at))
                default: break
                }
            }
        }
        return all
    }

    private func take(front isFront: Bool, into batch: inout FrameBatch) throws -> Int {
        for _ in 0..<100 {
            do {
                return try isFront ? front.receive(into: &batch) : rear.receive(into: &batch)
            } catch {
                // Each time that it goes down is told once.
                guard case TransportError.down = error else { throw error }
            }
        }
        return 0
    }

    /// How often the guardian has gone to sleep so far.
    func sleeps() throws -> Int {
        let path = "/proc/\(process.processIdentifier)/status"
        let line = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first {
            $0.hasPrefix("voluntary_ctxt_switches:")
        }
        return try #require(line?.split(separator: "\t").last.flatMap { Int($0) })
    }

    /// The guardian's processor time so far, nanoseconds.
    func processorTime() throws -> Int64 {
        let path = "/proc/\(process.processIdentifier)/schedstat"
        let fields = try String(contentsOfFile: path, encoding: .utf8).split(separator: " ")
        return try #require(Int64(fields[0]))
    }
}

/// Tests with deadlines of milliseconds, and of one pair of controllers: one at a time.
@Suite(.serialized) enum GuardOnKernelBuses {}

extension GuardOnKernelBuses {
    /// What the guardian does with frames that a kernel's bus takes, takes late, or does not take.
    @Suite struct GuardTransmitKernelTests {
        private let front: VirtualInterface
        private let rear: VirtualInterface

        init() throws {
            front = try VirtualInterface()
            rear = try VirtualInterface()
        }

        private func bench(front other: String? = nil) throws -> GuardBench {
            let buses = PerAxle(front: other ?? front.name, rear: rear.name)
            let bench = try GuardBench(on: buses, ends: buses)
            try bench.connect()
            return bench
        }

        @Test("what is counted as sent and as confirmed is what a third party has seen")
        func confirmed() throws {
            let bench = try bench()
            try bench.drive(arming: 1000, torque: 100)
            _ = try bench.pump(100, milliseconds: 1000)
            bench.arming = 0
            let reply = try bench.pump(0, milliseconds: 300)
            for (name, told) in [
                ("front", reply.front.transmission), ("rear", reply.rear.transmission),
            ] {
                let seen = try bench.passed(front: name == "front").count
                print("\(name): \(told); seen \(seen)")
                #expect(seen > 200)
                #expect(Int(told.queued) == seen)
                #expect(told.confirmed == told.queued)
                #expect(told.unconfirmed == 0)
                #expect(told.overdue == 0)
                #expect(told.dropped == 0)
                #expect(told.newestEcho > 0)
                #expect(told.greatestEcho < 50_000_000)
            }
            #expect(bench.end() == 0)
        }

        // 0 Nm keeps the arming, so that frames are due by commands; 25 Nm that cannot be sent trips it, and
        // they are due by the guardian's own clock.
        @Test(
            "of 2 s without a link every frame is counted, and none is sent after",
            arguments: [0, 100]
        )
        func outage(torque: Int) throws {
            let bench = try bench()
            try bench.drive(arming: 1000, torque: 100)
            // The vehicle sends there too, and this test is the vehicle.
            _ = try bench.pump(torque, milliseconds: 100)
            bench.hasVehicle = false
            try front.setUp(false)
            let before = try bench.pump(torque) { !$0.front.isLinkReady }
            let begun = MonotonicClock.now()
            let after = try bench.pump(torque, milliseconds: 2000)
            let ended = MonotonicClock.now()
            try front.setUp(true)
            let back = try bench.pump(torque) { $0.front.isLinkReady }
            let end = try bench.pump(torque, milliseconds: 1000)
            let seconds = Double(MonotonicClock.now() - ended) / 1e9

            #expect(end.state == (torque == 0 ? .armed : .tripped))
            let dropped = after.front.transmission.dropped - before.front.transmission.dropped
            let due = Double(ended - begun) / 10_000_000 * 2
            print("outage: \(dropped) dropped, \(due) due; \(end.front.transmission)")
            #expect(abs(Double(dropped) - due) < due / 20 + 4)
            #expect(after.front.transmission.queued == before.front.transmission.queued)
            #expect(end.front.transmission.dropped == back.front.transmission.dropped)
            #expect(end.front.transmission.unconfirmed == 0)
            #expect(end.rear.transmission.dropped == 0)
            let passed = try bench.passed(front: true)
            #expect(!passed.contains { $0.at > begun && $0.at < ended })
            for id in [0x1D4, 0x11A] as [UInt32] {
                let frames = passed.filter { $0.id == id }
                let late = frames.filter { $0.at >= ended }
                let gaps = zip(late, late.dropFirst()).map { $1.at - $0.at }
                print(
                    "  \(frames.count) of \(id), \(late.count) in \(seconds) s after, gaps from \(gaps.min() ?? 0) ns"
                )
                #expect(late.count > 50)
                #expect(Double(late.count) < seconds * 100 + 3)
                // Nothing in a burst: each in its cycle.
                #expect(try #require(gaps.min()) > 3_000_000)
                for (one, next) in zip(frames, frames.dropFirst()) {
                    #expect(next.counter == (one.counter + 1) & 3)
                }
            }
            #expect(bench.end() == 0)
        }

        @Test(
            "where the rear's queue is full after the front's torque went out, both are zero next cycle"
        )
        func half() throws {
            let bench = try bench()
            var replies: [GuardReply] = []
            // A machine that is busy with starting a program may be late, which trips the arming too.
            for attempt in UInt64(1)...10 {
                let filling = try rear.fillQueue(afterSeconds: 2)
                try bench.drive(arming: 1000 * attempt, torque: 100)
                replies = []
                _ = try bench.pump(100) { reply in
                    replies.append(reply)
                    return reply.state == .tripped
                }
                try filling.finish()
                if replies.contains(where: { $0.rear.verdict == .dropped }) { break }
                try rear.freeQueue()
            }
            let half = try #require(replies.firstIndex { $0.rear.verdict == .dropped })
            #expect(replies[half].front.torque == 100)
            #expect(replies[half].rear.torque == 0)
            #expect(replies[half].rear.isLinkReady)
            let rest = replies[(half + 1)...]
            #expect(rest.count >= 2)
            for reply in rest {
                #expect(reply.front.torque == 0)
                #expect(reply.rear.torque == 0)
            }
            #expect(rest.first?.front.reasons.contains(.pairBroken) == true)
            #expect(rest.first?.rear.reasons.contains(.pairBroken) == true)
            print("half: \(replies[half...].map { "\($0.front.torque) \($0.rear.verdict)" })")
            #expect(bench.end() == 0)
        }

        enum Full: CaseIterable {
            /// The kernel says ENOBUFS, and the socket is writable all the time.
            case queue
            /// The frames that wait are the guardian's own: its socket is not writable (EAGAIN).
            case socket
        }

        @Test(
            "a full queue costs the frames of each cycle and no processor time",
            arguments: Full.allCases
        )
        func full(_ full: Full) throws {
            var bench = try bench()
            bench.hasVehicle = false
            bench.arming = 1000
            let free = try spent(bench)
            #expect(free.dropped == 0)
            #expect(bench.end() == 0)

            let adapter = full == .socket ? try SerialLineAdapter() : nil
            if full == .queue { try front.fillQueue(afterSeconds: 0).finish() }
            bench = try self.bench(front: adapter?.interface)
            bench.hasVehicle = false
            bench.arming = 1000
            _ = try bench.pump(0) { $0.front.transmission.dropped > 0 }
            let blocked = try spent(bench)
            print("\(full): \(blocked)\n  a free bus: \(free)")
            // Two frames are due in each of 200 cycles.
            #expect((380...440).contains(blocked.dropped))
            #expect(blocked.time < free.time * 2)
            #expect(blocked.sleeps < free.sleeps * 2)
            if let adapter {
                let before = try bench.pump(0) { !$0.front.isLinkReady }.front.transmission
                adapter.startReading()
                let ready = try bench.pump(0) { $0.front.isLinkReady }.front.transmission
                let end = try bench.pump(0, milliseconds: 500).front.transmission
                print("  before reading \(before)\n  then \(ready)\n  at last \(end)")
                #expect(end.queued > ready.queued)
                #expect(end.dropped == ready.dropped)
                #expect(ready.queued - before.queued <= 4)
            }
            #expect(bench.end() == 0)
        }

        /// What 2 s of commands of zero torque cost.
        private struct Cost {
            /// The guardian's processor time, ns.
            let time: Int64
            let sleeps: Int
            let dropped: UInt32
        }

        private func spent(_ bench: GuardBench) throws -> Cost {
            let before = try bench.pump(0, milliseconds: 100)
            let begun = (time: try bench.processorTime(), sleeps: try bench.sleeps())
            let after = try bench.pump(0, milliseconds: 2000)
            return Cost(
                time: try bench.processorTime() - begun.time,
                sleeps: try bench.sleeps() - begun.sleeps,
                dropped: after.front.transmission.dropped - before.front.transmission.dropped
            )
        }
    }

    /// The guardian on an emulated or real controller, can0, with can1 on the same bus.
    @Suite struct GuardAdapterKernelTests {
        @Test(
            "what a listen-only adapter takes and never sends is told; sent frames are confirmed by the wire"
        )
        func listenOnly() throws {
            try configure("can1", listenOnly: false)
            try configure("can0", listenOnly: true)
            let rear = try VirtualInterface()
            let bench = try GuardBench(
                on: PerAxle(front: "can0", rear: rear.name),
                ends: PerAxle(front: "can1", rear: rear.name)
            )
            try bench.connect()
            bench.arming = 1000
            bench.hasVehicle = false
            let silent = try bench.pump(0) { $0.front.transmission.queued >= 200 }.front
                .transmission
            print("listen-only: \(silent)")
            #expect(silent.confirmed == 0)
            // All but those of the last 50 ms.
            #expect((180...194).contains(silent.unconfirmed))
            #expect(silent.overdue > 40)
            #expect(try bench.passed(front: true).isEmpty)

            try configure("can0", listenOnly: false)
            _ = try bench.pump(0) { $0.front.isLinkReady && $0.front.transmission.confirmed > 0 }
            _ = try bench.pump(0, milliseconds: 1000)
            bench.arming = 0
            let sent = try bench.pump(0, milliseconds: 300).front.transmission
            let seen = try bench.passed(front: true).count
            print("sending: \(sent); can1 received \(seen)")
            #expect(Int(sent.confirmed) == seen)
            #expect(sent.queued == sent.confirmed + sent.unconfirmed)
            #expect(sent.unconfirmed >= silent.queued)
            #expect(sent.overdue == 0)
            #expect(sent.newestEcho > 0)
            #expect(bench.end() == 0)
        }

        private func configure(_ name: String, listenOnly: Bool) throws {
            try Command("ip", "link", "set", name, "down").finish()
            try Command(
                "ip",
                "link",
                "set",
                name,
                "type",
                "can",
                "bitrate",
                "500000",
                "listen-only",
                listenOnly ? "on" : "off"
            ).finish()
            try Command("ip", "link", "set", name, "up").finish()
        }
    }
}
