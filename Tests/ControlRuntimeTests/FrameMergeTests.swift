import CANFrames
import Testing

@testable import ControlRuntime

@Suite struct FrameMergeTests {
    private func frame(_ stamp: Int64, bus: UInt8, number: UInt8 = 0) throws -> ReceivedFrame {
        let id = try #require(FrameID(standard: 0x100))
        return ReceivedFrame(
            frame: try #require(Frame(id: id, bytes: [number])),
            bus: bus,
            stamp: Timestamp(nanoseconds: stamp),
            arrival: 0
        )
    }

    private func handOut(_ merge: inout FrameMerge) -> [(bus: UInt8, stamp: Int64)] {
        var found: [(bus: UInt8, stamp: Int64)] = []
        while let frame = merge.next() { found.append((frame.bus, frame.stamp.nanoseconds)) }
        return found
    }

    @Test("frames of several buses come in the order of their stamps, again and again")
    func order() throws {
        var merge = FrameMerge(capacity: 8)
        for round in Int64(0)..<3 {
            for (bus, stamps) in [[1, 4, 9], [], [2, 3, 20], [5]].enumerated() {
                merge.beginBus()
                for stamp in stamps {
                    merge.append(try frame(round * 100 + Int64(stamp), bus: UInt8(bus)))
                }
            }
            let found = handOut(&merge)
            #expect(found.map(\.stamp) == [1, 2, 3, 4, 5, 9, 20].map { $0 + round * 100 })
            #expect(found.map(\.bus) == [0, 2, 2, 0, 3, 0, 2])
        }
    }

    @Test("a bus's own frames keep their order where a clock was set back")
    func setBack() throws {
        var merge = FrameMerge(capacity: 8)
        merge.beginBus()
        for stamp in [100, 101, 3, 4] as [Int64] { merge.append(try frame(stamp, bus: 0)) }
        merge.beginBus()
        for stamp in [99, 102, 5] as [Int64] { merge.append(try frame(stamp, bus: 1)) }
        let found = handOut(&merge)
        #expect(found.filter { $0.bus == 0 }.map(\.stamp) == [100, 101, 3, 4])
        #expect(found.filter { $0.bus == 1 }.map(\.stamp) == [99, 102, 5])
    }

    @Test("without frames there is nothing, and eight buses have room")
    func empty() throws {
        var merge = FrameMerge(capacity: 8)
        #expect(handOut(&merge).isEmpty)
        for bus in UInt8(0)..<8 {
            merge.beginBus()
            merge.append(try frame(Int64(100 - bus), bus: bus))
        }
        #expect(handOut(&merge).map(\.bus) == [7, 6, 5, 4, 3, 2, 1, 0])
    }
}
