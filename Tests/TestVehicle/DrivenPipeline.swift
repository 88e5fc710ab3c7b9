public import CANFrames
public import ControlRuntime
public import GuardLink
public import VehicleModel

/// A pipeline on the test drive, with a client that arms and renews, and a guardian that answers.
///
/// Each cycle is `receive`, `command`, `advance`, or all three by `run`.
public struct DrivenPipeline {
    /// The pipeline.
    public var pipeline: CyclePipeline
    /// What the guardian said of the cycle before.
    public var guardian = GuardianView()
    /// Whether the client arms and renews.
    public var hasClient = true
    /// How many cycles are over.
    public private(set) var cycle = 0
    /// What the car says in this cycle.
    public private(set) var frames: [ReceivedFrame]
    private let drive: TestDrive
    private var answer = TorqueAnswer()
    private let start: Int64
    private var echo: GuardCommand

    /// A pipeline at rest that begins its first cycle at `start`, monotonic ns.
    public init(_ pipeline: CyclePipeline, on drive: TestDrive, start: Int64 = 5_000_000_000) {
        self.pipeline = pipeline
        self.drive = drive
        self.start = start
        echo = GuardCommand(armingID: 0, cycle: 0, token: 0, issued: 0)
        frames = drive.cycles[0]
        guardian.isPresent = true
    }

    /// The time of this cycle, monotonic ns.
    public var now: Int64 { start + Int64(cycle) * TestVehicle.period }

    /// How many frames `receive` takes in this cycle.
    public var frameCount: Int { frames.count + echo.count }

    /// Takes this cycle's frames, and the host's own of the last one; every fifth of a second the
    /// client asks to arm.
    public mutating func receive() {
        let arrival = now - 1_000_000
        for index in frames.indices {
            var frame = frames[index]
            frame.arrival = arrival
            pipeline.take(frame)
        }
        for index in 0..<echo.count {
            guard let (axle, frame) = echo.frame(at: index) else { continue }
            let received = ReceivedFrame(
                frame: frame,
                bus: axle.rawValue,
                isLoopback: true,
                stamp: Timestamp(nanoseconds: arrival),
                arrival: arrival
            )
            pipeline.take(received)
        }
        guard hasClient, cycle % 20 == 0 else { return }
        let request = ControlRequest(
            kind: .arm,
            number: UInt64(cycle),
            client: 1,
            lease: 1_000_000_000,
            deadline: Instant(nanoseconds: now + 100_000_000)
        )
        _ = pipeline.handle(request, at: Instant(nanoseconds: now))
    }

    /// Lets this cycle's frames that `isSilent` names stay away.
    public mutating func silence(_ isSilent: (ReceivedFrame) -> Bool) {
        frames.removeAll(where: isSilent)
    }

    /// Steps and encodes.
    public mutating func command() -> GuardCommand {
        pipeline.step(
            at: Instant(nanoseconds: now),
            guardian: guardian,
            isOverrun: false,
            isBusLost: false,
            hasLostFrames: false
        )
        echo = pipeline.encode(issued: now)
        return echo
    }

    /// Ends the cycle; the guardian has sent this torque, or nothing.
    public mutating func advance(sent: AxlePair<Torque>?) {
        guardian.sent = sent
        cycle += 1
        answer.note(sent ?? AxlePair(both: .zero), drawing: pipeline.report.predictedPower)
        let next = drive.cycles[cycle % TestDrive.length]
        frames.removeAll(keepingCapacity: true)
        for index in next.indices { frames.append(answer.applied(to: next[index])) }
    }

    /// A whole cycle after which the guardian has sent what it was given.
    public mutating func run() -> GuardCommand {
        receive()
        let command = command()
        let given = pipeline.report.axles
        let sent = AxlePair(front: given.front.given, rear: given.rear.given)
        advance(sent: command.armingID == 0 ? nil : sent)
        return command
    }
}

extension GuardCommand {
    /// The torque of an axle's 0x1D4 as it stands on the wire, 0.25 Nm; nil where it has none.
    public func rawTorque(_ axle: GuardAxle) -> Int? {
        for index in 0..<count {
            guard let commanded = frame(at: index), commanded.axle == axle,
                commanded.frame.id.identifier == 0x1D4
            else { continue }
            let bits = UInt16(commanded.frame[2]) << 8 | UInt16(commanded.frame[3] & 0xF0)
            return Int(Int16(bitPattern: bits) >> 4)
        }
        return nil
    }
}
