import CANFrames
import ControlCore
import ControlRuntime
import GuardConfiguration
import GuardLink
import TestVehicle
import TorqueMonitor
import VehicleModel

@testable import axle_guard

/// A car on a road, the shipped daemon's pipeline and the shipped guardian, joined as on the buses.
///
/// A client arms and renews; what the daemon commands may be changed on its way to the guardian.
struct GuardedCar {
    var car: RoadCar
    var pipeline: CyclePipeline
    var monitor: TorqueMonitor
    /// What becomes of each command on its way; nil where it arrives as it was made.
    var injection: Injection?
    /// The most that stability control leaves the front axle, Nm; nil where it asks for nothing.
    var frontMaximum: Torque?
    /// The daemon does not lay what was sent beside what it gave, as where its record is wrong too.
    var isDaemonBlind = false
    /// What the guardian made of the last command.
    private(set) var decision: Decision
    /// What the last command asked of each motor as it arrived, 0.25 Nm; 0 where nothing.
    private(set) var commanded = AxlePair(both: 0)
    /// What each motor was sent last, 0.25 Nm.
    private(set) var wire = AxlePair(both: 0)
    /// How many cycles are over.
    private(set) var cycle = 0
    /// The last cycle's frames, all buses' together.
    private(set) var frames: [ReceivedFrame] = []
    /// The host's own frames that came back after the last cycle's command.
    private(set) var echoes: [ReceivedFrame] = []
    /// The last cycle's command as it was made.
    private(set) var made = GuardCommand(armingID: 0, cycle: 0, token: 0, issued: 0)
    /// What the guardian said before the last cycle.
    private(set) var guardian = GuardianView()
    private var source: RoadFrames
    private var answers = GuardianAnswers()
    private let start: Int64

    private static let links = PerAxle(both: true)

    /// Stands in D with the brake pressed; the first cycle is at `start`, monotonic ns.
    ///
    /// With one motor it is the LEAF e+ with its own files.
    init(start: Int64 = 5_000_000_000, hasOneMotor: Bool = false) throws {
        let assembly = try hasOneMotor ? Shipped.oneMotor.get() : Shipped.assembly(.control)
        car = RoadCar(undriven: hasOneMotor ? .rear : nil)
        pipeline = assembly.plan.pipeline
        source = try RoadFrames(assembly.buses)
        let file = hasOneMotor ? "/Config/guards/leaf-eplus.yaml" : "/Config/guard.yaml"
        let path = Shipped.root + file
        monitor = TorqueMonitor(settings: try GuardConfigurationReader.read(path: path).monitor)
        self.start = start
        decision = monitor.tick(at: start, links: Self.links)
        answers.take(GuardReply(to: made, decision, Self.links, monitor, at: start), at: start)
    }

    /// Armed, the brake released, rolling at a speed in km/h with the pedal where it is said.
    static func driving(
        _ selector: RoadCar.Selector = .drive,
        at speed: Double = 0,
        pedal: Double = 0,
        for cycles: Int = 100
    ) throws -> GuardedCar {
        var guarded = try GuardedCar()
        guarded.car.selector = selector
        for _ in 0..<50 { try guarded.step() }
        guarded.car.isBraking = false
        guarded.car.roll(at: speed / 3.6)
        for _ in 0..<20 { try guarded.step() }
        guarded.car.pedal = pedal
        for _ in 0..<cycles { try guarded.step() }
        return guarded
    }

    /// The time of the next cycle, monotonic ns.
    var now: Int64 { start + Int64(cycle) * TestVehicle.period }

    /// What the core gives each motor, 0.25 Nm.
    var given: AxlePair<Int> {
        let axles = pipeline.report.axles
        func counts(_ torque: Torque) -> Int { Int((torque.rawValue * 4).rounded(.towardZero)) }
        return AxlePair(front: counts(axles.front.given), rear: counts(axles.rear.given))
    }
    /// One cycle of 10 ms: frames, requests, command, guardian, and the road until the next.
    mutating func step() throws {
        try source.next(of: car, at: now - 1_000_000, into: &frames)
        for index in frames.indices { take(frames[index]) }
        echoes.removeAll(keepingCapacity: true)
        if let request { _ = pipeline.handle(request, at: Instant(nanoseconds: now)) }
        if let frontMaximum { hold(frontMaximum) }
        guardian = answers.view(arming: pipeline.report.armingID, at: now)
        if isDaemonBlind { guardian.answered = nil }
        pipeline.step(
            at: Instant(nanoseconds: now),
            guardian: guardian,
            isOverrun: false,
            isBusLost: false,
            hasLostFrames: false
        )
        made = pipeline.encode(issued: now)
        let command = injection?.apply(to: made) ?? made
        commanded.front = command.rawTorque(.front) ?? 0
        commanded.rear = command.rawTorque(.rear) ?? 0
        send(command)
        car.move(
            sent: AxlePair(front: Double(wire.front) / 4, rear: Double(wire.rear) / 4)
        )
        cycle += 1
    }

    private mutating func take(_ received: ReceivedFrame) {
        pipeline.take(received)
        let bus: MonitorBus = received.bus == 0 ? .front : received.bus == 1 ? .rear : .car
        monitor.observe(
            received.frame,
            on: bus,
            isLoopback: received.isLoopback,
            at: received.arrival
        )
    }

    /// What the client asks in the next cycle.
    var request: ControlRequest? {
        guard cycle % 20 == 0 else { return nil }
        return ControlRequest(
            kind: .arm,
            number: UInt64(cycle),
            client: 1,
            lease: 1_000_000_000,
            deadline: Instant(nanoseconds: now + 100_000_000)
        )
    }

    private mutating func hold(_ torque: Torque) {
        let request = TorqueRequest(
            source: .stability,
            kind: .maximum,
            scope: .front,
            torque: torque,
            expiry: Instant(nanoseconds: now + 50_000_000)
        )
        _ = pipeline.requests.place(request)
    }

    private mutating func send(_ command: GuardCommand) {
        // Its own timer comes first.
        if let due = monitor.deadline, due <= now {
            var own = monitor.tick(at: now, links: Self.links)
            transmit(&own)
        }
        var decision = monitor.step(MonitorCommand(command), at: now, links: Self.links)
        transmit(&decision)
        self.decision = decision
        answers.take(GuardReply(to: command, decision, Self.links, monitor, at: now), at: now)
    }

    private mutating func transmit(_ decision: inout Decision) {
        for index in 0..<decision.count {
            guard let outgoing = decision[index] else { continue }
            monitor.record(outgoing, delivered: true, at: now, in: &decision)
            if let torque = outgoing.torque {
                wire[outgoing.axle == .front ? .front : .rear] = torque
            }
            // A bus gives the frame back to both programs.
            let echo = ReceivedFrame(
                frame: outgoing.frame,
                bus: outgoing.axle == .front ? 0 : 1,
                isLoopback: true,
                stamp: Timestamp(nanoseconds: now + 500_000),
                arrival: now + 500_000
            )
            echoes.append(echo)
            take(echo)
        }
    }
}
