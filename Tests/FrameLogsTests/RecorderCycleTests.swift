import CANFrames
import Foundation
import Testing
import ThreadExchange

@testable import FrameLogs

/// Control cycles between the frames of a recording, by a clock that the tests wind.
@Suite struct RecorderCycleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A recorder with a ring of cycles; a cycle has its number twice.
    private struct Bench: ~Copyable {
        var core: RecorderCore
        let ring: Ring<ReceivedFrame>
        let cycles = Ring<CycleNumber>(capacity: 1024)
        private(set) var time = 1000.0
        private var pushed = 0

        init(_ settings: RecorderSettings) {
            ring = Ring(capacity: settings.capacity ?? 1024)
            let cycles = cycles
            let source = CycleSource(columns: ["axle.cycle", "axle.again"]) {
                cycles.pop().map { note in
                    CycleLine(
                        position: note.position,
                        stamp: Timestamp(nanoseconds: Bench.wall(note.time)),
                        values: [Double(note.number), Double(note.number)]
                    )
                }
            }
            core = RecorderCore(settings, ring: ring, cycles: source)
        }

        static func wall(_ time: Double) -> Int64 {
            1_700_000_000_000_000_000 + Int64(time * 1e9)
        }

        var now: RecorderMoment {
            let wall = Timestamp(nanoseconds: Self.wall(time))
            return RecorderMoment(monotonic: Int64(time * 1e9), wall: wall)
        }

        mutating func push(frames: Int) throws {
            for _ in 0..<frames {
                ring.push(try Received.frame(pushed))
                pushed += 1
            }
        }

        mutating func push(cycle number: Int) {
            let position = UInt64(pushed) - ring.dropped
            cycles.push(CycleNumber(position: position, number: number, time: time))
        }

        mutating func step(after seconds: Double = 1) {
            time += seconds
            core.step(at: now)
        }
    }

    private struct CycleNumber: BitwiseCopyable, Sendable {
        var position: UInt64
        var number: Int
        var time: Double
    }

    private func settings(_ change: (inout RecorderSettings) -> Void = { _ in }) -> RecorderSettings
    {
        var settings = RecorderSettings(path: folder.file("drive.log"), interfaces: ["can0"])
        change(&settings)
        return settings
    }

    /// What stands in a file: `f` and the frame's number, `c` and the cycle's, `n` for the columns' names.
    private func order(_ path: String) throws -> [String] {
        var order: [String] = []
        var reader = try LogReader(path: path)
        while let item = try reader.nextItem() {
            switch item {
            case .frame(let entry): order += entry.frame.bytes.map { "f\($0)" }
            case .columns(_, let names):
                #expect(names == ["axle.cycle", "axle.again"])
                order.append("n")
            case .cycle(_, let stamp, let values):
                #expect(stamp != nil && values.count == 2 && values[0] == values[1])
                order.append("c\(Int((values[0] ?? -1)))")
            case .notRecorded(let count): order.append("l\(count)")
            case .mark, .arrivals, .journal: break
            }
        }
        return order
    }

    @Test("cycles stand behind the frames that came before them, and their names come first")
    func placed() throws {
        var bench = Bench(settings())
        try bench.core.start(name: nil, at: bench.now)
        try bench.push(frames: 2)
        bench.push(cycle: 1)
        try bench.push(frames: 1)
        bench.push(cycle: 2)
        bench.push(cycle: 3)
        bench.step()
        try bench.push(frames: 1)
        bench.push(cycle: 4)
        try bench.core.stop(at: bench.now)
        #expect(
            try order(folder.file("drive.log"))
                == ["n", "f0", "f1", "c1", "f2", "c2", "c3", "f3", "c4"]
        )
    }

    @Test("each file names the columns")
    func rotated() throws {
        var bench = Bench(settings { $0.greatestAge = .seconds(10) })
        try bench.core.start(name: nil, at: bench.now)
        for number in 1...3 {
            try bench.push(frames: 1)
            bench.push(cycle: number)
            bench.step(after: 11)
        }
        try bench.core.stop(at: bench.now)
        #expect(try order(folder.file("drive.log")) == ["n", "f0", "c1"])
        #expect(try order(folder.file("drive-0002.log")) == ["n", "f1", "c2"])
    }

    @Test("where the ring lost frames the cycles do not wait for them")
    func afterLoss() throws {
        var bench = Bench(settings { $0.capacity = 4 })
        try bench.core.start(name: nil, at: bench.now)
        try bench.push(frames: 6)
        bench.push(cycle: 1)
        bench.step()
        try bench.core.stop(at: bench.now)
        let order = try order(folder.file("drive.log"))
        #expect(order == ["n", "f0", "f1", "f2", "f3", "c1", "l2"])
    }

    @Test("what is not recorded is not written, and the black box has it")
    func blackBox() throws {
        let settings = settings { $0.blackBoxSpan = .seconds(5) }
        var bench = Bench(settings)
        try bench.push(frames: 1)
        bench.push(cycle: 1)
        bench.step(after: 20)
        try bench.push(frames: 1)
        bench.push(cycle: 2)
        bench.step()
        let cycles = bench.core.blackBox?.cycles.map(\.values)
        #expect(cycles == [[2, 2]])
    }

    @Test("a black box keeps no more cycles than its time has, however many there are")
    func bounded() {
        var box = BlackBox(span: .seconds(10), size: 1 << 20)
        for number in 0..<50_000 {
            let stamp = Timestamp(nanoseconds: Int64(number) * 10_000_000)
            box.append(CycleLine(position: 0, stamp: stamp, values: []))
            #expect(box.cycles.count <= 1252)
        }
        #expect(box.cycles.count >= 1000)
    }
}
