import CANFrames
import Testing
import TorqueMonitor

@Suite struct AllowListTests {
    private func frame(
        _ number: UInt32,
        _ role: FrameRole = .state,
        axle: Axle = .front,
        length: UInt8 = 8,
        period: Int64 = 1
    ) throws -> AllowedFrame {
        let id = try #require(FrameID(standard: number))
        return AllowedFrame(axle: axle, id: id, length: length, role: role, period: period)
    }

    private func isTaken(_ frame: AllowedFrame) -> Bool {
        var list = AllowList()
        let isIn = list.append(frame)
        #expect(list.count == (isIn ? 1 : 0))
        return isIn
    }

    @Test(
        "a frame has 1 to 8 bytes, one of torque or gear 8, one of enable at least 3",
        arguments: [
            (.state, 0...0, false), (.state, 1...8, true), (.state, 9...255, false),
            (.torque, 1...7, false), (.torque, 8...8, true), (.torque, 9...9, false),
            (.gear, 1...7, false), (.gear, 8...8, true), (.gear, 9...9, false),
            (.enable, 1...2, false), (.enable, 3...8, true), (.enable, 9...9, false),
        ] as [(FrameRole, ClosedRange<UInt8>, Bool)]
    )
    func lengths(role: FrameRole, lengths: ClosedRange<UInt8>, isRight: Bool) throws {
        for length in lengths {
            #expect(try isTaken(frame(0x100, role, length: length)) == isRight, "\(length)")
        }
    }

    @Test("a period is at least a nanosecond", arguments: [(0, false), (-1, false), (1, true)])
    func period(period: Int64, isRight: Bool) throws {
        #expect(try isTaken(frame(0x100, period: period)) == isRight)
    }

    @Test("an axle has an identifier once, and one frame of torque, of gear and of enable")
    func doubles() throws {
        for role in [FrameRole.torque, .gear, .enable, .state] {
            var list = AllowList()
            var isIn = try list.append(frame(0x100, role))
            #expect(isIn)
            isIn = try list.append(frame(0x100, .state))
            #expect(!isIn)
            isIn = try list.append(frame(0x101, role))
            #expect(isIn == (role == .state))
            isIn = try list.append(frame(0x100, role, axle: .rear))
            #expect(isIn)
            #expect(list.count == (role == .state ? 3 : 2))
        }
    }

    @Test("sixteen frames fit, and the seventeenth does not")
    func capacity() throws {
        var list = AllowList()
        for number in 0..<16 {
            let isIn = try list.append(frame(0x100 + UInt32(number)))
            #expect(isIn)
        }
        let isIn = try list.append(frame(0x200))
        #expect(!isIn)
        #expect(list.count == 16)
        #expect(list[15]?.id.rawValue == 0x10F)
        #expect(list[16] == nil)
        let unknown = try #require(FrameID(standard: 0x7FF))
        #expect(list.index(of: unknown, on: .front) == nil)
        #expect(list.index(of: .gear, on: .front) == nil)
    }

    @Test("torque frames stand first, in the order in which they came, the others behind")
    func order() throws {
        var list = AllowList()
        for (number, role, axle) in [
            (UInt32(0x10), FrameRole.gear, Axle.front), (0x11, .state, .front),
            (0x12, .torque, .rear), (0x13, .enable, .front), (0x14, .torque, .front),
            (0x15, .gear, .rear),
        ] {
            let isIn = try list.append(frame(number, role, axle: axle))
            #expect(isIn)
        }
        let numbers = (0..<list.count).compactMap { list[$0]?.id.rawValue }
        #expect(numbers == [0x12, 0x14, 0x10, 0x11, 0x13, 0x15])
        #expect(list[-1] == nil)
        #expect(list[6] == nil)
        #expect(list.index(of: .torque, on: .front) == 1)
        #expect(list.index(of: .torque, on: .rear) == 0)
        #expect(list.index(of: .gear, on: .rear) == 5)
        #expect(list.index(of: .enable, on: .rear) == nil)
        let gear = try #require(FrameID(standard: 0x10))
        #expect(list.index(of: gear, on: .front) == 2)
        #expect(list.index(of: gear, on: .rear) == nil)
        #expect(list.isComplete)
    }
}
