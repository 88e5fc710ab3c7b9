import CANFrames
import CANTransport
import PlantModel

/// How punctual the loop was.
struct LoopTiming: Equatable {
    /// Ticks of 10 ms taken.
    var ticks: UInt64 = 0
    /// Ticks taken more than 2 ms late.
    var late: UInt64 = 0
    /// Ticks whose frames were left out because a whole period had passed.
    var missed: UInt64 = 0
    /// The largest lateness, ns.
    var worst: Int64 = 0
    /// Time that the plant stood still because the process did for over a second, ms.
    var lostMilliseconds: Int64 = 0
}

/// Runs plant and driver against the clock and speaks for them on the buses.
///
/// Physics catches up to the present at every tick and before every command, so a command takes
/// effect in the millisecond in which it arrived, whatever the tick.
struct RealTimeLoop: ~Copyable {
    /// The vehicle.
    private(set) var plant: Plant
    /// The driver.
    private(set) var runner: ScenarioRunner
    /// What was measured.
    private(set) var meter = PerformanceMeter()
    /// How punctual the loop was.
    private(set) var timing = LoopTiming()
    /// The inverters' ears, front and rear.
    private(set) var receivers: [CommandReceiver]
    /// The buses, by raw value.
    let ports: [BusPort]

    private var messages: [OutgoingMessage]
    private var poller: Poller
    private var timer: CycleTimer
    private var batch: FrameBatch
    /// The monotonic time of the plant's step 0, ns.
    private var epoch: Int64

    private static let period: Int64 = 10_000_000
    private static let longestCatchUp: Int64 = 1_000

    /// Opens the buses and starts the clock.
    static func open(
        plant: Plant,
        scenario: Scenario,
        databases: PlantDatabases,
        addresses: [PlantBus: BusAddress]
    ) throws -> RealTimeLoop {
        let messages = try OutgoingMessage.all(databases, plant)
        let receiver = try CommandReceiver(databases.drive)
        let ports = PlantBus.allCases.compactMap { bus in
            addresses[bus].map {
                BusPort(bus, $0, listensTo: bus == .car ? [] : receiver.ids)
            }
        }
        let poller = try Poller()
        for port in ports { try port.open(poller) }
        let timer = try CycleTimer(period: period)
        try poller.add(timer.descriptor, token: 0)
        return RealTimeLoop(
            plant: plant,
            runner: ScenarioRunner(scenario),
            receivers: [receiver, receiver],
            ports: ports,
            messages: messages,
            poller: poller,
            timer: timer
        )
    }

    private init(
        plant: Plant,
        runner: ScenarioRunner,
        receivers: [CommandReceiver],
        ports: [BusPort],
        messages: [OutgoingMessage],
        poller: consuming Poller,
        timer: consuming CycleTimer
    ) {
        self.plant = plant
        self.runner = runner
        self.receivers = receivers
        self.ports = ports
        self.messages = messages
        self.poller = poller
        self.timer = timer
        batch = FrameBatch()
        epoch = MonotonicClock.now()
    }

    /// Runs until told to stop; `progressed` is called at each change of phase.
    mutating func run(
        whileTrue goesOn: (ScenarioRunner) -> Bool,
        progressed: (borrowing RealTimeLoop) -> Void
    ) throws(TransportError) {
        var reported: ScenarioProgress?
        while !StopSignal.isRaised, goesOn(runner) {
            let count = try poller.wait(milliseconds: 100)
            for index in 0..<count {
                let token = poller[index].token
                if token == 0 { tick() } else { receive(on: Int(token) - 1) }
            }
            if runner.progress != reported {
                reported = runner.progress
                progressed(self)
            }
        }
    }

    private mutating func tick() {
        guard let tick = timer.read() else { return }
        timing.ticks += tick.expirations
        timing.missed += tick.expirations - 1
        timing.late += tick.lateness > 2_000_000 ? 1 : 0
        timing.worst = max(timing.worst, tick.lateness)
        let now = MonotonicClock.now()
        advance(to: now)
        let source = FrameSource(plant: plant, controls: runner.controls)
        for index in messages.indices where messages[index].isDue(in: timing.ticks) {
            if let frame = messages[index].next(source) {
                ports[Int(messages[index].bus.rawValue)].send(frame)
            }
        }
        for port in ports { port.reopen(poller, at: now) }
    }

    private mutating func receive(on index: Int) {
        let count = ports[index].receive(into: &batch)
        guard count > 0, index < receivers.count else { return }
        advance(to: MonotonicClock.now())
        for position in 0..<count {
            let received = batch[position]
            if let command = receivers[index].take(received.frame, at: received.arrival) {
                plant.accept(command, on: index == 0 ? .front : .rear)
            }
        }
    }

    /// Steps plant and driver up to a monotonic time.
    private mutating func advance(to now: Int64) {
        var behind = (now - epoch) / 1_000_000 - Int64(plant.steps)
        if behind > Self.longestCatchUp {
            let lost = behind - Self.longestCatchUp
            epoch += lost * 1_000_000
            timing.lostMilliseconds += lost
            behind = Self.longestCatchUp
        }
        guard behind > 0 else { return }
        for _ in 0..<behind {
            let controls = runner.step(plant)
            plant.step(brake: controls.brake)
            meter.step(plant, controls: controls)
        }
    }
}
