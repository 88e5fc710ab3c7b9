import CANFrames
import Testing
import TorqueMonitor

/// One thing wrong with an otherwise good command.
enum Flaw: CaseIterable {
    case token, repeatedCycle, jumpingCycle, backwardCycle, tooOld, future, notAllowed, otherBus
    case length, checksumOfTorque, checksumOfGear, repeatedCounter, jumpingCounter, noRear, noGear
    case double, remote, flexible, longCode, empty, noFrontTorque

    var reason: Reasons {
        switch self {
        case .token: .token
        case .repeatedCycle, .jumpingCycle, .backwardCycle: .cycle
        case .tooOld, .future: .age
        case .notAllowed, .otherBus, .remote, .flexible, .longCode: .notAllowed
        case .length: .length
        case .checksumOfTorque, .checksumOfGear: .checksum
        case .repeatedCounter, .jumpingCounter: .counter
        case .noRear, .noGear, .double, .empty, .noFrontTorque: .incomplete
        }
    }
}

@Suite struct CommandCheckTests {
    @Test("a command with one flaw is not transmitted, by any frame", arguments: Flaw.allCases)
    func flaw(_ flaw: Flaw) throws {
        var rig = try Rig.armed()
        try rig.drive(100, 100)
        rig.advance()
        try rig.vehicle()
        let decision = rig.send(try flawed(flaw, &rig))
        #expect(decision.count == 0)
        #expect(decision.verdicts.front == .refused)
        #expect(decision.verdicts.rear == .refused)
        #expect(decision.reasons.front.contains(flaw.reason))
        // The flaw counts as silence: 20 ms after the last good command there is zero.
        rig.now += 10 * millisecond
        _ = rig.tick()
        #expect(rig.monitor.trip == .silence)
        #expect(rig.front.torques.last == 0)
        #expect(rig.rear.torques.last == 0)
    }

    @Test("the good command that the flaws are made from is transmitted")
    func noFlaw() throws {
        var rig = try Rig.armed()
        try rig.drive(100, 100)
        let decision = try rig.nextCycle(120, 130)
        #expect(decision.verdicts.front == .sent)
        #expect(rig.front.torques.last == 120)
        #expect(rig.rear.torques.last == 130)
    }

    @Test(
        "a command of exactly 20 ms is young enough, one nanosecond more is not",
        arguments: [0, 1]
    )
    func age(excess: Int64) throws {
        // Silence is set wide, so that only the age decides.
        var rig = try Rig.armed(makeSettings(silence: 100 * millisecond))
        rig.advance()
        let command = try rig.command(0, 0)
        rig.now += 20 * millisecond + excess
        #expect(rig.send(command).reasons.front == (excess == 0 ? Reasons() : .age))
    }

    @Test("a cycle that never arrived is forgiven once, with its counter", arguments: [1, 2, 3])
    func skippedCycle(step: UInt64) throws {
        var rig = try Rig.armed(makeSettings(silence: 100 * millisecond))
        for _ in 0..<step { rig.advance() }
        let decision = try rig.send(rig.command(0, 0))
        #expect(decision.verdicts.front == (step <= 2 ? .sent : .refused))
    }

    @Test("a state frame goes out as it came, and only when a command has it")
    func stateFrame() throws {
        var rig = try Rig.armed()
        rig.advance()
        var command = try rig.command(0, 0)
        let state = try plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0])
        try command.put(state, for: .rear)
        _ = rig.send(command)
        #expect(rig.rear.frames.last == state)
        #expect(!rig.front.frames.contains { $0.id.rawValue == 0x50B })
        #expect(try rig.nextCycle(0, 0).count == 4)
        #expect(rig.rear.frames.count { $0.id.rawValue == 0x50B } == 1)
    }

    @Test("a gear frame whose counter follows is not touched, whatever pattern it has")
    func strangeGear() throws {
        var rig = try Rig.armed()
        rig.advance()
        try rig.vehicle()
        var bytes = try gearFrame(4, counter: rig.counter).bytes
        bytes[3] = 0x12
        let gear = try protected(0x11A, bytes)
        var command = rig.emptyCommand()
        try command.put(torqueFrame(0, counter: rig.counter), for: .front)
        try command.put(gear, for: .front)
        try rig.add(0, .rear, to: &command)
        let decision = rig.monitor.step(command, at: rig.now, links: rig.links)
        let sent = (0..<decision.count).compactMap { decision[$0] }
        #expect(sent.first { $0.axle == .front && $0.torque == nil }?.frame == gear)
    }

    @Test("a list of sixteen frames is looked through to its end")
    func fullList() throws {
        let usual = try #require(makeSettings())
        var list = usual.allowList
        for number in 0..<10 {
            let isIn = list.append(
                AllowedFrame(
                    axle: number < 5 ? .front : .rear,
                    id: try #require(FrameID(standard: 0x600 + UInt32(number))),
                    length: 1,
                    role: .state,
                    period: 100 * millisecond
                )
            )
            #expect(isIn)
        }
        #expect(list.count == 16)
        var rig = try Rig.armed(
            MonitorSettings(
                allowList: list,
                inputs: usual.inputs,
                timing: usual.timing,
                bounds: usual.bounds,
                driver: usual.driver,
                faults: usual.faults,
                disarmFrames: 3
            )
        )
        rig.advance()
        try rig.vehicle()
        var command = try rig.command(100, 100)
        let last = try plain(0x609, [0x77])
        try command.put(last, for: .rear)
        #expect(rig.send(command).verdicts.rear == .sent)
        #expect(rig.rear.frames.last == last)
        rig.now += 120 * millisecond
        #expect(rig.tick().count == 5)
        #expect(rig.rear.frames.last == last)
        #expect(rig.monitor.transmission(of: .rear, at: rig.now).queued == 8)
    }

    @Test("a good frame reaches the bus with every bit it came with")
    func untouched() throws {
        var rig = try Rig.armed()
        let decision = try rig.nextCycle(-244, -1000)
        #expect(decision.verdicts.front == .sent)
        #expect(
            rig.front.frames.suffix(2).map(\.bytes) == [
                try torqueFrame(-244, counter: rig.counter).bytes,
                try gearFrame(4, counter: rig.counter).bytes,
            ]
        )
    }

    private func flawed(_ flaw: Flaw, _ rig: inout Rig) throws -> MonitorCommand {
        var command = try rig.command(120, 130)
        switch flaw {
        case .token: command.token ^= 1
        case .repeatedCycle: setCycle(command.cycle - 1)
        case .jumpingCycle: setCycle(command.cycle + 2)
        case .backwardCycle: setCycle(command.cycle - 2)
        case .tooOld: command.issued -= 20 * millisecond + 1
        case .future: command.issued += 1
        case .notAllowed: try append(plain(0x1D5, [0, 0, 0, 0, 0, 0, 0, 0]))
        case .otherBus: try append(plain(0x1DB, [0, 0, 0, 0, 0, 0, 0, 0]))
        case .length: try append(plain(0x50B, [0, 0, 6, 0xC0, 0, 0, 0, 0]))
        case .checksumOfTorque:
            try replaceFront {
                $0[2] ^= 0x01
            } gear: { _ in
            }
        case .checksumOfGear:
            try replaceFront { _ in
            } gear: {
                $0[0] ^= 0x10
            }
        case .repeatedCounter:
            rig.counter = (rig.counter + 3) & 3
            command = try rig.command(120, 130)
        case .jumpingCounter:
            rig.counter = (rig.counter + 1) & 3
            command = try rig.command(120, 130)
        case .noRear:
            command = rig.emptyCommand()
            try rig.add(120, .front, to: &command)
        case .noGear:
            command = rig.emptyCommand()
            try rig.add(120, .front, to: &command)
            try command.put(torqueFrame(130, counter: rig.counter), for: .rear)
        case .double: try append(torqueFrame(120, counter: rig.counter))
        case .remote:
            let id = try #require(FrameID(standard: 0x50B))
            let remote = try #require(Frame(id: id, kind: .remote, length: 7))
            try append(remote)
        case .flexible:
            try replaceFront {
                $0.flags = .isFD
            } gear: { _ in
            }
        case .longCode:
            try replaceFront {
                $0.rawDLC = 9
            } gear: { _ in
            }
        case .empty: command = rig.emptyCommand()
        case .noFrontTorque:
            command = rig.emptyCommand()
            try command.put(gearFrame(4, counter: rig.counter), for: .front)
            try rig.add(130, .rear, to: &command)
        }
        return command

        func setCycle(_ cycle: UInt64) {
            command.cycle = cycle
            command.token = rig.token(cycle)
        }
        func append(_ frame: Frame) throws { try command.put(frame, for: .front) }
        func replaceFront(torque: (inout Frame) -> Void, gear: (inout Frame) -> Void) throws {
            var first = try torqueFrame(120, counter: rig.counter)
            var second = try gearFrame(4, counter: rig.counter)
            torque(&first)
            gear(&second)
            command = rig.emptyCommand()
            try command.put(first, for: .front)
            try command.put(second, for: .front)
            try rig.add(130, .rear, to: &command)
        }
    }
}
