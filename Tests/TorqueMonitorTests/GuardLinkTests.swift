import CANFrames
import Foundation
import GuardLink
import Testing
import TorqueMonitor

/// A directory that goes with the value.
final class TemporaryDirectory {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/axle-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension GuardCommand {
    /// Adds a frame that must fit.
    mutating func put(_ frame: Frame, for axle: GuardAxle) throws {
        let isIn = append(frame, for: axle)
        try #require(isIn)
    }
}

extension GuardListener {
    /// The connection that must be waiting.
    func acceptWaiting() throws -> GuardPeer {
        guard let peer = accept() else { throw GuardLinkError.nobodyListens(path: "") }
        return peer
    }
}

@Suite struct GuardLinkTests {
    @Test("a command and its answer cross the socket bit by bit")
    func roundTrip() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/guard.sock"
        let listener = try GuardListener(path: path)
        let connection = try GuardConnection(path: path)
        let peer = try listener.acceptWaiting()
        if case .nothing = peer.receive() {} else { Issue.record("nothing was sent yet") }

        var command = GuardCommand(armingID: .max - 1, cycle: 77, token: 0x1234, issued: -5)
        let frames = [
            try torqueFrame(-244, counter: 3), try gearFrame(4, counter: 3),
            try plain(0x50B, [1, 2, 3, 4, 5, 6, 7]),
        ]
        for frame in frames { try command.put(frame, for: .rear) }
        let delivery = connection.send(command)
        #expect(delivery == .queued)
        guard case .record(let received) = peer.receive() else {
            Issue.record("no command")
            return
        }
        #expect(received.armingID == UInt64.max - 1)
        #expect(received.cycle == 77)
        #expect(received.token == 0x1234)
        #expect(received.issued == -5)
        #expect(received.count == 3)
        for (index, frame) in frames.enumerated() {
            #expect(received.frame(at: index)?.frame == frame)
            #expect(received.frame(at: index)?.axle == .rear)
        }
        #expect(received.frame(at: 3) == nil)

        let transmission = GuardTransmission(
            queued: .max,
            dropped: 9,
            confirmed: 0x0403_0201,
            unconfirmed: 77,
            overdue: 5,
            newestEcho: 268_400,
            greatestEcho: .max - 1
        )
        let front = GuardReply.AxleReply(
            verdict: .clamped,
            isLinkReady: true,
            torque: -2048,
            reasons: [.envelope, .power],
            transmission: transmission
        )
        let reply = GuardReply(
            cycle: 77,
            armingID: 5,
            state: .tripped,
            trip: .silence,
            front: front
        )
        let answered = peer.send(reply)
        #expect(answered == .queued)
        guard case .record(let answer) = connection.receive() else {
            Issue.record("no answer")
            return
        }
        #expect(answer.cycle == 77)
        #expect(answer.state == .tripped)
        #expect(answer.trip == .silence)
        #expect(answer.front.torque == -2048)
        #expect(answer.front.reasons == [.envelope, .power])
        #expect(answer.front.verdict == .clamped)
        #expect(answer.front.isLinkReady)
        #expect(answer.front.transmission == transmission)
        #expect(answer.rear.transmission == GuardTransmission())
        #expect(!answer.rear.isLinkReady)
    }

    @Test("a command takes eight classic frames and no ninth, no FD and no remote frame")
    func capacity() throws {
        var command = GuardCommand(armingID: 1, cycle: 1, token: 0, issued: 0)
        let id = try #require(FrameID(standard: 0x100))
        let remote = try #require(Frame(id: id, kind: .remote, length: 1))
        let flexible = try #require(Frame(id: id, flags: .isFD, length: 8))
        refuse(remote, &command)
        refuse(flexible, &command)
        for _ in 0..<8 { try command.put(plain(0x100, [1]), for: .front) }
        try refuse(plain(0x100, [1]), &command)

        func refuse(_ frame: Frame, _ command: inout GuardCommand) {
            let isIn = command.append(frame, for: .front)
            #expect(!isIn)
        }
    }

    @Test("the other end's close is seen after what it sent before")
    func close() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/guard.sock"
        let listener = try GuardListener(path: path)
        let peer: GuardPeer?
        do {
            let connection = try GuardConnection(path: path)
            peer = listener.accept()
            let command = GuardCommand(armingID: 3, cycle: 1, token: 0, issued: 0)
            let delivery = connection.send(command)
            #expect(delivery == .queued)
        }
        guard case .record(let command) = peer?.receive() else {
            Issue.record("the command is lost")
            return
        }
        #expect(command.armingID == 3)
        guard case .gone = peer?.receive() else {
            Issue.record("the close is not seen")
            return
        }
    }

    @Test(
        "what is no record is malformed, and the next record is read",
        arguments: [1, 167, 169, 400]
    )
    func malformed(size: Int) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/guard.sock"
        let listener = try GuardListener(path: path)
        let connection = try GuardConnection(path: path)
        let peer = try listener.acceptWaiting()
        let junk = [UInt8](repeating: 0x41, count: size)
        let written = send(connection.descriptor, junk, size, 0)
        #expect(written == size)
        _ = connection.send(GuardCommand(armingID: 3, cycle: 1, token: 0, issued: 0))
        guard case .malformed = peer.receive() else {
            Issue.record("junk was taken")
            return
        }
        guard case .record = peer.receive() else {
            Issue.record("the record after it was lost")
            return
        }
    }

    @Test("nobody listens, a path too long, a file in the way, a path in use: each says so")
    func refusals() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/guard.sock"
        #expect(throws: GuardLinkError.nobodyListens(path: path)) {
            _ = try GuardConnection(path: path)
        }
        let long = directory.path + "/" + String(repeating: "x", count: 200)
        #expect(
            throws: GuardLinkError.pathTooLong(path: long, length: long.utf8.count, allowed: 107)
        ) {
            _ = try GuardListener(path: long)
        }
        let file = directory.path + "/file"
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        #expect(throws: GuardLinkError.notASocket(path: file)) { _ = try GuardListener(path: file) }
        let first = try GuardListener(path: path)
        #expect(throws: GuardLinkError.inUse(path: path)) { _ = try GuardListener(path: path) }
        let descriptor = first.descriptor
        #expect(descriptor >= 0)
    }

    @Test("a listener takes the place of a dead one's file and leaves none behind")
    func staleFile() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/guard.sock"
        do {
            let first = try GuardListener(path: path)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
            let descriptor = first.descriptor
            #expect(descriptor >= 0)
        }
        try FileManager.default.moveItem(atPath: path + ".moved", toPath: path)
        do {
            let second = try GuardListener(path: path)
            let descriptor = second.descriptor
            #expect(descriptor >= 0)
            #expect(FileManager.default.fileExists(atPath: path))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("the wire's numbers are the monitor's")
    func sharedNumbers() {
        let reasons: [(GuardReasons, Reasons)] = [
            (.envelope, .envelope), (.speedUnknown, .speedUnknown), (.power, .power),
            (.gear, .gear), (.notReady, .notReady), (.oppositeSigns, .oppositeSigns),
            (.linkDown, .linkDown), (.pairBroken, .pairBroken), (.ceiling, .ceiling),
            (.tripped, .tripped), (.token, .token), (.cycle, .cycle), (.age, .age),
            (.notAllowed, .notAllowed), (.length, .length), (.checksum, .checksum),
            (.counter, .counter), (.incomplete, .incomplete), (.usedArming, .usedArming),
            (.armingTorque, .armingTorque), (.foreignSender, .foreignSender),
        ]
        for (wire, monitor) in reasons { #expect(wire.rawValue == monitor.rawValue) }
        for number in UInt8(0)...10 {
            #expect(name(GuardVerdict(rawValue: number)) == name(Verdict(rawValue: number)))
            #expect(name(GuardState(rawValue: number)) == name(MonitorState(rawValue: number)))
            #expect(name(GuardTrip(rawValue: number)) == name(TripCause(rawValue: number)))
        }
        #expect(GuardCommand.maximumFrames == MonitorCommand.maximumFrames)

        func name<Choice>(_ choice: Choice?) -> String { choice.map { "\($0)" } ?? "none" }
    }

    @Test("the token of all stages in order is the monitor's, any other pass is not")
    func programFlow() throws {
        let rig = try Rig()
        var flow = ProgramFlow()
        for stage in ProgramFlow.Stage.allCases { flow.pass(stage) }
        #expect(flow.token(cycle: 1234) == rig.token(1234))
        for missing in ProgramFlow.Stage.allCases {
            var flow = ProgramFlow()
            for stage in ProgramFlow.Stage.allCases where stage != missing { flow.pass(stage) }
            #expect(flow.token(cycle: 1234) != rig.token(1234))
        }
        var swapped = ProgramFlow()
        for stage in [ProgramFlow.Stage.condition, .arbitrate, .limit, .split, .encode] {
            swapped.pass(stage)
        }
        #expect(swapped.token(cycle: 1234) != rig.token(1234))
    }
}
